"""Applications that wait for the head, for others, or to be told: querysets of the table of tasks.

What is open, overdue or unrecorded says `ApplicationQuerySet`. What was asked before the application was last reopened
is nobody's to wait for.
"""

from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from disclosure.law.choices.applications import OpinionAct, StepKind
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


def silent(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """条例 art. 32, 34: parties whose 15 working days are over; it is to be written down that they were silent."""
    return applications.open().annotate(party_asked_on=party_asked_on()).filter(party_asked_on__lte=context.silent)


def unpaid(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """收费办法: fees whose 20 working days are over; the application is to be concluded for it."""
    return applications.open().annotate(fee_noticed_on=fee_noticed_on()).filter(fee_noticed_on__lte=context.unpaid)


def with_others(applications: ApplicationQuerySet, context: TaskContext) -> ApplicationQuerySet:
    """条例 art. 32 to 34, 收费办法: the clock stands still until an answer, or until silence is one."""
    # Of several who were asked one may have answered: the steps alone do not say which.
    parties = since_reopened(Party.objects.filter(answer=""), "asked_on").filter(application=OuterRef("pk"))
    return applications.open().filter(
        _is_waited_for(StepKind.THIRD_PARTY_ASKED, StepKind.THIRD_PARTY_ANSWERED, context.silent)
        | _is_waited_for(StepKind.AGENCY_ASKED, StepKind.AGENCY_ANSWERED, context.silent)
        | _is_waited_for(StepKind.FEE_NOTICED, StepKind.FEE_PAID, context.unpaid)
        | Q(Exists(parties.filter(asked_on__gt=context.silent)))
    )


def _is_waited_for(question: StepKind, answer: StepKind, over: date) -> Q:
    """That a question was put since the application was last reopened and after `over`, and nobody has answered."""
    answered = Step.objects.filter(application=OuterRef("application"), kind=answer, on__gte=OuterRef("on"))
    asked = Step.objects.since_reopened().filter(application=OuterRef("pk"), kind=question, on__gt=over)
    return Q(Exists(asked.filter(~Exists(answered))))
