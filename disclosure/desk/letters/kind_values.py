"""The fields that one kind of letter has for itself."""

from collections.abc import Callable

from django.utils.timezone import localdate

from disclosure.desk.common.calendar import load_calendar
from disclosure.errors import Refused
from disclosure.law.applications.fees import Bracket, Charge, Tariff, by_items, by_pages
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct, PartyKind, StepKind
from disclosure.law.choices.letters import LetterKind, PaperKind
from disclosure.law.clock import LONGEST_EXTENSION, REPLY, SILENCE
from disclosure.law.letters.amounts import in_capitals
from disclosure.law.letters.kinds import title
from disclosure.law.letters.wording import GAPS, filled
from disclosure.models import Application, Fee, Opinion

from .context import NONE, UNKNOWN, Brief, Values, day, last_step, part
from .questions import remedies_of, require_set, sentence, words_of, you_of

K = LetterKind


def _receipt(brief: Brief) -> Values:
    received = brief.application.received_on or brief.on
    return {"答复期限": day(load_calendar().add(received, REPLY))}


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
    return {"补正事项": brief.said.of("matters"), "补正期限": part("period")(brief)}


def _reasons(brief: Brief) -> Values:
    return {"数量和频次": part("excess")(brief), "说明期限": part("period")(brief)}


def _extension(brief: Brief) -> Values:
    step = last_step(brief.application, StepKind.EXTENDED)
    if step is None or brief.application.due_on is None:
        raise Refused("还没有登记「延长告知」，不知道延长到哪一天。请先登记延长答复期限，再生成延期答复告知书。")
    days = LONGEST_EXTENSION if step.days is None else step.days
    return {"延长原因": part("reason")(brief), "延长天数": str(days)}


ASKED = {
    StepKind.THIRD_PARTY_ASKED: (PartyKind.THIRD_PARTY, "第三十二条"),
    StepKind.AGENCY_ASKED: (PartyKind.AGENCY, "第三十四条"),
}


def _asking_notice(brief: Brief) -> Values:
    steps = [one for one in brief.application.steps.all() if one.kind in ASKED]
    if not steps:
        raise Refused("还没有登记征求第三方或者其他机关意见，不能生成征求意见告知书。请先登记征求意见。")
    kinds = [kind for kind in ASKED if any(one.kind == kind for one in steps)]
    whom = "和".join(str(ASKED[kind][0].label) for kind in kinds)
    articles = "、".join(sorted({"第三十三条", *(ASKED[kind][1] for kind in kinds)}, key=_ARTICLES.index))
    asked = day(max(one.on for one in steps))
    return {"征求意见情况": f"需要征求{whom}的意见。本机关已于{asked}书面征求其意见", "征求意见依据": articles}


_ARTICLES = ("第三十二条", "第三十三条", "第三十四条")


def _fee_notice(brief: Brief) -> Values:
    fee = Fee.objects.filter(application=brief.application).first()
    if fee is None:
        raise Refused("还没有登记信息处理费，不能生成收费通知书。请先计算并登记应收的费用。")
    unit = "件" if fee.tariff == Tariff.ITEMS else "页"
    charge = by_items(fee.units, before=fee.before) if fee.tariff == Tariff.ITEMS else by_pages(fee.units)
    if charge.amount != fee.amount:
        raise Refused(f"登记的金额是 {fee.amount:.0f} 元，按收费标准应为 {charge.amount} 元，请先更正收费金额。")
    way = require_set(brief.application.authority, "payment_way", brief.kind)
    return {
        "计收方式": "按件计收" if fee.tariff == Tariff.ITEMS else "按量计收",
        "数量": f"{fee.units}{unit}",
        "金额": str(charge.amount),
        "金额大写": in_capitals(charge.amount),
        "收费明细": fee_rows(charge, unit),
        "缴费方式": way.rstrip("。；，"),
        "缴费期限": f"{SILENCE[StepKind.FEE_NOTICED]}个工作日",
    }


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


def _reply(brief: Brief) -> Values:
    said, application = brief.said, brief.application
    withheld_as = application.withheld_as or said.of("withheld_as")
    words = words_of(application, withheld_as=withheld_as, other_body=said.of("other_body"))
    you = you_of(application)
    gaps = {gap.label: said.of(gap.name) for gap in GAPS.values() if said.of(gap.name)}
    finding = said.of("finding") if "finding" in said.changed else sentence(words.finding, you)
    decision = said.of("decision") if "decision" in said.changed else words.decision.format(you=you)
    values: Values = {
        "办理结果": str(Outcome(application.outcome).label),
        "认定": _whole("认定", filled(finding, gaps)),
        "法律依据": said.of("ground") if "ground" in said.changed else words.ground,
        "决定": _whole("决定", filled(decision, gaps)),
        "附件": [line.strip() for line in said.of("enclosed").splitlines() if line.strip()],
    }
    return {**values, **_remedies(brief, withheld_as)}


def _whole(label: str, text: str) -> str:
    """Refuse a text with unfilled gaps."""
    if "【" in text:
        gap = text[text.index("【") : text.find("】") + 1] or "【"
        raise Refused(f"「{label}」中的{gap}还没有填写，请填写对应的内容或者改写这句话。")
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _remedies(brief: Brief, withheld_as: str = "") -> Values:
    found = remedies_of(brief.application, brief.on, brief.kind, withheld_as)
    return {
        "救济途径": brief.said.of("remedies") if "remedies" in brief.said.changed else found.text,
        "复议机关": found.review_body,
        "人民法院": found.court,
        "复议期限": found.review,
        "诉讼期限": found.lawsuit,
        "复议前置": "是" if found.review_first else "否",
    }


def _supplement(brief: Brief) -> Values:
    replies = brief.application.letters.filter(kind=K.REPLY, sent_on__isnull=False)
    earlier = replies.order_by("-sent_on", "-pk").first()
    if earlier is None:
        raise Refused("这件申请还没有发出答复书，不能生成补充答复书。请先生成并发出答复书。")
    before = f"《{title(K.REPLY)}》（{earlier.number}）"
    return {"先前答复": before, "补充内容": brief.said.of("content"), **_remedies(brief)}


def _third_party_asked(brief: Brief) -> Values:
    days = SILENCE[StepKind.THIRD_PARTY_ASKED]
    return {"涉及事项": part("reason")(brief), "答复期限": f"{days}个工作日"}


def _third_party_told(brief: Brief) -> Values:
    asked_on = day(brief.party.asked_on) if brief.party else UNKNOWN
    return {"征求意见日期": asked_on, "公开的理由": part("reason")(brief), **_remedies(brief)}


def _agency_asked(_: Brief) -> Values:
    return {"答复期限": f"{SILENCE[StepKind.AGENCY_ASKED]}个工作日"}


def _assistance(brief: Brief) -> Values:
    return {
        "协办单位": part("addressee")(brief),
        "协办事项": part("matter")(brief),
        "反馈期限": part("period")(brief),
    }


def _review_sheet(brief: Brief) -> Values:
    opinions = list(brief.application.opinions.all())
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
    rows += [(str(PaperKind(one.kind).label), str(localdate(one.added_at)), NONE) for one in papers]
    rows += [(title(LetterKind(one.kind)), str(one.dated_on), one.number or NONE) for one in application.letters.all()]
    return {
        "接收单位": part("addressee")(brief),
        "件数": str(len(rows)),
        "材料": [
            {"序号": str(number), "名称": name, "日期": on, "份数": "1", "备注": note}
            for number, (name, on, note) in enumerate(rows, start=1)
        ],
    }


OWN: dict[LetterKind, Callable[[Brief], Values]] = {
    K.RECEIPT: _receipt,
    K.REGISTRATION: _registration,
    K.CORRECTION: _correction,
    K.REASONS: _reasons,
    K.EXTENSION: _extension,
    K.ASKING_NOTICE: _asking_notice,
    K.FEE_NOTICE: _fee_notice,
    K.REPLY: _reply,
    K.SUPPLEMENT: _supplement,
    K.THIRD_PARTY_ASKED: _third_party_asked,
    K.THIRD_PARTY_TOLD: _third_party_told,
    K.AGENCY_ASKED: _agency_asked,
    K.ASSISTANCE: _assistance,
    K.REVIEW_SHEET: _review_sheet,
    K.TRANSFER: _transfer,
}
