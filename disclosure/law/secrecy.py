"""Marks of secrecy and of internal papers, told from words that only speak of secrets.

保守国家秘密法 (2024) art. 5, 35 and 实施条例 (2024) art. 5: what is a state secret is not disclosed, and what is to be
disclosed is reviewed first; 条例 art. 14, 16, 17. A mark is judged by its form and place: 秘密★1年 anywhere, 机密 alone
on its line or in brackets, 密级：秘密; not 国家秘密 in a sentence. Every expression is bounded.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from .privacy.findings import FoundKind, FoundText
from .privacy.folding import fold

_GAP = r"[\s|]{0,6}"
_STAR = "[★☆✩✪✫✬✭✮✯✰⭐🌟⛤⚝⍟*✱✲✳✴✶✷✸✹✦✧⋆∗﹡٭▲△]"
_FIRM_STAR = "[★☆✩✪✫✬✭✮✯✰⭐🌟⛤⚝⍟▲△]"  # what an asterisk is not
_DIGITS = "[0-9零〇一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾]"
_PERIOD = (
    rf"(?:{_DIGITS}{{1,4}}(?:{_GAP}{_DIGITS}){{0,3}}{_GAP}(?:年|个?{_GAP}月|[日天])"
    rf"|长{_GAP}期|[0-9]{{4}}[年.\-/]|至|解密|启用)"
)


def _spread(words: str) -> str:
    """Match each of the words `a|b` with blanks or line breaks between its characters, the longest first."""
    return "|".join(_GAP.join(word) for word in sorted(words.split("|"), key=len, reverse=True))


_LEVELS = _spread("绝密|机密|秘密|絶密|絕密|機密|祕密")
_LEVEL = re.compile(rf"(?P<level>{_LEVELS})(?:{_GAP}级)?")
_AFTER_LEVEL = re.compile(rf"{_GAP}(?P<star>{_STAR}){{1,3}}(?P<period>{_GAP}{_PERIOD})?")
_LABEL = re.compile(rf"密{_GAP}级(?:{_GAP}(?:和|及)?保{_GAP}密{_GAP}期{_GAP}限)?{_GAP}[::]{_GAP}$")
# Other secrets than the state's, and what is said of secrets.
_OTHERS = re.compile(r"(?:商业|工作|核心|个人)$")
_NOT_THE_STATES = re.compile(r"(?:国家|商业|工作|个人|通信|军事|保守|泄露|企业|技术|审判|职业|核心|严守|的)$")
_OTHER_MARK = re.compile(
    rf"(?P<word>{_spread('工作秘密|商业秘密|核心商密|普通商密|工作敏感')}){_GAP}(?P<star>{_FIRM_STAR})(?:{_GAP}{_PERIOD})?"
)
_INTERNAL = (
    "工作秘密|内部资料|内部材料|内部文件|内部使用|内部参考|内部传阅|内部掌握|内部发行|内部刊物|内部事项|内部信息|"
    "不得公开|不宜公开|不予公开|不公开|不得外传|严禁外传|请勿外传|不得外泄|禁止公开|暂不公开|不对外公开|"
    "注意保存|注意保管|妥善保管|注意保密|严格保密|请予保密|传阅件|传阅文件|会后收回|阅后收回|用后收回|阅后即毁|"
    "不得翻印|不得复印|不得转发|请勿转发|依申请公开"
)
_DRAFT = "征求意见稿|送审稿|讨论稿|审议稿|报审稿|会签稿|征求意见稿二|内部征求意见稿|修改稿|初稿|草稿"
_INTERNAL_WORD = re.compile(_spread(_INTERNAL))
_DRAFT_WORD = re.compile(_spread(_DRAFT))
_DISCLOSURE = re.compile(
    r"(?:公开(?:方式|属性|形式|类别|类型|选项|范围)|信息公开(?:方式|属性|形式|类别|类型|选项)?|主动公开)[::]\s{0,4}"
    r"(?:此件|本件)?(?P<mark>不予公开|不公开|依申请公开|不宜公开|内部|暂不公开)(?=[\s,，。；;)|]|$)"
)
# What may stand beside a mark on its line: copy number, urgency, page, number of the document, 仅供, 请.
_FILLER = re.compile(
    r"[\s,，。.、;；:：!！()\[\]<>《》“”\"'·|\-—_/★☆*]|第?[0-9]{1,6}[号页份]?|[0-9]{4}年|共[0-9]{1,3}页|特急|加急|平急|特提|急件|"
    r"修订|草案|第?[一二三四五]次?稿|份号|编号|密级|级|仅供|仅限|只供|限于?|请|此件|本件|本文件|本资料|此文|本文|文件|资料|材料|参考|并|且|对外|"
    r"[\u4e00-\u9fff]{1,8}\[[0-9]{4}\]第?[0-9]{1,5}号"
)
_CLOSING = {"(": ")", "[": "]", "<": ">", "{": "}", "《": "》"}
_QUOTED = re.compile(r"[“\"'‘「『《]\s?$")
_SAID_OF_MARKS = re.compile(r"标注|标明|标志|标识|标示|样式|格式|形式|例如|譬如|比如|字样|形如|印有|加盖|注明")
# A separator of what stands side by side: a tab, two blanks, a cell.
_SIDE = re.compile(r"\t|\||[ ]{2}|\n")
LONGEST_LINE = 60
BEGINNING = 500  # characters of a text that say what it is
_CALLS = re.compile(
    r"征(?:求|集|询)[^。；;\n]{0,60}意见(?:建议)?(?:的|和建议的)?(?:公告|通知|公示|通告|函|启事|情况|说明|建议)"
    r"|(?:公开|向社会|广泛)[^。；;\n]{0,12}征(?:求|集)[^。；;\n]{0,40}意见|意见(?:征集|反馈)|反馈(?:修改)?意见|提出意见建议"
)


def calls_for_comments(text: str) -> bool:
    """Whether a title or the beginning of a text asks for comments: then a draft is rightly published as one."""
    return bool(_CALLS.search(fold(text[:BEGINNING]).text))


def is_draft(mark: str) -> bool:
    """Whether a mark only says that the text is a draft: 征求意见稿, 送审稿."""
    return bool(_DRAFT_WORD.fullmatch(mark))


def find_marks(text: str, *, is_name: bool = False) -> list[FoundText]:
    """Marks in `text`, by place, none overlapping another. What is to be shown of each is the mark itself.

    `is_name`: a title or the name of a file, whose parts blanks and hyphens separate.
    """
    folded = fold(text)
    plain = re.sub(r"[_\-—–+ ]|\.(?=[^.]{1,5}$)", "|", folded.text) if is_name else folded.text
    found: dict[int, tuple[FoundKind, int]] = {}
    done = 0
    for kind, start, end in sorted(_marks(plain, is_name=is_name), key=lambda mark: (mark[1], -mark[2])):
        if start >= done:
            found[start], done = (kind, end), end
    places = ((kind, *folded.place(start, end)) for start, (kind, end) in found.items())
    return [FoundText(kind, start, end, text[start:end], _shown(text[start:end])) for kind, start, end in places]


def find_marks_in_pieces(pieces: Sequence[str]) -> list[tuple[int, FoundText]]:
    """Marks in paragraphs or lines that follow each other, each with the number of the piece it begins in.

    A mark may stand upright, a character a line; then the place within its first piece is given.
    """
    begins = list(accumulate((len(piece) + 1 for piece in pieces), initial=0))
    found: list[tuple[int, FoundText]] = []
    for mark in find_marks("\n".join(pieces)):
        number = bisect_right(begins, mark.start) - 1
        start = mark.start - begins[number]
        end = min(mark.end - begins[number], len(pieces[number]))
        found.append((number, FoundText(mark.kind, start, end, mark.text, mark.masked)))
    return found


def _shown(mark: str) -> str:
    return re.sub(r"[\s|]+", "", mark)


def _marks(text: str, *, is_name: bool) -> Iterator[tuple[FoundKind, int, int]]:
    yield from _other_secrets(text)
    yield from _levels(text)
    yield from _internal_words(text)
    yield from ((FoundKind.INTERNAL, *match.span("mark")) for match in _DISCLOSURE.finditer(text))
    yield from _drafts(text, is_name=is_name)


def _other_secrets(text: str) -> Iterator[tuple[FoundKind, int, int]]:
    for match in _OTHER_MARK.finditer(text):
        if not _is_quoted(text, *match.span()):
            yield FoundKind.INTERNAL, *match.span()


def _levels(text: str) -> Iterator[tuple[FoundKind, int, int]]:
    for match in _LEVEL.finditer(text):
        before = re.sub(r"\s", "", text[max(match.start() - 12, 0) : match.start()])
        if _OTHERS.search(before):
            continue
        star = _AFTER_LEVEL.match(text, match.end())
        if star and (star["period"] or re.match(_FIRM_STAR, star["star"])):
            if not _is_quoted(text, match.start(), star.end()):
                yield FoundKind.SECRECY, match.start(), star.end()
        elif _NOT_THE_STATES.search(before):
            continue
        elif _LABEL.search(text, max(match.start() - 24, 0), match.start()) or _stands_alone(text, *match.span()):
            yield FoundKind.SECRECY, *match.span()


def _internal_words(text: str) -> Iterator[tuple[FoundKind, int, int]]:
    for match in _INTERNAL_WORD.finditer(text):
        word = re.sub(r"[\s|]", "", match.group())
        if _stands_alone(text, *match.span()) and (word not in _WEAK or _speaks_of_the_paper(text, *match.span())):
            yield FoundKind.INTERNAL, *match.span()


# Headings and instructions of everyday pages: marks only in brackets on a line by themselves, or with 此件 before them.
_WEAK = frozenset(("依申请公开", "妥善保管", "不予公开", "内部信息", "内部事项"))


def _speaks_of_the_paper(text: str, start: int, end: int) -> bool:
    left, right = _line(text, start, end)
    return bool(_OF_THE_PAPER.search(left)) or (_is_in_brackets(text, start, end) and not _rest(left + right))


_OF_THE_PAPER = re.compile(r"[此本](?:件|文件?|资料)[\s:]{0,3}$")


def _drafts(text: str, *, is_name: bool) -> Iterator[tuple[FoundKind, int, int]]:
    """A draft's name on a line by itself or at the end of a title; not 《办法（送审稿）》 in a sentence."""
    for match in _DRAFT_WORD.finditer(text):
        start, end = match.span()
        after = text[end : end + 6].lstrip(")] ")
        at_end = not after or after[0] in "\n|\t"
        closes_title = (
            at_end and (is_name or _is_in_brackets(text, start, end)) and "《" not in _line(text, start, end)[0]
        )
        if closes_title or _stands_alone(text, start, end):
            yield FoundKind.INTERNAL, start, end


def _line(text: str, start: int, end: int) -> tuple[str, str]:
    left, right = text[max(start - LONGEST_LINE, 0) : start], text[end : end + LONGEST_LINE]
    return left[left.rfind("\n") + 1 :], right.partition("\n")[0]


def _is_in_brackets(text: str, start: int, end: int) -> bool:
    """Whether a bracket holds nothing but the mark and its usual companions: （此件不公开）."""
    left, right = text[max(start - 12, 0) : start], text[end : end + 12]
    opened = max(left.rfind("("), left.rfind("["), left.rfind("【"), left.rfind("〈"))
    closed = min((place for mark in ")]】〉" if (place := right.find(mark)) >= 0), default=-1)
    if opened < 0 or closed < 0:
        return False
    return not _rest(left[opened + 1 :] + right[:closed]) and not right[closed + 1 :].startswith("》")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but such marks and what belongs beside them stands in its line, cell or column."""
    if _is_in_brackets(text, start, end):
        return not _SAID_OF_MARKS.search(_line(text, start, end)[0][-12:])
    left, right = text[max(start - LONGEST_LINE, 0) : start], text[end : end + LONGEST_LINE]
    cut = max((match.end() for match in _SIDE.finditer(left)), default=0)
    ends = _SIDE.search(right)
    if (not cut and start > LONGEST_LINE) or (not ends and len(right) == LONGEST_LINE):
        return False
    left, right = left[cut:], right[: ends.start() if ends else None]
    if _QUOTED.search(left):
        return False
    return not _rest(f"{left}|{right}")


def _rest(beside: str) -> str:
    for pattern in (_INTERNAL_WORD, _LEVEL, _DRAFT_WORD):
        beside = pattern.sub("", beside)
    beside = re.sub(_PERIOD, "", beside)
    return _FILLER.sub("", beside)


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a sentence about marks shows one: 例如“秘密★10年”应当标注."""
    left, right = _line(text, start, end)
    return bool(_QUOTED.search(left)) and bool(_SAID_OF_MARKS.search(left) or _SAID_OF_MARKS.search(right))
