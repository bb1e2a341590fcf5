"""What a reply says out of the record: who was asked and answered, what was delivered, when a period was over.

Each function gives one of the gaps of `law.letters.reasons.RECORDED`, and raises Refused where the record lacks it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from disclosure.desk.applications.situation import asked_of, situation_of
from disclosure.desk.common.calendar import load_calendar
from disclosure.errors import Refused
from disclosure.law.applications.handling import Situation
from disclosure.law.choices.applications import PartyAnswer, PartyKind, StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock import Correction, reopened_on
from disclosure.law.clock.words import day
from disclosure.law.letters.reasons import CONSULTED, CORRECTED, REASONED, RECORDED, REPLIED, UNCORRECTED, UNPAID
from disclosure.models import Application, Party

from .repeated import earlier_reply
from .state import last_step, steps_since

AGAIN = "请先「重新办理」这件申请，补登记以后再作决定。"


@dataclass(frozen=True, slots=True)
class Record:
    """An application as it stood when it was decided, and what the letter's writer chose of it."""

    application: Application
    situation: Situation
    you: str
    earlier: str = ""  # the answer to `repeated.EARLIER`
    earlier_number: str = ""
    party_said: str = ""

    @property
    def decided_on(self) -> date:
        return self.situation.today


def record_of(application: Application, you: str, **chosen: str) -> Record:
    """Gather it as of the day of the decision; the queries of `situation_of`, and one for the calendar."""
    until = application.concluded_on or date.max
    return Record(application, situation_of(application, until, load_calendar()), you, **chosen)


def recorded_facts(record: Record, labels: Iterable[str]) -> dict[str, str]:
    """The gaps among `labels` that the record fills. Raises Refused for the first that it cannot fill."""
    wanted = set(labels)
    return {label: FACTS[label](record) for label in RECORDED if label in wanted}


# --- Third parties ------------------------------------------------------------------


def third_parties(application: Application) -> list[Party]:
    """Who was asked in this handling, before the decision."""
    again, until = reopened_on(application.steps.all()) or date.min, application.concluded_on or date.max
    parties = (one for one in application.parties.all() if one.kind == PartyKind.THIRD_PARTY)
    return [one for one in parties if again < one.asked_on <= until]


def has_objection(application: Application) -> bool:
    """Whether a third party objected, whose reasons the letter gives."""
    return any(one.answer == PartyAnswer.OBJECTS for one in third_parties(application))


def _consulted(record: Record) -> str:
    """「本机关于…书面征求第三方的意见，…」 (条例 art. 32)."""
    parties = third_parties(record.application)
    if not parties:
        raise Refused(f"办理记录里没有书面征求第三方意见，不能以保护第三方合法权益为由答复（条例第三十二条）。{AGAIN}")
    answers = [_answer_of(record, one) for one in parties]
    if all(answer == PartyAnswer.CONSENTS for answer, _ in answers):
        raise Refused("第三方同意公开，不能以保护其合法权益为由不予公开（条例第十五条）。请先「重新办理」这件申请。")
    _require_no_names(record, parties)
    asked = "、".join(day(on) for on in sorted({one.asked_on for one in parties}))
    said = f"本机关于{asked}书面征求第三方的意见"
    if served := _served(record):
        said += f"，征求意见书于{served}送达"
    number = f"{len(parties)}个第三方中，" if len(parties) > 1 else ""
    said += f"；{number}" + "，".join(_answers_in_words(sorted(answers), len(parties)))
    return f"{said}，理由是：{record.party_said}" if record.party_said else said


def _answer_of(record: Record, party: Party) -> tuple[str, date]:
    """The answer with its day; silence, with the last day of the period, only where the delivery is recorded."""
    situation = record.situation
    if party.answer in (PartyAnswer.CONSENTS, PartyAnswer.OBJECTS) and party.answered_on:
        if party.answered_on > record.decided_on:
            raise Refused(f"第三方 {party.answered_on} 才答复，答复决定在这一天以前作出。{AGAIN}")
        return party.answer, party.answered_on
    asked = asked_of(party, situation.timeline, situation.calendar)
    if asked.delivered_on is None:
        raise Refused(f"第三方没有答复，征求意见书也没有登记送达，不能认定逾期未答复（条例第三十二条）。{AGAIN}")
    if not asked.is_silent(record.decided_on):
        raise Refused(
            f"第三方还没有答复，答复期限到 {asked.limit} 为止，决定作出时还没有期满（条例第三十二条）。{AGAIN}"
        )
    return PartyAnswer.SILENT, asked.limit


def _answers_in_words(answers: list[tuple[str, date]], number: int) -> list[str]:
    words = {
        PartyAnswer.CONSENTS: "{who}于{on}答复同意公开",
        PartyAnswer.OBJECTS: "{who}于{on}答复不同意公开",
        PartyAnswer.SILENT: "{who}至{on}期限届满没有提出意见",
    }
    said = []
    for (answer, on), same in groupby(answers):
        who = "第三方" if number == 1 else f"{len(list(same))}个"
        said.append(words[PartyAnswer(answer)].format(who=who, on=day(on)))
    return said


def _served(record: Record) -> str:
    steps = steps_since(record.application, until=record.decided_on)
    return "、".join(day(one.on) for one in steps if one.kind == StepKind.THIRD_PARTY_DELIVERED)


def _require_no_names(record: Record, parties: list[Party]) -> None:
    """The applicant is not told who was asked (条例 art. 15)."""
    if any(one.name.strip() and one.name.strip() in record.party_said for one in parties):
        raise Refused("「第三方的理由」中写有第三方的名称，请改写成不出现名称的要点。")


# --- Correction, fee, reasons ---------------------------------------------------------


def _last_correction(record: Record) -> Correction:
    corrections = record.situation.timeline.corrections
    if not corrections:
        raise Refused(f"办理步骤里没有「补正告知」，答复书不能写已经告知补正（条例第三十条）。{AGAIN}")
    return corrections[-1]


def _cited(record: Record, kind: LetterKind) -> str:
    """The 文号 of the notice that went out in this handling, in brackets; empty where it was not made here."""
    again = record.situation.timeline.reopened_on or date.min
    made = [one for one in record.application.letters.all() if one.kind == kind and not one.voided_on]
    numbers = [one.number for one in made if one.sent_on and again < one.sent_on <= record.decided_on]
    return f"（{numbers[-1]}）" if numbers else ""


def _corrected(record: Record) -> str:
    correction = _last_correction(record)
    if correction.corrected_on is None:
        raise Refused(f"办理步骤里没有「补正」，不能按补正后仍不明确答复（条例第三十条）。{AGAIN}")
    asked, came = day(correction.asked_on), day(correction.corrected_on)
    return f"本机关于{asked}书面告知{record.you}补正申请内容，于{came}收到{record.you}的补正"


def _uncorrected(record: Record) -> str:
    """The notice, its day, its delivery and the period that it gave (条例 art. 30)."""
    correction, calendar = _last_correction(record), record.situation.calendar
    if correction.corrected_on is not None:
        raise Refused(f"{correction.corrected_on} 已收到补正，不能按逾期不补正答复（条例第三十条）。{AGAIN}")
    if correction.delivered_on is None:
        raise Refused(f"补正告知还没有登记送达，不能认定逾期不补正（条例第三十条）。{AGAIN}")
    limit = correction.limit(calendar)
    if limit is None:
        raise Refused(f"补正告知没有登记给予的合理期限（天数），不能认定逾期不补正（条例第三十条）。{AGAIN}")
    if record.decided_on <= limit:
        raise Refused(f"补正期限到 {limit} 为止，决定作出时还没有期满（条例第三十条）。{AGAIN}")
    asked, came = day(correction.asked_on), day(correction.delivered_on)
    return (
        f"本机关于{asked}书面告知{record.you}补正申请内容，告知书{_cited(record, LetterKind.CORRECTION)}于{came}送达，"
        f"补正期限为收到之日起{correction.days}个工作日，至{day(limit)}届满"
    )


def _unpaid(record: Record) -> str:
    """The notice, its sum, its delivery and the end of the period (收费办法 art. 7)."""
    facts = record.situation.facts
    if facts.fee_noticed_on is None:
        raise Refused(f"办理记录里没有收费通知，不能按逾期未缴费答复（收费办法）。{AGAIN}")
    if facts.fee_paid_on is not None:
        raise Refused(f"{facts.fee_paid_on} 已经缴费，不能按逾期未缴费答复（收费办法）。{AGAIN}")
    if facts.fee_delivered_on is None or facts.fee_limit is None:
        raise Refused(f"收费通知还没有登记送达，不能认定逾期未缴费（收费办法）。{AGAIN}")
    if record.decided_on <= facts.fee_limit:
        raise Refused(f"缴费期限到 {facts.fee_limit} 为止，决定作出时还没有期满（收费办法）。{AGAIN}")
    return (
        f"本机关于{day(facts.fee_noticed_on)}书面通知{record.you}缴纳信息处理费{record.application.fee.amount:.0f}元，"
        f"通知书{_cited(record, LetterKind.FEE_NOTICE)}于{day(facts.fee_delivered_on)}送达，"
        f"缴费期限至{day(facts.fee_limit)}届满"
    )


def _reasoned(record: Record) -> str:
    """That reasons were asked for, and given or not (条例 art. 35)."""
    application = record.application
    asked = last_step(application, StepKind.REASONS_ASKED, until=record.decided_on)
    if asked is None:
        raise Refused(f"办理步骤里没有「说明理由告知」，不能按无正当理由大量反复申请答复（条例第三十五条）。{AGAIN}")
    begun = f"本机关于{day(asked.on)}书面要求{record.you}说明理由"
    given = last_step(application, StepKind.REASONS_GIVEN, until=record.decided_on)
    if given is not None and given.on >= asked.on:
        return f"{begun}，{record.you}于{day(given.on)}说明了理由"
    request = record.situation.timeline.requests[-1]
    limit = request.limit(record.situation.calendar)
    if request.delivered_on is None or limit is None or record.decided_on <= limit:
        why = "决定作出时，说明理由的期限没有届满或者没有登记送达，不能写申请人没有说明（条例第三十五条）。"
        raise Refused(f"{why}{AGAIN}")
    return f"{begun}，告知书于{day(request.delivered_on)}送达，期限至{day(limit)}届满，{record.you}没有说明理由"


def _replied(record: Record) -> str:
    return earlier_reply(record.application, record.earlier, record.earlier_number)


FACTS: dict[str, Callable[[Record], str]] = {
    CONSULTED: _consulted,
    CORRECTED: _corrected,
    UNCORRECTED: _uncorrected,
    UNPAID: _unpaid,
    REASONED: _reasoned,
    REPLIED: _replied,
}
