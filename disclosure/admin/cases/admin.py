"""复议诉讼案件."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html

from disclosure.admin.common.filters import state_of, year_of
from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.panels import PanelsMixin
from disclosure.admin.common.papers import PapersPanel
from disclosure.admin.common.personal import PersonalDataMixin, masked
from disclosure.admin.common.records import NONE, RecordAdmin
from disclosure.admin.common.search import PrivateSearchMixin
from disclosure.admin.common.task_filter import TaskFilter
from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.cases.actions import cancel_hearing, keep_case, keep_hearing
from disclosure.law.privacy import mask_name
from disclosure.models import Application, Case, Hearing

from .agenda import AgendaViews
from .hearings import HearingInline
from .panel import ProgressPanel, answer_limit

UNDECIDED = "审理中"


def _answer_due_column(request: HttpRequest) -> Callable[[Case], str]:
    @admin.display(description="答复（答辩）期限", ordering="answer_due_on")
    def answer_due(obj: Case) -> str:
        limit = answer_limit(obj, calendar_of(request))
        if obj.answered_on or obj.concluded_on or limit is None:
            return "已提交" if obj.answered_on else NONE
        kind = "late" if limit.is_late else "plain"
        return format_html('{} <span class="time-limit time-limit-{}">{}</span>', limit.due_on, kind, limit.left)

    return answer_due


@admin.register(Case)
class CaseAdmin(PanelsMixin, PersonalDataMixin, PrivateSearchMixin, ExchangeAdminMixin, RecordAdmin):
    change_form_template = "admin/disclosure/case/change_form.html"
    panels = (ProgressPanel, PapersPanel)
    views = (AgendaViews,)
    list_display = (
        *("number", "outcome", "answer_due", "route", "masked_parties", "body"),
        *("accepted_on", "concluded", "application"),
    )
    search_fields = ("number", "body", "cause", "application__number")
    search_help_text = "案件编号、审理机关、案由、关联申请的编号。输入的文字不会出现在网址和日志中。"
    list_filter = (
        TaskFilter,
        state_of("concluded_on", UNDECIDED, "已办结"),
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
        """Read the number of the application with it, and decrypt nothing for that."""
        unread = (f"application__{name}" for name in Application.PERSONAL)
        return super().get_queryset(request).select_related("application").defer(*unread)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        names = super().get_list_display(request)
        return [_answer_due_column(request) if name == "answer_due" else name for name in names]

    @admin.display(description="结果", ordering="result")
    def outcome(self, obj: Case) -> str:
        return obj.get_result_display() or UNDECIDED

    @admin.display(description="办结日期", ordering="concluded_on")
    def concluded(self, obj: Case) -> str:
        return str(obj.concluded_on or NONE)

    @admin.display(description="答复（答辩）期限", ordering="answer_due_on")
    def answer_due(self, obj: Case) -> str:
        """Stands in for the column of `get_list_display`, whose request keeps the calendar."""
        return str(obj.answer_due_on or NONE)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Save, and warn of what is amiss."""
        kept = keep_case(case=cast("Case", obj), by=request.user)
        for finding in kept.findings:
            messages.warning(request, finding)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 Django's
        """Record every hearing by itself, as the desk's functions do."""
        if formset.model is not Hearing:
            super().save_formset(request, form, formset, change)
            return
        kept = formset.save(commit=False)
        for hearing in formset.deleted_objects:
            cancel_hearing(hearing=hearing, by=request.user)
        for hearing in kept:
            keep_hearing(hearing=hearing, by=request.user)
