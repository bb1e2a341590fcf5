"""A step that tells somebody something is of the day on which its letter went out, not of the day it was decided.

条例 art. 30, 32 to 35; 收费办法 art. 7: an extension that was decided in time and told too late is none.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from disclosure.desk.common.records import Actor
from disclosure.law.applications.handling import SILENCE_OF, Action
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock import reopened_on
from disclosure.models import Application, Letter, Party, Step

from .order import require_order
from .situation import fee_of
from .workflow import Frame, action

# Letter → the action and the step that it tells of.
TELLS: dict[LetterKind, tuple[Action, StepKind]] = {
    LetterKind.CORRECTION: (Action.ASK_CORRECTION, StepKind.CORRECTION_ASKED),
    LetterKind.REASONS: (Action.ASK_REASONS, StepKind.REASONS_ASKED),
    LetterKind.EXTENSION: (Action.EXTEND, StepKind.EXTENDED),
    LetterKind.FEE_NOTICE: (Action.NOTICE_FEE, StepKind.FEE_NOTICED),
    LetterKind.THIRD_PARTY_ASKED: (Action.ASK_PARTY, StepKind.THIRD_PARTY_ASKED),
    LetterKind.AGENCY_ASKED: (Action.ASK_AGENCY, StepKind.AGENCY_ASKED),
}

TOLD_BY: dict[StepKind, LetterKind] = {step: letter for letter, (_, step) in TELLS.items()}
PARTY_KINDS = {step: kind for kind, step in SILENCE_OF.items()}


def letter_went_out(
    *, application: Application, kind: LetterKind, party: Party | None, by: Actor, on: date, entry: Entry
) -> None:
    """Move the step that a letter tells of to the day `on` which it was sent; nothing where that is the step's day.

    Raises Refused for a letter of today that the law gives no effect any more. One that went out before is recorded
    all the same: the clock says what follows.
    """
    step = _told(application, kind, party)
    if step is None or on <= step.on:
        return
    with action(application, TELLS[kind][0], by=by, on=on, entry=entry, is_judged=False) as frame:
        before = list(frame.steps)
        if party is not None:
            _move_party(frame, step, party, on)
            require_order(frame.application, before, frame.steps)
            return
        frame.move_step(step, on, is_judged=on == entry.day)
        require_order(frame.application, before, frame.steps)
        fee = fee_of(frame.application)
        if kind == LetterKind.FEE_NOTICE and fee is not None:
            fee.noticed_on = on
            frame.save(fee)


def _told(application: Application, kind: LetterKind, party: Party | None) -> Step | None:
    if kind not in TELLS:
        return None
    steps = application.steps.filter(kind=TELLS[kind][1], on__gt=reopened_on(application.steps.all()) or date.min)
    return (steps if party is None else steps.filter(on=party.asked_on)).order_by("-on").first()


def _move_party(frame: Frame, step: Step, party: Party, on: date) -> None:
    """Several who were asked on one day share a step; whoever is written to later gets one of that day."""
    together = [one for one in frame.application.parties.all() if (one.kind, one.asked_on) == (party.kind, step.on)]
    has_step = any((one.kind, one.on) == (step.kind, on) for one in frame.steps)
    is_alone = all(one.pk == party.pk for one in together)
    if is_alone and has_step:
        frame.take_back_step(step)
    elif is_alone:
        frame.move_step(step, on, is_judged=False)
    elif not has_step:
        frame.add_step(StepKind(step.kind), on=on, is_judged=False)
    moved = next(one for one in together if one.pk == party.pk)
    moved.application, moved.asked_on = frame.application, on
    frame.save(moved)


def untold(steps: QuerySet[Step]) -> QuerySet[Step]:
    """Narrow to steps of what is handled here that tell somebody something, with neither a sent letter nor a file.

    A step is of the day on which its letter went out; of a question there is one letter for each party.
    """
    letters = Letter.objects.valid().filter(sent_on__isnull=False)
    of_day = letters.filter(application=OuterRef("application"), sent_on=OuterRef("on"))
    parties = Party.objects.filter(application=OuterRef("application"), asked_on=OuterRef("on"), delivery_evidence=None)
    unwritten = parties.filter(~Exists(letters.filter(party=OuterRef("pk"))))
    is_untold = Q(pk=None)
    for kind, (_, step) in TELLS.items():
        is_untold |= Q(kind=step) & ~Q(Exists(of_day.filter(kind=kind)))
        if step in PARTY_KINDS:
            is_untold |= Q(kind=step) & Q(Exists(unwritten.filter(kind=PARTY_KINDS[step])))
    return steps.filter(is_untold, evidence=None, application__is_handled_here=True)
