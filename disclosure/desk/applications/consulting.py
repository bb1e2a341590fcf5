"""Third parties and other agencies: asked, answered, silent (条例 art. 32, 34)."""

from datetime import date

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.handling import SILENCE_OF as ASKED
from disclosure.law.applications.handling import Action
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.applications import ApprovalSubject, PartyAnswer, PartyKind, StepKind
from disclosure.law.clock import Wait
from disclosure.models import Application, Party

from .opinions import settle
from .situation import asked_of
from .workflow import Frame, action

ASKS = {PartyKind.THIRD_PARTY: Action.ASK_PARTY, PartyKind.AGENCY: Action.ASK_AGENCY}
TAKES = {PartyKind.THIRD_PARTY: Action.TAKE_PARTY, PartyKind.AGENCY: Action.TAKE_AGENCY}
ANSWERED = {PartyKind.THIRD_PARTY: StepKind.THIRD_PARTY_ANSWERED, PartyKind.AGENCY: StepKind.AGENCY_ANSWERED}


def ask_party(
    *,
    application: Application,
    by: Actor,
    on: date,
    kind: PartyKind | str,
    name: str,
    contact: str = "",
    matter: str = "",
    entry: Entry | None = None,
) -> Party:
    """Ask a party in writing; several asked on one day are one step of the clock. Raises Refused."""
    kind = PartyKind(kind)
    with action(application, ASKS[kind], by=by, on=on, entry=entry) as frame:
        _require_undelivered(frame, kind, on)
        party = Party(application=frame.application, kind=kind, name=name, contact=contact, matter=matter, asked_on=on)
        frame.save(party)
        if not any((step.kind, step.on) == (ASKED[kind], on) for step in frame.steps):
            frame.add_step(ASKED[kind])
    return party


def _require_undelivered(frame: Frame, kind: PartyKind, on: date) -> None:
    """Refuse to ask somebody as of a day whose questions have been delivered: they would seem to have got theirs."""
    is_delivered = any(
        wait.kind == ASKED[kind] and wait.asked_on == on and wait.delivered_on
        for wait in frame.situation.timeline.waits
    ) or any(one.kind == kind and one.asked_on == on and one.delivered_on for one in frame.application.parties.all())
    if is_delivered:
        raise Refused(f"{on} 征求的意见已经登记送达，再征求别人的，日期应在这一天以后。")


def take_answer(
    *, party: Party, by: Actor, on: date, answer: PartyAnswer | str, reasons: str = "", entry: Entry | None = None
) -> Party:
    """Record an answer, even a late one. The clock resumes when all that were asked on that day have answered.

    Raises Refused: an answer that was given before, silence (which has an act of its own), a day before the question.
    """
    if answer not in (PartyAnswer.CONSENTS, PartyAnswer.OBJECTS):
        raise Refused("请选择同意公开或者不同意公开。")
    with action(party.application, TAKES[PartyKind(party.kind)], by=by, on=on, entry=entry, is_judged=False) as frame:
        party = _pending(frame, party, may_be_silent=True)
        party.answer, party.answered_on, party.reasons = answer, on, reasons
        frame.save(party)
        _answered(frame, party)
        settle(frame.application, by, f"{on} 登记了新的意见，请重新呈批。", ApprovalSubject.DECISION)
    return party


def note_silence(*, party: Party, by: Actor, on: date, entry: Entry | None = None) -> Party:
    """Nobody answered within 15 working days of the delivery; the clock knows without a step. Raises Refused."""
    with action(party.application, Action.NOTE_SILENCE, by=by, on=on, entry=entry, is_judged=False) as frame:
        party = _pending(frame, party)
        _require_silence(frame, party)
        party.answer = PartyAnswer.SILENT
        frame.save(party)
    return party


def _require_silence(frame: Frame, party: Party) -> None:
    if not any((one.kind, one.asked_on) == (party.kind, party.asked_on) for one in frame.situation.facts.open):
        raise Refused("这次征求意见在重新办理以前，不用再登记逾期未答复。")
    asked = asked_of(party, frame.situation.timeline, frame.situation.calendar)
    if asked.delivered_on is None:
        raise Refused("征求意见书还没有登记送达，不能认定逾期未答复，请先登记送达（条例第三十二条、第三十四条）。")
    if not asked.is_silent(frame.situation.today):
        raise Refused(f"答复期限到 {asked.limit} 为止，期满后才能登记逾期未答复（条例第三十二条、第三十四条）。")


def _pending(frame: Frame, party: Party, *, may_be_silent: bool = False) -> Party:
    """Reload the party under the lock of its application. Raises Refused where it can no longer answer."""
    application = frame.application
    if application.outcome:
        raise Refused(f"申请「{application}」已于 {application.concluded_on} 办结，不能再登记意见。")
    pending = next(one for one in application.parties.all() if one.pk == party.pk)
    pending.application = application
    if pending.answer and not (may_be_silent and pending.answer == PartyAnswer.SILENT):
        raise Refused(f"已登记「{PartyAnswer(pending.answer).label}」，不能再登记一次。")
    return pending


def _answered(frame: Frame, party: Party) -> None:
    """Add the step on the day of the last answer, once all that were asked on the party's day have answered."""
    kind = PartyKind(party.kind)
    together = [one for one in frame.application.parties.all() if (one.kind, one.asked_on) == (kind, party.asked_on)]
    days = [one.answered_on for one in together if one.answered_on]
    if any(not one.answer or one.answer == PartyAnswer.SILENT for one in together) or not days:
        return  # silence ends its waiting by itself
    last = max(days)
    waits = [one for one in frame.situation.timeline.waits if one.kind == ASKED[kind] and one.answered_on is None]
    if not waits:
        return
    if any((step.kind, step.on) == (ANSWERED[kind], last) for step in frame.steps):
        _fold(frame, waits, last)
    else:
        frame.add_step(ANSWERED[kind], on=last)


def _fold(frame: Frame, waits: list[Wait], on: date) -> None:
    """Take back the later of two questions that are answered on one day, which can be one step alone.

    Both periods overlap, so the earlier question and the one answer leave out exactly the same days. Whom was asked,
    and when, stays with the parties.
    """
    running = [wait for wait in waits if wait.limit >= on]
    if not running:
        return
    question = (running[0].kind, running[0].asked_on)
    step = next((one for one in frame.application.steps.all() if (one.kind, one.on) == question), None)
    if step is not None:
        frame.take_back_step(step)
