"""At the end of a year: what its records still lack before the annual report counts them (条例 art. 49, 50).

The database refuses what cannot be (an unknown kind of applicant, an outcome without its day); this finds what it lets
pass and what would be counted wrongly. Only records that the report of the year counts are looked at: received by its
end, and not concluded before it began.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from disclosure.law.applications.outcomes import ORGANISATIONS, RELEASED, ApplicantKind, Outcome
from disclosure.law.choices.applications import PartyAnswer, PartyKind, StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock import SILENCE
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Letter, Party, Step
from disclosure.models.application import is_open, is_overdue, is_unrecorded, is_unsent

from .fees import has_unpaid_fee
from .telling import untold

MOST = 200  # rows of a kind that are listed
CREDIT_CODE, IDENTITY_CARD = "统一社会信用代码", "居民身份证"
SEASON = (11, 12, 1)  # months in which the report is prepared (条例 art. 50: by 31 January)


@dataclass(frozen=True, slots=True)
class ReportYear:
    """The year of the report and the day; `unpaid`: a fee noticed on this day or before is past its 20 working days."""

    year: int
    today: date
    unpaid: date

    @classmethod
    def of(cls, year: int, today: date, calendar: Calendar) -> "ReportYear":
        """Work the days out once."""
        limit = SILENCE[StepKind.FEE_NOTICED]
        return cls(year, today, calendar.latest_start(today - timedelta(days=1), limit))


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing or contradicts itself; `remedy`: what to do about it."""

    key: str
    label: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Row:
    """An application with its gaps."""

    pk: int
    number: str
    received_on: date | None
    concluded_on: date | None
    outcome: str
    gaps: tuple[Gap, ...]

    @property
    def result(self) -> str:
        """The label of the outcome; empty without one."""
        return str(Outcome(self.outcome).label) if self.outcome else ""


GAPS = (
    Gap("unrecorded", "办理步骤已办结或撤回，没有办理结果", "填写办理结果和办结日期，否则计入结转。"),
    Gap("unconfirmed", "还没有确认收到", "与申请人确认后填写收到日期，否则不计入任何一年。"),
    Gap("overdue", "已经逾期，还没有办结", "尽快作出并发出答复；年末没有办结的计入结转。"),
    Gap("unsent", "已作出答复，还没有发出", "发出答复书并登记发出之日；是否按期以发出之日为准。"),
    Gap("sent_next_year", "当年作出答复，次年才发出", "年度报告按作出答复之日（办结日期）计数；核对两个日期。"),
    Gap("late_entry", "有补录的办理步骤", "核对补录的日期、理由和凭证；期限按登记的日期计算。"),
    Gap(
        "untold",
        "已登记告知或者征求意见，没有文书发出的登记，也没有凭证",
        "在「文书」里登记发出；在别处制作的，扫描后添加到「材料」，再「补充凭证」。",
    ),
    Gap("party_untold", "第三方不同意而公开，没有书面告知第三方", "出具并发出《依申请公开告知书》（条例第三十二条）。"),
    Gap("elsewhere", "答复书在别处制作", "本系统没有核对它写明的事实、理由和救济途径，请自行核对。"),
    Gap("kind", "申请人类型与证件类型不符", "核对申请人类型，它决定计入哪一列。"),
    Gap("received", "收到日期与办理步骤「收到」不一致", "核对两个日期；年度报告按收到日期计数。"),
    Gap("concluded", "办结日期与办理步骤「办结」不一致", "核对两个日期；年度报告按办结日期计数。"),
    Gap("early", "有办理步骤早于收到日期", "核对收到日期和办理步骤的日期。"),
    Gap("late", "有办理步骤晚于办结日期", "核对办结日期；重新办理的，登记「重新办理」。"),
    Gap("future", "日期晚于今天", "核对收到日期、办结日期。"),
    Gap("withheld", "部分公开，没有填写不予公开部分的依据", "补填依据：它决定答复书上的救济途径。"),
    Gap("uncorrected", "按补正办结，没有「补正告知」", "补记补正告知的日期，或者核对办理结果。"),
    Gap("unnoticed", "按逾期未缴费办结，没有「收费通知」", "补记收费通知的日期，或者核对办理结果。"),
    Gap("unpaid", "已过缴费期限，没有缴费，也没有办结", "按「申请人逾期未按收费通知要求缴纳费用」办结，或者补记缴费。"),
    Gap("given_unpaid", "已经公开，收费通知没有缴费记录", "补记缴费；不再收取的，撤销收费通知。"),
    Gap("uncounted", "已经缴费，没有收费记录", "补登收费记录：年度报告第二张表按它统计。"),
)
BY_KEY = {gap.key: gap for gap in GAPS}
NEEDS_CORRECTION = (Outcome.NOT_CORRECTED, Outcome.STILL_UNCLEAR)


def _conditions(report_year: ReportYear) -> dict[str, Q]:
    """Map each key of `GAPS` to its condition on an application annotated by `_annotated`."""
    unpaid = Q(fee__isnull=False, fee__paid_on=None, fee__amount__gt=0)
    return {
        "unrecorded": is_unrecorded(),
        "unconfirmed": Q(received_on=None),
        "overdue": is_overdue(report_year.today),
        "unsent": is_unsent(),
        "sent_next_year": Q(concluded_on__year=report_year.year, settled_on__year__gt=report_year.year),
        "late_entry": Q(has_late_entry=True),
        "untold": Q(has_untold=True),
        "party_untold": Q(is_party_untold=True),
        "elsewhere": Q(is_made_elsewhere=True),
        "kind": Q(applicant_kind=ApplicantKind.NATURAL, document_kind=CREDIT_CODE)
        | Q(applicant_kind__in=ORGANISATIONS, document_kind=IDENTITY_CARD),
        "received": Q(first_received__isnull=False)
        & ~Q(first_received=F("received_on"))
        & Q(received_on__isnull=False),
        "concluded": Q(last_concluded__isnull=False, concluded_on__isnull=False) & ~Q(last_concluded=F("concluded_on")),
        "early": Q(first_step__lt=F("received_on")),
        "late": Q(last_step__gt=F("concluded_on")),
        "future": Q(received_on__gt=report_year.today) | Q(concluded_on__gt=report_year.today),
        "withheld": Q(outcome=Outcome.PARTLY, withheld_as=""),
        "uncorrected": Q(outcome__in=NEEDS_CORRECTION, was_corrected=False),
        "unnoticed": Q(outcome=Outcome.NOT_PAID, was_noticed=False) & Q(fee__isnull=True),
        "unpaid": is_open() & has_unpaid_fee(report_year.unpaid),
        "given_unpaid": unpaid & Q(outcome__in=RELEASED),
        "uncounted": Q(fee__paid_on__isnull=False, fee__receipt=None, fee__amount__gt=0),
    }


def _untold_objections() -> QuerySet[Party]:
    """Third parties whose objection was passed over by a reply that went out, and who were not told (条例 art. 32)."""
    told = Letter.objects.valid().filter(party=OuterRef("pk"), kind=LetterKind.THIRD_PARTY_TOLD, sent_on__isnull=False)
    given_out = {"application__outcome__in": RELEASED, "application__settled_on__isnull": False}
    objecting = Party.objects.filter(application=OuterRef("pk"), answer=PartyAnswer.OBJECTS, **given_out)
    return objecting.filter(~Exists(told), application__is_handled_here=True, kind=PartyKind.THIRD_PARTY)


def missing(applications: QuerySet[Application], report_year: ReportYear) -> list[Row]:
    """List the applications with gaps in what the report of the year counts, the longest received first; one query.

    At most `MOST`; whoever mends those sees the next. `applications`: those that somebody may read. Personal data is
    not read.
    """
    conditions = _conditions(report_year)
    found = _incomplete(applications, report_year, conditions)
    for key, condition in conditions.items():
        found = found.annotate(**{f"gap_{key}": ExpressionWrapper(condition, output_field=BooleanField())})
    rows = found.order_by(F("received_on").asc(nulls_first=True), "pk").values(
        *("pk", "number", "received_on", "concluded_on", "outcome", *(f"gap_{key}" for key in conditions))
    )
    return [_row(values) for values in rows[:MOST]]


def number_missing(applications: QuerySet[Application], report_year: ReportYear) -> int:
    """Count what `missing` would list without its limit; one query."""
    return _incomplete(applications, report_year, _conditions(report_year)).count()


def _row(values: dict[str, Any]) -> Row:
    gaps = tuple(gap for gap in GAPS if values[f"gap_{gap.key}"])
    names = ("pk", "number", "received_on", "concluded_on", "outcome")
    return Row(**{name: values[name] for name in names}, gaps=gaps)


def _incomplete(
    applications: QuerySet[Application], report_year: ReportYear, conditions: dict[str, Q]
) -> QuerySet[Application]:
    first, last = date(report_year.year, 1, 1), date(report_year.year, 12, 31)
    came = Q(submitted_at__year__lte=report_year.year) | Q(arrived_on__lte=last)
    is_counted = Q(received_on__lte=last) | (Q(received_on=None) & came)
    is_counted &= Q(concluded_on=None) | Q(concluded_on__gte=first)
    within = applications.filter(is_counted)
    return _annotated(within).filter(reduce(or_, conditions.values()))


def _annotated(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Annotate with the days of their steps; closings only since they were last reopened."""
    steps = Step.objects.filter(application=OuterRef("pk"))
    parties = Party.objects.filter(application=OuterRef("pk"))
    closing = Step.objects.closings().filter(application=OuterRef("pk"))

    def day(found: QuerySet[Step], which: type[Max | Min]) -> Subquery:
        days = found.order_by().values("application").annotate(day=which("on"))
        return Subquery(days.values("day"))

    return applications.annotate(
        first_received=day(steps.filter(kind=StepKind.RECEIVED), Min),
        last_concluded=day(closing.filter(kind=StepKind.CONCLUDED), Max),
        first_step=day(steps, Min),
        last_step=day(steps.exclude(kind__in=(StepKind.REOPENED, StepKind.REPLY_SENT)), Max),
        was_corrected=Exists(steps.filter(kind=StepKind.CORRECTION_ASKED)),
        has_late_entry=ExpressionWrapper(
            Q(Exists(steps.exclude(late_reason=""))) | Q(Exists(parties.exclude(delivery_late_reason=""))),
            output_field=BooleanField(),
        ),
        is_made_elsewhere=Exists(steps.filter(kind=StepKind.REPLY_SENT, evidence__isnull=False)),
        has_untold=Exists(untold(steps)),
        is_party_untold=Exists(_untold_objections()),
        was_noticed=Exists(steps.filter(kind=StepKind.FEE_NOTICED)),
    )


def by_gap(rows: Iterable[Row]) -> list[tuple[Gap, list[Row]]]:
    """Group by kind of gap, in the order of `GAPS`; an application with two gaps is listed twice."""
    found = list(rows)
    listed = [(gap, [row for row in found if gap in row.gaps]) for gap in GAPS]
    return [(gap, members) for gap, members in listed if members]


def year_to_prepare(today: date) -> int | None:
    """The year whose report is being prepared; None outside `SEASON`."""
    return None if today.month not in SEASON else today.year - (today.month == 1)
