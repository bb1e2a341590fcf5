"""信息公开申请."""

from django.contrib import admin

from disclosure.models import Application

from .filters import state_of, year_of
from .records import RecordAdmin


@admin.register(Application)
class ApplicationAdmin(RecordAdmin):
    list_display = ("number", "applicant_kind", "received_on", "content", "outcome", "concluded_on")
    search_fields = ("number", "content")
    list_filter = (
        state_of("concluded_on", "办理中", "已办结"),
        "authority",
        year_of("received_on", "收到年份"),
        year_of("concluded_on", "办结年份"),
        "applicant_kind",
        "outcome",
    )
    date_hierarchy = "received_on"
    autocomplete_fields = ("authority",)
