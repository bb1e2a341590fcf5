"""What waits for a person: each kind a condition, counted for the first screen and listed by the same condition.

Only what the person may act on waits for them: their own authority's, and what was granted below.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import make_aware

from disclosure.desk.accounts.access import writable
from disclosure.desk.items.workflow import WROTE
from disclosure.law.applications.reply_times import NEAR, NEAREST
from disclosure.law.choices.applications import OpinionAct, StepKind
from disclosure.law.choices.items import BEFORE_PUBLICATION, ItemState, Method, ReviewAct
from disclosure.law.clock import SILENCE
from disclosure.law.publication_deadline import SOON, StartRange, starts_by_state
from disclosure.law.workdays import Calendar
from disclosure.models import Act, Application, Case, Fee, Hearing, Item, Opinion, Party, Review, Step, Verb
from disclosure.models.step import since_reopened

from .compliance import to_evaluate

WEEK = 7  # days
TRIFLES = (ReviewAct.EDIT, ReviewAct.MOVE)  # what is sent back stays so while it is worked on
PARTY, PAYER = SILENCE[StepKind.THIRD_PARTY_ASKED], SILENCE[StepKind.FEE_NOTICED]
EDITORS = ("disclosure.change_item", "disclosure.check_item", "disclosure.clear_item", "disclosure.publish_item")


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom, on which day, by which calendar."""

    user: Any
    today: date
    starts: dict[str, StartRange]
    soon: date
    """The last day that is soon: `SOON` working days from today."""
    nearest: date
    """The last day of those that are nearest: `NEAREST` working days from today."""
    near: date
    """The last day that is near: `NEAR` working days from today."""
    silent: date
    """Who was asked on this day or before has had all of their 15 working days (条例 art. 32, 34)."""
    unpaid: date
    """Who was told of a fee on this day or before has had all of their 20 working days (收费办法)."""

    @classmethod
    def of(cls, user: Any, today: date, known: Calendar) -> "Asking":
        """The ranges of days are worked out once."""
        over = (known.latest_start(today - timedelta(days=1), days) for days in (PARTY, PAYER))
        ends = (known.add(today, days) for days in (SOON, NEAREST, NEAR))
        return cls(user, today, starts_by_state(today, known), *ends, *over)

    def open_since(self, field: str, state: str) -> Q:
        """Where `field` lies in the range of `overdue` or `soon`."""
        starts = self.starts[state]
        condition = Q(**{f"{field}__lte": starts.last})
        return condition & Q(**{f"{field}__gte": starts.first}) if starts.first else condition


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of 待办. `permissions`: any of them. `is_late`: a term or a rule is broken already."""

    model: type[Model]
    key: str
    label: str
    permissions: tuple[str, ...]
    condition: Callable[[Asking], Q]
    is_late: bool = False
    among: Q | None = None  # narrower than `AT_ALL` of its model: counted in a query of its own

    def is_for(self, user: Any) -> bool:
        """Whether this is any of the person's work."""
        return any(user.has_perm(permission) for permission in self.permissions)


def _of_others(state: ItemState) -> Callable[[Asking], Q]:
    """Four eyes: nobody passes what they wrote or submitted."""
    return lambda asking: Q(state=state, is_written=False) & (Q(author=None) | ~Q(author=asking.user.pk))


def _own_draft(asking: Asking) -> Q:
    return Q(state=ItemState.DRAFT, author=asking.user.pk)


def _unpublished(state: str) -> Callable[[Asking], Q]:
    proactive = Q(state__in=BEFORE_PUBLICATION, method=Method.PROACTIVE, amends=None)  # amended, it is public already
    return lambda asking: proactive & asking.open_since("formed_on", state)


def _overdue(asking: Asking) -> Q:
    return Q(is_closed=False, due_on__lt=asking.today)


def _nearest_due(asking: Asking) -> Q:
    return Q(is_closed=False, due_on__range=(asking.today, asking.nearest))


def _near_due(asking: Asking) -> Q:
    return Q(is_closed=False, due_on__gt=asking.nearest, due_on__lte=asking.near)


def _of_mine(asking: Asking) -> Q:
    return Q(is_closed=False, handler=asking.user.pk)


def _with_others(asking: Asking) -> Q:
    """条例 art. 32 to 34, 收费办法: the clock stands still until an answer, or until silence is one."""
    asked = Q(third_party_since__gt=asking.silent) | Q(agency_since__gt=asking.silent)
    return Q(is_closed=False) & (asked | Q(party_since__gt=asking.silent) | Q(payer_since__gt=asking.unpaid))


def _uncorrected(_: Asking) -> Q:
    # 条例 art. 30: nothing is due from the office meanwhile
    return Q(is_closed=False, due_on=None, received_on__isnull=False)


def _unconfirmed(_: Asking) -> Q:
    return Q(received_on=None)  # 条例 art. 31: what comes online is received on the day both sides confirm


def _unanswered(starts: str) -> Callable[[Asking], Q]:
    """Reviews and lawsuits that the office has still to answer (复议法 art. 48; 诉讼法 art. 67)."""
    ranges: dict[str, Callable[[Asking], Q]] = {
        "overdue": lambda asking: Q(answer_due_on__lt=asking.today),
        "soon": lambda asking: Q(answer_due_on__range=(asking.today, asking.soon)),
    }
    return lambda asking: Q(answered_on=None) & ranges[starts](asking)


def _heard_soon(asking: Asking) -> Q:
    first, last = (make_aware(datetime.combine(asking.today + timedelta(days=n), time.min)) for n in (0, WEEK + 1))
    return Q(pk__in=Hearing.objects.filter(at__gte=first, at__lt=last).values("case"))


def _without_outcome(_: Asking) -> Q:
    return Q(is_closed=True)


def last_said(act: OpinionAct) -> QuerySet[Opinion]:
    """Where of a subject this was said last: `opinions.live`, as the database asks it."""
    later = Opinion.objects.filter(
        application=OuterRef("application"), subject=OuterRef("subject"), pk__gt=OuterRef("pk")
    )
    return Opinion.objects.filter(~Exists(later), application=OuterRef("pk"), act=act).exclude(subject="")


def _unmailed() -> Exists:
    """Not told of their number by mail; whoever confirms the receipt with the applicant tells them then."""
    key = Cast(OuterRef("pk"), CharField(max_length=64))
    return Exists(Act.objects.filter(verb=Verb.UNSENT, kind="disclosure.application", key=key))


def _since_reopened(asked: QuerySet, field: str) -> Subquery:
    """The first day of these; what was asked before the application was last reopened is nobody's to wait for."""
    found = since_reopened(asked, field).filter(application=OuterRef("pk"))
    return Subquery(found.order_by(field).values(field)[:1])


CHECK, CLEAR, PUBLISH = "disclosure.check_item", "disclosure.clear_item", "disclosure.publish_item"
WRITE, ANSWER, PLEAD = "disclosure.change_item", "disclosure.change_application", "disclosure.change_case"
APPROVE = "disclosure.approve_application"

# Published without having been asked the guard (imported, say), or before it knew better (个保法; 条例 art. 15).
EXPOSED = Q(state=ItemState.PUBLISHED, exposed__gt=0)

KINDS = (
    Kind(Item, "sent_back", "退回我修改的信息", (WRITE,), lambda a: _own_draft(a) & Q(last_act=ReviewAct.SEND_BACK)),
    Kind(Item, "check", "待我审核的信息", (CHECK,), _of_others(ItemState.CHECK)),
    Kind(Item, "clear", "待我保密审查的信息", (CLEAR,), _of_others(ItemState.SECRECY)),
    Kind(Item, "publish", "待发布的信息", (PUBLISH,), lambda _: Q(state=ItemState.APPROVED)),
    Kind(
        Item,
        "exposed",
        "已公开信息里有未处理的个人信息",
        (WRITE, PUBLISH),
        lambda _: EXPOSED,
        is_late=True,
        among=EXPOSED,
    ),
    Kind(Item, "overdue", "逾期未公开的信息", EDITORS, _unpublished("overdue"), is_late=True),
    Kind(Item, "soon", "5 个工作日内须公开的信息", EDITORS, _unpublished("soon")),
    Kind(Item, "evaluate", "待定期评估的不主动公开信息", EDITORS, lambda asking: to_evaluate(asking.today)),
    Kind(Item, "drafts", "我的草稿", (WRITE,), lambda a: _own_draft(a) & ~Q(last_act=ReviewAct.SEND_BACK)),
    Kind(Application, "unconfirmed", "待确认收到的申请", (ANSWER,), _unconfirmed),
    Kind(
        Application,
        "unmailed",
        "登记回执邮件没有发出、待告知申请人的申请",
        (ANSWER,),
        lambda _: Q(received_on=None, is_unmailed=True),
    ),
    Kind(Application, "overdue", "逾期未办结的申请", (ANSWER,), _overdue, is_late=True),
    Kind(Application, "nearest", "3 个工作日内到期的申请", (ANSWER,), _nearest_due),
    Kind(Application, "near", "4 至 7 个工作日内到期的申请", (ANSWER,), _near_due),
    Kind(Application, "others", "等待第三方、其他机关答复或者缴费的申请", (ANSWER,), _with_others),
    Kind(Application, "uncorrected", "等待申请人补正的申请", (ANSWER,), _uncorrected),
    Kind(Application, "unrecorded", "已办结或撤回、还没有填写办理结果的申请", (ANSWER,), _without_outcome),
    Kind(Application, "approve", "待我审批的申请", (APPROVE,), lambda _: Q(asks_head=True)),
    Kind(Application, "approved", "审批同意、待办理的申请", (ANSWER,), lambda _: Q(head_agreed=True)),
    Kind(
        Application,
        "silent",
        "已过第三方、其他机关答复期限的申请",
        (ANSWER,),
        lambda a: Q(party_asked_on__lte=a.silent),
    ),
    Kind(
        Application, "unpaid", "已过缴费期限的申请", (ANSWER,), lambda a: Q(fee_noticed_on__lte=a.unpaid), is_late=True
    ),
    Kind(Case, "answer_overdue", "逾期未提交答复（答辩）的案件", (PLEAD,), _unanswered("overdue"), is_late=True),
    Kind(Case, "answer_soon", "5 个工作日内须提交答复（答辩）的案件", (PLEAD,), _unanswered("soon")),
    Kind(Case, "hearing", "一周内开庭的案件", (PLEAD,), _heard_soon),
    Kind(Application, "mine", "由我经办的申请", (ANSWER,), _of_mine),
    Kind(Case, "open", "尚未审结的复议诉讼案件", (PLEAD,), lambda _: Q(concluded_on=None)),
)
# Items that wait for just this person's hand, told one by one.
IN_HAND = ("sent_back", "check", "clear", "publish", "drafts")
# What any kind of a model asks for, so that counting reads a part of an index, not the table.
AT_ALL: dict[type[Model], Q] = {
    Item: Q(state__in=(*BEFORE_PUBLICATION, ItemState.WITHHELD)),
    Application: Q(concluded_on=None),
    Case: Q(concluded_on=None),
}


def kinds_for(user: Any, model: type[Model] | None = None) -> list[Kind]:
    """The kinds that are a person's work, in order."""
    return [kind for kind in KINDS if (model is None or kind.model is model) and kind.is_for(user)]


def waiting(records: QuerySet, kind: Kind, asking: Asking) -> QuerySet:
    """Of these records exactly those that `counts` counts."""
    return _open(records, kind.model, asking.user, kind.among).filter(kind.condition(asking))


def mine(asking: Asking, *, most: int, besides: Item | None = None) -> list[Item]:
    """The items that wait for this person's own hand, the longest formed first, as many as `most`; one query."""
    kinds = [kind for kind in kinds_for(asking.user, Item) if kind.key in IN_HAND]
    if not kinds:
        return []
    condition = reduce(or_, (kind.condition(asking) for kind in kinds))
    found = _open(Item.with_amendments.all(), Item, asking.user).filter(condition)
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return list(found.select_related("category", "authority").order_by("formed_on", "pk")[:most])


def counts(asking: Asking) -> list[tuple[Kind, int]]:
    """How many of each kind wait; one query for each of items, applications and cases that are the person's work.

    And one for the items that are public already, of which few or none wait.
    """
    yours = kinds_for(asking.user)
    groups = dict.fromkeys((kind.model, kind.among) for kind in yours)
    found = {
        group: _counted([kind for kind in yours if (kind.model, kind.among) == group], *group, asking)
        for group in groups
    }
    return [(kind, found[kind.model, kind.among][kind.key]) for kind in yours]


def _counted(kinds: Iterable[Kind], model: type[Model], among: Q | None, asking: Asking) -> dict[str, int]:
    wanted = {kind.key: Count("pk", filter=kind.condition(asking)) for kind in kinds}
    everything = Item.with_amendments if model is Item else model._default_manager
    return _open(everything.order_by(), model, asking.user, among).aggregate(**wanted)


def asked_of(user: Any) -> dict[str, Any]:
    """What was asked of the head, of others and of the applicant. Nobody approves what they asked for themselves."""
    parties, fees = Party.objects.filter(answer=""), Fee.objects.filter(paid_on=None)
    return {
        "asks_head": Exists(last_said(OpinionAct.ASK).filter(~Q(by=user.pk) | Q(by=None))),
        "head_agreed": Exists(last_said(OpinionAct.APPROVE)),
        "party_asked_on": _since_reopened(parties, "asked_on"),
        "fee_noticed_on": _since_reopened(fees, "noticed_on"),
    }


def _since() -> dict[str, Subquery]:
    """The last day on which each was asked who has not answered since."""
    parties = Party.objects.filter(application=OuterRef("pk"), answer="").order_by("-asked_on")
    return {
        "third_party_since": _asked_last(StepKind.THIRD_PARTY_ASKED, StepKind.THIRD_PARTY_ANSWERED),
        "agency_since": _asked_last(StepKind.AGENCY_ASKED, StepKind.AGENCY_ANSWERED),
        "payer_since": _asked_last(StepKind.FEE_NOTICED, StepKind.FEE_PAID),
        # Of several who were asked one may have answered: the steps alone do not say which.
        "party_since": Subquery(parties.values("asked_on")[:1]),
    }


def _asked_last(question: StepKind, answer: StepKind) -> Subquery:
    """When it was put last since the application was last reopened, where no answer has followed."""
    answered = Step.objects.filter(application=OuterRef("application"), kind=answer, on__gte=OuterRef("on"))
    questions = Step.objects.since_reopened().filter(application=OuterRef("pk"), kind=question)
    asked = questions.filter(~Exists(answered)).order_by("-on")
    return Subquery(asked.values("on")[:1])


def _open(records: QuerySet, model: type[Model], user: Any, among: Q | None = None) -> QuerySet:
    found = records.filter(among or AT_ALL[model], authority__in=writable(user).values("pk"))
    if model is Application:
        closing = Step.objects.closings().filter(application=OuterRef("pk"))
        return found.annotate(is_closed=Exists(closing), is_unmailed=_unmailed(), **asked_of(user), **_since())
    if model is not Item:
        return found
    last = Review.objects.filter(item=OuterRef("pk")).exclude(act__in=TRIFLES).order_by("-at", "-pk")
    wrote = Review.objects.filter(item=OuterRef("pk"), act__in=WROTE, by=user.pk)
    return found.annotate(last_act=Coalesce(Subquery(last.values("act")[:1]), Value("")), is_written=Exists(wrote))
