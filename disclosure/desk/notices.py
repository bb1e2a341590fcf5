"""What is due on an authority's pages, in sentences, and to whom of its staff each is told. No personal data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from disclosure.errors import Refused
from disclosure.law.disclosure import SOON, starts_by_state
from disclosure.law.freshness import State
from disclosure.law.inspection import Level
from disclosure.law.kinds import BEFORE_PUBLICATION, Method
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Authority, Item, User

from .calendar import missing_year
from .waiting import EXPOSED
from .watch import Inspection, column_findings, inspect, to_evaluate

WRITERS = ("编辑", "发布")
REVIEWERS = ("部门审核", "保密审查")
HANDLERS, COMPILERS, KEEPERS = ("依申请办理",), ("年报",), ("管理员",)
ROLES_OF_RULE = {"applications": HANDLERS, "report": COMPILERS}
TITLE = "政府信息公开工作台"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, and the roles that it is for (`disclosure.desk.roles`)."""

    text: str
    roles: tuple[str, ...]


def notices(authority: Authority, at: datetime, known: Calendar, *, report_published: bool | None) -> list[Notice]:
    """All that is due for an authority; the terms and thresholds that are broken before those that draw near."""
    inspection = inspect(authority, at, known, report_published=report_published)
    return [
        *_exposed(authority),
        *_broken(inspection),
        *_columns(inspection),
        *_near(authority, localdate(at), known),
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
        found = column.freshness
        term = f"最新一条 {found.newest:%Y-%m-%d}，最迟 {found.last_day:%Y-%m-%d} 更新"
        yield Notice(f"【{found.state.label}】栏目「{column.path}」：{term}。", WRITERS)


def _near(authority: Authority, today: date, known: Calendar) -> Iterator[Notice]:
    soon = starts_by_state(today, known)["soon"]

    def counted(records: QuerySet, condition: Q) -> int:
        return records.filter(condition, authority=authority).count()

    unpublished = Q(state__in=BEFORE_PUBLICATION, method=Method.PROACTIVE, formed_on__range=(soon.first, soon.last))
    unanswered = Q(concluded_on=None, due_on__range=(today, known.add(today, SOON)))
    found = (
        (counted(Item.objects.all(), unpublished), "5 个工作日内须公开的信息 {} 条。", (*WRITERS, *REVIEWERS)),
        (counted(Application.objects.all(), unanswered), "5 个工作日内到期的申请 {} 件。", HANDLERS),
        (counted(Item.objects.all(), to_evaluate(today)), "待定期评估的不主动公开信息 {} 条。", REVIEWERS),
    )
    yield from (Notice(f"【将到期】{text.format(number)}", roles) for number, text, roles in found if number)
    if year := missing_year(today, known):
        yield Notice(f"【工作日历】还没有登记{year}年的节假日安排，{year}年的期限都是暂定的。", KEEPERS)


def mail_notices(authority: Authority, due: Iterable[Notice]) -> int:
    """Tell each of the authority's staff what is for their roles; how many were told.

    Raises Refused where the mail server does not take it.
    """
    due = list(due)
    letters = [letter for person in _staff(authority) if (letter := _letter(authority, person, due))]
    try:
        return get_connection().send_messages(letters) or 0 if letters else 0
    except (OSError, SMTPException) as error:
        raise Refused("邮件没有发出：邮件服务器没有接受。请检查 EMAIL_URL 和邮件服务器。") from error


def _staff(authority: Authority) -> QuerySet[User]:
    """Who works for the authority; for the site's own also those of the whole installation."""
    whose = Q(authority=authority) | Q(authority=None) if authority.is_own else Q(authority=authority)
    people = User.objects.filter(whose, is_active=True, is_staff=True).exclude(email="")
    return people.order_by("pk").prefetch_related("groups")


def _letter(authority: Authority, person: User, due: list[Notice]) -> EmailMessage | None:
    roles = {group.name for group in person.groups.all()}
    lines = [notice.text for notice in due if roles.intersection(notice.roles)]
    if not lines:
        return None
    text = "\n".join(
        [f"{authority.name}有 {len(lines)} 项需要处理：", "", *lines, "", f"请登录{TITLE}，在「待办」中办理。"]
    )
    return EmailMessage(f"【{TITLE}】有 {len(lines)} 项需要处理", text, None, [person.email])
