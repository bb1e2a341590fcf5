"""What is due on an authority's pages, in sentences, and to whom of its staff each is told. No personal data."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Count, Exists, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure.desk.applications.republishing import suggested_title
from disclosure.desk.audit.mail import FAILURES, UNSET, mail_is_configured
from disclosure.desk.common.calendar import missing_year
from disclosure.errors import Refused
from disclosure.law.applications.reply_times import NEAR, NEAREST
from disclosure.law.choices.applications import OpinionAct
from disclosure.law.inspection.freshness import State
from disclosure.law.inspection.rules import Level
from disclosure.law.publication_deadline import starts_by_state
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Authority, Item, User
from disclosure.models.application import is_due_within, is_overdue, is_unsent

from .application_tasks import last_said
from .compliance import Inspection, column_findings, inspect, to_evaluate
from .item_tasks import EXPOSED
from .task_context import DAY

WRITERS = ("编辑", "发布")
REVIEWERS = ("部门审核", "保密审查")
HANDLERS, COMPILERS, KEEPERS, HEADS = ("依申请办理",), ("年报",), ("管理员",), ("政府信息公开工作机构负责人",)
ROLES_OF_RULE = {"applications": HANDLERS, "report": COMPILERS}
TITLE = "政府信息公开工作台"
MOST_READ = 1000  # applications, however much is in arrears
MOST_LISTED = 20  # applications in one mail to their handler
LONGEST_SUBJECT = 30  # characters


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence with its audience: roles (`desk.accounts.roles`), or one person."""

    text: str
    roles: tuple[str, ...] = ()
    person: int | None = None

    def is_for(self, person: User, roles: set[str]) -> bool:
        """Whether it is for a person with these roles in the authority."""
        return self.person == person.pk if self.person else not roles.isdisjoint(self.roles)


def notices(authority: Authority, at: datetime, calendar: Calendar, *, report_published: bool | None) -> list[Notice]:
    """List all that is due for an authority; what is broken comes before what draws near."""
    inspection = inspect(authority, at, calendar, report_published=report_published)
    return [
        *_exposed(authority),
        *_broken(inspection),
        *_columns(inspection),
        *_near(authority, localdate(at), calendar),
    ]


def _exposed(authority: Authority) -> Iterator[Notice]:
    number = Item.objects.filter(EXPOSED, authority=authority).count()
    if number:
        remedy = "请起草修订稿遮盖，或写明保留的理由；不应公开的，请撤回。"
        yield Notice(f"【个人信息】已公开信息里有未处理的个人信息：{number} 条。{remedy}", WRITERS)


def _broken(inspection: Inspection) -> Iterator[Notice]:
    for verdict in inspection.verdicts:
        if verdict.level != Level.PASS:
            text = f"【{verdict.level.label}】{verdict.rule.name}：{verdict.sentence}{verdict.remedy}"
            yield Notice(text, ROLES_OF_RULE.get(verdict.rule.key, WRITERS))


def _columns(inspection: Inspection) -> Iterator[Notice]:
    for column in column_findings(inspection.facts.columns, State.STALE, State.NEAR):
        freshness = column.freshness
        term = f"最新一条 {freshness.newest:%Y-%m-%d}，最迟 {freshness.last_day:%Y-%m-%d} 更新"
        yield Notice(f"【{freshness.state.label}】栏目「{column.path}」：{term}。", WRITERS)


def _near(authority: Authority, today: date, calendar: Calendar) -> Iterator[Notice]:
    soon = starts_by_state(today, calendar)["soon"]

    items = Item.objects.filter(authority=authority)
    due = (
        (items.to_publish(soon).count(), "5 个工作日内须公开的信息 {} 条。", (*WRITERS, *REVIEWERS)),
        (items.filter(to_evaluate(today)).count(), "待定期评估的不主动公开信息 {} 条。", REVIEWERS),
    )
    yield from (Notice(f"【将到期】{text.format(number)}", roles) for number, text, roles in due if number)
    yield from _applications(authority, today, calendar)
    if year := missing_year(today, calendar):
        yield Notice(f"【工作日历】还没有登记{year}年的节假日安排，{year}年的期限都是暂定的。", KEEPERS)


# --- Applications -------------------------------------------------------------------


def _terms(today: date, calendar: Calendar) -> dict[str, Q]:
    """Words → which applications that are owed a reply they are; none is two of them."""
    nearest, near = calendar.add(today, NEAREST), calendar.add(today, NEAR)
    return {
        "逾期未办结": is_overdue(today),
        f"{NEAREST} 个工作日内到期": is_due_within(today, nearest),
        f"{NEAREST + 1} 至 {NEAR} 个工作日内到期": is_due_within(nearest + DAY, near),
    }


def _applications(authority: Authority, today: date, calendar: Calendar) -> Iterator[Notice]:
    """Yield what is due soon, unconfirmed or waits for the head; a rule covers what is overdue. Two queries."""
    _, *near = _terms(today, calendar).items()
    owed = Application.objects.filter(authority=authority, settled_on=None)
    wanted = {f"term{at}": Count("pk", filter=condition) for at, (_, condition) in enumerate(near)}
    numbers = owed.order_by().aggregate(
        **wanted, unsent=Count("pk", filter=is_unsent()), unconfirmed=Count("pk", filter=Q(received_on=None))
    )
    for at, (words, _) in enumerate(near):
        if number := numbers[f"term{at}"]:
            yield Notice(f"【将到期】{words}的申请 {number} 件。", HANDLERS)
    if number := numbers["unsent"]:
        yield Notice(f"【待发出】已作出答复、还没有发出的申请 {number} 件，是否按期以发出之日为准。", HANDLERS)
    if number := numbers["unconfirmed"]:
        yield Notice(f"【待确认】待确认收到的申请 {number} 件，请当天与申请人确认（条例第三十一条）。", HANDLERS)
    if number := owed.filter(concluded_on=None).filter(Exists(last_said(OpinionAct.ASK))).count():
        yield Notice(f"【待审批】等待审批延期、答复决定的申请 {number} 件。", HEADS)


def handlers_notices(authority: Authority, today: date, calendar: Calendar) -> list[Notice]:
    """Tell each handler how many of their applications are due, and which, the most urgent first; three queries."""
    terms = _terms(today, calendar)
    handled = Application.objects.filter(authority=authority, settled_on=None, handler__isnull=False)
    wanted = {f"term{at}": Count("pk", filter=condition) for at, condition in enumerate(terms.values())}
    rows = handled.order_by().values("handler").annotate(**wanted).order_by("handler").values_list("handler", *wanted)
    told = ((person, _counted(terms, numbers)) for person, *numbers in rows)
    due = _due_lines(handled.filter(reduce(or_, terms.values())))
    return [
        notice
        for person, words in told
        if words
        for notice in (Notice(f"【我经办的】由您经办的申请：{words}。", person=person), *due[person][:MOST_LISTED])
    ]


def _due_lines(applications: QuerySet[Application]) -> dict[int, list[Notice]]:
    """By handler, a line for each application: number, what is asked for without anybody's data, day, link."""
    lines: dict[int, list[Notice]] = defaultdict(list)
    for application in applications.order_by("due_on", "pk").prefetch_related("parties")[:MOST_READ]:
        if (handler := application.handler_id) is None or len(lines[handler]) >= MOST_LISTED:
            continue
        subject = suggested_title(application)[:LONGEST_SUBJECT]
        address = f"{_origin()}{reverse('admin:disclosure_application_change', args=(application.pk,))}"
        text = f"{application.number}「{subject}」，{application.due_on} 到期：{address}"
        lines[handler].append(Notice(text, person=handler))
    return lines


def _origin() -> str:
    """The site's address as the settings have it; empty on one machine, which knows none."""
    return next((origin for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin), "")


def _counted(terms: Iterable[str], numbers: Iterable[int]) -> str:
    return "，".join(f"{words} {number} 件" for words, number in zip(terms, numbers, strict=True) if number)


# --- Mail ---------------------------------------------------------------------------


def mail_notices(authority: Authority, due: Iterable[Notice]) -> int:
    """Mail the staff of an authority the notices for their roles, and handlers those for them.

    How many were told; an address that the server does not know stops no other. A subject says how many things, never
    whose. Raises Refused where the server takes nothing.
    """
    if not mail_is_configured():
        raise Refused(f"邮件没有发出：{UNSET}。设置后再运行。")
    due = list(due)
    told = {notice.person for notice in due if notice.person}
    letters = [letter for person in _staff(authority, told) if (letter := _letter(authority, person, due))]
    try:
        return _sent(letters) if letters else 0
    except FAILURES as error:
        raise Refused("邮件没有发出：邮件服务器没有接受。请检查 EMAIL_URL 和邮件服务器。") from error


def _sent(letters: Iterable[EmailMessage]) -> int:
    """Send over one connection; returns the number. Raises OSError, SMTPException."""
    number = 0
    with get_connection() as connection:
        for letter in letters:
            with suppress(SMTPRecipientsRefused):
                number += connection.send_messages([letter]) or 0
    return number


def _staff(authority: Authority, besides: Iterable[int]) -> QuerySet[User]:
    """The authority's staff and those `besides`; for the site's own also staff of the whole installation."""
    people = User.objects.filter(_works_for(authority) | Q(pk__in=besides), is_active=True, is_staff=True)
    return people.exclude(email="").order_by("pk").prefetch_related("groups")


def _works_for(authority: Authority) -> Q:
    return Q(authority=authority) | Q(authority=None) if authority.is_own else Q(authority=authority)


def _letter(authority: Authority, person: User, due: list[Notice]) -> EmailMessage | None:
    # A superior's person may handle an application of this authority: they are told of that one alone.
    is_of_it = person.authority_id == authority.pk or (person.authority_id is None and authority.is_own)
    roles = {group.name for group in person.groups.all()} if is_of_it else set()
    lines = [notice.text for notice in due if notice.is_for(person, roles)]
    if not lines:
        return None
    text = "\n".join(
        [f"{authority.name}有 {len(lines)} 项需要处理：", "", *lines, "", f"请登录{TITLE}，在「待办」中办理。"]
    )
    return EmailMessage(f"【{TITLE}】有 {len(lines)} 项需要处理", text, None, [person.email])
