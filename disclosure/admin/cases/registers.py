"""更正申请 (条例 art. 41) and 投诉举报 (条例 art. 51)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm, Textarea
from django.http import HttpRequest

from disclosure.admin.common.filters import state_of, year_of
from disclosure.admin.common.personal import PersonalDataMixin, masked
from disclosure.admin.common.records import NONE, RecordAdmin
from disclosure.admin.common.search import PrivateSearchMixin
from disclosure.desk.cases.registers import keep_concern
from disclosure.law.privacy import mask_name, mask_number
from disclosure.models import Application, Complaint, RecordCorrection

LONG = ("content", "note")
OPEN = "办理中"
HIDDEN = "（有内容）"


class RegisterEntryForm(ModelForm):
    """A new entry without a number gets the next one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields and self.instance.pk is None:
            self.fields["number"].required = False
            self.fields["number"].help_text = f"不填则自动编号，如 {self.EXAMPLE}。"

    EXAMPLE: ClassVar[str] = ""


class RegisterEntryAdmin(PersonalDataMixin, PrivateSearchMixin, RecordAdmin):
    """What both registers share."""

    list_display: tuple[str, ...] = ("number", "outcome", "masked_person", "received_on", "concluded")
    search_fields: ClassVar[tuple[str, ...]] = ("number",)
    exact_search_fields = ("person_hash",)
    list_filter = (
        state_of("concluded_on", OPEN, "已办结"),
        "authority",
        year_of("received_on", "收到年份"),
        year_of("concluded_on", "办结年份"),
        "result",
    )
    date_hierarchy = "received_on"
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("authority",)

    @admin.display(description="办理结果", ordering="result")
    def outcome(self, obj: Any) -> str:
        return obj.get_result_display() or OPEN

    @admin.display(description="办结日期", ordering="concluded_on")
    def concluded(self, obj: Any) -> str:
        return str(obj.concluded_on or NONE)

    masked_person = masked("申请人", lambda record: mask_name(record.person))
    masked_contact = masked("联系方式", lambda record: mask_number(record.contact))
    masked_content = masked("内容", lambda record: HIDDEN if record.content else "")
    masked_note = masked("办理情况", lambda record: HIDDEN if record.note else "")

    def _stand_ins(self, request: HttpRequest, obj: Any) -> dict[str, str]:
        """Mask what was done as well: it tells of the person."""
        columns = super()._stand_ins(request, obj)
        return {**columns, "note": "masked_note"} if columns else columns

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in LONG:
            field.widget = Textarea(attrs={"rows": 6, "class": "vLargeTextField", "autocomplete": "off"})
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        keep_concern(concern=obj, by=request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Decrypt the name alone for the list."""
        records = super().get_queryset(request)
        match = request.resolver_match
        is_list = request.method == "GET" and match is not None and str(match.url_name).endswith("_changelist")
        return records.defer("contact", "content") if is_list else records


class RecordCorrectionForm(RegisterEntryForm):
    EXAMPLE = "更2026-001"


@admin.register(RecordCorrection)
class RecordCorrectionAdmin(RegisterEntryAdmin):
    form = RecordCorrectionForm
    search_help_text = (
        "登记编号可输入一部分；申请人须输入完整（需有查看个人信息的权限）。输入的文字不会出现在网址和日志中。"
    )
    fieldsets = (
        (None, {"fields": ("authority", "number", "received_on")}),
        (
            "申请人和要求",
            {
                "fields": ("person", "contact", "content"),
                "description": "条例第四十一条：有证据证明行政机关提供的与其自身相关的政府信息记录不准确的，"
                "可以要求更正。有权更正的，审核属实后更正并告知；不属于本机关职能范围的，"
                "可以转送有权更正的行政机关，或者告知申请人向有权的机关提出。",
            },
        ),
        (
            "办理",
            {
                "fields": ("note", "result", "concluded_on"),
                "description": "办理结果和办结日期同时填写；未办结时都留空。",
            },
        ),
    )


class ComplaintForm(RegisterEntryForm):
    EXAMPLE = "投2026-001"

    def clean(self) -> dict[str, Any]:
        """Refuse an application of another authority."""
        given = super().clean() or {}
        owner = authority.pk if (authority := given.get("authority")) else self.instance.authority_id
        if (application := given.get("application")) and owner and application.authority_id != owner:
            self.add_error("application", "关联的申请属于另一个行政机关，请在本机关的申请中选择。")
        return given


@admin.register(Complaint)
class ComplaintAdmin(RegisterEntryAdmin):
    form = ComplaintForm
    list_display = (*RegisterEntryAdmin.list_display, "application")
    search_fields = ("number", "application__number")
    search_help_text = (
        "登记编号、关联申请的编号可输入一部分；投诉人须输入完整（需有查看个人信息的权限）。"
        "输入的文字不会出现在网址和日志中。"
    )
    autocomplete_fields = ("authority", "application")
    masked_person = masked("投诉人", lambda record: mask_name(record.person))
    fieldsets = (
        (None, {"fields": ("authority", "number", "received_on")}),
        (
            "投诉人和内容",
            {
                "fields": ("person", "contact", "content", "application"),
                "description": "条例第五十一条：认为行政机关在政府信息公开工作中侵犯其合法权益的，"
                "可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报。与某一申请有关的，请关联该申请。",
            },
        ),
        (
            "办理",
            {
                "fields": ("note", "result", "concluded_on"),
                "description": "办理结果和办结日期同时填写；未办结时都留空。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read the number of the application with it, and decrypt nothing for that."""
        unread = (f"application__{name}" for name in Application.PERSONAL)
        return super().get_queryset(request).select_related("application").defer(*unread)
