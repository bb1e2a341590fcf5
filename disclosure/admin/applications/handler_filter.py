"""The filter 经办人 of the list of applications: whose work it is."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from disclosure.desk.accounts.access import narrowed
from disclosure.desk.audit.log import display_name
from disclosure.models import Application, User

MINE, NOBODY = "mine", "nobody"


class HandlerFilter(admin.SimpleListFilter):
    """By who handles it: oneself, nobody yet, or one of those who handle something that is open; one query."""

    title = "经办人"
    parameter_name = "handled_by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        handled = narrowed(Application.objects.filter(concluded_on=None, handler__isnull=False), request.user)
        people = User.objects.filter(pk__in=handled.order_by().values("handler")).exclude(pk=request.user.pk or 0)
        own = [(MINE, "我"), (NOBODY, "还没有分办")]
        return own + [(str(one.pk), display_name(one)) for one in people.order_by("last_name", "first_name", "pk")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        given = str(self.value() or "")
        if given == MINE:
            return queryset.filter(handler=request.user.pk)
        if given == NOBODY:
            return queryset.filter(Q(concluded_on=None), handler=None)
        if given.isascii() and given.isdigit():
            return queryset.filter(handler=int(given))
        return None if not given else queryset.none()
