"""开庭（听证）安排, on the page of their case."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from disclosure.admin.common.owned import OwnedMixin
from disclosure.models import Case, Hearing


class HearingInline(OwnedMixin, admin.TabularInline):
    """The hearings of one case, and an empty row for the next."""

    model = Hearing
    extra = 1
    fields = ("at", "place", "note")
    verbose_name_plural = "开庭（听证）安排"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("case").defer(*(f"case__{one}" for one in Case.PERSONAL))
