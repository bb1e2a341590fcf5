"""An application as the law looks at it: its clock, and what its record holds besides its steps."""

from datetime import date

from django.db.models import prefetch_related_objects

from disclosure.law import clock
from disclosure.law.applications.handling import SILENCE_OF, Asked, Facts, Situation, limit_of
from disclosure.law.choices.applications import OpinionAct, PartyAnswer, PartyKind, StepKind
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Fee, Party

from .deadlines import timeline_of
from .opinions import approval, live

PARTS = ("steps", "parties", "opinions")


def situation_of(application: Application, today: date, calendar: Calendar) -> Situation:
    """Gather its timeline and facts; four queries, three of which stay prefetched on the application."""
    prefetch_related_objects([application], *PARTS)
    timeline = timeline_of(application, calendar)
    return Situation(timeline, facts_of(application, timeline, calendar), today, calendar)


def facts_of(application: Application, timeline: clock.Timeline, calendar: Calendar) -> Facts:
    """What the record holds besides its steps, since it was last reopened."""
    again = clock.reopened_on(application.steps.all()) or date.min
    fee = fee_of(application)
    if fee is not None and not fee.paid_on and fee.noticed_on <= again:
        fee = None  # what was charged and not paid before it was reopened is charged anew if it has to be
    notice = _wait(timeline, StepKind.FEE_NOTICED, fee.noticed_on) if fee else None
    standing = list(live(application.opinions.all()))
    third_parties = [party for party in application.parties.all() if party.kind == PartyKind.THIRD_PARTY]
    return Facts(
        is_confirmed=application.is_confirmed,
        outcome=application.outcome,
        concluded_on=application.concluded_on,
        open=tuple(
            asked_of(party, timeline, calendar)
            for party in application.parties.all()
            if not party.answer and party.asked_on > again
        ),
        fee_noticed_on=fee.noticed_on if fee else None,
        fee_limit=_fee_limit(fee, notice, calendar),
        fee_delivered_on=notice.delivered_on if notice else None,
        fee_paid_on=fee.paid_on if fee else None,
        pending=tuple(approval(opinion) for opinion in standing if opinion.act == OpinionAct.ASK),
        approved=tuple(approval(opinion) for opinion in standing if opinion.act == OpinionAct.APPROVE),
        was_party_asked=any(step.kind == StepKind.THIRD_PARTY_ASKED for step in application.steps.all()),
        is_objected=any(party.answer == PartyAnswer.OBJECTS for party in third_parties),
        is_consented=bool(third_parties) and all(party.answer == PartyAnswer.CONSENTS for party in third_parties),
    )


def asked_of(party: Party, timeline: clock.Timeline, calendar: Calendar) -> Asked:
    """Return what was asked of a party, with the end of its period: from the delivery, else as if sent and received."""
    wait = _wait(timeline, SILENCE_OF[PartyKind(party.kind)], party.asked_on)
    if party.delivered_on:
        return Asked(party.kind, party.asked_on, limit_of(party.kind, party.delivered_on, calendar), party.delivered_on)
    if wait is None or _is_told_apart(party):
        return Asked(party.kind, party.asked_on, limit_of(party.kind, party.asked_on, calendar))
    return Asked(party.kind, party.asked_on, wait.limit, wait.delivered_on)


def _is_told_apart(party: Party) -> bool:
    """Whether one who was asked on that day has a day of delivery of its own; records of before have the step's."""
    together = (
        one for one in party.application.parties.all() if (one.kind, one.asked_on) == (party.kind, party.asked_on)
    )
    return any(one.delivered_on for one in together)


def _fee_limit(fee: Fee | None, notice: clock.Wait | None, calendar: Calendar) -> date | None:
    if fee is None:
        return None
    return notice.limit if notice else calendar.add(fee.noticed_on, clock.SILENCE[StepKind.FEE_NOTICED])


def _wait(timeline: clock.Timeline, kind: StepKind, asked_on: date) -> clock.Wait | None:
    return next((wait for wait in timeline.waits if (wait.kind, wait.asked_on) == (kind, asked_on)), None)


def fee_of(application: Application) -> Fee | None:
    """Its fee, or None; a query unless it was selected with it."""
    try:
        return application.fee
    except Fee.DoesNotExist:
        return None
