"""Reviews and lawsuits that wait for a person: querysets of the table of tasks."""

from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import make_aware

from disclosure.models import Hearing
from disclosure.models.case import CaseQuerySet

from .task_context import TaskContext

WEEK = 7  # days


def answer_overdue(cases: CaseQuerySet, context: TaskContext) -> QuerySet:
    """The office has not answered, and its days are over (复议法 art. 48; 诉讼法 art. 67)."""
    return cases.answer_overdue(context.today)


def answer_soon(cases: CaseQuerySet, context: TaskContext) -> QuerySet:
    """The office has not answered, and has few days left."""
    return cases.answer_due_within(context.today, context.soon)


def heard_soon(cases: QuerySet, context: TaskContext) -> QuerySet:
    """Heard from today to this day a week on."""
    first, last = (make_aware(datetime.combine(context.today + timedelta(days=n), time.min)) for n in (0, WEEK + 1))
    return cases.filter(pk__in=Hearing.objects.filter(at__gte=first, at__lt=last).values("case"))
