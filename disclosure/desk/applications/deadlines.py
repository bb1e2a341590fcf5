"""The clock of stored applications: their steps made into timelines, and the due dates that are kept of them.

`due_on`, `provisional` and `settled_on` of an application are a cache. Whatever changes a step, a date of the record or
the calendar calls `recompute` in its own transaction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.records import Actor, keep_record, require_permission, require_valid
from disclosure.errors import Refused
from disclosure.law import clock
from disclosure.law.applications.progress import Progress
from disclosure.law.choices.applications import ApprovalSubject, StepKind
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Step

from .guards import BY_ACTION, changed_by_hand, require_by_hand, require_not_erased
from .opinions import settle

TYPED = "在办理步骤里填写"
CHUNK = 1000  # applications read and written at once
CACHED = ("due_on", "provisional", "settled_on")
READ = ("authority_id", "number", "received_on", "concluded_on", *CACHED)


RECEIVED, CONCLUDED = StepKind.RECEIVED.value, StepKind.CONCLUDED.value
MOST_REMEMBERED = 20_000  # timelines


@dataclass(frozen=True, slots=True)
class Move:
    """An application whose due date differs from the stored one; `before` or `after` None: nothing is due."""

    pk: int
    authority_id: int
    number: str
    before: date | None
    after: date | None

    def __str__(self) -> str:
        """「2026-001：2027-02-10 → 2027-02-12」."""
        return f"{self.number}：{self.before or '未定'} → {self.after or '未定'}"


@dataclass
class Recomputed:
    """The result of a recomputation. `moves`: the first `MOST_KEPT` of the dates that moved."""

    total: int = 0
    changed: int = 0
    with_findings: int = 0
    moved: int = 0
    moves: list[Move] | None = None


MOST_KEPT = 500


def steps_of(application: Application, steps: Iterable[Step]) -> list[clock.Step]:
    """Make the clock's input: the stored steps, with the record's receipt and conclusion where no step has them.

    A step that is stored goes before the record: it is what was done, the record's date what is counted in the report.
    """
    return with_record(application, for_clock(steps))


def for_clock(steps: Iterable[Step]) -> list[clock.Step]:
    """Convert stored steps for the clock."""
    return [clock.Step(step.kind, step.on, step.days) for step in steps]


def with_receipt(application: Application, steps: Iterable[clock.Step]) -> list[clock.Step]:
    """Add the record's receipt where no step has it."""
    steps = list(steps)
    if application.received_on and not any(step.kind == RECEIVED for step in steps):
        steps.append(clock.Step(RECEIVED, application.received_on))
    return steps


def with_record(application: Application, steps: Iterable[clock.Step]) -> list[clock.Step]:
    """Add the record's receipt and conclusion where no step has them."""
    steps = with_receipt(application, steps)
    if application.concluded_on and not clock.closings(steps):
        is_elsewhere = application.decided_at is None  # what was decided here is sent by its step alone
        steps.append(clock.Step(CONCLUDED, application.concluded_on, is_sent=is_elsewhere))
    return steps


def timeline_of(application: Application, calendar: Calendar) -> clock.Timeline:
    """Compute the timeline of one application; one query."""
    return clock.timeline(steps_of(application, application.steps.all()), calendar)


def progress_of(application: Application, timeline: clock.Timeline) -> Progress:
    """Whether it is open, unrecorded, overdue or ended late, by its clock and its record."""
    return Progress.of(timeline, is_concluded=bool(application.outcome))


def contradictions(application: Application, steps: Iterable[Step]) -> list[str]:
    """List where a step and the record disagree about a date, as sentences for staff."""
    sentences, steps = [], list(steps)
    received = [one.on for one in steps if one.kind == StepKind.RECEIVED]
    if received and application.received_on is None:
        sentences.append(f"办理步骤「收到」是 {min(received)}，这件网上申请还没有确认收到，请先确认。")
    elif received and application.received_on not in received:
        sentences.append(
            f"登记的收到日期是 {application.received_on}，办理步骤「收到」是 {min(received)}；"
            "期限按办理步骤计算，年度报告按收到日期计数，请核对。"
        )
    closings = clock.closings(steps, application.received_on)
    concluded = [step.on for step in closings if step.kind == StepKind.CONCLUDED]
    if concluded and application.concluded_on is None:
        sentences.append(f"办理步骤「办结」是 {min(concluded)}，还没有填写办理结果和办结日期。")
    elif concluded and application.concluded_on not in concluded:
        sentences.append(f"登记的办结日期是 {application.concluded_on}，办理步骤「办结」是 {min(concluded)}，请核对。")
    return sentences


def date_alone(application: Application, calendar: Calendar) -> None:
    """Set the due date of an application that is not stored yet and has no steps."""
    timeline = clock.timeline(steps_of(application, ()), calendar)
    set_dates(application, timeline)


# --- Keeping the cache ----------------------------------------------------------


def recompute(applications: QuerySet[Application], calendar: Calendar | None = None) -> Recomputed:
    """Bring the cached dates of these in step with their clocks; memory stays flat.

    Two reading queries for each `CHUNK`, and writing ones for what changed. Call it in the transaction that changed a
    step, a record or the calendar. Nobody's act: what moved the dates is the act, and is recorded as one.
    """
    done = Recomputed(moves=[])
    for batch in _clocked(applications.select_for_update(of=("self",)), calendar or load_calendar()):
        changed = [record for record, timeline in batch if _kept(record) != _told_by(timeline)]
        done.total += len(batch)
        done.changed += len(changed)
        done.with_findings += sum(1 for _, timeline in batch if timeline.findings)
        _note_moves(done, [_move(record, timeline) for record, timeline in batch if record.due_on != timeline.due_on])
        for record, timeline in batch:
            set_dates(record, timeline)
        _write(changed)
    return done


def moves(calendar: Calendar, applications: QuerySet[Application] | None = None) -> list[Move]:
    """List every due date of open applications that a calendar would move; stores nothing."""
    wanted = open_applications() if applications is None else applications
    batches = _clocked(wanted, calendar)
    return [
        _move(record, timeline) for batch in batches for record, timeline in batch if record.due_on != timeline.due_on
    ]


def open_applications() -> QuerySet[Application]:
    """Applications without an outcome: a calendar changed later moves no date that was kept or missed."""
    return Application.objects.filter(concluded_on=None)


def _clocked(
    applications: QuerySet[Application], calendar: Calendar
) -> Iterator[list[tuple[Application, clock.Timeline]]]:
    """Yield the applications with their timelines in batches, in the order of their keys."""
    last, timelines = 0, _Timelines(calendar)
    wanted = applications.order_by("pk").only(*READ)
    while records := list(wanted.filter(pk__gt=last)[:CHUNK]):
        last = records[-1].pk
        steps: dict[int, list[clock.Step]] = {}
        stored = Step.objects.filter(application__in=[one.pk for one in records]).order_by("on", "pk")
        for pk, kind, on, days in stored.values_list("application_id", "kind", "on", "days"):
            steps.setdefault(pk, []).append(clock.Step(kind, on, days))
        yield [(one, timelines.of(tuple(with_record(one, steps.get(one.pk, []))))) for one in records]


class _Timelines:
    """A cache of timelines by their steps: applications received on one day, with no other step, share one."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.kept: dict[tuple[clock.Step, ...], clock.Timeline] = {}

    def of(self, steps: tuple[clock.Step, ...]) -> clock.Timeline:
        if (timeline := self.kept.get(steps)) is None:
            timeline = clock.timeline(steps, self.calendar)
            if len(self.kept) >= MOST_REMEMBERED:
                self.kept.clear()
            self.kept[steps] = timeline
        return timeline


def _write(changed: list[Application]) -> None:
    """A statement for each date: what came in together is due together, so there are few."""
    for values, group in groupby(sorted(changed, key=_by_date), _kept):
        keys = [one.pk for one in group]
        Application.objects.filter(pk__in=keys).update(**dict(zip(CACHED, values, strict=True)))


Cached = tuple[date | None, bool, date | None]


def _by_date(record: Application) -> tuple[date, bool, date]:
    return record.due_on or date.min, record.provisional, record.settled_on or date.min


def _kept(record: Application) -> Cached:
    return record.due_on, record.provisional, record.settled_on


def _told_by(timeline: clock.Timeline) -> Cached:
    return timeline.due_on, timeline.provisional, timeline.settled_on


def dates_of(timeline: clock.Timeline) -> dict[str, Any]:
    """Return the values of the cached dates by their fields."""
    return dict(zip(CACHED, _told_by(timeline), strict=True))


def set_dates(record: Application, timeline: clock.Timeline) -> None:
    """Set the cached dates of a record, which is not saved."""
    record.due_on, record.provisional, record.settled_on = _told_by(timeline)


def _move(record: Application, timeline: clock.Timeline) -> Move:
    return Move(record.pk, record.authority_id, record.number, record.due_on, timeline.due_on)


def _note_moves(done: Recomputed, moved: list[Move]) -> None:
    done.moved += len(moved)
    if done.moves is not None:
        done.moves += moved[: MOST_KEPT - len(done.moves)]


# --- Acts -----------------------------------------------------------------------


@transaction.atomic
def keep_application(application: Application, *, by: Actor) -> Application:
    """Store as `keep_record` does, and update the due date. Raises Refused.

    Only what came online, by fax or by ordinary mail may wait for its date of receipt.
    """
    require_not_erased(application)
    is_another = _require_not_by_hand(application)
    if is_another:
        settle(application, by, "申请的内容或者申请人已经修改，请重新呈批。", *ApprovalSubject)
    if application.received_on:
        keep_record(application, by=by)
    elif application.concluded_on or not (application.submitted_at or application.arrived_on):
        raise Refused("请填写收到日期。只有网上提交、平常信函和传真的申请，在双方确认以前可以没有收到日期。")
    else:
        keep_record(application, by=by, exclude=("received_on",))
    follow(application)
    return application


@transaction.atomic
def record_step(step: Step, *, by: Actor) -> Step:
    """Store a new or corrected step with its audit entry, and update the due date. Raises Refused.

    An order that the law forbids is not refused: it happened, and the clock says what follows.
    """
    require_permission("change" if step.pk else "add", step, by)
    require_not_erased(step.application)
    require_valid(step)
    _lock(step)
    require_by_hand(step.application, step.kind)
    _mark_entry(step)
    save_recorded(step, by=by)
    follow(step.application)
    return step


def _mark_entry(step: Step) -> None:
    """Say of an application that still runs that its step was typed in, and later than it was done (补录)."""
    if Application.objects.filter(pk=step.application_id, concluded_on=None).exists():
        step.entered_on = localdate()
        step.late_reason = TYPED if step.is_late_entry else ""


@transaction.atomic
def take_back_step(step: Step, *, by: Actor) -> None:
    """Delete a step entered by mistake, with its audit entry, and update the due date. Raises Refused."""
    require_permission("delete", step, by)
    require_not_erased(step.application)
    _lock(step)
    require_by_hand(step.application, step.kind)
    delete_recorded(step, by=by)
    follow(step.application)


def _require_not_by_hand(application: Application) -> bool:
    """Refuse what a form may not change in an application that is handled here; its row is locked.

    Returns whether it asks for something else now, or for somebody else: what was approved was approved of another.
    """
    if application.pk is None:
        application.is_handled_here = not application.outcome  # entered to be handled, not after it had ended
        return False
    before = Application.objects.get(pk=application.pk)
    if changed_by_hand(before, application):
        raise Refused(f"申请「{application}」{BY_ACTION}")
    received, again = before.received_on, application.received_on
    if before.is_handled_here and received and again and again > received:  # its period would begin anew
        raise Refused(
            f"申请「{before}」已登记 {received} 收到，改为 {again} 会推迟答复期限，不能直接改；"
            "登记有误的，请附凭证呈批「更正登记」。"
        )
    return any(getattr(before, name) != getattr(application, name) for name in ("content", "applicant"))


def _lock(step: Step) -> None:
    """Make two steps of one application wait for each other, so that each is counted with the other."""
    list(Application.objects.select_for_update(of=("self",)).filter(pk=step.application_id).values_list("pk"))


def follow(application: Application) -> None:
    """Bring the cached dates of one application in step with its clock, in the transaction that changed it."""
    recompute(Application.objects.filter(pk=application.pk))
    application.refresh_from_db(fields=CACHED)
