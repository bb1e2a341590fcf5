"""The filter 待办 of lists, which the numbers of the dashboard lead to."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from disclosure.desk.dashboard.task_context import TaskContext
from disclosure.desk.dashboard.tasks import tasks_for, waiting

from .time_limits import calendar_of

PARAMETER = "waiting"


class TaskFilter(admin.SimpleListFilter):
    """By the tasks of the person who looks."""

    title = "待办"
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(task.key, task.label) for task in tasks_for(request.user, model_admin.model)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() is None:
            return None
        task = next((one for one in tasks_for(request.user, queryset.model) if one.key == self.value()), None)
        if task is None:  # a link that somebody else sent: nothing of that kind waits for this person
            return queryset.none()
        return waiting(queryset, task, TaskContext.of(request.user, localdate(), calendar_of(request)))
