"""更正登记: an error of record is mended by the head's approval, with the old and the new value and the reason.

Asked by whoever handles the application, carried out by the approval itself, so that nothing happens in between.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.desk.common.records import Actor, require_valid
from disclosure.errors import Refused
from disclosure.law.applications.outcomes import WITHHELD, Outcome
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
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct, StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Application, Opinion, Paper, Step, Verb

from .deadlines import follow
from .intake import FIRST_DAY
from .opinions import write
from .workflow import entry_of

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
        asked = {"subject": ApprovalSubject.RECTIFICATION, "target": target, "old": old, "new": new}
        return write(current, OpinionAct.ASK, by, at, text=text.strip(), evidence=evidence, **asked)


def apply_rectification(application: Application, asked: Opinion, by: Actor) -> None:
    """Carry out what the head agreed to, in their transaction. Raises Refused where the record has changed since."""
    if _value(application, asked.target) != asked.old:
        raise Refused("呈批以后登记的内容已经变了，请核对以后重新呈批更正登记。")
    if asked.target.startswith(STEP):
        _mend_step(_step(application, asked.target), asked.new, by)
    else:
        _mend_field(application, asked, by)
    follow(application)


def rectifiable(application: Application) -> list[tuple[str, str]]:
    """List what may be mended, each with its value: targets and labels."""
    fields = [
        (name, f"{label}：{_shown(application, name)}") for name, label in FIELDS.items() if _has(application, name)
    ]
    steps = [(f"{STEP}{step.pk}", f"办理步骤：{_step_value(step)}") for step in application.steps.all()]
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
    if step is None:
        raise Refused("这个办理步骤已不存在，请刷新后再看。")
    step.application = application
    return step


def _step_value(step: Step) -> str:
    return f"{StepKind(step.kind).label} {StepValue(step.on, step.days)}"


def _require_change(application: Application, target: str, old: str, new: str, today: date) -> None:
    """Refuse a value that is none, is still to come, or is what stands there."""
    if target.startswith(STEP):
        if new == DELETED:
            return
        value = StepValue.parse(new)
        if value is None:
            raise Refused("请填写更正后的日期。")
        _require_past(value.on, today)
    elif target == "outcome":
        _require_outcome(*parse_outcome(new))
    else:
        _require_past(_day(new), today)
    if new == old or old.endswith(f" {new}"):
        raise Refused("更正后的内容和现在登记的一样，没有要更正的。")
    if not application.is_handled_here:
        raise Refused("这件申请不是在本系统办理的，登记有误的请直接在下面的表单里改。")


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
    is_ground = withheld_as in Outcome and Outcome(withheld_as).group in WITHHELD
    if (outcome == Outcome.PARTLY) != is_ground:
        raise Refused("部分公开的，请选择其余部分不予公开的依据；其他办理结果不选。")


def _mend_step(step: Step, new: str, by: Actor) -> None:
    if new == DELETED:
        delete_recorded(step, by=by)
        return
    value = StepValue.parse(new)
    if value is None:  # was checked when it was asked
        raise Refused("请填写更正后的日期。")
    before, step.on, step.days = step.on, value.on, value.days
    require_valid(step)
    save_recorded(step, by=by)
    if step.kind == StepKind.REPLY_SENT:
        for letter in step.application.letters.filter(kind=LetterKind.REPLY, sent_on=before):
            letter.sent_on = step.on
            require_valid(letter)
            save_recorded(letter, by=by)


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
            _mend_step(step, str(StepValue(new, step.days)), by)
        setattr(application, asked.target, new)
    require_valid(application)
    save_recorded(application, by=by)
