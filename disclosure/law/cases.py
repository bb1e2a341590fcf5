"""Reviews and lawsuits about replies: the office's time limits, and whether the case was filed in the right way.

复议法: 《行政复议法》 as revised in 2023, in force since 2024-01-01. 诉讼法: 《行政诉讼法》. 诉讼法解释:
法释〔2018〕1号. Which days count is decided in docs/decisions/cases.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from disclosure.law.choices.cases import Route

from .applications.outcomes import Outcome
from .letters.remedies import is_review_first
from .months import months_later
from .workdays import Calendar

NEW_LAW = date(2024, 1, 1)  # the revised 复议法 is in force
# Days: the office's own answer (复议法 art. 48, 54; 诉讼法 art. 67), the review's decision (复议法 art. 62), and filing
# (复议法 art. 20; 诉讼法 art. 45).
REVIEW_ANSWER, SUMMARY_ANSWER, LAWSUIT_ANSWER = 10, 5, 15
REVIEW_DECISION, SUMMARY_DECISION, EXTENSION = 60, 30, 30
TO_REVIEW, AFTER_REVIEW = 60, 15
TO_COURT = 6  # months (诉讼法 art. 46)


@dataclass(frozen=True, slots=True)
class AnswerPeriod:
    """A period: number of days, whether only working days count, and its legal basis."""

    days: int
    is_working: bool
    basis: str

    @property
    def words(self) -> str:
        return f"{self.days} {'个工作日' if self.is_working else '日'}（{self.basis}）"

    def end(self, start: date, calendar: Calendar) -> date:
        """The last day. The day of the event does not count; the end is moved to a working day."""
        return (
            calendar.add(start, self.days)
            if self.is_working
            else next_working_day(start + timedelta(days=self.days), calendar)
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply that a case challenges. `withheld_as`: of a partly disclosed one, the ground for the rest."""

    outcome: str
    replied_on: date
    withheld_as: str = ""


@dataclass(frozen=True, slots=True)
class EarlierReview:
    """A recorded review of the same application."""

    accepted_on: date
    concluded_on: date | None = None
    is_summary: bool = False


def next_working_day(day: date, calendar: Calendar) -> date:
    """The day itself or, on a day off, the next working day (民事诉讼法 art. 85; 诉讼法解释 art. 48)."""
    return day if calendar.is_working(day) else calendar.add(day, 1)


# --- The office's own answer -----------------------------------------------------


def answer_period(route: str, received_on: date, *, is_summary: bool = False) -> AnswerPeriod:
    """The office's time after receiving the copy of the application (review) or of the complaint (lawsuit).

    Before the revision of the 复议法 its ten days were calendar days (1999 text, art. 23 and 40).
    """
    if route != Route.REVIEW:
        return AnswerPeriod(LAWSUIT_ANSWER, is_working=False, basis="诉讼法第六十七条、诉讼法解释第四十八条")
    if received_on < NEW_LAW:
        return AnswerPeriod(REVIEW_ANSWER, is_working=False, basis="2024年以前的复议法第二十三条、第四十条")
    if is_summary:
        return AnswerPeriod(SUMMARY_ANSWER, is_working=True, basis="复议法第五十四条、第八十八条")
    return AnswerPeriod(REVIEW_ANSWER, is_working=True, basis="复议法第四十八条、第八十八条")


def answer_due(route: str, received_on: date, calendar: Calendar, *, is_summary: bool = False) -> date:
    """The last day to submit the office's answer; always a working day."""
    return answer_period(route, received_on, is_summary=is_summary).end(received_on, calendar)


def time_left(due_on: date, today: date, period: AnswerPeriod, calendar: Calendar) -> str:
    """「还剩 3 个工作日」, 「今天到期」, 「已逾期 2 日」: in the kind of days that the period counts."""
    days = calendar.between(today, due_on) if period.is_working else (due_on - today).days
    unit = "个工作日" if period.is_working else "日"
    if due_on == today:
        return "今天到期"
    if today > due_on:
        return f"已逾期 {-days} {unit}" if days else "已逾期"
    return f"还剩 {days} {unit}"


def decision_due(route: str, accepted_on: date, calendar: Calendar, *, is_summary: bool = False) -> date | None:
    """The last day to decide a review, extensions apart (复议法 art. 62); None for a lawsuit."""
    if route != Route.REVIEW:
        return None
    days = SUMMARY_DECISION if is_summary and accepted_on >= NEW_LAW else REVIEW_DECISION
    return next_working_day(accepted_on + timedelta(days=days), calendar)


def extended_decision_due(
    route: str, accepted_on: date, calendar: Calendar, *, is_summary: bool = False
) -> date | None:
    """As `decision_due`, extended by up to 30 days; None for lawsuits and the summary procedure."""
    if route != Route.REVIEW or (is_summary and accepted_on >= NEW_LAW):
        return None
    return next_working_day(accepted_on + timedelta(days=REVIEW_DECISION + EXTENSION), calendar)


# --- Whether the way was the right one -------------------------------------------


def filing_remarks(
    route: str, accepted_on: date, reply: Reply | None, reviews: Sequence[EarlierReview], calendar: Calendar
) -> list[str]:
    """Sentences for staff about a case being entered, each with its article.

    `reviews`: those of the same application. Only the day of acceptance is known, not the day of filing, so a late
    one only asks staff to check.
    """
    if route == Route.REVIEW:
        return list(_review_remarks(accepted_on, reply, calendar))
    if route == Route.DIRECT:
        return [*_missing_review_remarks(reply), *_direct_lawsuit_remarks(accepted_on, reply, reviews, calendar)]
    return list(_after_review_remarks(accepted_on, reply, reviews, calendar))


def _missing_review_remarks(reply: Reply | None) -> Iterator[str]:
    if reply is None:
        return
    if is_review_first(reply.outcome, reply.withheld_as, reply.replied_on):
        ground = Outcome(reply.withheld_as or reply.outcome).label
        yield (
            f"复议前置：{reply.replied_on} 的答复以「{ground}」不予公开，应当先申请行政复议"
            "（复议法第二十三条第一款第（四）项）。这件诉讼未经复议，答辩时可以提出（诉讼法解释第五十六条）。"
        )
    elif reply.outcome == Outcome.PARTLY and not reply.withheld_as and reply.replied_on >= NEW_LAW:
        yield (
            f"复议前置：{reply.replied_on} 的答复是部分公开，没有登记不予公开部分的依据；"
            "依据是条例第十四条至第十六条的，应当先申请行政复议（复议法第二十三条第一款第（四）项），请核对。"
        )


def _direct_lawsuit_remarks(
    accepted_on: date, reply: Reply | None, reviews: Sequence[EarlierReview], calendar: Calendar
) -> Iterator[str]:
    if reviews:
        latest = max(past.accepted_on for past in reviews)
        yield f"这件申请有 {latest} 受理的行政复议，请核对案件类型是不是「复议后起诉」。"
    if reply and accepted_on > (last := next_working_day(months_later(reply.replied_on, TO_COURT), calendar)):
        yield (
            f"从答复（{reply.replied_on}）起六个月的起诉期限到 {last} 为止（诉讼法第四十六条），"
            f"这件诉讼 {accepted_on} 受理，请核对起诉的日期。"
        )


def _review_remarks(accepted_on: date, reply: Reply | None, calendar: Calendar) -> Iterator[str]:
    if reply is None:
        return
    last = next_working_day(reply.replied_on + timedelta(days=TO_REVIEW), calendar)
    if accepted_on > last:
        yield (
            f"从答复（{reply.replied_on}）起六十日的复议申请期限到 {last} 为止（复议法第二十条），"
            f"这件复议 {accepted_on} 受理，请核对申请复议的日期。"
        )


def _after_review_remarks(
    accepted_on: date, reply: Reply | None, reviews: Sequence[EarlierReview], calendar: Calendar
) -> Iterator[str]:
    if not reviews:
        if reply is not None:
            yield "案件类型是「复议后起诉」，这件申请还没有登记行政复议案件，请核对。"
        return
    last = max(reviews, key=lambda review: review.accepted_on)
    if last.concluded_on and last.concluded_on <= accepted_on:
        until = next_working_day(last.concluded_on + timedelta(days=AFTER_REVIEW), calendar)
        if accepted_on > until:
            yield (
                f"复议决定 {last.concluded_on} 作出，十五日的起诉期限从收到决定之日起计算（诉讼法第四十五条），"
                f"这件诉讼 {accepted_on} 受理，请核对收到复议决定和起诉的日期。"
            )
        return
    due = decision_due(Route.REVIEW, last.accepted_on, calendar, is_summary=last.is_summary)
    if due and accepted_on <= due:
        yield (
            f"{last.accepted_on} 受理的行政复议还没有审结，决定期限到 {due} 为止"
            "（复议法第六十二条、诉讼法第四十五条），请核对。"
        )
