"""复议诉讼案件 as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from disclosure.desk.cases.actions import date_answer, reply_of
from disclosure.desk.common.calendar import load_calendar
from disclosure.exchange.cells import everyday_words as words
from disclosure.exchange.cells.readings import TakenFor
from disclosure.exchange.cells.stored_numbers import StoredNumbers, several
from disclosure.exchange.cells.widgets import ChoiceWidget, DateWidget, TextWidget
from disclosure.exchange.columns import BAD, Complaint, RecordColumn, RecordResource, Values
from disclosure.exchange.rules import both_or_neither, not_before
from disclosure.law.cases import Reply
from disclosure.law.choices.cases import Result, Route
from disclosure.law.letters.remedies import is_review_first
from disclosure.law.privacy import mask_name
from disclosure.models import Application, Authority, Case

REVIEW, LAWSUIT = "行政复议", "行政诉讼"
ROUTES = {(route.case_type, route.reviewed_before): route for route in Route}
CHUNK = 500  # numbers in one query
MOST_NAMED = 5  # cases in a sentence


class CaseResource(RecordResource):
    """A case is known by its number. Two columns say what the model keeps as one route."""

    kind = "cases"
    number_field = "number"
    natural_key = ("number",)
    related = ("application",)
    rules = (
        both_or_neither("result", "concluded_on", "结果", "办结日期"),
        not_before("concluded_on", "accepted_on", "受理日期"),
    )

    number = RecordColumn("案件编号", TextWidget(digits=True), filled=True, example="复议2026-01")
    case_type = RecordColumn(
        "案件类型", ChoiceWidget({REVIEW: REVIEW, LAWSUIT: LAWSUIT}, words.CASE_TYPES), filled=True, example=LAWSUIT
    )
    reviewed_before = RecordColumn(
        "是否经复议", ChoiceWidget({"是": "是", "否": "否"}, words.YES_OR_NO), required=True, example="否"
    )
    accepted_on = RecordColumn("受理日期", DateWidget(happened=True), filled=True, example="2026-02-10")
    result = RecordColumn("结果", ChoiceWidget(Result, words.RESULTS), required=True, example="结果维持")
    concluded_on = RecordColumn("办结日期", DateWidget(happened=True), required=True, example="2026-04-01")
    application_number = RecordColumn("关联申请编号", TextWidget(digits=True), example="2026-001")
    parties = RecordColumn("当事人", TextWidget(), mask=mask_name, example="李某某")
    body = RecordColumn("审理机关", TextWidget(), example="某某区人民法院")
    cause = RecordColumn("案由", TextWidget(), example="不服政府信息公开答复")

    class Meta:
        model = Case
        fields = [
            "number",
            "case_type",
            "reviewed_before",
            "accepted_on",
            "result",
            "concluded_on",
            "application_number",
            "parties",
            "body",
            "cause",
        ]

    def prepare(self, authority: Authority, rows: Iterable[Values]) -> None:
        """The applications that the rows name."""
        numbers = sorted({values.get("application_number") or "" for values in rows} - {"", BAD})
        self.authority = authority
        self.unusual = StoredNumbers(Application.objects.filter(authority=authority), "number")
        self.applications: dict[str, int] = {}
        self.known = load_calendar()
        self.replies: dict[int, Reply] = {}
        self.unreviewed: list[str] = []
        for start in range(0, len(numbers), CHUNK):
            self._remember(numbers[start : start + CHUNK])

    def _remember(self, numbers: list[str]) -> None:
        known = Application.objects.filter(authority=self.authority, number__in=numbers)
        for one in known.only("number", "outcome", "withheld_as", "concluded_on"):
            self.applications[one.number] = one.pk
            if reply := reply_of(one):
                self.replies[one.pk] = reply

    def complete(self, values: Values) -> Iterator[Complaint | TakenFor]:
        """案件类型 and 是否经复议 become the route; a number becomes its application."""
        route = values.pop("case_type"), values.pop("reviewed_before")
        values["route"] = BAD if BAD in route else ROUTES.get(route, BAD)
        if route[0] == REVIEW and route[1] not in ("", BAD):
            yield "reviewed_before", "应不填：行政复议案件不区分是否经复议"
        if route[0] == LAWSUIT and route[1] == "":
            yield "reviewed_before", "没有填；行政诉讼须填「是」（复议后起诉）或「否」（未经复议直接起诉）"
        if "application_number" in values:
            number = values.pop("application_number")
            values["application_id"] = self.applications.get(number) if number else None
            if number and number is not BAD and values["application_id"] is None:
                yield self._altered(number, values)

    def _altered(self, number: str, values: Values) -> Complaint | TakenFor:
        """Find the application whose number a spreadsheet altered."""
        meant = self.unusual.meant(number)
        if len(meant) > 1:
            return "application_number", several(meant)
        if not meant:
            return "application_number", "不是本机关已有的申请编号；请先导入这件申请，或更正编号"
        self._remember(meant)
        values["application_id"] = self.applications[meant[0]]
        return TakenFor("application_number", f"已有的{meant[0]}")

    derived = ("answer_due_on",)

    def derive(self, record: Model, before: Values) -> Iterator[Complaint]:
        """The day by which the office answers hangs on the route; what should have gone to review first is noted."""
        if not isinstance(record, Case):
            raise TypeError(record)
        date_answer(record, self.known)
        reply = self.replies.get(record.application_id or 0)
        if (
            record.route == Route.DIRECT
            and reply
            and is_review_first(reply.outcome, reply.withheld_as, reply.replied_on)
        ):
            self.unreviewed.append(record.number)
        yield from ()

    def settled(self, total: int) -> list[str]:
        """复议前置 is pointed out when a case is entered, by whatever way."""
        if not self.unreviewed:
            return []
        named = "、".join(self.unreviewed[:MOST_NAMED]) + ("等" if len(self.unreviewed) > MOST_NAMED else "")
        said = f"其中 {len(self.unreviewed)} 件诉讼（{named}）未经复议，所诉的答复依法应当先申请行政复议"
        return [f"{said}（复议法第二十三条第一款第（四）项），请核对。"]

    def title(self, attribute: str) -> str:
        return {"application_id": "关联申请编号"}.get(attribute) or super().title(attribute)

    def shown_reference(self, attribute: str, value: Any) -> str:
        if attribute == "answer_due_on":
            return str(value)
        if attribute == "route":
            return Route(value).label
        number = next((number for number, pk in self.applications.items() if pk == value), None)
        return number or Application.objects.filter(pk=value).values_list("number", flat=True).first() or ""

    def dehydrate_case_type(self, case: Case) -> str:
        return Route(case.route).case_type

    def dehydrate_reviewed_before(self, case: Case) -> str:
        return Route(case.route).reviewed_before

    def dehydrate_application_number(self, case: Case) -> str:
        return case.application.number if case.application else ""
