"""The frame of every action on an application.

It checks the right, locks, and asks the law; the action adds its step; then the due date and one audit entry follow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.log import delete_recorded, one_entry, save_recorded
from disclosure.desk.audit.messages import DONE
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.locking import lock
from disclosure.desk.common.records import Actor, require_valid
from disclosure.errors import Refused
from disclosure.law import clock
from disclosure.law.applications.handling import HEAD, Action, Situation, why_not
from disclosure.law.applications.late_entry import Entry, believed_day, is_late_entry
from disclosure.law.applications.progress import Progress
from disclosure.law.applications.proof_of_day import gains_days, needs_proof
from disclosure.law.choices.applications import ApprovalSubject, StepKind
from disclosure.models import Application, Paper, Step, Verb
from disclosure.models.act import Changes

from .deadlines import dates_of, for_clock, set_dates, with_record
from .guards import require_kept
from .opinions import settle
from .situation import situation_of

HANDLES = "disclosure.change_application"
# A finding about one of these does not make it unlawful: a late reply has to go out all the same, and whom the law
# protects is asked although the period is over.
EVEN_SO = (
    *(StepKind.CONCLUDED, StepKind.REPLY_SENT, StepKind.WITHDRAWN),
    *(StepKind.THIRD_PARTY_ASKED, StepKind.AGENCY_ASKED),
)


def lock_application(application: Application) -> Application:
    """Reload the application under a lock. Raises Refused where it is gone or erased."""
    current = lock(Application.objects.all(), application, "这件申请已不存在，可能已被删除。")
    require_kept(current, current.erased_on)
    return current


def require_right(application: Application, by: Actor, what: str, *permissions: str) -> None:
    """Raise Refused for a person with none of the permissions, or who may not act for the authority."""
    if not any(by.has_perm(permission) for permission in permissions or (HANDLES,)):
        raise Refused(f"您没有{what}的权限，请与管理员联系。")
    require_act(by, application)


@contextmanager
def entry_of(
    application: Application, by: Actor, what: str, *permissions: str, verb: Verb, changes: Changes | None = None
) -> Iterator[Application]:
    """Check the right, lock, and log what the block does as one entry; all of it or nothing. Raises Refused."""
    require_right(application, by, what, *permissions)
    with transaction.atomic():
        current = lock_application(application)
        with one_entry(verb, current, changes, by=by):
            yield current


@dataclass(slots=True)
class Frame:
    """An action that is being done.

    `application`: under its lock; `situation`: before anything was done, on the day of the action; `entry`: when and
    why it is entered.
    """

    application: Application
    situation: Situation
    by: Actor
    kind: Action
    entry: Entry
    steps: list[clock.Step]
    timeline: clock.Timeline | None = None  # of the steps as they are now, once it was worked out
    is_redated: bool = False
    is_changed: bool = False

    def save(self, record: models.Model) -> None:
        """Save a record that belongs to the action, where its own rules hold. Raises Refused."""
        require_valid(record)
        save_recorded(record, by=self.by)

    def save_application(self) -> None:
        """Save, when the action is over, what it changed of the application itself."""
        self.is_changed, self.timeline = True, None

    def add_step(
        self,
        kind: StepKind,
        *,
        on: date | None = None,
        days: int | None = None,
        note: str = "",
        evidence: Paper | None = None,
        is_judged: bool = True,
    ) -> None:
        """Store a step of the action's day, or of another (`on`), with its evidence. Raises Refused.

        Refused is what the clock would find out of order because of it, unless it is not `is_judged`: it happened.
        """
        step = clock.Step(kind, on or self.situation.today, days)
        self._set_steps([*self.steps, step])
        if is_judged and kind not in EVEN_SO:
            self._require_order()
        is_late = is_late_entry(step.on, self.entry.day)
        reason = self.entry.reason if is_late else ""
        entered = {"entered_on": self.entry.day, "late_reason": reason, "evidence": evidence}
        self.save(Step(application=self.application, kind=kind, on=step.on, days=days, note=note, **entered))

    def take_back_step(self, step: Step) -> None:
        """Delete a step that the action makes void."""
        self._set_steps([one for one in self.steps if (one.kind, one.on) != (step.kind, step.on)])
        delete_recorded(step, by=self.by)

    def move_step(self, step: Step, on: date, *, is_judged: bool) -> None:
        """Move a step to the day on which what it tells of really went out. Raises Refused as `add_step`."""
        moved = clock.Step(step.kind, on, step.days)
        self._set_steps([moved if (one.kind, one.on) == (step.kind, step.on) else one for one in self.steps])
        if is_judged:
            self._require_order()
        step.application, step.on = self.application, on
        self.save(step)

    def _set_steps(self, steps: list[clock.Step]) -> None:
        self.steps, self.is_redated, self.timeline = steps, True, None

    def _replay(self) -> clock.Timeline:
        if self.timeline is None:
            self.timeline = clock.timeline(with_record(self.application, self.steps), self.situation.calendar)
        return self.timeline

    def _require_order(self) -> None:
        before = self.situation.timeline.findings
        if wrong := [finding for finding in self._replay().findings if finding not in before]:
            raise Refused(f"申请「{self.application}」不能这样登记：{wrong[0]}请核对日期和已有的办理步骤。")

    def close(self) -> None:
        """Store the application with the due date that follows, which is nobody's act and is not logged.

        Raises Refused where an act would be in time by a day alone that was entered later, and that is not proved.
        """
        application, timeline = self.application, self._replay()
        self._require_proof(timeline)
        application.is_handled_here = True
        set_dates(application, timeline)
        if self.is_changed:
            self.save(application)
        else:
            Application.objects.filter(pk=application.pk).update(is_handled_here=True, **dates_of(timeline))

    def _as_believed(self, entered: date) -> clock.Timeline:
        """The clock if what is entered now had been done on the day that is believed without proof."""
        on, stored = self.situation.today, {(one.kind, one.on) for one in self.application.steps.all()}
        believed = believed_day(on, entered)
        steps = [
            one._replace(on=believed) if one.on == on and (one.kind, one.on) not in stored else one
            for one in self.steps
        ]
        return clock.timeline(with_record(self.application, steps), self.situation.calendar)

    def _require_proof(self, timeline: clock.Timeline) -> None:
        on, entered = self.situation.today, self.entry.day
        if not is_late_entry(on, entered):
            return
        after = Progress.of(timeline, is_concluded=bool(self.application.outcome))
        is_gained = gains_days(self.kind, timeline.due_on, self._as_believed(entered).due_on)
        if not (is_gained or needs_proof(self.kind, self.situation, after, entered)):
            return
        approvals = self.situation.facts.approvals_of(ApprovalSubject.LATE_ENTRY)
        if not any((approval.action, approval.of_day) == (self.kind, on) for approval in approvals):
            becomes = "会延长答复期限" if is_gained else "会变成按期"
            late = "" if is_gained else f"按今天登记，「{self.kind.label}」已经逾期；"
            raise Refused(
                f"{late}补录为 {on} {becomes}，须由{HEAD}凭证据确认。请先呈批「补录日期」，并附上凭证（如邮政收据）。"
            )
        settle(self.application, self.by, f"已凭证据补录 {on} 的「{self.kind.label}」。", ApprovalSubject.LATE_ENTRY)


@contextmanager
def action(
    application: Application,
    kind: Action,
    *,
    by: Actor,
    on: date,
    entry: Entry | None = None,
    verb: Verb = Verb.HANDLE,
    is_judged: bool = True,
) -> Iterator[Frame]:
    """Do an action on an application as of a day: all of it with its audit entry, or nothing. Raises Refused.

    `entry`: when it is entered, and why then; None: on the day itself.

    On entry checks the right, locks the application, replays its clock and asks the law (`is_judged` False: the block
    does that itself). On leaving stores the due date and logs one entry of what was done and what it changed.
    """
    entry = entry or Entry(on)
    require_reason(kind.label, on, entry)
    done: Changes = {DONE: ["", f"{kind.label}（{on}）"]}
    with entry_of(application, by, f"办理信息公开申请（{kind.label}）", verb=verb, changes=done) as current:
        if current.received_on and on < current.received_on:
            raise Refused(f"申请「{current}」{current.received_on} 才收到，「{kind.label}」的日期不能早于这一天。")
        situation = situation_of(current, on, load_calendar())
        if is_judged and (why := why_not(kind, situation)):
            raise Refused(f"申请「{current}」现在不能办理「{kind.label}」：{why}")
        frame = Frame(current, situation, by, kind, entry, for_clock(current.steps.all()))
        yield frame
        frame.close()


def require_reason(what: str, on: date, entry: Entry) -> None:
    """Refuse a day that is still to come, and one before yesterday that is entered without a reason."""
    if on > entry.day:
        raise Refused(f"「{what}」的日期 {on} 还没有到，请填今天（{entry.day}）或者以前的日期。")
    if is_late_entry(on, entry.day) and not entry.reason.strip():
        raise Refused(f"「{what}」的日期 {on} 在昨天以前，请写明补录的理由。")
