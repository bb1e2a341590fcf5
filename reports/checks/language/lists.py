"""Finding totals and their parts: 「其中」 lists, lists in brackets, totals that come last, and lists inside lists."""

import re
from collections.abc import Iterator, Sequence

from .meaning import CHANNEL
from .mentions import Mention, of_paragraph
from .parts import MANY, NEAR, ListOfParts
from .sentences import Paragraph

_INTRODUCED = re.compile(r"其中|具体(?:为|是|包括|如下)|分别(?:为|是|有)|按.{2,8}(?:分|划分)，?|包括|包含|：|（")
_CLOSED = re.compile(r"具体(?:为|是|如下)|分别(?:为|是)|包括以下")
_LOOSE_BRACKET = re.compile(r"（[^）]*(?:含|其中|包括|同比|较|比|占|不含|除)|（[^）]*?\Z")
_INCLUDES = re.compile(r"（[^（）]{0,6}含|，含|包含上年|含.{0,6}结转")
_REST = re.compile(r"其[他它余]")
_ETC = re.compile(r"^.{0,12}等(?!级)|^…|^\.\.\.")
# Words that begin another subject: what follows is no part of the list.
_ENDS = re.compile(
    r"引发|行政(?:复议|诉讼)|办结率|答复率|满意|另外|另有|此外|截[至止]|阅读|点击|浏览|访问|粉丝|关注[人量数度]|同比|较上年|较去年|比上年|比去年|增[加长]|减少|下降"
    r"|累计|总|收费|全[镇县区市局]|合计|共计|平均|培训|会议"
)
_NOT_A_PART = re.compile(r"含|占|平均|每|完成率|目标")
_COMPLEMENTS = (
    (re.compile(r"自然人|公民|个人"), re.compile(r"法人|企业|组织|单位")),
    (re.compile(r"线上"), re.compile(r"线下")),
    (re.compile(r"新(?:接)?收|新增|本年|当年"), re.compile(r"结转|遗留")),
    (re.compile(r"办结|答复|办理完"), re.compile(r"结转|转[至下入]|办理中|未办结|未到期")),
    (re.compile(r"(?:现场|当场)(?:解决|办结)"), re.compile(r"跟进|转办|后续")),
)
_TOTAL_LAST = re.compile(
    r"^(?:以上)?(?:合计|共计|总计|总共|累计|共)(?:计|为|主动|依法|全部)*(?:公开|发布|公布|收到|受理|办理|制作|开展|举办)?[^，。；：（）]{0,16}\Z"
)
_HANDLED = re.compile(r"解决|办结|答复|办理|回复|处理|结转|转[至下入]|未办结|公开")
_GOT = re.compile(r"收到|受理|接到|接收|接待")


MOST = 400  # figures of a paragraph: more are a table or a trick, and stay unjudged


def lists(paragraph: Paragraph) -> list[ListOfParts]:
    """Every list of a paragraph, in order."""
    found = of_paragraph(paragraph)
    if len(found) > MOST:
        return []
    introduced = [made for place in range(len(found) - 1) if (made := _introduced(found, place))]
    inside = {part for one in introduced for part in one.parts}
    return [*introduced, *_totals_last(found, inside), *_handled(found, inside), *_bare(found, inside)]


def _gap(first: Mention, second: Mention) -> str:
    """The text between two figures, over the end of a sentence."""
    if first.sentence is second.sentence:
        return first.sentence.text[first.numeral.end : second.numeral.start]
    if second.sentence.number - first.sentence.number != 1:
        return "。。"
    return first.sentence.text[first.numeral.end :] + second.sentence.text[: second.numeral.start]


def _introduced(found: Sequence[Mention], place: int) -> ListOfParts | None:  # noqa: PLR0911 one a reason
    head, first = found[place], found[place + 1]
    gap = _gap(head, first)
    match = _introduction(gap)
    if match is None or (head.sentence is not first.sentence and not re.search(r"。其中|。具体", gap)):
        return None
    marker = match.group()
    if _INCLUDES.search(gap) or head.numeral.at_least or head.numeral.about:
        return None
    if re.search(r"[较比]|增[加长]|减少|下降", gap.rpartition("，")[2].rpartition("（")[2]) and "其中" not in gap:
        return None
    if _unit(first) != _unit(head) and (later := _next_of_unit(found, place + 1, head)):
        first = later
    heads = [one for one in found[: place + 1] if _unit(one) == _unit(first) and _may_be_total(one, first)]
    if len(heads) > 1 and _in_closed_bracket(heads[-1], gap):
        heads.pop()
    if not heads or first.numeral.is_percent or heads[-1].is_each:
        return None
    in_bracket = gap.rfind("（") > gap.rfind("）")
    parts, nested = _parts(found[place + 1 :], in_bracket=in_bracket, unit=_unit(first))
    if not parts or not all(part.is_exact for part in parts):
        return None
    bracket_list = in_bracket and len(parts) > 1 and "其中" not in gap and not re.search("包括|含|比|较", gap)
    whole = bool(_CLOSED.search(gap)) or bracket_list or _is_whole(parts)
    if marker == "：" and len(parts) == 1:
        return None
    values = tuple(one.value for one in heads if not one.numeral.at_least)
    return ListOfParts(heads[-1], parts, whole, _is_open(parts), values, nested)


def _unit(mention: Mention) -> str:
    """条次 counts what 条 counts."""
    return mention.unit.removesuffix("次") or mention.unit


def _next_of_unit(found: Sequence[Mention], place: int, head: Mention) -> Mention | None:
    """「987条。其中，文件4件…；网站公开96条」: the first part in the total's own unit."""
    sentence = found[place].sentence
    return next((one for one in found[place:] if one.sentence is sentence and _unit(one) == _unit(head)), None)


def _introduction(gap: str) -> re.Match[str] | None:
    match = _INTRODUCED.search(gap)
    if match is None:
        return None
    # 「：」 and 「（」 introduce parts only right after the figure and its noun, and a bracket that holds them.
    closed = match.group() == "（" and "）" in gap[match.end() :]
    if match.group() in "：（" and (closed or re.search("[，。；、）]", gap[: match.start()])):
        return _introduction(gap[match.end() :])
    return match


def _in_closed_bracket(head: Mention, gap: str) -> bool:
    """「办结177件（含结转的3件），其中」: the total stands before the bracket."""
    opened = head.lead.count("（") > head.lead.count("）")
    return opened and gap.find("）") != -1 and (gap.find("（") == -1 or gap.find("）") < gap.find("（"))


def _is_change(mention: Mention) -> bool:
    """「增加5件」 is no total."""
    return bool(re.search(r"(?:增[加长]|减少|下降|上升|多|少)了?\Z", mention.before))


def _may_be_total(one: Mention, first: Mention) -> bool:
    return first.sentence.number - one.sentence.number <= 1 and not _is_change(one)


def _parts(following: Sequence[Mention], *, in_bracket: bool, unit: str) -> tuple[tuple[Mention, ...], tuple[int, ...]]:
    parts: list[Mention] = []
    nested: list[int] = []
    depth, last = 0, None
    for mention in following:
        if last is not None:
            gap = _gap(last, mention)
            if mention.sentence is not last.sentence:
                break
            depth += gap.count("（") - gap.count("）")
            if in_bracket and depth < 0:
                break
            if depth <= 0 and _ENDS.search(mention.before):
                break
            if depth <= 0 and parts and last is parts[-1] and re.search("其中|包括", gap):
                nested.append(len(parts) - 1)
        last = mention
        if depth > 0 or _unit(mention) != unit or (parts and _NOT_A_PART.search(mention.before)):
            continue
        parts.append(mention)
    return tuple(parts), tuple(nested)


def _is_whole(parts: Sequence[Mention]) -> bool:
    """Whether the parts are what there is: the last is 其他, or they are each other's complement."""
    if len(parts) > 1 and _REST.search(parts[-1].words):
        return True
    if len(parts) != 2:  # noqa: PLR2004 a pair
        return False
    first, second = parts[0].words, parts[1].words
    return any(
        (one.search(first) and other.search(second)) or (other.search(first) and one.search(second))
        for one, other in _COMPLEMENTS
    )


def _is_open(parts: Sequence[Mention]) -> bool:
    last = parts[-1]
    rest = last.sentence.text[last.numeral.end :]
    return bool(_ETC.search(rest))


def _totals_last(found: Sequence[Mention], inside: set[Mention]) -> Iterator[ListOfParts]:
    """「A 11条，B 17条，共公开28条」."""
    for place, total in enumerate(found):
        if total in inside or not total.is_exact or not _TOTAL_LAST.search(total.before):
            continue
        parts = [
            one for one in found[:place] if one.sentence is total.sentence and one.unit == total.unit and one.is_exact
        ]
        if len(parts) < 2 or set(parts) & inside or any(_starts_anew(one) for one in parts):  # noqa: PLR2004
            continue
        text = total.sentence.text[parts[0].numeral.end : total.numeral.start]
        others = any(one.unit != total.unit for one in _between(found, parts[0], total))
        if others or re.search("其中|包括|另|同时|比|较", text):
            continue
        if any(one.value == total.value for one in parts) or not _of_one_kind(parts, total):
            continue
        yield _last_total(total, parts)


def _of_one_kind(parts: Sequence[Mention], total: Mention) -> bool:
    """Applications are added up by channel; their outcomes need not be all there are."""
    return "申请" not in total.words or all(CHANNEL.search(part.words) for part in parts)


def _last_total(total: Mention, parts: Sequence[Mention]) -> ListOfParts:
    suffix = next((parts[n:] for n in range(len(parts) - 1) if sum(p.value for p in parts[n:]) == total.value), parts)
    whole = bool(re.match(r"^(?:以上)?(?:合计|共计|总计|总共|共)", total.before))
    return ListOfParts(total, tuple(suffix), whole, is_open=False, candidates=(total.value,))


def _starts_anew(mention: Mention) -> bool:
    return bool(re.search(r"累计|合计|总计|共(?!青|和|享|同|服|资|建)", mention.before))


def _between(found: Sequence[Mention], first: Mention, last: Mention) -> Sequence[Mention]:
    return found[found.index(first) : found.index(last)]


def _handled(found: Sequence[Mention], inside: set[Mention]) -> Iterator[ListOfParts]:
    """「收到诉求348件，现场解决162件，跟进解决186件」: two complements directly after what was received."""
    for head, first, second in zip(found, found[1:], found[2:], strict=False):
        three = (head, first, second)
        if {one.unit for one in three} != {head.unit} or set(three) & inside or not all(o.is_exact for o in three):
            continue
        if not (head.sentence is first.sentence is second.sentence) or not _GOT.search(head.before):
            continue
        if _HANDLED.search(first.words) and _is_whole((first, second)) and not _carries_in(head):
            yield ListOfParts(head, (first, second), is_whole=True, is_open=False, candidates=(head.value,))


def _carries_in(head: Mention) -> bool:
    """Applications have a balance of their own (一 + 二 = 三 + 四), in which what was carried in counts."""
    return bool(re.search("申请|依申请", head.words)) or "结转" in head.lead


_LEAST = 50  # smaller totals may be near their neighbours' sum by chance


def _bare(found: Sequence[Mention], inside: set[Mention]) -> Iterator[ListOfParts]:
    """「公开信息11537条，公开机构类368条，动态类2188条…」: no word says that these are parts, but their sum is near."""
    heads = {id(one.sentence): one for one in reversed(found)}
    for head in heads.values():
        rest = [one for one in found if one.sentence is head.sentence and one is not head]
        if len(rest) < MANY or {head, *rest} & inside or head.value < _LEAST or not head.is_exact:
            continue
        if any(one.unit != head.unit or not one.is_exact for one in rest):
            continue
        made = ListOfParts(head, tuple(rest), is_whole=False, is_open=False, candidates=(head.value,))
        if abs(made.sum - head.value) <= head.value * NEAR:
            yield made
