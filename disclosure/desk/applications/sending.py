"""The post of an application: a reply that goes out, and letters that arrive (条例 art. 30 to 35; 收费办法 art. 7)."""

from datetime import date

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.handling import Action
from disclosure.law.applications.late_entry import Entry, is_late_entry
from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import DELIVERIES
from disclosure.models import Application, Letter, Paper, Party

from .evidence import has_sent_letter, require_evidence
from .telling import PARTY_KINDS
from .workflow import Frame, action

# Whose letters arrive at each of several parties on a day of its own.
PARTY_OF = {delivery: PARTY_KINDS[step] for delivery, step in DELIVERIES.items() if step in PARTY_KINDS}
ELSEWHERE = "答复书在别处制作"


def send_reply(
    *,
    application: Application,
    by: Actor,
    on: date,
    how: str = "",
    letter: Letter | None = None,
    evidence: Paper | None = None,
    entry: Entry | None = None,
) -> Application:
    """Record the day on which the reply was posted, mailed or handed over: it came in time by that day (条例 art. 33).

    `how`: the way and its proof, such as the number of the parcel. `letter`: the 答复书 that was made here; without it
    the `evidence` is the reply itself as it went out, of which nothing was checked here. Raises Refused before there
    is a decision, where the reply has gone out already, and without the reply.
    """
    with action(application, Action.SEND, by=by, on=on, entry=entry) as frame:
        closed_on = frame.situation.timeline.closed_on
        if closed_on and on < closed_on:
            raise Refused(f"申请「{application}」{closed_on} 才作出答复，发出的日期不能早于这一天。")
        note = how.strip()
        if letter is None:
            evidence = _reply_made_elsewhere(frame.application, evidence)
            note = "；".join(part for part in (ELSEWHERE, note) if part)
        frame.add_step(StepKind.REPLY_SENT, note=note, evidence=evidence)
    return frame.application


def _reply_made_elsewhere(application: Application, evidence: Paper | None) -> Paper:
    """Return the file of a reply that no letter of this program is. Raises Refused."""
    if letter := Letter.objects.of_decision(application).filter(sent_on=None).first():
        raise Refused(f"「{letter}」已经生成，请在「文书」里登记它的发出。")
    why = "发出的答复书要留存（条例第四十五条）：请在「文书」里生成答复书并登记发出；在别处制作的，把发出的答复书扫描，"
    return require_evidence(application, evidence, why)


def record_delivery(
    *,
    application: Application,
    by: Actor,
    on: date,
    letter: StepKind | str,
    party: Party | None = None,
    how: str = "",
    evidence: Paper | None = None,
    entry: Entry | None = None,
) -> Application:
    """Record the day on which a letter reached whom it was sent to, from which their period runs.

    `letter`: one of the deliveries of `DELIVERIES`; `party`: to whom, of several who were asked. Raises Refused
    where no such letter is on its way, and without `evidence` where nobody sent one from here or where the day is
    entered later: silence follows from it.
    """
    with action(application, Action.DELIVER, by=by, on=on, entry=entry) as frame:
        if letter not in frame.situation.undelivered:
            raise Refused(f"申请「{application}」没有等待登记送达的这种文书，请刷新后再看。")
        delivery = StepKind(letter)
        waiting = _waiting(frame, delivery)
        reached = _reached(waiting, party)
        _require_proof(frame, delivery, reached, evidence)
        if reached is not None:
            reached.application, reached.delivered_on = frame.application, on
            reached.delivery_note, reached.delivery_evidence = how.strip(), evidence
            reached.delivery_late_reason = frame.entry.reason.strip() if is_late_entry(on, frame.entry.day) else ""
            frame.save(reached)
            if any(one.asked_on == reached.asked_on and one.pk != reached.pk for one in waiting):
                return frame.application  # the clock waits for the last of those who were asked on one day
        if _is_awaited(frame, delivery) and not any((step.kind, step.on) == (delivery, on) for step in frame.steps):
            frame.add_step(delivery, note=how.strip(), evidence=evidence)
    return frame.application


def _waiting(frame: Frame, delivery: StepKind) -> list[Party]:
    """Who was asked in this handling, has not answered, and whose delivery is not recorded."""
    kind = PARTY_OF.get(delivery)
    undelivered = {(asked.kind, asked.asked_on) for asked in frame.situation.facts.open if asked.delivered_on is None}
    return [
        one
        for one in frame.application.parties.all()
        if one.kind == kind and not one.answer and not one.delivered_on and (one.kind, one.asked_on) in undelivered
    ]


def _reached(waiting: list[Party], party: Party | None) -> Party | None:
    """Pick whom the letter reached; None where nobody is recorded as asked. Raises Refused."""
    if party is None and len(waiting) > 1:
        raise Refused("请选择送达的是谁：每个对象的期限从各自收到之日起算。")
    if party is None:
        return waiting[0] if waiting else None
    reached = next((one for one in waiting if one.pk == party.pk), None)
    if reached is None:
        raise Refused("这个征求意见的对象已经登记送达或者答复，请刷新后再看。")
    return reached


def _is_awaited(frame: Frame, delivery: StepKind) -> bool:
    """Whether the clock itself waits for this delivery; it knows one of a kind for all who were asked on one day."""
    timeline, letter = frame.situation.timeline, DELIVERIES[delivery]
    if letter in (StepKind.CORRECTION_ASKED, StepKind.REASONS_ASKED):
        return True
    return any(wait.kind == letter and wait.may_be_delivered for wait in timeline.waits)


def _require_proof(frame: Frame, delivery: StepKind, party: Party | None, evidence: Paper | None) -> None:
    on, application = frame.situation.today, frame.application
    if evidence is not None:
        require_evidence(application, evidence, "这份凭证不是这件申请的材料。")
        return
    if is_late_entry(on, frame.entry.day):
        require_evidence(application, None, "补录送达要有凭证（如送达回证、邮政签收回执），")
    since = party.asked_on if party else _asked_on(frame, delivery)
    if not has_sent_letter(application, delivery, on=on, since=since, party=party):
        require_evidence(application, None, "本系统没有登记这份文书在这一天以前发出，登记送达要有凭证（如送达回证），")


def _asked_on(frame: Frame, delivery: StepKind) -> date:
    return max((step.on for step in frame.steps if step.kind == DELIVERIES[delivery]), default=frame.situation.today)
