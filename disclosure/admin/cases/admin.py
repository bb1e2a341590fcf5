"""复议诉讼案件."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from disclosure.admin.common.filters import state_of, year_of
from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.papers import PapersMixin
from disclosure.admin.common.personal import PersonalDataMixin, masked
from disclosure.admin.common.records import RecordAdmin
from disclosure.admin.common.search import PrivateSearchMixin
from disclosure.admin.common.task_filter import WaitingFilter
from disclosure.law.privacy import mask_name
from disclosure.models import Application, Case

from .agenda import CaseCalendarMixin
from .panel import CasePanelMixin, HearingInline


@admin.register(Case)
class CaseAdmin(
    CaseCalendarMixin,
    CasePanelMixin,
    PapersMixin,
    PersonalDataMixin,
    PrivateSearchMixin,
    ExchangeAdminMixin,
    RecordAdmin,
):
    list_display = (
        *("number", "route", "masked_parties", "body", "accepted_on", "answer_due", "result", "concluded_on"),
        "application",
    )
    search_fields = ("number", "body", "cause", "application__number")
    search_help_text = "案件编号、审理机关、案由、关联申请的编号。输入的文字不会出现在网址和日志中。"
    list_filter = (
        WaitingFilter,
        state_of("concluded_on", "审理中", "已办结"),
        "authority",
        year_of("accepted_on", "受理年份"),
        year_of("concluded_on", "办结年份"),
        "route",
        "result",
    )
    date_hierarchy = "accepted_on"
    autocomplete_fields = ("authority", "application")
    inlines = (HearingInline,)
    fieldsets = (
        (None, {"fields": ("authority", "number", "route", "accepted_on")}),
        (
            "案情",
            {
                "fields": ("application", "parties", "body", "cause"),
                "description": "条例第五十一条。与本机关某一申请有关的，请关联该申请。",
            },
        ),
        (
            "答复（答辩）",
            {
                "fields": ("copy_received_on", "is_summary", "answered_on"),
                "description": "收到复议申请书或者起诉状副本的日期，是答复（答辩）期限的起点；"
                "简易程序只有行政复议适用。",
            },
        ),
        (
            "结果",
            {
                "fields": ("result", "concluded_on", "costs"),
                "description": "结果和办结日期同时填写；未办结时都留空。费用是本机关负担的诉讼费、律师费等。",
            },
        ),
    )

    masked_parties = masked("当事人", lambda record: mask_name(record.parties))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the number of the application, and nothing decrypted for it."""
        unread = (f"application__{name}" for name in Application.PERSONAL)
        return super().get_queryset(request).select_related("application").defer(*unread)
