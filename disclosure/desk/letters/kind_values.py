"""The fields that one kind of letter has for itself."""

from collections.abc import Callable
from datetime import date

from django.utils.timezone import localdate

from disclosure.desk.applications.situation import fee_of
from disclosure.desk.applications.telling import PARTY_KINDS
from disclosure.errors import Refused
from disclosure.law.applications.fees import Bracket, Charge, Tariff, by_items, by_pages
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct, PartyAnswer, StepKind
from disclosure.law.choices.letters import LetterKind, PaperKind
from disclosure.law.clock import LONGEST_EXTENSION, REPLY, SILENCE
from disclosure.law.clock.words import day
from disclosure.law.letters.amounts import in_capitals
from disclosure.law.letters.kinds import title
from disclosure.law.letters.remedies import remedies_against_fee
from disclosure.models import Application, Fee, Letter, Opinion

from .approved import extension_approved_on
from .context import NONE, UNKNOWN, Brief, Values, due_note, part
from .questions import bodies_of, correction_days, reasons_days, remedies_fields, remedies_of, require_set, you_of
from .reply_values import reply_values
from .state import last_step, open_questions, sent_reply

K = LetterKind


def _receipt(brief: Brief) -> Values:
    received = brief.application.received_on or brief.on
    due_on = brief.calendar.add(received, REPLY)
    return {"答复期限": day(due_on), "期限说明": due_note(brief, due_on)}


def _registration(brief: Brief) -> Values:
    asked = brief.application
    return {
        "申请人类型": asked.get_applicant_kind_display(),
        "证件": f"{asked.document_kind} {asked.document}".strip() or UNKNOWN,
        "联系电话": asked.phone or UNKNOWN,
        "电子邮箱": asked.email or UNKNOWN,
        "通讯地址": asked.address or UNKNOWN,
        "传真号码": asked.fax or UNKNOWN,
        "需要的帮助": asked.help_wanted or NONE,
        "获取方式": asked.get_delivery_display() or UNKNOWN,
        "提供形式": asked.get_medium_display() or UNKNOWN,
    }


def _correction(brief: Brief) -> Values:
    return {"补正事项": brief.said.of("matters"), "补正期限": f"{correction_days(brief.application)}个工作日"}


def _reasons(brief: Brief) -> Values:
    return {"数量和频次": part("excess")(brief), "说明期限": f"{reasons_days(brief.application)}个工作日"}


def _extension(brief: Brief) -> Values:
    """Whose approval it was and of which day stands in the record, or the letter is not made (条例 art. 33)."""
    step = last_step(brief.application, StepKind.EXTENDED, until=brief.on)
    if step is None or brief.due_on is None:
        raise Refused("还没有登记「延长告知」，不知道延长到哪一天。请先登记延长答复期限，再生成延期答复告知书。")
    office = brief.application.authority.office.strip()
    return {
        "延长原因": part("reason")(brief),
        "延长天数": str(step.days or LONGEST_EXTENSION),
        "同意情况": f"本机关政府信息公开工作机构{f'（{office}）' if office else ''}负责人"
        f"于{day(extension_approved_on(brief.application, step))}同意",
        "期限说明": due_note(brief, brief.due_on),
    }


def _asking_notice(brief: Brief) -> Values:
    """Those who have not answered yet; the applicant is not told who they are."""
    steps = [one for one in open_questions(brief.application) if one.on <= brief.on]
    kinds = [kind for kind in PARTY_KINDS if any(one.kind == kind for one in steps)]
    whom = "和".join(str(PARTY_KINDS[kind].label) for kind in kinds)
    articles = "、".join(sorted({"第三十三条", *(_ARTICLES[kind] for kind in kinds)}, key=_ORDER.index))
    asked = "、".join(day(on) for on in sorted({one.on for one in steps}))
    return {"征求意见情况": f"需要征求{whom}的意见。本机关已于{asked}书面征求其意见", "征求意见依据": articles}


_ARTICLES = {StepKind.THIRD_PARTY_ASKED: "第三十二条", StepKind.AGENCY_ASKED: "第三十四条"}
_ORDER = ("第三十二条", "第三十三条", "第三十四条")


def _fee_notice(brief: Brief) -> Values:
    application = brief.application
    fee = fee_of(application)
    if fee is None:
        raise Refused("还没有登记信息处理费，不能生成收费通知书。请先计算并登记应收的费用。")
    unit = "件" if fee.tariff == Tariff.ITEMS else "页"
    charge = by_items(fee.units, before=fee.before) if fee.tariff == Tariff.ITEMS else by_pages(fee.units)
    if charge.amount != fee.amount:
        raise Refused(f"登记的金额是 {fee.amount:.0f} 元，按收费标准应为 {charge.amount} 元，请先更正收费金额。")
    way = require_set(application.authority, "payment_way", brief.kind)
    return {
        "收费情形": _why_charged(application, fee),
        "计收方式": "按件计收" if fee.tariff == Tariff.ITEMS else "按量计收",
        "数量": f"{fee.units}{unit}",
        "金额": str(charge.amount),
        "金额大写": in_capitals(charge.amount),
        "收费明细": fee_rows(charge, unit),
        "缴费方式": way.rstrip("。；，"),
        "缴费期限": f"{SILENCE[StepKind.FEE_NOTICED]}个工作日",
        "救济途径": remedies_against_fee(*bodies_of(application.authority, brief.kind)),
    }


def _why_charged(application: Application, fee: Fee) -> str:
    """The facts that put it above the free limit (收费办法)."""
    if fee.tariff == Tariff.PAGES:
        return f"申请提供的政府信息共{fee.units}页，超过免费提供的页数"
    received = application.received_on
    month = f"{received.year}年{received.month}月" if received else "当月"
    return f"{you_of(application)}在{month}此前已申请{fee.before}件，本次申请{fee.units}件，超过每月免费的件数"


def fee_rows(charge: Charge, unit: str) -> list[dict[str, str]]:
    """List the brackets of a charge for the notice."""
    return [
        {
            "档次": _bracket(line.bracket, unit),
            "数量": str(line.units),
            "单价": str(line.bracket.price),
            "金额": str(line.amount),
        }
        for line in charge.lines
    ]


def _bracket(bracket: Bracket, unit: str) -> str:
    if bracket.last is None:
        return f"第{bracket.first}{unit}以上"
    return f"第{bracket.first}{unit}至第{bracket.last}{unit}"


def _supplement(brief: Brief) -> Values:
    earlier = sent_reply(brief.application)
    before = f"《{title(K.REPLY)}》（{earlier.number}）"
    return {"先前答复": before, "补充内容": brief.said.of("content"), **_remedies(brief)}


def _remedies(brief: Brief) -> Values:
    found = remedies_of(brief.application, brief.on, brief.kind)
    return {**remedies_fields(found, brief.said)}


def _termination(brief: Brief) -> Values:
    step = last_step(brief.application, StepKind.WITHDRAWN, until=brief.on)
    return {"撤回日期": day(step.on) if step else UNKNOWN}


def _third_party_asked(brief: Brief) -> Values:
    days = SILENCE[StepKind.THIRD_PARTY_ASKED]
    return {"涉及事项": part("reason")(brief), "答复期限": f"{days}个工作日"}


def _third_party_told(brief: Brief) -> Values:
    party = brief.party
    asked_on = day(party.asked_on) if party else UNKNOWN
    answered = "没有在规定的期限内提出意见"
    if party and party.answer == PartyAnswer.OBJECTS and party.answered_on:
        answered = f"于{day(party.answered_on)}答复不同意公开"
    told = {"征求意见日期": asked_on, "意见情况": answered, "公开的理由": part("reason")(brief)}
    return {**told, **_remedies(brief)}


def _agency_asked(_: Brief) -> Values:
    return {"答复期限": f"{SILENCE[StepKind.AGENCY_ASKED]}个工作日"}


def _assistance(brief: Brief) -> Values:
    return {
        "协办单位": part("addressee")(brief),
        "协办事项": part("matter")(brief),
        "反馈期限": part("period")(brief),
    }


def _review_sheet(brief: Brief) -> Values:
    opinions = [one for one in brief.application.opinions.all() if localdate(one.at) <= brief.on]
    result, ground = _proposed(brief.application, opinions)
    return {
        "拟办结果": result,
        "法律依据": ground or NONE,
        "拟办意见": brief.said.of("proposal"),
        "办理意见": "\n".join(map(_in_a_line, opinions)) or NONE,
    }


def _proposed(application: Application, opinions: list[Opinion]) -> tuple[str, str]:
    """What the head is asked, and its article."""
    asked = [one for one in opinions if one.act == OpinionAct.ASK]
    last = asked[-1] if asked else None
    if last and last.subject == ApprovalSubject.EXTENSION and not application.outcome:
        return f"延长答复期限{last.days or LONGEST_EXTENSION}个工作日", "条例第三十三条"
    outcome = application.outcome or (last.outcome if last else "")
    return (str(Outcome(outcome).label), Outcome(outcome).ground) if outcome else ("未定", "")


def _in_a_line(opinion: Opinion) -> str:
    who = " ".join(one for one in (opinion.section, opinion.name, str(localdate(opinion.at))) if one)
    return f"{who} {opinion.get_act_display()}" + (f"：{opinion.text}" if opinion.text else "")


def _transfer(brief: Brief) -> Values:
    application = brief.application
    rows = [("政府信息公开申请", str(application.received_on), NONE)]
    papers = application.papers.exclude(kind=PaperKind.LETTER)
    rows += [
        (str(PaperKind(one.kind).label), str(localdate(one.added_at)), NONE)
        for one in papers
        if localdate(one.added_at) <= brief.on
    ]
    letters = [one for one in application.letters.all() if one.dated_on <= brief.on]
    rows += [(title(LetterKind(one.kind)), str(one.dated_on), _number_of(one, brief.on)) for one in letters]
    return {
        "接收单位": part("addressee")(brief),
        "件数": str(len(rows)),
        "材料": [
            {"序号": str(number), "名称": name, "日期": on, "份数": "1", "备注": note}
            for number, (name, on, note) in enumerate(rows, start=1)
        ],
    }


def _number_of(letter: Letter, on: date) -> str:
    is_void = letter.voided_on is not None and letter.voided_on <= on
    return (letter.number or NONE) + ("（作废）" if is_void else "")


OWN: dict[LetterKind, Callable[[Brief], Values]] = {
    K.RECEIPT: _receipt,
    K.REGISTRATION: _registration,
    K.CORRECTION: _correction,
    K.REASONS: _reasons,
    K.EXTENSION: _extension,
    K.ASKING_NOTICE: _asking_notice,
    K.FEE_NOTICE: _fee_notice,
    K.REPLY: reply_values,
    K.SUPPLEMENT: _supplement,
    K.TERMINATION: _termination,
    K.THIRD_PARTY_ASKED: _third_party_asked,
    K.THIRD_PARTY_TOLD: _third_party_told,
    K.AGENCY_ASKED: _agency_asked,
    K.ASSISTANCE: _assistance,
    K.REVIEW_SHEET: _review_sheet,
    K.TRANSFER: _transfer,
}
