"""Inside the office: who handles it, what is thought of it, and what the head agrees to before it goes out.

An opinion is never changed, only followed by another. An approval holds for exactly what was asked for (the outcome,
the working days, the sum, the day), until it is made use of or the application is taken up again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from disclosure.desk.accounts.access import may_act
from disclosure.desk.audit.log import display_name, save_recorded
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.concluding import against_outcome, needs_approval
from disclosure.law.applications.fees import Tariff
from disclosure.law.applications.handling import (
    Action,
    Situation,
    may_be_charged,
    may_be_extended,
    may_be_reopened,
    why_not,
)
from disclosure.law.applications.late_entry import is_late_entry
from disclosure.law.applications.outcomes import Outcome, may_withhold_part
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct
from disclosure.law.choices.cases import Result
from disclosure.law.clock import LONGEST_EXTENSION
from disclosure.models import Application, Opinion, Paper, User, Verb

from .evidence import require_evidence
from .fees import charge_for
from .opinions import live, question_of, settle, write
from .rectification import apply_rectification
from .situation import situation_of
from .workflow import HANDLES, entry_of

APPROVES = "disclosure.approve_application"
S = ApprovalSubject
LONGEST_REOPENING = 60  # working days; more is a slip of the pen
WANTS_APPROVAL = "不予公开、部分公开、不予处理大量反复申请和第三方不同意而公开的"


def assign(
    *, application: Application, by: Actor, at: datetime, section: str = "", to: User | None = None, text: str = ""
) -> Application:
    """Assign it to a section, a person or both. Raises Refused for nobody, or a person who may not handle it."""
    with _open(application, by, "分办申请", verb=Verb.ASSIGN) as current:
        if not section.strip() and to is None:
            raise Refused("请填写承办科室，或者选择经办人。")
        if to is not None and not (to.is_active and to.has_perm(HANDLES) and may_act(to, current)):
            raise Refused(f"「{display_name(to)}」不能办理本机关的信息公开申请，请选择有办理权限的同事。")
        current.section, current.handler = section.strip(), to
        save_recorded(current, by=by)
        write(current, OpinionAct.ASSIGN, by, at, section=current.section, to=to, text=text)
    return current


def hand_back(*, application: Application, by: Actor, at: datetime, text: str = "") -> Application:
    """Return it to whoever assigned it last. Raises Refused where it is not assigned."""
    with _open(application, by, "办回申请", verb=Verb.ASSIGN) as current:
        if not current.section and current.handler_id is None:
            raise Refused(f"申请「{current}」还没有分办。")
        last = current.opinions.filter(act=OpinionAct.ASSIGN).order_by("-pk").first()
        section, current.section, current.handler = current.section, "", last.by if last else None
        save_recorded(current, by=by)
        write(current, OpinionAct.RETURN, by, at, section=section, to=current.handler, text=text)
    return current


def write_opinion(*, application: Application, by: Actor, at: datetime, text: str) -> Opinion:
    """Add an opinion by a handler or the head. Raises Refused."""
    with entry_of(application, by, "填写办理意见", HANDLES, APPROVES, verb=Verb.HANDLE) as current:
        if not text.strip():
            raise Refused("请填写意见。")
        return write(current, OpinionAct.NOTE, by, at, text=text.strip())


def ask_approval(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    subject: ApprovalSubject | str,
    outcome: Outcome | str = "",
    withheld_as: Outcome | str = "",
    days: int | None = None,
    text: str = "",
) -> Opinion:
    """Ask the head to agree to an extension by `days` or to an outcome; replaces the previous question.

    `withheld_as`: of partial disclosure, the ground of the rest.

    Raises Refused: what would not be lawful if the head agreed, an outcome that needs nobody's approval.
    """
    with _open(application, by, "呈批", verb=Verb.HANDLE) as current:
        situation = situation_of(current, localdate(at), load_calendar())
        if not current.is_confirmed:
            raise Refused(f"申请「{current}」还没有确认收到，不能呈批。")
        asked: dict[str, Any]
        match subject:
            case S.EXTENSION:
                asked = {"days": _days(current, situation, days)}
            case S.DECISION:
                asked = _decision(current, situation, outcome, withheld_as)
            case _:
                raise Refused("请选择呈批事项。")
        return write(current, OpinionAct.ASK, by, at, subject=subject, text=text.strip(), **asked)


def ask_fee(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    tariff: Tariff | str,
    units: int,
    before: int | None = None,
    text: str = "",
) -> Opinion:
    """Ask the head to agree to a fee, with the arguments of the notice (收费办法 art. 6, 7). Raises Refused."""
    with _open(application, by, "呈批收费", verb=Verb.HANDLE) as current:
        if why := may_be_charged(situation_of(current, localdate(at), load_calendar())):
            raise Refused(f"申请「{current}」不能收费：{why}")
        _, charge = charge_for(current, tariff, units, before)
        told = f"{Tariff(tariff).label}，{Tariff(tariff).counted(units)}。{text.strip()}"
        asked = {"subject": S.FEE, "amount": charge.amount, "tariff": tariff, "units": units}
        return write(current, OpinionAct.ASK, by, at, text=told, **asked)


def ask_reopening(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    days: int | None = None,
    text: str,
    evidence: Paper | None = None,
) -> Opinion:
    """Ask the head to agree that a reply is taken up again (复议法 art. 64, 诉讼法 art. 70, or one's own correction).

    `days`: the working days that the court or the reviewing body has set, which its decision has to prove (None: 20).
    Raises Refused.
    """
    with entry_of(application, by, "呈批重新办理", verb=Verb.HANDLE) as current:
        if why := may_be_reopened(situation_of(current, localdate(at), load_calendar())):
            raise Refused(f"申请「{current}」不能重新办理：{why}")
        if not text.strip():
            raise Refused("请写明重新办理的依据：复议决定书、判决书的文号，或者自行纠正的原因。")
        if days is not None:
            _require_set_by_decision(current, days, evidence)
        asked = {"subject": S.REOPENING, "days": days, "evidence": evidence}
        return write(current, OpinionAct.ASK, by, at, text=text.strip(), **asked)


def _require_set_by_decision(application: Application, days: int, evidence: Paper | None) -> None:
    if not 1 <= days <= LONGEST_REOPENING:
        raise Refused(f"重新办理的工作日数应是 1 至 {LONGEST_REOPENING}。")
    is_corrected = application.cases.filter(result=Result.CORRECTED, concluded_on__isnull=False).exists()
    if evidence is not None or not is_corrected:
        require_evidence(application, evidence, "限定了办理期限的，要有复议决定书或者判决书，或者登记结果纠正的案件。")


def ask_late_entry(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    action: Action | str,
    on: date,
    evidence: Paper | None,
    text: str,
) -> Opinion:
    """Ask the head to confirm by evidence that something was done on an earlier day (补录). Raises Refused."""
    with entry_of(application, by, "呈批补录日期", verb=Verb.HANDLE) as current:
        if action not in Action:
            raise Refused("请选择补录的事项。")
        action = Action(action)
        if not is_late_entry(on, localdate(at)):
            raise Refused(f"{on} 可以直接登记，不用呈批补录。")
        if evidence is None or evidence.application_id != current.pk:
            raise Refused("补录要有凭证：请先在「材料」里添加凭证（如邮政收据），再呈批。")
        if not text.strip():
            raise Refused("请写明补录的理由。")
        if current.received_on is None or on < current.received_on:
            raise Refused(f"申请「{current}」在 {on} 还没有收到，不能补录这一天的「{action.label}」。")
        if why := why_not(action, situation_of(current, on, load_calendar())):
            raise Refused(f"申请「{current}」在 {on} 不能办理「{action.label}」：{why}")
        asked = {"subject": S.LATE_ENTRY, "action": action, "on": on, "evidence": evidence}
        return write(current, OpinionAct.ASK, by, at, text=text.strip(), **asked)


def _days(application: Application, situation: Situation, days: int | None) -> int:
    """条例 art. 33: at most 20 working days; art. 35 sets no limit to a reasonable delay. Raises Refused."""
    if why := may_be_extended(situation):
        raise Refused(f"申请「{application}」不能延长：{why}")
    if days is None or days < 1:
        raise Refused("请填写拟延长的工作日数，不小于 1。")
    longest = LONGEST_EXTENSION if not any(situation.timeline.reasons) else None
    if longest and days > longest:
        raise Refused(f"延长最多 {longest} 个工作日（条例第三十三条）。")
    return days


def _decision(
    application: Application, situation: Situation, outcome: Outcome | str, withheld_as: Outcome | str
) -> dict[str, Any]:
    if outcome not in Outcome:
        raise Refused("请选择拟定的办理结果。")
    outcome = Outcome(outcome)
    if not needs_approval(outcome, is_objected=situation.facts.is_objected):
        raise Refused(f"「{outcome.label}」不需要审批，可以直接办理；{WANTS_APPROVAL}才须呈批。")
    if outcome == Outcome.PARTLY and not may_withhold_part(withheld_as):
        raise Refused("部分公开的，请选择其余部分不予公开的依据，负责人一并审批。")
    withheld_as = withheld_as if outcome == Outcome.PARTLY else ""
    if why := against_outcome(outcome, situation, withheld_as):
        raise Refused(f"申请「{application}」不能这样办结：{why}")
    return {"outcome": outcome, "withheld_as": withheld_as}


def approve(*, application: Application, by: Actor, at: datetime, asked: Opinion, text: str = "") -> Opinion:
    """Agree to a question. Raises Refused for one's own, and one answered or replaced meanwhile.

    更正登记 is carried out by it.
    """
    with entry_of(application, by, "审批", APPROVES, verb=Verb.APPROVE) as current:
        asked = Opinion.objects.filter(application=current, pk=asked.pk).first() or asked  # as it was asked
        opinion = write(current, OpinionAct.APPROVE, by, at, text=text.strip(), **_asked(current, by, asked))
        if asked.subject == S.RECTIFICATION:
            apply_rectification(current, asked, by)
            settle(current, by, "已更正登记。", S.RECTIFICATION)
        return opinion


def refuse(*, application: Application, by: Actor, at: datetime, asked: Opinion, text: str = "") -> Opinion:
    """Decline a question, with the reason. Raises Refused as `approve`."""
    if not text.strip():
        raise Refused("不同意的，请写明理由。")
    with entry_of(application, by, "审批", APPROVES, verb=Verb.REFUSE) as current:
        return write(current, OpinionAct.REFUSE, by, at, text=text.strip(), **_asked(current, by, asked))


def _asked(application: Application, by: Actor, asked: Opinion) -> dict[str, Any]:
    """What the answer repeats of the question. Raises Refused where this person cannot answer it."""
    pending = [opinion.pk for opinion in live(application.opinions.all()) if opinion.act == OpinionAct.ASK]
    if asked.pk not in pending:
        raise Refused("这次呈批已经办过，或者换了新的呈批，请看最新的一次。")
    if asked.by_id is not None and asked.by_id == getattr(by, "pk", None):
        raise Refused("这是您自己呈批的，请由另一位负责人审批。")
    return question_of(asked)


@contextmanager
def _open(application: Application, by: Actor, what: str, *, verb: Verb) -> Iterator[Application]:
    """Lock it for an action inside the office, as long as it is not concluded. Raises Refused."""
    with entry_of(application, by, what, verb=verb) as current:
        if current.outcome:
            raise Refused(f"申请「{current}」已于 {current.concluded_on} 办结，不能再{what}。")
        yield current
