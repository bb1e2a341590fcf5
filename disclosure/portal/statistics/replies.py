"""依申请公开 in numbers: received and concluded each year, and how long it took. Counts alone, no personal data."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from disclosure.desk.common.calendar import load_calendar
from disclosure.law.applications.reply_times import ReplyTimes, Span, reply_times
from disclosure.models import Application, Authority


@dataclass(frozen=True, slots=True)
class RepliesInYear:
    """Applications received and concluded in a year; `times` of the latter, None where too few."""

    received: int = 0
    concluded: int = 0
    times: ReplyTimes | None = None


def replies_by_year(authority: Authority, today: date) -> dict[int, RepliesInYear]:
    """Count by year, oldest first, without a gap up to the present one; empty without applications. Two queries."""
    received, spans = _counted(authority, today)
    if not received:
        return {}
    known = load_calendar()
    return {
        year: RepliesInYear(received[year], sum(span.number for span in spans[year]), reply_times(spans[year], known))
        for year in range(min(received), today.year + 1)
    }


def _counted(authority: Authority, today: date) -> tuple[Counter[int], defaultdict[int, list[Span]]]:
    """Received by year, and spans by the year they ended in; one query, which the index `application_received` answers.

    What is dated after today has not happened yet.
    """
    received: Counter[int] = Counter()
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    found = Application.objects.filter(authority=authority, received_on__lte=today).order_by()
    for came, went, number in found.values_list("received_on", "concluded_on").annotate(Count("pk")):
        received[came.year] += number
        if went and went <= today:
            spans[went.year].append(Span(came, went, number))
    return received, spans
