"""Items that wait for a person: querysets of the table of tasks."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from disclosure.desk.items.workflow import WROTE
from disclosure.law.choices.items import ItemState, ReviewAct
from disclosure.models import Review
from disclosure.models.item import ItemQuerySet

from .compliance import to_evaluate
from .task_context import TaskContext

MINOR = (ReviewAct.EDIT, ReviewAct.MOVE)  # what is sent back stays so while it is worked on
# Published without having been asked the guard (imported, say), or before it knew better (个保法; 条例 art. 15).
EXPOSED = Q(state=ItemState.PUBLISHED, exposed__gt=0)


def sent_back(items: QuerySet, context: TaskContext) -> QuerySet:
    """The person's drafts that a reviewer sent back."""
    return _own_drafts(items, context).filter(last_act=ReviewAct.SEND_BACK)


def drafts(items: QuerySet, context: TaskContext) -> QuerySet:
    """The person's other drafts."""
    return _own_drafts(items, context).exclude(last_act=ReviewAct.SEND_BACK)


def _own_drafts(items: QuerySet, context: TaskContext) -> QuerySet:
    last = Review.objects.filter(item=OuterRef("pk")).exclude(act__in=MINOR).order_by("-at", "-pk")
    drafts = items.filter(state=ItemState.DRAFT, author=context.user.pk)
    return drafts.annotate(last_act=Coalesce(Subquery(last.values("act")[:1]), Value("")))


def of_others(state: ItemState) -> Callable[[QuerySet, TaskContext], QuerySet]:
    """In this state, and written and submitted by others: nobody passes their own (four eyes)."""

    def waiting(items: QuerySet, context: TaskContext) -> QuerySet:
        wrote = Review.objects.filter(item=OuterRef("pk"), act__in=WROTE, by=context.user.pk)
        return items.filter(Q(author=None) | ~Q(author=context.user.pk), ~Exists(wrote), state=state)

    return waiting


def to_publish(items: QuerySet, _: TaskContext) -> QuerySet:
    """Passed by every reviewer."""
    return items.filter(state=ItemState.APPROVED)


def exposed(items: QuerySet, _: TaskContext) -> QuerySet:
    """Public, with personal data that nobody has masked or justified."""
    return items.filter(EXPOSED)


def unpublished(state: str) -> Callable[[ItemQuerySet, TaskContext], QuerySet]:
    """To be disclosed and not public, `overdue` or due `soon` (条例 art. 26)."""
    return lambda items, context: items.to_publish(context.starts[state])


def evaluation_due(items: QuerySet, context: TaskContext) -> QuerySet:
    """Withheld, and to be looked at again (条例 art. 18)."""
    return items.filter(to_evaluate(context.today))
