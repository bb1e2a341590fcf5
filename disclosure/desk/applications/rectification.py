"""更正登记: an error of record is mended by the head's approval, with the old and the new value and the reason.

Asked by whoever handles the application, carried out by the approval itself, so that nothing happens in between.
"""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.audit.log import save_recorded
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.records import Actor, require_valid
from disclosure.errors import Refused
from disclosure.law import clock
from disclosure.law.applications.concluding import against_outcome
from disclosure.law.applications.handling import Situation
from disclosure.law.applications.outcomes import Outcome, may_withhold_part
from disclosure.law.applications.rectification import (
    DELETED,
    FIELDS,
    STEP,
    StepValue,
    in_words,
    needs_evidence,
    outcome_value,
    parse_outcome,
)
from disclosure.law.choices.applications import CLOSING, ApprovalSubject, OpinionAct, StepKind
from disclosure.models import Application, Letter, Opinion, Paper, Step, Verb

from .deadlines import follow, for_clock, with_receipt
from .intake import FIRST_DAY
from .mending import LETTERS, delete_step, mend_step
from .opinions import write
from .order import require_order
from .situation import facts_of
from .workflow import entry_of

# What ended an application, or began it anew, is never taken out.
LASTING = (StepKind.CONCLUDED, StepKind.WITHDRAWN, StepKind.REOPENED)
APPROVED_DAYS = {StepKind.EXTENDED: ApprovalSubject.EXTENSION, StepKind.REOPENED: ApprovalSubject.REOPENING}
STEP_OF = {"received_on": StepKind.RECEIVED, "concluded_on": StepKind.CONCLUDED}


def ask_rectification(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    target: str,
    new: str,
    text: str,
    evidence: Paper | None = None,
) -> Opinion:
    """Ask the head to mend an error of record. Raises Refused.

    `target`: a field of `FIELDS` or `step:` and the key of a step; `new`: the value in the words of
    `law.applications.rectification`, `DELETED` for a step that never was.
    """
    with entry_of(application, by, "呈批更正登记", verb=Verb.HANDLE) as current:
        if not text.strip():
            raise Refused("请写明更正的理由：登记错在哪里，依据是什么。")
        if needs_evidence(target) and (evidence is None or evidence.application_id != current.pk):
            raise Refused("更正日期要有凭证：请先在「材料」里添加凭证（如邮政收据），再呈批更正登记。")
        old = _value(current, target)
        _require_change(current, target, old, new, localdate(at))
        _require_order(current, target, new)
        asked = {"subject": ApprovalSubject.RECTIFICATION, "target": target, "old": old, "new": new}
        return write(current, OpinionAct.ASK, by, at, text=text.strip(), evidence=evidence, **asked)


def apply_rectification(application: Application, asked: Opinion, by: Actor) -> None:
    """Carry out what the head agreed to, in their transaction. Raises Refused where the record has changed since."""
    if _value(application, asked.target) != asked.old:
        raise Refused("呈批以后登记的内容已经变了，请核对以后重新呈批更正登记。")
    _require_order(application, asked.target, asked.new)
    if asked.target.startswith(STEP):
        step, value = _step(application, asked.target), StepValue.parse(asked.new)
        if value is None:
            delete_step(step, by)
        else:
            mend_step(step, value, by)
    else:
        _mend_field(application, asked, by)
    follow(application)


def rectifiable(application: Application) -> list[tuple[str, str]]:
    """List what may be mended, each with its value: targets and labels."""
    fields = [
        (name, f"{label}：{_shown(application, name)}") for name, label in FIELDS.items() if _has(application, name)
    ]
    told = {(kind, getattr(application, name)) for name, kind in STEP_OF.items()}  # with the record's own day
    steps = [
        (f"{STEP}{step.pk}", f"办理步骤：{_step_value(step)}")
        for step in application.steps.all()
        if (step.kind, step.on) not in told
    ]
    return [*fields, *steps]


def _has(application: Application, name: str) -> bool:
    return bool(getattr(application, name))


def _shown(application: Application, name: str) -> str:
    value = _value(application, name)
    return in_words(name, value, "").removeprefix(f"{FIELDS[name]} ").partition(" → ")[0]


def _value(application: Application, target: str) -> str:
    if target.startswith(STEP):
        return _step_value(_step(application, target))
    if target not in FIELDS or not _has(application, target):
        raise Refused("请选择要更正的内容。")
    if target == "outcome":
        return outcome_value(application.outcome, application.withheld_as)
    return str(getattr(application, target))


def _step(application: Application, target: str) -> Step:
    key = target.removeprefix(STEP)
    step = application.steps.filter(pk=key).first() if key.isdecimal() else None
    if step and any((step.kind, step.on) == (kind, getattr(application, name)) for name, kind in STEP_OF.items()):
        raise Refused(
            f"「{StepKind(step.kind).label}」的日期请在「{FIELDS[_field_of(step.kind)]}」里更正，步骤随它改动。"
        )
    if step is None:
        raise Refused("这个办理步骤已不存在，请刷新后再看。")
    step.application = application
    return step


def _field_of(kind: str) -> str:
    return next(name for name, step in STEP_OF.items() if step == kind)


def _step_value(step: Step) -> str:
    return f"{StepKind(step.kind).label} {StepValue(step.on, step.days)}"


def _require_change(application: Application, target: str, old: str, new: str, today: date) -> None:
    """Refuse a value that is none, is still to come, or is what stands there."""
    if target.startswith(STEP):
        _require_step_change(_step(application, target), new, today)
    elif target == "outcome":
        _require_outcome(*parse_outcome(new))
        _require_unsent_letter(application)
        _require_procedure(application, *parse_outcome(new))
    else:
        _require_past(_day(new), today)
        if target == "received_on":
            _require_receipt(application, _day(new))
    if new == old or old.endswith(f" {new}"):
        raise Refused("更正后的内容和现在登记的一样，没有要更正的。")
    if not application.is_handled_here:
        raise Refused("这件申请不是在本系统办理的，登记有误的请直接在下面的表单里改。")


def _require_step_change(step: Step, new: str, today: date) -> None:
    """Refuse to take out what ended an application or began it anew, and days that the head or a letter has set."""
    kind, application = StepKind(step.kind), step.application
    if new == DELETED:
        if kind in LASTING:
            raise Refused(f"「{kind.label}」不能删去；决定有误的请重新办理，日期有误的请更正日期。")
        return
    value = StepValue.parse(new)
    if value is None:
        raise Refused("请填写更正后的日期。")
    _require_past(value.on, today)
    if value.days != step.days and (why := _against_days(application, kind, value.days)):
        raise Refused(why)


def _against_days(application: Application, kind: StepKind, days: int | None) -> str:
    subject = APPROVED_DAYS.get(kind)
    approvals = application.opinions.filter(act=OpinionAct.APPROVE, subject=subject) if subject else None
    if approvals is not None and approvals.exists() and not approvals.filter(days=days).exists():
        return f"「{kind.label}」的天数以负责人同意的为准，不能更正为 {days or 20} 个工作日。"
    letters = application.letters.filter(kind=LETTERS.get(kind), sent_on__isnull=False, voided_on=None)
    if kind in (StepKind.CORRECTION_ASKED, StepKind.REASONS_ASKED) and letters.exists():
        return f"「{kind.label}」的文书已经发出，期限以文书写明的为准，不能更正天数。"
    return ""


def _require_unsent_letter(application: Application) -> None:
    """Refuse another outcome than the one that the applicant was told in a letter made here, or than a withdrawal."""
    if application.steps.filter(kind=StepKind.WITHDRAWN).exists():
        raise Refused("申请人已经撤回的，办理结果不能更正。")
    if letter := Letter.objects.of_decision(application).filter(sent_on__isnull=False).first():
        raise Refused(f"「{letter}」已于 {letter.sent_on} 发出，办理结果以答复书为准；答复有误的，请重新办理。")


def _require_receipt(application: Application, on: date) -> None:
    """Refuse a day of receipt before the application came (条例 art. 31)."""
    came = [localdate(application.submitted_at)] if application.submitted_at else []
    came += [application.arrived_on] if application.arrived_on else []
    if came and on < max(came):
        raise Refused(f"申请 {max(came)} 才到达，收到日期不能早于这一天。")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refused("请填写更正后的日期。") from None


def _require_past(on: date, today: date) -> None:
    if not FIRST_DAY <= on <= today:
        raise Refused(f"更正后的日期 {on} 不对，请填 {FIRST_DAY} 以后、今天或者以前的日期。")


def _require_outcome(outcome: str, withheld_as: str) -> None:
    if outcome not in Outcome:
        raise Refused("请选择更正后的办理结果。")
    if (outcome == Outcome.PARTLY) != may_withhold_part(withheld_as):
        raise Refused("部分公开的，请选择其余部分不予公开的依据；其他办理结果不选。")


def _require_procedure(application: Application, outcome: str, withheld_as: str) -> None:
    """Refuse an outcome whose own procedure the record does not show, as it stood on the day of the decision."""
    decided_on, calendar = application.concluded_on, load_calendar()
    if decided_on is None:
        return
    steps = [one for one in clock_steps(application) if one.kind not in (*CLOSING, StepKind.REPLY_SENT)]
    timeline = clock.timeline(steps, calendar)
    facts = replace(facts_of(application, timeline, calendar), outcome="", concluded_on=None)
    if why := against_outcome(outcome, Situation(timeline, facts, decided_on, calendar), withheld_as):
        raise Refused(f"不能更正为这个办理结果：{why}")
    if outcome == Outcome.REPEATED and application.repeats_id is None:
        raise Refused("没有登记所重复的申请，不能更正为重复申请；请重新办理以后再答复（条例第三十六条第（六）项）。")


def clock_steps(application: Application) -> list[clock.Step]:
    """The steps as the clock takes them, without what the record alone says of the conclusion."""
    return with_receipt(application, for_clock(application.steps.all()))


def _require_order(application: Application, target: str, new: str) -> None:
    steps = clock_steps(application)
    require_order(application, steps, _moved(application, steps, target, new), is_receipt=target == "received_on")


def _moved(application: Application, steps: list[clock.Step], target: str, new: str) -> list[clock.Step]:
    if target in STEP_OF:
        old, kind = getattr(application, target), STEP_OF[target]
        return [one._replace(on=_day(new)) if (one.kind, one.on) == (kind, old) else one for one in steps]
    if not target.startswith(STEP):
        return steps
    step, value = _step(application, target), StepValue.parse(new)
    others = [one for one in steps if (one.kind, one.on) != (step.kind, step.on)]
    return others if value is None else [*others, clock.Step(step.kind, value.on, value.days)]


def _mend_field(application: Application, asked: Opinion, by: Actor) -> None:
    if asked.target == "outcome":
        application.outcome, application.withheld_as = parse_outcome(asked.new)
        application.decided_at = timezone.now()
        application.is_public_already &= application.outcome == Outcome.DISCLOSED
        application.repeats = application.repeats if application.outcome == Outcome.REPEATED else None
    else:
        old, new = _day(asked.old), _day(asked.new)
        for step in application.steps.filter(kind=STEP_OF[asked.target], on=old):
            step.application = application
            mend_step(step, StepValue(new, step.days), by)
        setattr(application, asked.target, new)
    require_valid(application)
    save_recorded(application, by=by)
