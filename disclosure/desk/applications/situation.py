"""An application as the law looks at it: its clock, and what its record holds besides its steps."""

from datetime import date

from django.db.models import prefetch_related_objects

from disclosure.law import clock
from disclosure.law.applications.handling import Asked, Facts, Situation, limit_of
from disclosure.law.choices.applications import OpinionAct, StepKind
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Fee

from .deadlines import timeline_of
from .opinions import approval, live

PARTS = ("steps", "parties", "opinions")


def situation_of(application: Application, today: date, calendar: Calendar) -> Situation:
    """Gather its timeline and facts; four queries, three of which stay prefetched on the application."""
    prefetch_related_objects([application], *PARTS)
    return Situation(timeline_of(application, calendar), facts_of(application, calendar), today, calendar)


def facts_of(application: Application, calendar: Calendar) -> Facts:
    """Collect what the record holds besides its steps, since it was last reopened."""
    again = clock.reopened_on(application.steps.all()) or date.min
    fee = fee_of(application)
    if fee is not None and not fee.paid_on and fee.noticed_on <= again:
        fee = None  # what was charged and not paid before it was reopened is charged anew if it has to be
    standing = list(live(application.opinions.all()))
    return Facts(
        is_confirmed=application.is_confirmed,
        outcome=application.outcome,
        concluded_on=application.concluded_on,
        open=tuple(
            Asked(party.kind, party.asked_on, limit_of(party.kind, party.asked_on, calendar))
            for party in application.parties.all()
            if not party.answer and party.asked_on > again
        ),
        fee_noticed_on=fee.noticed_on if fee else None,
        fee_limit=calendar.add(fee.noticed_on, clock.SILENCE[StepKind.FEE_NOTICED]) if fee else None,
        fee_paid_on=fee.paid_on if fee else None,
        pending=tuple(approval(opinion) for opinion in standing if opinion.act == OpinionAct.ASK),
        approved=tuple(approval(opinion) for opinion in standing if opinion.act == OpinionAct.APPROVE),
    )


def fee_of(application: Application) -> Fee | None:
    """Its fee, or None; a query unless it was selected with it."""
    try:
        return application.fee
    except Fee.DoesNotExist:
        return None
