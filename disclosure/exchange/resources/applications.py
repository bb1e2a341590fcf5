"""申请 as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Model

from disclosure.desk.applications.deadlines import date_alone, recompute
from disclosure.desk.applications.guards import ASKED, BY_ACTION, DATED, DECIDED
from disclosure.desk.common.calendar import load_calendar
from disclosure.exchange.cells import everyday_words as words
from disclosure.exchange.cells.widgets import ChoiceWidget, DateWidget, OutcomeWidget, TextWidget
from disclosure.exchange.columns import Complaint, RecordColumn, RecordResource, Values
from disclosure.exchange.rules import both_or_neither, not_before
from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.law.choices.applications import Channel, Delivery, Medium
from disclosure.law.privacy import mask_address, mask_email, mask_name, mask_number
from disclosure.models import Application, Authority

HANDLED = (*DECIDED, *DATED)  # what an import never changes in an application that is handled here


class ApplicationResource(RecordResource):
    """An application is known by its number."""

    kind = "applications"
    number_field = "number"
    natural_key = ("number",)
    rules = (
        both_or_neither("outcome", "concluded_on", "办理结果", "办结日期"),
        not_before("concluded_on", "received_on", "收到日期"),
    )

    number = RecordColumn("申请编号", TextWidget(digits=True), filled=True, example="2026-001")
    applicant_kind = RecordColumn(
        "申请人类型",
        ChoiceWidget(ApplicantKind, words.APPLICANT_KINDS),
        filled=True,
        example="自然人",
    )
    applicant = RecordColumn("申请人", TextWidget(), filled=True, mask=mask_name, example="张某某")
    received_on = RecordColumn("收到日期", DateWidget(happened=True), filled=True, example="2026-01-05")
    content = RecordColumn("申请内容", TextWidget(lines=True), filled=True, example="本镇2025年农村道路修建计划")
    outcome = RecordColumn("办理结果", OutcomeWidget(words.OUTCOMES), required=True, example="予以公开")
    concluded_on = RecordColumn("办结日期", DateWidget(happened=True), required=True, example="2026-01-20")
    channel = RecordColumn("收到渠道", ChoiceWidget(Channel, words.CHANNELS), example="当面提交")
    phone = RecordColumn("联系电话", TextWidget(digits=True), mask=mask_number, example="0533-0000000")
    email = RecordColumn("电子邮箱", TextWidget(), mask=mask_email, example="name@example.com")
    address = RecordColumn("通讯地址", TextWidget(), mask=mask_address)
    document_kind = RecordColumn("证件类型", TextWidget(), mask=mask_name, example="居民身份证")
    document = RecordColumn("证件号码", TextWidget(digits=True), mask=mask_number)
    delivery = RecordColumn("获取方式", ChoiceWidget(Delivery, words.DELIVERIES), example="邮寄")
    medium = RecordColumn("提供形式", ChoiceWidget(Medium, words.MEDIA), example="纸面")

    class Meta:
        model = Application
        fields = [
            "number",
            "applicant_kind",
            "applicant",
            "received_on",
            "content",
            "outcome",
            "concluded_on",
            "channel",
            "phone",
            "email",
            "address",
            "document_kind",
            "document",
            "delivery",
            "medium",
        ]

    # --- The clock ------------------------------------------------------------

    def prepare(self, authority: Authority, rows: Iterable[Values]) -> None:
        """The calendar, once for all rows."""
        self.authority, self.known = authority, load_calendar()
        self.changed: set[str] = set()

    def derive(self, record: Model, before: Values) -> Iterator[Complaint]:
        """A new application has no steps yet; a changed one may, and is dated when it is stored."""
        if not isinstance(record, Application):
            raise TypeError(record)
        if record.pk is None:
            date_alone(record, self.known)
        else:
            self.changed.add(record.number)
        if record.erased_on:
            yield "number", "的个人信息已按保存期限清除，不能再改动；请从文件中删去这一行"
        asked = ASKED if record.outcome or before.get("outcome") else ()
        if record.is_handled_here and any(name in before for name in (*HANDLED, *asked)):
            yield "number", f"的申请{BY_ACTION}请从文件中删去这一行"

    def written(self, records: Sequence[Model]) -> None:
        """Those that were changed."""
        if self.changed:
            recompute(Application.objects.filter(authority=self.authority, number__in=self.changed), self.known)
            self.changed.clear()
