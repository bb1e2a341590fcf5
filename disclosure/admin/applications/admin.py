"""信息公开申请."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.timezone import localdate

from disclosure.admin.archives.panel import ArchivedFilter, ArchivePanel
from disclosure.admin.archives.views import ArchiveViews
from disclosure.admin.common.filters import year_of
from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.panels import PanelsMixin
from disclosure.admin.common.papers import PapersPanel
from disclosure.admin.common.personal import PersonalDataMixin, masked
from disclosure.admin.common.records import NONE, RecordAdmin
from disclosure.admin.common.search import PrivateSearchMixin
from disclosure.admin.common.task_filter import TaskFilter
from disclosure.admin.common.time_limits import (
    UNCONFIRMED,
    ApplicationLimitFilter,
    calendar_of,
    days_left,
)
from disclosure.admin.letters.panel import LettersPanel
from disclosure.admin.letters.register import LetterRegisterViews
from disclosure.desk.applications.deadlines import record_step, take_back_step
from disclosure.desk.applications.intake import late_confirmation, take_in
from disclosure.desk.archives.marks import is_archived
from disclosure.desk.audit.log import display_name
from disclosure.desk.common.calendar import load_calendar
from disclosure.law.applications.handling import short
from disclosure.law.applications.outcomes import WITHHELD, Outcome
from disclosure.law.privacy import mask_address, mask_email, mask_name, mask_number
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Step

from .brief_panel import BriefPanel, masked_name
from .cases_panel import CasesPanel
from .deadline_panel import DeadlinePanel
from .decision_guide import CountsPanel, DecisionGuideViews
from .filters import ApplicationStateFilter, HandlerFilter
from .forms import outcomes
from .handling_panel import HandlingPanel
from .intake import HOW_TO_DATE, IntakeForm, IntakePanel
from .receipt_panel import ReceiptPanel
from .similar_panel import SimilarPanel
from .steps import StepInline
from .year_end import YearEndViews, deflected_this_year

BRIEF = 40  # characters of the content in a list
DATES = ("channel", "arrived_on", "received_on")
CONCLUSION = ("outcome", "withheld_as", "concluded_on")


def clear_details_of_other_outcomes(application: Application) -> None:
    """Where the outcome was corrected on the form, empty what belonged to the former one."""
    if application.outcome != Outcome.PARTLY:
        application.withheld_as = ""
    if application.outcome != Outcome.DISCLOSED:
        application.is_public_already = False
    if application.outcome != Outcome.REPEATED:
        application.repeats = None


DONE = "已办结"


def state_of(application: Application, today: date) -> str:
    """Say how far an application of `with_closing` is, in the words of its page; no query."""
    if application.received_on is None:
        return "待确认收到"
    if application.concluded_on:
        return DONE if application.settled_on else "待发出"
    if application.is_closed:
        return "待填办理结果"
    if application.due_on is None:
        return "等待申请人"
    return "已逾期" if application.due_on < today else "办理中"


def _is_list(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name == "disclosure_application_changelist"


def deadline_in_words(application: Application, calendar: Calendar) -> str:
    """Say how long there is left, and in a second line until when; of what has ended, the day alone."""
    if application.received_on is None:
        return UNCONFIRMED
    left = days_left(application, calendar)
    if application.due_on is None:
        return NONE if application.concluded_on or application.is_closed else "等待补正或缴费"
    day = f"{application.due_on}（暂定）" if application.provisional else str(application.due_on)
    return day if left == NONE else format_html('{}<span class="until">{}</span>', left, day)


def _deadline_column(request: HttpRequest) -> Callable[[Application], str]:
    @admin.display(description="办理期限", ordering="due_on")
    def deadline(obj: Application) -> str:
        return deadline_in_words(obj, calendar_of(request))

    return deadline


@admin.register(Application)
class ApplicationAdmin(PanelsMixin, PersonalDataMixin, PrivateSearchMixin, ExchangeAdminMixin, RecordAdmin):
    form = IntakeForm
    change_form_template = "admin/disclosure/application/change_form.html"
    change_list_template = "admin/disclosure/application/change_list.html"
    panels = (
        BriefPanel,
        ReceiptPanel,
        HandlingPanel,
        LettersPanel,
        CountsPanel,
        SimilarPanel,
        DeadlinePanel,
        PapersPanel,
        CasesPanel,
        ArchivePanel,
        IntakePanel,
    )
    views = (DecisionGuideViews, YearEndViews, LetterRegisterViews, ArchiveViews)
    list_display = (
        *("number", "state", "deadline", "result", "brief", "masked_applicant"),
        *("received", "handled_by"),
    )
    list_select_related = ("handler",)
    search_fields = ("number", "content")
    exact_search_fields = ("applicant_hash", "document_hash", "phone_hash")
    search_help_text = (
        "编号、内容可输入一部分；申请人、证件号码、联系电话须输入完整（需有查看个人信息的权限）。"
        "输入的文字不会出现在网址和日志中。"
    )
    list_filter = (
        TaskFilter,
        ApplicationStateFilter,
        ApplicationLimitFilter,
        HandlerFilter,
        "authority",
        year_of("received_on", "收到年份"),
        year_of("concluded_on", "办结年份"),
        "applicant_kind",
        "outcome",
        ArchivedFilter,
    )
    date_hierarchy = "received_on"
    autocomplete_fields = ("authority",)
    inlines = (StepInline,)
    fieldsets = (
        (None, {"fields": ("authority", "number", "channel", "arrived_on", "received_on")}),
        (
            "申请人",
            {
                "fields": (
                    *("applicant_kind", "applicant", "document_kind", "document"),
                    *("phone", "email", "address", "fax", "help_wanted"),
                ),
                "description": "条例第二十九条。个人信息加密保存，只有经授权的人员可以查看。",
            },
        ),
        ("申请内容", {"fields": ("content", "delivery", "medium", "suggests_publication")}),
        (
            "办理结果",
            {
                "fields": CONCLUSION,
                "description": "办理中的申请由上面的「作出答复」办结；补录已办结的，同时填写办理结果和办结日期。",
            },
        ),
    )

    masked_applicant = masked("申请人", masked_name)
    masked_document_kind = masked("证件类型", lambda record: mask_name(record.document_kind))
    masked_document = masked("证件号码", lambda record: mask_number(record.document))
    masked_phone = masked("联系电话", lambda record: mask_number(record.phone))
    masked_email = masked("电子邮箱", lambda record: mask_email(record.email))
    masked_address = masked("通讯地址", lambda record: mask_address(record.address))
    masked_fax = masked("传真号码", lambda record: mask_number(record.fax))
    # What somebody cannot do is nobody's business who does not handle the application.
    masked_help_wanted = masked("需要的帮助", lambda record: "有" if record.help_wanted else "")

    # --- The list -------------------------------------------------------------

    @admin.display(description="申请内容")
    def brief(self, obj: Application) -> str:
        return obj.content if len(obj.content) <= BRIEF else f"{obj.content[:BRIEF]}……"

    @admin.display(description="状态", ordering="due_on")
    def state(self, obj: Application) -> str:
        """How far it is; of what has ended also whether it was packed for the archives."""
        told = state_of(obj, localdate())
        return "已归档" if told == DONE and getattr(obj, "is_archived", False) else told

    @admin.display(description="办理结果", ordering="outcome")
    def result(self, obj: Application) -> str:
        return short(obj.outcome) if obj.outcome else NONE

    @admin.display(description="收到日期", ordering="received_on")
    def received(self, obj: Application) -> str:
        return UNCONFIRMED if obj.received_on is None else str(obj.received_on)

    @admin.display(description="办理期限", ordering="due_on")
    def deadline(self, obj: Application) -> str:
        """Stands in for the column of `get_list_display`, whose request keeps the calendar."""
        return deadline_in_words(obj, load_calendar())

    @admin.display(description="承办", ordering="section")
    def handled_by(self, obj: Application) -> str:
        who = " ".join(part for part in (obj.section, display_name(obj.handler) if obj.handler else "") if part)
        return who or (NONE if obj.concluded_on else "未分办")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        names = super().get_list_display(request)
        return [_deadline_column(request) if name == "deadline" else name for name in names]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Decrypt the name alone for the list; actions on its records (POST) get them whole."""
        narrowed: Any = super().get_queryset(request)
        records: QuerySet = narrowed.with_closing().annotate(is_archived=is_archived())
        if request.method == "GET" and _is_list(request):
            return records.defer(*(name for name in Application.PERSONAL if name != "applicant"))
        return records

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {**deflected_this_year(request), **(extra_context or {})})

    # --- The form -------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        """What was erased is there to be counted, and for nothing else."""
        is_erased = obj is not None and obj.erased_on is not None
        return super().has_change_permission(request, obj) and not is_erased

    def has_delete_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        """What was received and handled here is evidence, and stays."""
        is_evidence = obj is not None and obj.is_handled_here and obj.is_confirmed
        return super().has_delete_permission(request, obj) and not is_evidence

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Say how to date the application as long as it has no date of receipt."""
        first, *others = super().get_fieldsets(request, obj)
        if obj is None or obj.received_on is None:
            first = (first[0], {**first[1], "description": HOW_TO_DATE})
        return [first, *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An open application is concluded by an action, and what was concluded here changes by actions alone.

        A past one is entered whole, and may be corrected.
        """
        fields = super().get_readonly_fields(request, obj)
        if obj is None:
            return list(fields)
        is_decided_here = obj.is_handled_here and obj.outcome
        dates = DATES if is_decided_here else ()
        return [*fields, *(CONCLUSION if obj.is_handled_here or not obj.outcome else ()), *dates]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the grounds on which a part may be withheld."""
        if db_field.name == "withheld_as":
            kwargs["choices"] = outcomes(WITHHELD)
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        application = cast("Application", obj)
        clear_details_of_other_outcomes(application)
        kept = take_in(application=application, by=request.user)
        is_dated = {"arrived_on", "received_on", "channel"} & set(form.changed_data)
        if is_dated and (late := late_confirmation(kept, localdate())):
            messages.warning(request, late)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 Django's
        """Record every step by itself, as the desk's functions do."""
        if formset.model is not Step:
            super().save_formset(request, form, formset, change)
            return
        kept = formset.save(commit=False)
        for step in formset.deleted_objects:
            take_back_step(step, by=request.user)
        for step in kept:
            record_step(step, by=request.user)
