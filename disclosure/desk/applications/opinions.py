"""The lines of 办理意见: written once, read in their order, and what of them still holds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.audit.log import display_name, note
from disclosure.desk.common.records import Actor, require_valid
from disclosure.law.applications.handling import Approval
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct
from disclosure.models import Application, Opinion, User, Verb

VERBS = {
    OpinionAct.ASSIGN: Verb.ASSIGN,
    OpinionAct.RETURN: Verb.ASSIGN,
    OpinionAct.APPROVE: Verb.APPROVE,
    OpinionAct.REFUSE: Verb.REFUSE,
}
OPEN = (OpinionAct.ASK, OpinionAct.APPROVE)
# What was asked, which the answer and the note of its use repeat.
QUESTION = (
    *("subject", "outcome", "withheld_as", "days", "amount", "tariff", "units"),
    *("action", "on", "target", "old", "new", "evidence_id"),
)


def write(application: Application, act: OpinionAct, by: Actor | None, at: datetime, **facts: Any) -> Opinion:
    """Add an opinion; its audit entry names the subject, not the text, which only handlers read."""
    person = by if isinstance(by, User) else None
    opinion = Opinion(
        application=application, act=act, by=person, name=display_name(person) if person else "程序", at=at, **facts
    )
    require_valid(opinion)
    opinion.save()
    told = "，".join(part for part in (str(act.label), _about(opinion)) if part)
    note(VERBS.get(act, Verb.HANDLE), application, {"办理意见": ["", told]}, by=by)
    return opinion


def _about(opinion: Opinion) -> str:
    if opinion.subject:
        return approval(opinion).words
    return "、".join(part for part in (opinion.section, display_name(opinion.to) if opinion.to else "") if part)


def live(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Pick the last opinion of each subject: asked, approved, refused, or (a note with its subject) used up."""
    last: dict[str, Opinion] = {}
    for one in sorted(opinions, key=lambda one: one.pk):
        if one.subject:
            last[one.subject] = one
    return list(last.values())


def approval(opinion: Opinion) -> Approval:
    """Convert for `law.applications.handling`."""
    return Approval(
        opinion.subject,
        localdate(opinion.at),
        opinion.outcome,
        opinion.days,
        opinion.amount,
        opinion.action,
        opinion.on,
        opinion.correction,
        opinion.withheld_as,
        opinion.tariff,
        opinion.units,
    )


def question_of(opinion: Opinion) -> dict[str, Any]:
    """What was asked in an opinion, as `write` takes it."""
    return {name: getattr(opinion, name) for name in QUESTION}


def settle(application: Application, by: Actor, text: str, *subjects: ApprovalSubject) -> None:
    """Mark what was asked or approved about these subjects as used up, so that it holds for nothing later."""
    for one in live(application.opinions.all()):
        if one.act in OPEN and one.subject in subjects:
            write(application, OpinionAct.NOTE, by, timezone.now(), text=text, **question_of(one))
