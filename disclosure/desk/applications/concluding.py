"""How an application ends, and how it is taken up again (条例 art. 36 to 39; 复议法 art. 64, 诉讼法 art. 70)."""

from datetime import date

from django.utils import timezone

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.concluding import against_outcome, needs_approval
from disclosure.law.applications.handling import HEAD, Action, Situation
from disclosure.law.applications.late_entry import Entry
from disclosure.law.applications.outcomes import Outcome, may_withhold_part
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct, StepKind
from disclosure.law.clock import REPLY, closings
from disclosure.models import Application, Paper, Verb

from .evidence import require_evidence
from .fees import same_applicant
from .opinions import settle, write
from .papers import SUPPLEMENT
from .workflow import Frame, action

A = Action
SUBJECTS = tuple(ApprovalSubject)
REPEATED = "（条例第三十六条第（六）项）"


def decide(
    *,
    application: Application,
    by: Actor,
    on: date,
    outcome: Outcome | str,
    withheld_as: Outcome | str = "",
    is_public_already: bool = False,
    repeats: Application | None = None,
    entry: Entry | None = None,
) -> Application:
    """Conclude it with its outcome; the record's day is the clock's. Raises Refused.

    `withheld_as`: of what is partly disclosed, why the rest is not; `is_public_already`: disclosed before, the
    applicant is told where; `repeats`: the earlier application that this one repeats.
    """
    with action(application, A.DECIDE, by=by, on=on, entry=entry) as frame:
        application, situation = frame.application, frame.situation
        if outcome not in Outcome:
            raise Refused("请选择办理结果。")
        outcome = Outcome(outcome)
        _require_order(application, situation)
        if why := against_outcome(outcome, situation, withheld_as):
            raise Refused(f"申请「{application}」不能这样办结：{why}")
        _require_parts(application, outcome, withheld_as, repeats, is_public_already=is_public_already)
        _require_approval(application, outcome, withheld_as, situation)
        application.outcome, application.concluded_on, application.decided_at = outcome, on, timezone.now()
        application.withheld_as, application.is_public_already = withheld_as, is_public_already
        application.repeats = repeats
        frame.save_application()
        if not situation.timeline.closed_on:
            frame.add_step(StepKind.CONCLUDED)
        settle(application, by, f"已于 {on} 作出答复。", *SUBJECTS)
    return application


def _require_order(application: Application, situation: Situation) -> None:
    """Refuse a conclusion before the last step, or on another day than a closing step that is there."""
    last = max((event.on for event in situation.timeline.events), default=situation.today)
    if situation.timeline.closed_on and situation.today != situation.timeline.closed_on:
        raise Refused(
            f"办理步骤里已有 {situation.timeline.closed_on} 的结束，办结日期应是这一天；日期不对的，请先改正办理步骤。"
        )
    if situation.today < last:
        raise Refused(f"申请「{application}」{last} 还有办理步骤，办结日期不能早于这一天。")


def _require_parts(
    application: Application,
    outcome: Outcome,
    withheld_as: Outcome | str,
    repeats: Application | None,
    *,
    is_public_already: bool,
) -> None:
    """Refuse what belongs to another outcome, and an outcome without its parts."""
    if outcome == Outcome.PARTLY and not may_withhold_part(withheld_as):
        raise Refused("部分公开的，请选择其余部分不予公开的依据，救济途径由它决定（复议法第二十三条）。")
    if withheld_as and outcome != Outcome.PARTLY:
        raise Refused("只有部分公开的申请填写不予公开部分的依据。")
    if is_public_already and outcome != Outcome.DISCLOSED:
        raise Refused("只有予以公开的申请可以是已主动公开（条例第三十六条第（一）项）。")
    if outcome == Outcome.REPEATED:
        _require_earlier_reply(application, repeats)
    elif repeats is not None:
        raise Refused(f"只有重复申请填写所重复的申请{REPEATED}。")


def _require_earlier_reply(application: Application, repeats: Application | None) -> None:
    """条例 art. 36(6): repeated is only what the same applicant asked for before and was replied to."""
    if repeats is None:
        raise Refused(f"请填写所重复的申请编号；没有已经答复的同样申请，不能按重复申请处理{REPEATED}。")
    if repeats.pk == application.pk or repeats.authority_id != application.authority_id:
        raise Refused("所重复的申请应是本机关的另一件申请。")
    if not Application.objects.filter(same_applicant(application), pk=repeats.pk).exists():
        raise Refused(f"申请「{repeats}」不是同一个申请人提出的，不能按重复申请处理{REPEATED}。")
    if not repeats.outcome or repeats.settled_on is None:
        raise Refused(f"申请「{repeats}」还没有答复或者答复还没有发出，不能按重复申请处理{REPEATED}。")


def _require_approval(
    application: Application, outcome: Outcome, withheld_as: Outcome | str, situation: Situation
) -> None:
    """Refuse an outcome that the head has to agree to and has not."""
    if not needs_approval(outcome, is_objected=situation.facts.is_objected):
        return
    held = situation.facts.approvals_of(ApprovalSubject.DECISION)
    if not any((one.outcome, one.withheld_as) == (outcome, withheld_as) for one in held):
        other = f"同意的是「{held[0].words}」；" if held else ""
        raise Refused(f"申请「{application}」按「{outcome.label}」办结须先经{HEAD}同意，{other}请先呈批。")
    if situation.today < held[0].on:
        raise Refused(f"{HEAD} {held[0].on} 才同意，答复日期不能早于这一天。")


def withdraw(
    *, application: Application, by: Actor, on: date, evidence: Paper | None = None, entry: Entry | None = None
) -> Application:
    """Record that the applicant withdrew it, in their own words; counts as 其他处理, 其他. Raises Refused."""
    with action(application, A.WITHDRAW, by=by, on=on, entry=entry, verb=Verb.WITHDRAW) as frame:
        application = frame.application
        _require_order(application, frame.situation)
        why = "撤回须是申请人本人的意思，要有凭证（如撤回申请书、申请人签字的笔录）。"
        frame.add_step(StepKind.WITHDRAWN, evidence=require_evidence(application, evidence, why))
        application.outcome, application.concluded_on = Outcome.OTHER, on
        frame.save_application()
        settle(application, by, f"申请人已于 {on} 撤回。", *SUBJECTS)
    return application


def supplement(*, application: Application, by: Actor, on: date, text: str, entry: Entry | None = None) -> Application:
    """Record a supplementary reply, which is not counted. Raises Refused."""
    with action(application, A.SUPPLEMENT, by=by, on=on, entry=entry) as frame:
        closed_on = frame.situation.timeline.closed_on
        if closed_on and on < closed_on:
            raise Refused(f"{closed_on} 才作出答复，补充答复的日期不能早于这一天。")
        if frame.situation.progress.is_unsent:
            raise Refused("答复还没有发出，不能补充；要改的，请「重新办理」收回决定。")
        write(frame.application, OpinionAct.NOTE, by, timezone.now(), text=f"{SUPPLEMENT}（{on}）：{text}")
    return frame.application


def reopen(
    *, application: Application, by: Actor, on: date, days: int | None = None, why: str = "", entry: Entry | None = None
) -> Application:
    """Reopen a concluded application with the period that the head agreed to (`days`; None: 20). Raises Refused.

    Its outcome is cleared; what it was stands in the note of the step and in the record of acts. A decision that has
    not gone out is taken back: to the applicant nothing has happened, so no new period begins.
    """
    with action(application, A.REOPEN, by=by, on=on, entry=entry, verb=Verb.REOPEN) as frame:
        application = frame.application
        concluded = application.concluded_on
        if concluded is None or on < concluded:
            raise Refused(f"申请「{application}」{concluded} 才办结，重新办理的日期不能早于这一天。")
        if not why.strip():
            raise Refused("请写明重新办理的依据。")
        if frame.situation.progress.is_unsent:
            _take_back_decision(frame, why)
            return application
        _require_reopening_approved(frame, days)
        before = f"原办理结果：{Outcome(application.outcome).label}（{concluded}）"
        if not closings(frame.steps, application.received_on):
            frame.add_step(StepKind.CONCLUDED, on=concluded, note="重新办理以前")
        note = "；".join(part for part in (before, why) if part)[:500]
        frame.add_step(StepKind.REOPENED, days=days, note=note, is_judged=False)
        _clear_outcome(frame)
        settle(application, by, f"已于 {on} 重新办理。", *SUBJECTS)
    return application


def _require_reopening_approved(frame: Frame, days: int | None) -> None:
    """Refuse another period than the one that the head agreed to, and a day before they did."""
    held = frame.situation.facts.approvals_of(ApprovalSubject.REOPENING)[0]
    if (held.days or REPLY) != (days or REPLY):
        raise Refused(f"{HEAD}同意的是「{held.words}」，不能改为 {days or REPLY} 个工作日；要改的，请重新呈批。")
    if frame.situation.today < held.on:
        raise Refused(f"{HEAD} {held.on} 才同意，重新办理的日期不能早于这一天。")


def _take_back_decision(frame: Frame, why: str) -> None:
    application, on = frame.application, frame.situation.today
    before = f"收回还没有发出的答复决定：{Outcome(application.outcome).label}（{application.concluded_on}）"
    for step in application.steps.all():
        if step.kind == StepKind.CONCLUDED and step.on == application.concluded_on:
            frame.take_back_step(step)
    write(
        application, OpinionAct.NOTE, frame.by, timezone.now(), text="；".join(part for part in (before, why) if part)
    )
    _clear_outcome(frame)
    settle(application, frame.by, f"已于 {on} 收回决定。", *SUBJECTS)


def _clear_outcome(frame: Frame) -> None:
    application = frame.application
    application.outcome, application.concluded_on, application.withheld_as = "", None, ""
    application.is_public_already, application.repeats, application.decided_at = False, None, None
    frame.save_application()
