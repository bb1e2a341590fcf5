"""Dating 100,000 open applications anew, against reading and writing the same rows without a clock.

The floor reads the same applications with their steps, a batch at a time, and writes dates that it is given. Both write
every row: each run moves all dates, there and back, by another calendar.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.db import transaction

from disclosure.desk.applications.deadlines import CHUNK, READ, open_applications, recompute
from disclosure.law.choices.applications import StepKind
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Authority, Step
from tests.bench.databases import KINDS, analyse, empty_database, scaled
from tests.bench.result import Result, in_turns

ROWS = 100_000
GOAL = 2.0
RUNS = 5
LAST_DAY = date(2026, 11, 20)
SPAN = 18  # days of receipt: what moves the calendar lies in the period of all
# What an application may have had: most nothing but its receipt.
WAYS: tuple[tuple[StepKind, ...], ...] = (
    (),
    (StepKind.THIRD_PARTY_ASKED, StepKind.THIRD_PARTY_ANSWERED),
    (StepKind.EXTENDED,),
    (StepKind.CORRECTION_ASKED, StepKind.CORRECTED),
    (StepKind.FEE_NOTICED,),
)
WEIGHTS = (60, 15, 15, 7, 3)
Kept = tuple[date | None, bool]
# A day off more, which lies in the period of every application: all dates move.
OTHER = {LAST_DAY + timedelta(n): False for n in range(3, 8)}


def run() -> Iterator[Result]:
    """Both databases."""
    for kind in KINDS:
        with empty_database(kind):
            fill(scaled(ROWS))
            analyse()
            _note_dates()
            name = f"due dates of {scaled(ROWS):,} open applications"
            ours, floor = in_turns(_recompute, _rewrite, runs=RUNS)
            yield Result(name, kind, ours, floor, goal=GOAL)


def fill(total: int) -> None:
    """Open applications of three weeks with the steps of an office."""
    random = Random(33)  # noqa: S311 rows to date, no secrets
    Authority.objects.create(id=1, code="town", name="示例镇人民政府")
    days = sorted(LAST_DAY - timedelta(random.randrange(SPAN)) for _ in range(total))
    Application.objects.bulk_create(
        (
            Application(
                id=n, authority_id=1, number=f"申{n}", applicant_kind="natural", applicant="示例甲",
                received_on=day, content="某项内容", due_on=LAST_DAY,
            )
            for n, day in enumerate(days, 1)
        ),
        batch_size=2000,
    )  # fmt: skip
    Step.objects.bulk_create(
        (
            Step(application_id=n, kind=kind, on=day + timedelta(random.randint(2, 6) + 6 * place))
            for n, day in enumerate(days, 1)
            for place, kind in enumerate(random.choices(WAYS, WEIGHTS)[0])
        ),
        batch_size=5000,
    )


CALENDARS = [Calendar(), Calendar(OTHER)]
GIVEN: list[dict[int, Kept]] = []


def _recompute() -> None:
    """By the one calendar and by the other, in turns."""
    CALENDARS.reverse()
    with transaction.atomic():
        done = recompute(open_applications(), CALENDARS[0])
    if done.total != scaled(ROWS):
        raise ArithmeticError(f"{done.total} applications dated")


def _note_dates() -> None:
    """What the clock says by either calendar, for the floor to write."""
    GIVEN.clear()
    for _ in CALENDARS:
        _recompute()
        rows = open_applications().values_list("pk", "due_on", "provisional")
        GIVEN.append({pk: (due_on, provisional) for pk, due_on, provisional in rows})


def _rewrite() -> None:
    """The same rows, the same steps, the same statements; the dates are known before."""
    GIVEN.reverse()
    last, given = 0, GIVEN[0]
    with transaction.atomic():
        wanted = open_applications().select_for_update(of=("self",)).order_by("pk").only(*READ)
        while records := list(wanted.filter(pk__gt=last)[:CHUNK]):
            last = records[-1].pk
            list(
                Step.objects.filter(application__in=[one.pk for one in records]).order_by("application_id", "on", "pk")
            )
            groups: dict[Kept, list[int]] = {}
            for one in records:
                groups.setdefault(given[one.pk], []).append(one.pk)
            for (due_on, provisional), keys in groups.items():
                Application.objects.filter(pk__in=keys).update(due_on=due_on, provisional=provisional)
