"""Applications that wait for the head, for others, or to be told: querysets of the table of tasks.

What is open, overdue or unrecorded says `ApplicationQuerySet`. What was asked before the application was last reopened
is nobody's to wait for.
"""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from disclosure.law.choices.applications import OpinionAct, PartyKind, StepKind
from disclosure.models import Act, Fee, Opinion, Party, Step, Verb
from disclosure.models.application import ApplicationQuerySet
from disclosure.models.step import since_reopened

from .task_context import TaskContext


def unmailed(applications: ApplicationQuerySet, _: TaskContext) -> ApplicationQuerySet:
    """Not told of their number by mail; whoever confirms the receipt with the applicant tells them then."""
    key = Cast(OuterRef("pk"), CharField(max_length=64))
    unsent = Act.objects.filter(verb=Verb.UNSENT, kind="disclosure.application", key=key)
    return applications.unconfirmed().filter(Exists(unsent))


# --- What waits for the head ----------------------------------------------------------


def last_said(act: OpinionAct) -> QuerySet[Opinion]:
    """Opinions of the outer application that say this last of a subject: `opinions.live` for the database."""
    later = Opinion.objects.filter(
        application=OuterRef("application"), subject=OuterRef("subject"), pk__gt=OuterRef("pk")
    )
    return Opinion.objects.filter(~Exists(later), application=OuterRef("pk"), act=act).exclude(subject="")


def to_approve(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """Asked of the head by somebody else: nobody approves what they asked for themselves."""
    asked = last_said(OpinionAct.ASK).filter(~Q(by=context.user.pk) | Q(by=None))
    return applications.filter(Exists(asked))


def approved(applications: ApplicationQuerySet, _: TaskContext) -> ApplicationQuerySet:
    """Agreed to by the head, and not made use of yet."""
    return applications.filter(Exists(last_said(OpinionAct.APPROVE)))


# --- What waits for others ------------------------------------------------------------


def party_asked_on() -> Subquery:
    """The first day on which a party was asked that has not answered."""
    return _first_day(Party.objects.filter(answer=""), "asked_on")


def fee_noticed_on() -> Subquery:
    """The day of a notice of fee that nobody has paid."""
    return _first_day(Fee.objects.filter(paid_on=None), "noticed_on")


def _first_day(records: QuerySet, field: str) -> Subquery:
    found = since_reopened(records, field).filter(application=OuterRef("pk"))
    return Subquery(found.order_by(field).values(field)[:1])


QUESTIONS = {  # of the clock: question → its delivery and its answer
    StepKind.THIRD_PARTY_ASKED: (StepKind.THIRD_PARTY_DELIVERED, StepKind.THIRD_PARTY_ANSWERED),
    StepKind.AGENCY_ASKED: (StepKind.AGENCY_DELIVERED, StepKind.AGENCY_ANSWERED),
    StepKind.FEE_NOTICED: (StepKind.FEE_DELIVERED, StepKind.FEE_PAID),
}
PARTY_DELIVERIES = {
    PartyKind.THIRD_PARTY: StepKind.THIRD_PARTY_DELIVERED,
    PartyKind.AGENCY: StepKind.AGENCY_DELIVERED,
}


def silent(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """条例 art. 32, 34: parties whose 15 working days are over since the letter was delivered to them."""
    overs = [
        Exists(_unanswered().filter(Exists(_delivered(delivery, "asked_on", context.silent)), kind=kind))
        for kind, delivery in PARTY_DELIVERIES.items()
    ]
    return applications.open().filter(reduce(or_, map(Q, overs)))


def _unanswered() -> QuerySet[Party]:
    """Whom the outer application has asked since it was last reopened, and who has not answered."""
    return since_reopened(Party.objects.filter(answer=""), "asked_on").filter(application=OuterRef("pk"))


def unpaid(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """收费办法 art. 7: fees whose 20 working days are over; the application is to be concluded for it."""
    return applications.open().filter(has_unpaid_fee(context.unpaid))


def has_unpaid_fee(over: date) -> Q:
    """That a notice of fee was delivered on `over` or before, and nobody has paid since the last reopening."""
    fees = since_reopened(Fee.objects.filter(paid_on=None, amount__gt=0), "noticed_on")
    delivered = _delivered(StepKind.FEE_DELIVERED, "noticed_on", over)
    return Q(Exists(fees.filter(Exists(delivered), application=OuterRef("pk"))))


def _delivered(delivery: StepKind, since: str, over: date) -> QuerySet[Step]:
    """Deliveries of the outer record's letter, since its day and up to `over`."""
    return Step.objects.filter(
        application=OuterRef("application"), kind=delivery, on__gte=OuterRef(since), on__lte=over
    )


def with_others(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """条例 art. 32 to 34, 收费办法: waits for an answer or a payment; silence counts from a recorded delivery alone."""
    overs = {StepKind.FEE_NOTICED: context.unpaid}
    waits = (
        _is_waited_for(question, delivery, answer, overs.get(question, context.silent))
        for question, (delivery, answer) in QUESTIONS.items()
    )
    # Of several who were asked one may have answered: the steps alone do not say which.
    others = Q(Exists(_unanswered().filter(asked_on__gt=context.silent)))
    return applications.open().filter(reduce(or_, waits, others))


def undelivered(applications: ApplicationQuerySet, _: TaskContext) -> ApplicationQuerySet:
    """Letters that start somebody's period and whose delivery is not recorded: no silence counts on them."""
    letters = QUESTIONS | {StepKind.CORRECTION_ASKED: (StepKind.CORRECTION_DELIVERED, StepKind.CORRECTED)}
    waits = (_is_asked(letter, (delivery, answer)) for letter, (delivery, answer) in letters.items())
    return applications.open().filter(reduce(or_, waits))


def _is_asked(question: StepKind, followed_by: tuple[StepKind, ...]) -> Q:
    """That a question was put since the application was last reopened, and none of these steps has followed."""
    later = Step.objects.filter(application=OuterRef("application"), kind__in=followed_by, on__gte=OuterRef("on"))
    asked = Step.objects.since_reopened().filter(application=OuterRef("pk"), kind=question)
    return Q(Exists(asked.filter(~Exists(later))))


def _is_waited_for(question: StepKind, delivery: StepKind, answer: StepKind, over: date) -> Q:
    """That a question was put and nobody has answered, and that it was not delivered on `over` or before."""
    later = Step.objects.filter(application=OuterRef("application"), on__gte=OuterRef("on"))
    is_over = Q(kind=answer) | Q(kind=delivery, on__lte=over)
    asked = Step.objects.since_reopened().filter(application=OuterRef("pk"), kind=question)
    return Q(Exists(asked.filter(~Exists(later.filter(is_over)))))
