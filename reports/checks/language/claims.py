"""Claims: what a sentence says of a quantity, sentence by sentence with what the paragraph has spoken of before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from . import meaning
from . import quantities as of
from .mentions import Mention, mentions
from .quantities import APPLICATIONS, CASES, DOCUMENTS, Quantity
from .scope import Scope
from .sentences import Paragraph, Sentence

LONGEST = 3_000  # characters: no sentence that a person wrote is longer; its figures stay unjudged


@dataclass(frozen=True, slots=True)
class Claim:
    """「收到申请12件」: the quantity, its value and the figure that says so; `mention` is None for 未, 无, 零."""

    quantity: Quantity
    value: Decimal
    sentence: Sentence
    words: str
    mention: Mention | None = None
    at_least: bool = False

    @property
    def mention_unit(self) -> str:
        return self.mention.unit if self.mention else ""


@dataclass(slots=True)
class _Context:
    """What the sentences read so far spoke of: later figures may leave it out."""

    domain: str = ""
    routes: tuple[str, ...] = ()
    claims: list[Claim] = field(default_factory=list)


_OUTCOME_WORDS = re.compile(r"予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|结转")
_CONTINUES = re.compile(r"^(?:其中|所有|均|上述|按|经|已|办结|除|在(?:所有)?办结|办理结果|从|以上)")
_PUBLISHES = re.compile(r"主动公开|发布|公布|公示|信息数")
# Papers are marked as 主动公开, 依申请公开 or 不予公开 when they are drafted: these are no applications.
_KEPT_AS = re.compile(
    r"属性|(?:公文|文件|发文)[^。]{0,12}\d+[件份条].{0,3}依申请公开|主动公开(?:类|文件|公文)*\d+[件份条]，?、?依申请公开"
)
_ASKED_FOR = re.compile(r"信息公开申请")
# 「清理规范性文件20件，废止1件，继续有效17件」: of those looked at, not of all.
_LOOKED_AT = re.compile(r"(?:清理|评估|梳理|审查)[^，。；]{0,12}\d")
_CASE = re.compile(r"复议|诉讼|起诉")
_CASE_ABOUT = re.compile(r"信息公开|依申请|公开申请|因.{0,6}公开|引发|引起|涉及|提起|被")
_CASES_HANDLED = re.compile(
    r"(?:受理|审理|审结|办理|收到|指导)[^，。；]{0,6}(?:行政复议|行政诉讼|行政应诉)(?:案件|申请)"
)


def claims(paragraph: Paragraph, scope: Scope) -> list[Claim]:
    """The claims of a paragraph that are the authority's own, of the whole report year."""
    context = _Context()
    for sentence in paragraph:
        if len(sentence.text) > LONGEST:
            continue
        _begin(sentence, context)
        for mention in mentions(sentence):
            _read(mention, context, scope)
        context.claims.extend(_zeros(sentence, scope))
    return context.claims


def _begin(sentence: Sentence, context: _Context) -> None:
    """Forget what the last sentence spoke of, unless this one goes on with it."""
    text = sentence.text
    goes_on = _CONTINUES.search(text) or (context.domain == APPLICATIONS and _OUTCOME_WORDS.search(text))
    if not goes_on:
        context.domain, context.routes = "", ()


def _read(mention: Mention, context: _Context, scope: Scope) -> None:
    _note_domain(mention, context)
    if mention.numeral.is_percent or mention.numeral.about or mention.is_each or mention.value % 1:
        return
    if not scope.is_whole_year_of_own(mention.lead, mention.after):
        return
    if quantity := _quantity(mention, context, scope.year):
        words = mention.words.replace("□", f"{mention.value}{mention.unit}")
        claim = Claim(quantity, mention.value, mention.sentence, words, mention, mention.numeral.at_least)
        context.claims.append(claim)
        context.domain = quantity.domain


def _note_domain(mention: Mention, context: _Context) -> None:
    """What the clauses since the last figure speak of replaces what was spoken of before."""
    begin = _last_end(mention)
    clause = mention.sentence.text[begin : mention.numeral.start] + mention.after
    if _CASE.search(clause):
        context.domain, context.routes = CASES, (*context.routes, *meaning.routes_of(_near(clause)))
    elif meaning.speaks_of_applications(clause):
        context.domain = APPLICATIONS
    elif "规范性文件" in clause:
        context.domain = DOCUMENTS
    elif meaning.NOT_APPLICATION.search(mention.words) and not meaning.CHANNEL.search(mention.words):
        context.domain = ""


def _near(clause: str) -> str:
    """The last part of a clause that names a route."""
    return [part for part in re.split(r"[，；]", clause) if _CASE.search(part)][-1]


def _last_end(mention: Mention) -> int:
    ends = [one.numeral.end for one in mentions(mention.sentence) if one.numeral.end <= mention.numeral.start]
    return max(ends, default=0)


_APPLICATION_UNITS = frozenset({"件", "条", "宗", "份", "例", "起", "项", "次", "个", ""})
_CASE_UNITS = frozenset({"件", "宗", "起", "例", "次", "个", "条", ""})


def _quantity(mention: Mention, context: _Context, year: int) -> Quantity | None:
    words, unit = mention.words, mention.unit
    text = mention.sentence.text
    if found := meaning.decision(words, unit, decided=meaning.says_decided(text)):
        return found
    if _CASE.search(words) or (context.domain == CASES and not meaning.speaks_of_applications(words)):
        is_own = _CASE_ABOUT.search(text) and not (_CASES_HANDLED.search(text) and "信息公开" not in text)
        return meaning.case(words, context.routes) if is_own and unit in _CASE_UNITS else None
    if "规范性文件" in words or context.domain == DOCUMENTS:
        apart = "失效" in text and ("废止" in words) != ("失效" in words)  # 废止 and 失效 are one cell
        unsure = apart or _LOOKED_AT.search(mention.lead)
        return None if unsure else meaning.document(words, unit, in_context=context.domain == DOCUMENTS)
    if unit not in _APPLICATION_UNITS or (unit == "" and mention.after):
        return None
    if _is_published(mention, context) or _KEPT_AS.search(text):
        return None
    known = context.domain == APPLICATIONS or bool(_ASKED_FOR.search(text) and _OUTCOME_WORDS.search(words))
    return meaning.application(_clause(mention, words), year, in_context=known)


def _is_published(mention: Mention, context: _Context) -> bool:
    """Whether the figure tells how much was published, which no cell holds."""
    own = _PUBLISHES.search(mention.words)
    return bool(own) and not meaning.speaks_of_applications(mention.words) and context.domain != APPLICATIONS


def _clause(mention: Mention, words: str) -> str:
    """Words with the year or the noun that a comma or bracket cut off: 「2020年，结转办理1件」."""
    carried = re.search(r"(20\d\d)年(?:度)?\Z", mention.lead[: len(mention.lead) - len(mention.before)].rstrip("，"))
    return f"{carried.group()}{words}" if carried and "结转" in words else words


# --- Zero in words ------------------------------------------------------------

_NONE = (
    r"(?:未(?:收到|接到|发生|接收到?|受理|产生|出现|涉及|有|引发|引起)"
    r"|没有(?:收到|接到|发生|接收到?|受理|产生|出现|引发)?|无(?!法|需|锡|为|障|偿|故|理|正)|零)"
)
_NO_APPLICATION = re.compile(
    rf"{_NONE}[^，。；不]{{0,20}}?(?:政府信息公开申请|信息公开(?:的)?(?:书面)?申请|依申请公开(?:政府信息|的?申请|件|信息|事项)?|信息公开依申请|公开申请|申请公开政府信息)"
    r"(?P<rest>[^，。；]*)"
)
_NO_CASE = re.compile(
    rf"{_NONE}(?P<what>[^。；]{{0,40}}?(?:复议|诉讼)(?:(?:、|和|或者?|及|以及|，|与)[^，。；]{{0,12}}?(?:复议|诉讼))?)(?P<rest>[^，。；]*)"
)
_QUALIFIED = re.compile(
    r"(?:的?(?:投诉|举报|收费|费用|行政复议|复议|诉讼|情况通报|超期|逾期|延期|败诉|纠错|不当|差错|引发|引起|案件被))|被|未|过程中|工作"
)


def _zeros(sentence: Sentence, scope: Scope) -> Iterator[Claim]:
    text = sentence.text
    for pattern, build in ((_NO_APPLICATION, _no_application), (_NO_CASE, _no_case)):
        for match in pattern.finditer(text):
            lead = text[: match.start()]
            quantity = build(match)
            if quantity and scope.is_whole_year_of_own(lead, match.group()):
                yield Claim(quantity, Decimal(0), sentence, match.group())


def _no_application(match: re.Match[str]) -> Quantity | None:
    words = match.group()
    if _QUALIFIED.search(match["rest"]) or re.search("复议|诉讼|收费|费用|举报|投诉|因|超期|逾期|疑难|负面", words):
        return None
    return of.received()


def _no_case(match: re.Match[str]) -> Quantity | None:
    if re.search(
        "败诉|纠错|纠正|撤销|维持|超期|新增|引发舆情|不当|不到位|错误|违[规法]|瑕疵|过错", match.group()
    ) or re.search(r"\d", match["what"]):
        return None
    routes = meaning.routes_of(match["what"])
    return of.cases(routes) if routes else None
