"""Filters of the list of applications."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from disclosure.desk.accounts.access import narrowed
from disclosure.desk.audit.log import display_name
from disclosure.desk.dashboard.application_tasks import fee_noticed_on, party_asked_on
from disclosure.models import Application, User

MINE, NOBODY = "mine", "nobody"


class HandlerFilter(admin.SimpleListFilter):
    """By handler: oneself, nobody yet, or one of those who handle an open application; one query."""

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


class ApplicationStateFilter(admin.SimpleListFilter):
    """Open or concluded; of the open ones those that wait for others or for a fee."""

    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("open", "办理中"),
            ("party", "等待第三方、其他机关"),
            ("fee", "等待缴费"),
            ("unsent", "已答复，待发出"),
            ("closed", "已办结"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        if self.value() == "unsent":
            return queryset.unsent()
        if self.value() in {"open", "closed"}:
            return queryset.filter(concluded_on__isnull=self.value() == "open")
        waits = {"party": party_asked_on, "fee": fee_noticed_on}.get(str(self.value()))
        if waits is None:
            return None
        return queryset.open().annotate(waits_since=waits()).filter(waits_since__isnull=False)
