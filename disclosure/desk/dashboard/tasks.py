"""待办: the table of what waits for a person, each task a queryset that is counted for the first screen and listed.

Only what the person may act on waits for them: their own authority's, and what was granted below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, Model, Q, QuerySet, Value

from disclosure.desk.accounts.access import writable
from disclosure.law.choices.items import BEFORE_PUBLICATION, ItemState
from disclosure.models import Application, Case, Item

from . import application_tasks, case_tasks, item_tasks
from .task_context import DAY, TaskContext

Narrowing = Callable[[Any, TaskContext], QuerySet]
"""Of the records that a person may act on, those that wait for them."""

CHECK, CLEAR, PUBLISH = "disclosure.check_item", "disclosure.clear_item", "disclosure.publish_item"
WRITE, ANSWER, PLEAD = "disclosure.change_item", "disclosure.change_application", "disclosure.change_case"
APPROVE = "disclosure.approve_application"
EDITORS = (WRITE, CHECK, CLEAR, PUBLISH)


@dataclass(frozen=True, slots=True)
class Task:
    """One line of 待办. `permissions`: any of them. `is_late`: a term or a rule is broken already."""

    model: type[Model]
    key: str
    label: str
    permissions: tuple[str, ...]
    narrowed: Narrowing
    is_late: bool = False

    def is_for(self, user: Any) -> bool:
        """Whether this is any of the person's work."""
        return any(user.has_perm(permission) for permission in self.permissions)


def _item(key: str, label: str, permissions: tuple[str, ...], narrowed: Narrowing, *, is_late: bool = False) -> Task:
    return Task(Item, key, label, permissions, narrowed, is_late)


def _application(key: str, label: str, narrowed: Narrowing, permission: str = ANSWER, *, is_late: bool = False) -> Task:
    """Of what has no outcome yet."""
    return Task(
        Application,
        key,
        label,
        (permission,),
        lambda records, context: narrowed(records.filter(concluded_on=None), context),
        is_late,
    )


def _reply(key: str, label: str, narrowed: Narrowing, *, is_late: bool = False) -> Task:
    """Of what a reply is owed for: a decision that has not gone out is one of them."""
    return Task(
        Application,
        key,
        label,
        (ANSWER,),
        lambda records, context: narrowed(records.filter(settled_on=None), context),
        is_late,
    )


def _case(key: str, label: str, narrowed: Narrowing, *, is_late: bool = False) -> Task:
    """Of what is not decided yet."""
    return Task(
        Case,
        key,
        label,
        (PLEAD,),
        lambda records, context: narrowed(records.filter(concluded_on=None), context),
        is_late,
    )


TASKS = (
    _item("sent_back", "退回我修改的信息", (WRITE,), item_tasks.sent_back),
    _item("check", "待我审核的信息", (CHECK,), item_tasks.of_others(ItemState.CHECK)),
    _item("clear", "待我保密审查的信息", (CLEAR,), item_tasks.of_others(ItemState.SECRECY)),
    _item("publish", "待发布的信息", (PUBLISH,), item_tasks.to_publish),
    _item("exposed", "已公开信息里有未处理的个人信息", (WRITE, PUBLISH), item_tasks.exposed, is_late=True),
    _item("overdue", "逾期未公开的信息", EDITORS, item_tasks.unpublished("overdue"), is_late=True),
    _item("soon", "5 个工作日内须公开的信息", EDITORS, item_tasks.unpublished("soon")),
    _item("evaluate", "待定期评估的不主动公开信息", EDITORS, item_tasks.evaluation_due),
    _item("drafts", "我的草稿", (WRITE,), item_tasks.drafts),
    _application("unconfirmed", "待确认收到的申请", lambda applications, _: applications.unconfirmed()),
    _application("unmailed", "登记回执邮件没有发出、待告知申请人的申请", application_tasks.unmailed),
    _reply(
        "overdue",
        "逾期未办结的申请",
        lambda applications, context: applications.overdue(context.today),
        is_late=True,
    ),
    _reply("unsent", "已作出答复、还没有发出的申请", lambda applications, _: applications.unsent()),
    _reply(
        "nearest",
        "3 个工作日内到期的申请",
        lambda applications, context: applications.due_within(context.today, context.nearest),
    ),
    _reply(
        "near",
        "4 至 7 个工作日内到期的申请",
        lambda applications, context: applications.due_within(context.nearest + DAY, context.near),
    ),
    _application("undelivered", "文书等待登记送达的申请", application_tasks.undelivered),
    _application("others", "等待第三方、其他机关答复或者缴费的申请", application_tasks.with_others),
    _application("uncorrected", "等待申请人补正的申请", lambda applications, _: applications.uncorrected()),
    _application(
        "unrecorded", "已办结或撤回、还没有填写办理结果的申请", lambda applications, _: applications.unrecorded()
    ),
    _application("approve", "待我审批的申请", application_tasks.to_approve, APPROVE),
    _application("approved", "审批同意、待办理的申请", application_tasks.approved),
    _application("silent", "已过第三方、其他机关答复期限的申请", application_tasks.silent),
    _application("unpaid", "已过缴费期限的申请", application_tasks.unpaid, is_late=True),
    _case("answer_overdue", "逾期未提交答复（答辩）的案件", case_tasks.answer_overdue, is_late=True),
    _case("answer_soon", "5 个工作日内须提交答复（答辩）的案件", case_tasks.answer_soon),
    _case("hearing", "一周内开庭的案件", case_tasks.heard_soon),
    _application(
        "mine",
        "由我经办的申请",
        lambda applications, context: applications.open().filter(handler=context.user.pk),
    ),
    _case("open", "尚未审结的复议诉讼案件", lambda cases, _: cases),
)
IN_HAND = ("sent_back", "check", "clear", "publish", "drafts")  # items told one by one
# What any of those is, so that the database reads a part of an index before it asks more.
UNPUBLISHED = Q(state__in=BEFORE_PUBLICATION)
RECORDS: dict[type[Model], Callable[[], QuerySet]] = {
    Item: Item.with_amendments.all,
    Application: Application.objects.all,
    Case: Case.objects.all,
}


def tasks_for(user: Any, model: type[Model] | None = None) -> list[Task]:
    """The tasks that are a person's work, in order."""
    return [task for task in TASKS if (model is None or task.model is model) and task.is_for(user)]


def waiting(records: QuerySet, task: Task, context: TaskContext) -> QuerySet:
    """Narrow these records to exactly those that `counts` counts."""
    own = records.filter(authority__in=writable(context.user).values("pk"))
    return task.narrowed(own, context)


def in_hand(context: TaskContext, *, most: int, besides: Item | None = None) -> list[Item]:
    """The items that wait for this person's own hand, the longest formed first, as many as `most`; one query."""
    tasks = [task for task in tasks_for(context.user, Item) if task.key in IN_HAND]
    if not tasks:
        return []
    waits = reduce(or_, (Q(pk__in=waiting(RECORDS[Item](), task, context).values("pk")) for task in tasks))
    items = Item.with_amendments.filter(UNPUBLISHED, waits)
    if besides is not None:
        items = items.exclude(pk=besides.pk)
    return list(items.select_related("category", "authority").order_by("formed_on", "pk")[:most])


def counts(context: TaskContext) -> list[tuple[Task, int]]:
    """How many of each task wait; one query for all of them."""
    tasks = tasks_for(context.user)
    queries = [_count(task, place, context) for place, task in enumerate(tasks)]
    if not queries:
        return []
    first, *others = queries
    numbers = dict(first.union(*others, all=True).values_list("place", "number"))
    return [(task, numbers.get(str(place), 0)) for place, task in enumerate(tasks)]


def _count(task: Task, place: int, context: TaskContext) -> QuerySet:
    """A row of a task's place in the table and how many of it wait."""
    marked = waiting(RECORDS[task.model](), task, context).order_by().annotate(place=Value(str(place), CharField()))
    return marked.values("place").annotate(number=Count("pk"))
