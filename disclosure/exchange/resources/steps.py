"""办理步骤 as rows of a spreadsheet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate

from disclosure.desk.applications.deadlines import recompute
from disclosure.desk.applications.guards import BY_ACTION
from disclosure.desk.common.calendar import load_calendar
from disclosure.exchange.cells import everyday_words as words
from disclosure.exchange.cells.amounts import WorkingDaysWidget
from disclosure.exchange.cells.readings import TakenFor
from disclosure.exchange.cells.stored_numbers import StoredNumbers, several
from disclosure.exchange.cells.widgets import ChoiceWidget, DateWidget, TextWidget
from disclosure.exchange.columns import BAD, Complaint, RecordColumn, RecordResource, RowRule, Values
from disclosure.law.choices.applications import StepKind
from disclosure.models import Application, Authority, Step

CHUNK = 500  # numbers in one query
IRREGULAR = (
    "有 {} 件申请的办理步骤不合规定的次序或期限，已导入，期限按规定计算；请在申请页面或用 explain_deadline 查看。"
)


WITH_DAYS = (StepKind.EXTENDED, StepKind.CORRECTION_ASKED, StepKind.REASONS_ASKED)
IMPORTED = "由表格导入"


def _days_of_step(kind: str, days: int | None) -> Complaint | None:
    """天数 says how long an extension is, or the period given to correct, and nothing of any other step."""
    if days is not None and kind not in WITH_DAYS:
        return "days", "应不填：只有延长告知、补正告知和说明理由告知填写天数"
    return None


class StepResource(RecordResource):
    """A step is known by its application, its kind and its day. Whatever order the steps are in, they are stored."""

    kind = "steps"
    natural_key = ("application_id", "kind", "on")
    owner = "application__authority"
    related = ("application",)
    rules = (RowRule(("kind", "days"), _days_of_step),)

    application_number = RecordColumn("申请编号", TextWidget(digits=True), filled=True, example="2026-001")
    kind_ = RecordColumn("步骤", ChoiceWidget(StepKind, words.STEPS), attribute="kind", filled=True, example="延长告知")
    on = RecordColumn("日期", DateWidget(happened=True), filled=True, example="2026-01-20")
    days = RecordColumn("天数", WorkingDaysWidget(), example=20)
    note = RecordColumn("说明", TextWidget())

    class Meta:
        model = Step
        fields = ["application_number", "kind_", "on", "days", "note"]

    def prepare(self, authority: Authority, rows: Iterable[Values]) -> None:
        """The applications that the rows name, by number and by key."""
        self.authority = authority
        numbers = sorted({values["application_number"] for values in rows} - {BAD})
        self.numbers: dict[str, int] = {}
        self.applications: dict[int, Application] = {}
        for start in range(0, len(numbers), CHUNK):
            known = Application.objects.filter(authority=authority, number__in=numbers[start : start + CHUNK])
            for one in known.only("number", "authority_id", "is_handled_here", "concluded_on"):
                self.numbers[one.number], self.applications[one.pk] = one.pk, one
        self.unusual = StoredNumbers(Application.objects.filter(authority=authority), "number")
        self.touched: set[int] = set()

    def complete(self, values: Values) -> Iterator[Complaint | TakenFor]:
        """A number becomes its application."""
        number = values.pop("application_number")
        values["application_id"] = BAD if number is BAD else self.numbers.get(number, BAD)
        if number is not BAD and values["application_id"] is BAD:
            meant = self.unusual.meant(number)
            if len(meant) == 1:
                values["application_id"] = self._application(meant[0])
                yield TakenFor("application_number", f"已有的{meant[0]}")
            elif meant:
                yield "application_number", several(meant)
            else:
                yield "application_number", "不是本机关已有的申请编号；请先导入这件申请，或更正编号"

    def _application(self, number: str) -> int:
        """Return the key of a stored application; one query for each number."""
        if number not in self.numbers:
            found = Application.objects.only("number", "authority_id", "is_handled_here")
            application = found.get(authority=self.authority, number=number)
            self.numbers[number], self.applications[application.pk] = application.pk, application
        return self.numbers[number]

    def derive(self, record: Model, before: Values) -> Iterator[Complaint]:
        """Refuse rows of an application whose steps come about by actions alone."""
        if isinstance(record, Step) and record.application.is_handled_here:
            yield "application_number", f"的申请{BY_ACTION}请从文件中删去这一行"

    def made(self, authority: Authority, values: Values) -> Model:
        """With its application at hand, which its act is about; of one that still runs, marked as entered later."""
        step = Step(**values)
        step.application = self.applications[step.application_id]
        if step.application.concluded_on is None:
            step.entered_on = localdate()
            step.late_reason = IMPORTED if step.is_late_entry else ""
        return step

    def stored(self, authority: Authority, rows: list[Values]) -> Callable[[Values], list[Model]]:
        """The steps of the rows' applications; one query."""
        found: dict[tuple[Any, ...], list[Model]] = {}
        for step in self.of(authority).filter(application__in={values["application_id"] for values in rows}):
            step.application = self.applications[step.application_id]
            found.setdefault((step.application_id, step.kind, step.on), []).append(step)
        return lambda values: found.get(self.identity(values), [])

    def written(self, records: Sequence[Model]) -> None:
        """Steps of one application may stand anywhere in the file, so clocks are read when all are stored."""
        self.touched.update(record.application_id for record in records if isinstance(record, Step))

    def settled(self, total: int) -> list[str]:
        """Every application that got a step is dated anew."""
        keys, known, irregular = sorted(self.touched), load_calendar(), 0
        for start in range(0, len(keys), CHUNK):
            done = recompute(Application.objects.filter(pk__in=keys[start : start + CHUNK]), known)
            irregular += done.with_findings
        return [IRREGULAR.format(irregular)] if irregular else []

    def title(self, attribute: str) -> str:
        return {"application_id": "申请编号"}.get(attribute) or super().title(attribute)

    def shown_reference(self, attribute: str, value: Any) -> str:
        return self.applications[value].number

    def dehydrate_application_number(self, step: Step) -> str:
        return step.application.number
