"""复议诉讼案件."""

from django.contrib import admin

from disclosure.models import Case

from .filters import state_of, year_of
from .records import RecordAdmin


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    list_display = ("number", "route", "accepted_on", "body", "result", "concluded_on")
    search_fields = ("number", "body", "cause")
    list_filter = (
        state_of("concluded_on", "审理中", "已办结"),
        "authority",
        year_of("accepted_on", "受理年份"),
        year_of("concluded_on", "办结年份"),
        "route",
        "result",
    )
    date_hierarchy = "accepted_on"
    autocomplete_fields = ("authority", "application")
