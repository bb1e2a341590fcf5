"""A step is mended with what stands beside it: who was asked, the fee, the sent letter. Part of 更正登记."""

from datetime import date

from django.db import models

from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.desk.common.records import Actor, require_valid
from disclosure.errors import Refused
from disclosure.law.applications.rectification import StepValue
from disclosure.law.choices.applications import PartyKind, StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Party, Step

from .situation import fee_of
from .telling import TOLD_BY

# The day of a party that a step tells of.
PARTY_DAYS = {
    StepKind.THIRD_PARTY_ASKED: (PartyKind.THIRD_PARTY, "asked_on"),
    StepKind.THIRD_PARTY_DELIVERED: (PartyKind.THIRD_PARTY, "delivered_on"),
    StepKind.THIRD_PARTY_ANSWERED: (PartyKind.THIRD_PARTY, "answered_on"),
    StepKind.AGENCY_ASKED: (PartyKind.AGENCY, "asked_on"),
    StepKind.AGENCY_DELIVERED: (PartyKind.AGENCY, "delivered_on"),
    StepKind.AGENCY_ANSWERED: (PartyKind.AGENCY, "answered_on"),
}
FEE_DAYS = {StepKind.FEE_NOTICED: "noticed_on", StepKind.FEE_PAID: "paid_on"}
LETTERS = TOLD_BY | {StepKind.REPLY_SENT: LetterKind.REPLY}


def mend_step(step: Step, value: StepValue, by: Actor) -> None:
    """Move a step, with the days of the parties, the fee and the letters that it tells of. Raises Refused."""
    before, step.on, step.days = step.on, value.on, value.days
    _save(step, by)
    if step.on == before:
        return
    for party, field in _parties(step, before):
        setattr(party, field, step.on)
        _save(party, by)
    fee = fee_of(step.application)
    field = FEE_DAYS.get(StepKind(step.kind), "")
    if fee is not None and field and getattr(fee, field) == before:
        setattr(fee, field, step.on)
        _save(fee, by)
        if field == "paid_on" and fee.receipt is not None:
            fee.receipt.received_on = step.on
            _save(fee.receipt, by)
    for letter in step.application.letters.filter(kind=LETTERS.get(StepKind(step.kind)), sent_on=before):
        if step.on < max(letter.dated_on, letter.made_on or letter.dated_on):
            raise Refused(f"文书「{letter}」在 {step.on} 还没有生成，不能更正为这一天发出。")
        letter.sent_on = step.on
        _save(letter, by)


def delete_step(step: Step, by: Actor) -> None:
    """Delete a step that never was, with whom it says was asked. Raises Refused where a letter tells of it."""
    kind, application = StepKind(step.kind), step.application
    sent = application.letters.filter(kind=LETTERS.get(kind), sent_on=step.on, voided_on=None)
    if kind == StepKind.REPLY_SENT:  # then the letter did not go out either
        for letter in sent:
            letter.sent_on, letter.sent_by = None, ""
            _save(letter, by)
    elif sent.exists():
        raise Refused(f"「{kind.label}」的文书已登记 {step.on} 发出，这个步骤不能删去；发出的日期有误的，请更正日期。")
    if kind == StepKind.FEE_NOTICED:
        _delete_fee(step, by)
    for party, field in _parties(step, step.on):
        _delete_or_clear(party, field, by)
    delete_recorded(step, by=by)


def _delete_fee(step: Step, by: Actor) -> None:
    fee = fee_of(step.application)
    if fee is None or fee.noticed_on != step.on:
        return
    if fee.paid_on:
        raise Refused(f"收费通知已于 {fee.paid_on} 缴费，这个步骤不能删去。")
    delete_recorded(fee, by=by)


def _delete_or_clear(party: Party, field: str, by: Actor) -> None:
    if field == "delivered_on":
        party.delivered_on, party.delivery_evidence = None, None
        party.delivery_note = party.delivery_late_reason = ""
        _save(party, by)
    elif field == "asked_on":
        if party.answer:
            raise Refused("已经登记了对方的意见，征求意见的步骤不能删去。")
        if party.letters.exists():
            raise Refused("已经为这个对象生成过文书，文号要保留，征求意见的步骤不能删去。")
        delete_recorded(party, by=by)


def _parties(step: Step, on: date) -> list[tuple[Party, str]]:
    if step.kind not in PARTY_DAYS:
        return []
    kind, field = PARTY_DAYS[StepKind(step.kind)]
    parties = list(step.application.parties.filter(kind=kind, **{field: on}))
    for party in parties:
        party.application = step.application
    return [(party, field) for party in parties]


def _save(record: models.Model, by: Actor) -> None:
    require_valid(record)
    save_recorded(record, by=by)
