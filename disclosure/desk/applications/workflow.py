"""What every act on an application begins and ends with: the lock, the right, what the law says, the step, the act."""

from datetime import date

from django.db.models import prefetch_related_objects

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.log import note
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law import clock
from disclosure.law.applications.handling import Asked, Facts, HandlingAct, Situation, limit_of, why_not
from disclosure.law.choices.applications import OpinionAct, StepKind
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Fee, Step, Verb

from .deadlines import record_step, steps_of
from .guards import require_kept
from .opinions import approval, live

HANDLES = "disclosure.change_application"
PARTS = ("steps", "parties", "opinions")
# A finding about one of these does not make it unlawful: a late reply has to go out all the same, and whom the law
# protects is asked although the period is over.
EVEN_SO = (StepKind.CONCLUDED, StepKind.WITHDRAWN, StepKind.THIRD_PARTY_ASKED, StepKind.AGENCY_ASKED)


def situation_of(application: Application, today: date, known: Calendar) -> Situation:
    """Its clock and what the record holds besides; four queries, of which it keeps three for the caller."""
    prefetch_related_objects([application], *PARTS)
    line = clock.timeline(steps_of(application, application.steps.all()), known)
    return Situation(line, facts_of(application, known), today, known)


def facts_of(application: Application, known: Calendar) -> Facts:
    """What the record holds besides its steps, since it was last reopened."""
    again = clock.reopened_on(application.steps.all()) or date.min
    fee = fee_of(application)
    if fee is not None and not fee.paid_on and fee.noticed_on <= again:
        fee = None  # what was charged and not paid before it was taken up again is charged anew if it has to be
    standing = list(live(application.opinions.all()))
    return Facts(
        is_confirmed=application.is_confirmed,
        outcome=application.outcome,
        concluded_on=application.concluded_on,
        open=tuple(
            Asked(one.kind, one.asked_on, limit_of(one.kind, one.asked_on, known))
            for one in application.parties.all()
            if not one.answer and one.asked_on > again
        ),
        fee_noticed_on=fee.noticed_on if fee else None,
        fee_limit=known.add(fee.noticed_on, clock.SILENCE[StepKind.FEE_NOTICED]) if fee else None,
        fee_paid_on=fee.paid_on if fee else None,
        pending=tuple(approval(one) for one in standing if one.act == OpinionAct.ASK),
        approved=tuple(approval(one) for one in standing if one.act == OpinionAct.APPROVE),
    )


def fee_of(application: Application) -> Fee | None:
    """Its fee, if one was asked for; a query unless it was read with it."""
    try:
        return application.fee
    except Fee.DoesNotExist:
        return None


def locked(application: Application) -> Application:
    """Read anew under a lock, so that two acts wait for each other. Raises Refused where it is gone or erased."""
    found = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk).first()
    if found is None:
        raise Refused("这件申请已不存在，可能已被删除。")
    require_kept(found, found.erased_on)
    return found


def permitted(application: Application, by: Actor, what: str, *permissions: str) -> None:
    """Refuse who has none of the permissions or may not act for the authority."""
    if not any(by.has_perm(permission) for permission in permissions or (HANDLES,)):
        raise Refused(f"您没有{what}的权限，请与管理员联系。")
    require_act(by, application)


def begun(application: Application, act: HandlingAct, by: Actor, on: date) -> tuple[Application, Situation]:
    """The application under its lock, and how it stands on that day, where the act is lawful. Raises Refused."""
    permitted(application, by, f"办理信息公开申请（{act.label}）")
    found = locked(application)
    now = situation_of(found, on, load_calendar())
    if found.received_on and on < found.received_on:
        raise Refused(f"申请「{found}」{found.received_on} 才收到，「{act.label}」的日期不能早于这一天。")
    if why := why_not(act, now):
        raise Refused(f"申请「{found}」现在不能办理「{act.label}」：{why}")
    return found, now


def stepped(
    application: Application,
    now: Situation,
    kind: StepKind,
    by: Actor,
    *,
    days: int | None = None,
    note: str = "",
) -> Step:
    """Write the step of the day down; refused where it stood out of order among the steps that are there already."""
    steps = steps_of(application, application.steps.all())
    line = clock.timeline([*steps, clock.Step(kind, now.today, days)], now.known)
    found = [one for one in line.findings if one not in now.line.findings]
    if found and kind not in EVEN_SO:
        raise Refused(f"申请「{application}」不能这样登记：{found[0]}请核对日期和已有的办理步骤。")
    return record_step(Step(application=application, kind=kind, on=now.today, days=days, note=note), by=by)


def told(application: Application, act: HandlingAct, on: date, by: Actor, *, verb: Verb = Verb.HANDLE) -> None:
    """The act itself, after what it changed."""
    note(verb, application, {"事项": ["", f"{act.label}（{on}）"]}, by=by)
