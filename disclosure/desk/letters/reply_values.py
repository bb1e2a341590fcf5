"""The 答复书: finding, ground and decision, with the facts of the record and the reasons that its writer gave."""

from disclosure.errors import Refused
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.letters.kept_words import against_decision
from disclosure.law.letters.reasons import GAPS
from disclosure.law.letters.wording import Wording, filled, labels_in

from .context import Brief, Values
from .facts import record_of, recorded_facts
from .questions import remedies_fields, remedies_of, sentence, words_of, you_of


def reply_values(brief: Brief) -> Values:
    """The fields of the reply. Raises Refused for a gap that is left open, and for reasons that were written away."""
    said, application = brief.said, brief.application
    withheld_as = application.withheld_as or said.of("withheld_as")
    words = words_of(application, withheld_as=withheld_as, holder=said.of("holder"))
    you = you_of(application)
    gaps = {**_answers(brief), **_recorded(brief, words, you)}
    finding = said.of("finding") if "finding" in said.changed else sentence(words.finding, you)
    decision = said.of("decision") if "decision" in said.changed else words.decision.format(you=you)
    _require_kept(words, finding + decision, gaps)
    if why := against_decision(words.decision, decision):
        raise Refused(why)
    found = remedies_of(application, brief.on, brief.kind, withheld_as)
    return {
        "办理结果": str(Outcome(application.outcome).label),
        "认定": _whole("认定", filled(finding, gaps)),
        "法律依据": said.of("ground") if "ground" in said.changed else words.ground,
        "决定": _whole("决定", filled(decision, gaps)),
        "附件": [line.strip() for line in said.of("enclosed").splitlines() if line.strip()],
        **remedies_fields(found, said),
    }


def _answers(brief: Brief) -> dict[str, str]:
    """What was answered, by the names of the gaps, on one line each."""
    answered = ((gap.label, brief.said.of(gap.name)) for gap in GAPS.values())
    return {label: "；".join(one.strip().rstrip("。；，") for one in value.splitlines() if one.strip())
            for label, value in answered if value}  # fmt: skip


def _recorded(brief: Brief, words: Wording, you: str) -> dict[str, str]:
    names = ("earlier", "earlier_number", "party_said")
    chosen = {name: " ".join(brief.said.of(name).split()).rstrip("。；，") for name in names}
    return recorded_facts(record_of(brief.application, you, **chosen), labels_in(words.finding, words.decision))


def _require_kept(words: Wording, text: str, gaps: dict[str, str]) -> None:
    """Changed words still say the facts and reasons: by their gap, or by the very words of the answer."""
    for label in labels_in(words.finding, words.decision):
        if f"【{label}】" not in text and gaps.get(label, "") not in text:
            raise Refused(
                f"改写后的「认定」和「决定」没有写进这件申请的【{label}】。请保留【{label}】，或者原样写入所填的内容。"
            )


def _whole(label: str, text: str) -> str:
    """Refuse a text with unfilled gaps."""
    if "【" in text:
        gap = text[text.index("【") : text.find("】") + 1] or "【"
        raise Refused(f"「{label}」中的{gap}还没有填写，请填写对应的内容或者改写这句话。")
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
