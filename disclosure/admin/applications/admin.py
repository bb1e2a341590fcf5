"""信息公开申请."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from disclosure.admin.cases.panel import CasesMixin
from disclosure.admin.common.filters import year_of
from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.papers import PapersMixin
from disclosure.admin.common.personal import PersonalDataMixin, masked
from disclosure.admin.common.records import RecordAdmin
from disclosure.admin.common.search import PrivateSearchMixin
from disclosure.admin.common.task_filter import WaitingFilter
from disclosure.admin.common.time_limits import ApplicationLimitFilter, DueDateMixin
from disclosure.admin.letters.panel import LettersMixin
from disclosure.law.applications.outcomes import ORGANISATIONS
from disclosure.law.privacy import mask_address, mask_email, mask_name, mask_number
from disclosure.models import Application
from disclosure.models.encryption import ERASED

from .actions import ApplicationStateFilter, HandlingMixin
from .confirming import ConfirmingMixin
from .deadline_panel import ClockPanelMixin
from .decision_guide import DecidingMixin
from .handler_filter import HandlerFilter
from .intake import IntakeMixin
from .similar import SimilarMixin
from .steps import StepInline, StepsMixin
from .year_end import YearEndMixin

BRIEF = 40  # characters of the content in a list
# The name of an organisation is no personal data. 其他 may be anyone.


def masked_name(application: Application) -> str:
    """A person's name masked, an organisation's in full, and what stands where one was."""
    is_plain = application.applicant_kind in ORGANISATIONS or application.applicant == ERASED
    return application.applicant if is_plain else mask_name(application.applicant)


def _is_list(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name == "disclosure_application_changelist"


@admin.register(Application)
class ApplicationAdmin(
    HandlingMixin,
    CasesMixin,
    IntakeMixin,
    ConfirmingMixin,
    LettersMixin,
    PapersMixin,
    DecidingMixin,
    SimilarMixin,
    ClockPanelMixin,
    StepsMixin,
    DueDateMixin,
    YearEndMixin,
    PersonalDataMixin,
    PrivateSearchMixin,
    ExchangeAdminMixin,
    RecordAdmin,
):
    list_display = (
        *("number", "masked_applicant", "applicant_kind", "brief", "received", "due", "time_left"),
        *("outcome", "concluded_on", "handled_by"),
    )
    list_select_related = ("handler",)
    search_fields = ("number", "content")
    exact_search_fields = ("applicant_hash", "document_hash", "phone_hash")
    search_help_text = (
        "编号、内容可输入一部分；申请人、证件号码、联系电话须输入完整（需有查看个人信息的权限）。"
        "输入的文字不会出现在网址和日志中。"
    )
    list_filter = (
        WaitingFilter,
        ApplicationStateFilter,
        ApplicationLimitFilter,
        HandlerFilter,
        "authority",
        year_of("received_on", "收到年份"),
        year_of("concluded_on", "办结年份"),
        "applicant_kind",
        "outcome",
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
                "fields": ("outcome", "withheld_as", "concluded_on"),
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

    def has_change_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        """What was erased is there to be counted, and for nothing else."""
        is_erased = obj is not None and obj.erased_on is not None
        return super().has_change_permission(request, obj) and not is_erased

    @admin.display(description="申请内容")
    def brief(self, obj: Application) -> str:
        return obj.content if len(obj.content) <= BRIEF else f"{obj.content[:BRIEF]}……"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The list decrypts the name alone; acts on its records (POST) get them whole."""
        records = super().get_queryset(request)
        if request.method == "GET" and _is_list(request):
            return records.defer(*(name for name in Application.PERSONAL if name != "applicant"))
        return records
