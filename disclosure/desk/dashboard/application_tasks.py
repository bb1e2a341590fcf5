"""Applications that wait for the head, for others, or to be told: querysets of the table of tasks.

What is open, overdue or unrecorded says `ApplicationQuerySet`. What was asked before the application was last reopened
is nobody's to wait for.
"""

from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from disclosure.desk.applications.fees import delivered, has_unpaid_fee
from disclosure.law.applications.handling import SILENCE_OF
from disclosure.law.choices.applications import OpinionAct, StepKind
from disclosure.law.clock import ANSWERS, DELIVERIES
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


# Letter → the step that delivers it, and question → the step that answers it.
DELIVERED = {letter: delivery for delivery, letter in DELIVERIES.items()}
ANSWERED = {question: answer for answer, question in ANSWERS.items()}


def silent(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """条例 art. 32, 34: parties whose 15 working days are over since the letter was delivered to them."""
    overs = [
        Exists(_unanswered().filter(Exists(delivered(DELIVERED[letter], "asked_on", context.silent)), kind=kind))
        for kind, letter in SILENCE_OF.items()
    ]
    return applications.open().filter(reduce(or_, map(Q, overs)))


def _unanswered() -> QuerySet[Party]:
    """Whom the outer application has asked since it was last reopened, and who has not answered."""
    return since_reopened(Party.objects.filter(answer=""), "asked_on").filter(application=OuterRef("pk"))


def unpaid(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """收费办法 art. 7: fees whose 20 working days are over; the application is to be concluded for it."""
    return applications.open().filter(has_unpaid_fee(context.unpaid))


def with_others(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """条例 art. 32 to 34, 收费办法: waits for an answer or a payment; silence counts from a recorded delivery alone."""
    waits = (
        _is_pending(
            question,
            Q(kind=answer)
            | Q(kind=DELIVERED[question], on__lte=context.unpaid if answer == StepKind.FEE_PAID else context.silent),
        )
        for question, answer in ANSWERED.items()
    )
    # Of several who were asked one may have answered: the steps alone do not say which.
    others = Q(Exists(_unanswered().filter(asked_on__gt=context.silent)))
    return applications.open().filter(reduce(or_, waits, others))


def undelivered(applications: ApplicationQuerySet, _: TaskContext) -> ApplicationQuerySet:
    """Letters that start somebody's period and whose delivery is not recorded: no silence counts on them."""
    answers = ANSWERED | {StepKind.CORRECTION_ASKED: StepKind.CORRECTED}
    waits = (_is_pending(letter, Q(kind__in=(DELIVERED[letter], answer))) for letter, answer in answers.items())
    return applications.open().filter(reduce(or_, waits))


def _is_pending(question: StepKind, ended: Q) -> Q:
    """That a question was put since the application was last reopened, and that no step so `ended` has followed."""
    later = Step.objects.filter(ended, application=OuterRef("application"), on__gte=OuterRef("on"))
    asked = Step.objects.since_reopened().filter(application=OuterRef("pk"), kind=question)
    return Q(Exists(asked.filter(~Exists(later))))
