"""The first screen: the person's tasks, the month's figures, and whether the site would pass an inspection."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from disclosure.desk.accounts.access import narrowed_to_act, visible_audit_entries
from disclosure.desk.applications import completeness
from disclosure.desk.audit.mail import UNSET, mail_is_configured
from disclosure.desk.audit.messages import kind_name
from disclosure.desk.common.calendar import left_for, load_calendar, may_correct, missing_year
from disclosure.desk.dashboard.compliance import Inspection, column_findings, inspect
from disclosure.desk.dashboard.task_context import TaskContext
from disclosure.desk.dashboard.tasks import counts, in_hand
from disclosure.desk.items.intake import ACCEPTED
from disclosure.law.choices.items import ItemState
from disclosure.law.inspection.freshness import JUDGED, State
from disclosure.law.inspection.rules import Level, Verdict
from disclosure.law.publication_deadline import TimeLeft
from disclosure.law.workdays import Calendar
from disclosure.models import Act, Application, Authority, Category, DeadLink, Item, Verb
from reports.desk.unfinished import is_published, unfinished_reports
from reports.models import AnnualReport, ReportState

from .checklist import checklist
from .month import charts

UNTOLD = (Verb.LOOK, Verb.SEARCH, Verb.SIGN_IN, Verb.SIGN_OUT, Verb.DEVICE, Verb.END_SESSION)
RECENT = 10
MOST_IN_HAND = 8
# What the person is to do with an item in its state.
HANDS = {
    ItemState.DRAFT: "修改",
    ItemState.CHECK: "部门审核",
    ItemState.SECRECY: "保密审查",
    ItemState.APPROVED: "发布",
}
WEIGHT = {level: weight for weight, level in enumerate((Level.VETO, Level.FAIL, Level.WARN, Level.PASS))}
MAIL_MINDED = ("disclosure.change_application", "disclosure.change_user")
KEEPERS = ("disclosure.change_item", "disclosure.publish_item", "disclosure.change_category")


@dataclass(frozen=True, slots=True)
class Todo:
    """A line of 待办: how many, of what, where; `is_late`: a limit or threshold is exceeded already."""

    label: str
    number: int
    url: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class AssignedItem:
    """An item waiting for this person: what to do, and what is left of its time limit."""

    item: Item
    act: str
    left: TimeLeft | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rule of the inspection with a link; no address where the person may not open it."""

    verdict: Verdict
    url: str


@dataclass(frozen=True, slots=True)
class Health:
    """今天检查能通过吗: the worst first."""

    judgements: list[Judgement]

    def count(self, level: Level) -> int:
        return sum(judgement.verdict.level == level for judgement in self.judgements)

    @property
    def level(self) -> Level:
        return self.judgements[0].verdict.level

    @property
    def answer(self) -> str:
        parts = ((Level.VETO, "单项否决"), (Level.FAIL, "不合格"), (Level.WARN, "须注意"))
        found = "，".join(f"{self.count(level)} 项{word}" for level, word in parts if self.count(level))
        if self.level in {Level.VETO, Level.FAIL}:
            return f"不能通过：{found}。"
        return f"能通过，但有 {found}。" if found else "能通过，各项都合格。"


def first_screen(user: Any, at: datetime) -> dict[str, Any]:
    """The template's context, limited to what the person may see; a constant number of queries."""
    calendar, authority = load_calendar(), authority_of(user)
    inspection = _inspection(authority, at, calendar) if authority and _may_see_health(user) else None
    todos = [todo for todo in _todos(user, at, calendar, authority, inspection) if todo.number]
    return {
        "accepted": ACCEPTED if user.has_perm("disclosure.add_item") else "",
        "in_hand": _assigned_items(user, at, calendar),
        "unmailed": _mail_warning(user),
        "todos": sorted(todos, key=lambda todo: not todo.is_late),
        "health": _health(inspection, authority, user) if inspection and authority else None,
        "charts": charts(authority, localdate(at), user) if authority else [],
        "authority": authority,
        "checklist": checklist(authority, user, missing_year(localdate(at), calendar)),
        "recent": recent(user),
    }


def _mail_warning(user: Any) -> str:
    """A warning where there is no mail server, for those who rely on mail or manage accounts."""
    if mail_is_configured() or not any(user.has_perm(one) for one in MAIL_MINDED):
        return ""
    return (
        f"{UNSET}：申请的登记回执、账号安全提醒和到期提醒都不会发出。请管理人员设置后重新启动；在此以前，"
        "请当面、电话或者以信函告知申请人。"
    )


def authority_of(user: Any) -> Authority | None:
    """The authority whose site the person is responsible for: their own, or the site's own."""
    return user.authority if user.authority_id else Authority.objects.filter(is_own=True).first()


def _may_see_health(user: Any) -> bool:
    return user.has_perm("disclosure.view_item")


def _inspection(authority: Authority, at: datetime, calendar: Calendar) -> Inspection:
    published = is_published(authority, localdate(at).year - 1)
    return inspect(authority, at, calendar, report_published=published)


def _assigned_items(user: Any, at: datetime, calendar: Calendar) -> list[AssignedItem]:
    """The most urgent items waiting for the person; one query."""
    today = localdate(at)
    return [
        AssignedItem(item, HANDS[ItemState(item.state)], left_for(item, today, calendar))
        for item in in_hand(TaskContext.of(user, today, calendar), most=MOST_IN_HAND)
    ]


# --- 待办 -----------------------------------------------------------------------


def _todos(
    user: Any, at: datetime, calendar: Calendar, authority: Authority | None, inspection: Inspection | None
) -> Iterator[Todo]:
    today = localdate(at)
    for task, number in counts(TaskContext.of(user, today, calendar)):
        yield Todo(task.label, number, address(task.model, waiting=task.key), task.is_late)
    if authority and inspection and any(user.has_perm(permission) for permission in KEEPERS):
        yield from _freshness_todos(authority, inspection)
    if authority:
        yield from _report_todos(authority, user)
    yield from _yearend_todos(user, today, calendar)
    year = missing_year(today, calendar)
    if year and user.has_perm("disclosure.add_daycorrection") and may_correct(user):
        yield Todo(f"登记{year}年的节假日安排", 1, reverse("admin:disclosure_daycorrection_arrangement"))


def _yearend_todos(user: Any, today: date, calendar: Calendar) -> Iterator[Todo]:
    """While the report is prepared: what the year's applications still gap; one query."""
    year = completeness.year_to_prepare(today)
    if year and user.has_perm("disclosure.change_application"):
        applications = narrowed_to_act(Application.objects.all(), user)
        number = completeness.number_missing(applications, completeness.ReportYear.of(year, today, calendar))
        where = f"{reverse('admin:disclosure_application_yearend')}?year={year}"
        yield Todo(f"{year}年终核对：记录不全的申请", number, where)


def _freshness_todos(authority: Authority, inspection: Inspection) -> Iterator[Todo]:
    for state, label in ((State.STALE, "逾期未更新的栏目"), (State.NEAR, "更新将到期的栏目")):
        found = column_findings(inspection.facts.columns, state)
        url = address(Category, freshness=state.value, authority__id__exact=authority.pk)
        yield Todo(label, len(found), url, state == State.STALE)
    yield Todo("失效链接", inspection.facts.dead_links, address(DeadLink, item__authority__id__exact=authority.pk))


def _report_todos(authority: Authority, user: Any) -> Iterator[Todo]:
    writes = user.has_perm("reports.change_annualreport")
    reviews = user.has_perm("reports.review_annualreport") or user.has_perm("reports.publish_annualreport")
    for unfinished in unfinished_reports(authority, user) if writes or reviews else ():
        year = unfinished.report.year
        url = reverse("admin:reports_annualreport_change", args=(unfinished.report.pk,))
        if unfinished.report.state == ReportState.REVIEW and reviews:
            yield Todo(f"待审核、发布的{year}年度报告", 1, url)
        elif writes:
            yield Todo(f"{year}年度报告检查出的错误", unfinished.errors, url, is_late=True)
            yield Todo(f"{year}年度报告检查出的提醒", unfinished.warnings, url)


# --- 今天检查能通过吗 -------------------------------------------------------------


def _health(inspection: Inspection, authority: Authority, user: Any) -> Health:
    ordered = sorted(inspection.verdicts, key=lambda verdict: WEIGHT[verdict.level])
    return Health([Judgement(verdict, _where(verdict.rule.key, authority.pk, user)) for verdict in ordered])


def _where(key: str, authority: int, user: Any) -> str:
    """Address of the list of exactly what a rule counted; empty where there is none or the person may not see it."""
    own: dict[str, Any] = {"authority__id__exact": authority}
    places: dict[str, tuple[type[Model], dict[str, Any]]] = {
        "home": (Item, own),
        "kinds": (Category, {"freshness": "stale", "kind__in": ",".join(JUDGED), **own}),
        "due": (Category, {"freshness": "stale", **own}),
        "empty": (Category, {"freshness": "empty", **own}),
        "links": (DeadLink, {"item__authority__id__exact": authority}),
        "report": (AnnualReport, {}),
        "applications": (Application, {"time_limit": "overdue", **own}),
        "items": (Item, {"time_limit": "overdue", **own}),
    }
    if key not in places:
        return ""
    model, query = places[key]
    meta = model._meta
    return address(model, **query) if user.has_perm(f"{meta.app_label}.view_{meta.model_name}") else ""


def address(model: type[Model], **query: Any) -> str:
    found = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
    return f"{found}?{urlencode(query)}" if query else found


# --- 我最近的操作 -----------------------------------------------------------------


def recent(user: Any) -> list[dict[str, Any]]:
    """The person's latest actions, with links; one query."""
    acts = visible_audit_entries(Act.objects.filter(user=user), user).exclude(verb__in=UNTOLD)[:RECENT]
    return [{"act": act, "kind": kind_name(act.kind), "url": _record(act)} for act in acts]


def _record(act: Act) -> str:
    if not act.key or act.verb in {Verb.DELETE, Verb.SIGN_IN_FAILED}:
        return ""
    try:
        return reverse(f"admin:{act.kind.replace('.', '_')}_change", args=(act.key,))
    except NoReverseMatch:  # a kind without screens
        return ""
