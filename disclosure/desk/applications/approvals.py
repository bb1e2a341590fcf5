"""Inside the office: who handles it, what is thought of it, and what the head agrees to before it goes out.

An opinion is never changed, only followed by another. An approval holds for exactly what was asked for (the outcome,
the working days), until it is made use of or the application is taken up again.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from disclosure.desk.accounts.access import may_act
from disclosure.desk.audit.log import display_name, save_recorded
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.concluding import against_outcome, needs_approval
from disclosure.law.applications.handling import Situation, may_be_extended
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct
from disclosure.law.clock import LONGEST_EXTENSION
from disclosure.models import Application, Opinion, User

from .opinions import live, write
from .workflow import HANDLES, locked, permitted, situation_of

APPROVES = "disclosure.approve_application"
S = ApprovalSubject


@transaction.atomic
def assign(
    *, application: Application, by: Actor, at: datetime, section: str = "", to: User | None = None, text: str = ""
) -> Application:
    """Give it to a section, to a person, or to both. Raises Refused: to nobody, or to who may not handle it."""
    found = _open(application, by, "分办申请")
    if not section.strip() and to is None:
        raise Refused("请填写承办科室，或者选择经办人。")
    if to is not None and not (to.is_active and to.has_perm(HANDLES) and may_act(to, found)):
        raise Refused(f"「{display_name(to)}」不能办理本机关的信息公开申请，请选择有办理权限的同事。")
    found.section, found.handler = section.strip(), to
    save_recorded(found, by=by)
    write(found, OpinionAct.ASSIGN, by, at, section=found.section, to=to, text=text)
    return found


@transaction.atomic
def hand_back(*, application: Application, by: Actor, at: datetime, text: str = "") -> Application:
    """Back to who assigned it last, with what the section says. Raises Refused where it is assigned to nobody."""
    found = _open(application, by, "办回申请")
    if not found.section and found.handler_id is None:
        raise Refused(f"申请「{found}」还没有分办。")
    last = found.opinions.filter(act=OpinionAct.ASSIGN).order_by("-pk").first()
    section, found.section, found.handler = found.section, "", last.by if last else None
    save_recorded(found, by=by)
    write(found, OpinionAct.RETURN, by, at, section=section, to=found.handler, text=text)
    return found


@transaction.atomic
def write_opinion(*, application: Application, by: Actor, at: datetime, text: str) -> Opinion:
    """A line for colleagues, of handlers and the head. Raises Refused."""
    permitted(application, by, "填写办理意见", HANDLES, APPROVES)
    if not text.strip():
        raise Refused("请填写意见。")
    return write(locked(application), OpinionAct.NOTE, by, at, text=text.strip())


@transaction.atomic
def ask_approval(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    subject: ApprovalSubject | str,
    outcome: Outcome | str = "",
    days: int | None = None,
    text: str = "",
) -> Opinion:
    """Ask the head to agree to an extension by `days`, or to an outcome; it takes the place of what was asked before.

    Raises Refused: what would not be lawful if the head agreed, an outcome that needs nobody's approval.
    """
    found = _open(application, by, "呈批")
    now = situation_of(found, localdate(at), load_calendar())
    if not found.is_confirmed:
        raise Refused(f"申请「{found}」还没有确认收到，不能呈批。")
    is_extension = subject == S.EXTENSION
    asked = {"days": _days(found, now, days)} if is_extension else {"outcome": _outcome(found, now, outcome)}
    return write(found, OpinionAct.ASK, by, at, subject=subject, text=text.strip(), **asked)


def _days(application: Application, now: Situation, days: int | None) -> int:
    """条例 art. 33: 20 working days at most; art. 35 sets a reasonable delay no limit."""
    if why := may_be_extended(now):
        raise Refused(f"申请「{application}」不能延长：{why}")
    if days is None or days < 1:
        raise Refused("请填写拟延长的工作日数，不小于 1。")
    longest = LONGEST_EXTENSION if not any(now.line.reasons) else None
    if longest and days > longest:
        raise Refused(f"延长最多 {longest} 个工作日（条例第三十三条）。")
    return days


def _outcome(application: Application, now: Situation, outcome: Outcome | str) -> Outcome:
    if outcome not in Outcome:
        raise Refused("请选择拟定的办理结果。")
    outcome = Outcome(outcome)
    if not needs_approval(outcome):
        raise Refused(f"「{outcome.label}」不需要审批，可以直接办理；不予公开和部分公开的才须呈批。")
    if why := against_outcome(outcome, now):
        raise Refused(f"申请「{application}」不能这样办结：{why}")
    return outcome


@transaction.atomic
def approve(*, application: Application, by: Actor, at: datetime, asked: Opinion, text: str = "") -> Opinion:
    """Agree to what `asked` asks for. Raises Refused: one's own, one that was answered or replaced meanwhile."""
    found, same = _asked(application, by, asked)
    return write(found, OpinionAct.APPROVE, by, at, text=text.strip(), **same)


@transaction.atomic
def refuse(*, application: Application, by: Actor, at: datetime, asked: Opinion, text: str = "") -> Opinion:
    """Do not agree, and say why. Raises Refused as `approve`."""
    if not text.strip():
        raise Refused("不同意的，请写明理由。")
    found, same = _asked(application, by, asked)
    return write(found, OpinionAct.REFUSE, by, at, text=text.strip(), **same)


def _asked(application: Application, by: Actor, asked: Opinion) -> tuple[Application, dict[str, Any]]:
    """The application under its lock, and what the answer repeats of the question."""
    permitted(application, by, "审批", APPROVES)
    found = locked(application)
    if asked.pk not in [one.pk for one in live(found.opinions.all()) if one.act == OpinionAct.ASK]:
        raise Refused("这次呈批已经办过，或者换了新的呈批，请看最新的一次。")
    if asked.by_id is not None and asked.by_id == getattr(by, "pk", None):
        raise Refused("这是您自己呈批的，请由另一位负责人审批。")
    return found, {"subject": asked.subject, "outcome": asked.outcome, "days": asked.days}


def _open(application: Application, by: Actor, what: str) -> Application:
    """Under its lock, as long as it is not concluded."""
    permitted(application, by, what)
    found = locked(application)
    if found.outcome:
        raise Refused(f"申请「{found}」已于 {found.concluded_on} 办结，不能再{what}。")
    return found
