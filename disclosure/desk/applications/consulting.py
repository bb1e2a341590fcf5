"""Third parties and other agencies: asked, answered, silent (条例 art. 32, 34)."""

from datetime import date

from django.db import transaction

from disclosure.desk.audit.log import save_recorded
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.records import Actor, require_valid
from disclosure.errors import Refused
from disclosure.law.applications.handling import Facts, HandlingAct, Situation, limit_of
from disclosure.law.choices.applications import PartyAnswer, PartyKind, StepKind
from disclosure.law.clock import Timeline
from disclosure.models import Application, Party, Step

from .deadlines import take_back_step, timeline_of
from .workflow import begun, locked, permitted, stepped, told

ASKS = {PartyKind.THIRD_PARTY: HandlingAct.ASK_PARTY, PartyKind.AGENCY: HandlingAct.ASK_AGENCY}
TAKES = {PartyKind.THIRD_PARTY: HandlingAct.TAKE_PARTY, PartyKind.AGENCY: HandlingAct.TAKE_AGENCY}
ASKED = {PartyKind.THIRD_PARTY: StepKind.THIRD_PARTY_ASKED, PartyKind.AGENCY: StepKind.AGENCY_ASKED}
ANSWERED = {PartyKind.THIRD_PARTY: StepKind.THIRD_PARTY_ANSWERED, PartyKind.AGENCY: StepKind.AGENCY_ANSWERED}


@transaction.atomic
def ask_party(
    *,
    application: Application,
    by: Actor,
    on: date,
    kind: PartyKind | str,
    name: str,
    contact: str = "",
    matter: str = "",
) -> Party:
    """Ask somebody in writing; several asked on one day are one step of the clock. Raises Refused."""
    kind = PartyKind(kind)
    application, now = begun(application, ASKS[kind], by, on)
    party = Party(application=application, kind=kind, name=name, contact=contact, matter=matter, asked_on=on)
    require_valid(party)
    save_recorded(party, by=by)
    if not application.steps.filter(kind=ASKED[kind], on=on).exists():
        stepped(application, now, ASKED[kind], by)
    told(application, ASKS[kind], on, by)
    return party


@transaction.atomic
def take_answer(*, party: Party, by: Actor, on: date, answer: PartyAnswer | str, reasons: str = "") -> Party:
    """What they said, even late. The clock goes on when all that were asked on the same day have answered.

    Raises Refused: an answer that was given before, silence (which has an act of its own), a day before the question.
    """
    if answer not in (PartyAnswer.CONSENTS, PartyAnswer.OBJECTS):
        raise Refused("请选择同意公开或者不同意公开。")
    party = _pending(party, by, may_be_silent=True)
    kind = PartyKind(party.kind)
    party.answer, party.answered_on, party.reasons = answer, on, reasons
    require_valid(party)
    save_recorded(party, by=by)
    _answered(party.application, party, by)
    told(party.application, TAKES[kind], on, by)
    return party


@transaction.atomic
def note_silence(*, party: Party, by: Actor, on: date) -> Party:
    """Nobody answered in 15 working days; the clock knows without a step. Raises Refused before they are over."""
    party = _pending(party, by)
    limit = limit_of(party.kind, party.asked_on, load_calendar())
    if on <= limit:
        raise Refused(f"答复期限到 {limit} 为止，期满后才能登记逾期未答复（条例第三十二条、第三十四条）。")
    party.answer = PartyAnswer.SILENT
    save_recorded(party, by=by)
    told(party.application, HandlingAct.NOTE_SILENCE, on, by)
    return party


def _pending(party: Party, by: Actor, *, may_be_silent: bool = False) -> Party:
    """The party under the lock of its application, as long as it may still answer."""
    permitted(party.application, by, "办理信息公开申请")
    application = locked(party.application)
    found = Party.objects.get(pk=party.pk)
    found.application = application
    if application.outcome:
        raise Refused(f"申请「{application}」已于 {application.concluded_on} 办结，不能再登记意见。")
    if found.answer and not (may_be_silent and found.answer == PartyAnswer.SILENT):
        raise Refused(f"已登记「{PartyAnswer(found.answer).label}」，不能再登记一次。")
    return found


def _answered(application: Application, party: Party, by: Actor) -> None:
    """The step, once nobody that was asked on that day is to be waited for, on the day of the last answer."""
    kind = PartyKind(party.kind)
    together = list(application.parties.filter(kind=kind, asked_on=party.asked_on))
    days = [one.answered_on for one in together if one.answered_on]
    if any(not one.answer or one.answer == PartyAnswer.SILENT for one in together) or not days:
        return  # silence ends its waiting by itself
    known = load_calendar()
    line = timeline_of(application, known)
    waits = [one for one in line.waits if one.kind == ASKED[kind] and one.answered_on is None]
    if not waits:
        return
    if not application.steps.filter(kind=ANSWERED[kind], on=max(days)).exists():
        now = Situation(line, Facts(), max(days), known)
        stepped(application, now, ANSWERED[kind], by)
        return
    _fold(application, line, kind, max(days), by)


def _fold(application: Application, line: Timeline, kind: PartyKind, on: date, by: Actor) -> None:
    """Two questions of different days are answered on one, which can be one step alone.

    The later question is taken back: both periods overlap, so the earlier question and the one answer leave out exactly
    the same days. Whom was asked, and when, stays with the parties.
    """
    running = [one for one in line.waits if one.kind == ASKED[kind] and not one.answered_on and one.limit >= on]
    if not running:
        return
    step = Step.objects.filter(application=application, kind=ASKED[kind], on=running[0].asked_on).first()
    if step is not None:
        take_back_step(step, by=by)
