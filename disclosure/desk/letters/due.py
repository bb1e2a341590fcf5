"""Which letters an application asks for now, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from disclosure.law.applications.outcomes import RELEASED
from disclosure.law.choices.applications import OpinionAct, PartyAnswer, PartyKind, StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock import reopened_on
from disclosure.law.letters.kinds import BY_STEP, OF_PARTY, TELLS_OF, WHILE_OPEN, WHY
from disclosure.models import Application, Letter, Party

from .state import overtaken_by, unanswered

K, S = LetterKind, StepKind
TO = {PartyKind.THIRD_PARTY: (K.THIRD_PARTY_ASKED, K.THIRD_PARTY_FORM), PartyKind.AGENCY: (K.AGENCY_ASKED,)}


@dataclass(frozen=True, slots=True)
class Offered:
    """A letter that may be made. `is_due`: something happened that requires it, and it was not made since."""

    kind: LetterKind
    party: Party | None
    is_due: bool
    why: str


def offered_letters(application: Application) -> list[Offered]:
    """List the letters that may be made, those due first; four queries, none for what is prefetched.

    Of an application taken up again only what was made since counts as made, and a voided letter never does.
    """
    if not application.is_confirmed or application.erased_on:
        return []
    offers = list(_offered(application))
    return [one for one in offers if one.is_due] + [one for one in offers if not one.is_due]


def _offered(application: Application) -> Iterator[Offered]:
    steps = list(application.steps.all())
    again = reopened_on(steps) or date.min
    happened = {StepKind(one.kind) for one in steps if one.on >= again}
    letters = [one for one in application.letters.all() if one.dated_on >= again and not one.voided_on]
    made = {(one.kind, one.party_id) for one in letters}
    wanted = _wanted(application, happened, letters)
    for kind in K:
        if kind in wanted:
            yield Offered(kind, None, wanted[kind] and (kind, None) not in made, WHY[kind])
    for party in application.parties.all():
        for kind, is_wanted in _of_party(application, party):
            yield Offered(kind, party, is_wanted and (kind, party.pk) not in made, WHY[kind])


def _wanted(application: Application, happened: set[StepKind], letters: list[Letter]) -> dict[LetterKind, bool]:
    """Map each kind that is offered to whether it is due."""
    is_open = application.concluded_on is None
    wanted = {K.REGISTRATION: is_open, K.TRANSFER: False}
    if is_open:
        asked_for = {kind for step in happened for kind in BY_STEP.get(step, ()) if kind in WHILE_OPEN}
        wanted |= {kind: _is_still_true(application, kind) for kind in asked_for if kind not in OF_PARTY}
        is_put_up = any(one.act == OpinionAct.ASK for one in application.opinions.all())
        wanted |= {K.RECEIPT: False, K.ASSISTANCE: False, K.REVIEW_SHEET: is_put_up}
    if S.WITHDRAWN in happened:
        wanted[K.TERMINATION] = True
    elif any(one.kind == K.REPLY and one.sent_on for one in letters):
        wanted[K.SUPPLEMENT] = False
    elif application.outcome:
        wanted[K.REPLY] = True
    return wanted


def _is_still_true(application: Application, kind: LetterKind) -> bool:
    """Whether what the letter tells of is so today; a letter that came too late is offered with the reason why not."""
    if kind == K.ASKING_NOTICE:
        return bool(unanswered(application))
    return kind not in TELLS_OF or overtaken_by(application, kind) is None


def _of_party(application: Application, party: Party) -> Iterator[tuple[LetterKind, bool]]:
    if not party.answer and application.concluded_on is None:
        for kind in TO[PartyKind(party.kind)]:
            yield kind, True
    is_given_out = application.outcome in RELEASED
    is_passed_over = party.answer in (PartyAnswer.OBJECTS, PartyAnswer.SILENT)
    if party.kind == PartyKind.THIRD_PARTY and is_passed_over and is_given_out:
        yield K.THIRD_PARTY_TOLD, party.answer == PartyAnswer.OBJECTS
