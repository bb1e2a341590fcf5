"""Figures in a sentence that count something, with the words around them; years, dates and paper numbers do not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .numerals import Numeral, numerals
from .sentences import Paragraph, Sentence

_NO_COUNT = frozenset({"年", "月", "日", "号", "届", "级", "岁", "层", "周年", "点", "时", "期间", "版"})
# Spans whose digits are names: papers, names in 《》, addresses, hotlines, dates, periods, numbered headings.
_NAMES = re.compile(
    r"《[^》]*》|〔\d{4}[〕\]]?|[\[（]\d{4}[\]）]第?\d+号|https?[^\s，。）]+|www\.[^\s，。）]+|[\w.]+@[\w.]+"
    r"|(?<!\d)(?:12345|110|119|12315|12348|12388)(?!\d)(?!条|件|个)|\d{3,4}[-—－]\d{7,8}|1[3-9]\d{9}"
    r"|\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?|\d{4}年?[至—－~～-]+\d{4}年?|\d{1,2}月\d{1,2}日|\d{1,2}[：]\d{2}"
    r"|(?:^|(?<=[：；。，]))(?:\d{1,2}[.、](?!\d)|（\d{1,2}）|[①-⑳])|“[^”]{0,6}\d+[^”]{0,6}”|第\d+|\d+[+]\d*"
)
_STRONG = "，；：。！？（）"
_TAIL = re.compile(rf"[^{_STRONG}、]*")
_SCATTERED = re.compile(r"各\Z|每(?:年|月|周|季度?|人|期|次|个?.{0,4})\Z")


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure that counts: its words `before` back to the last sign or figure, `after` up to the next sign."""

    sentence: Sentence
    numeral: Numeral
    before: str
    after: str

    @property
    def value(self) -> Decimal:
        return self.numeral.value

    @property
    def unit(self) -> str:
        return self.numeral.unit

    @property
    def is_exact(self) -> bool:
        return not (self.numeral.about or self.numeral.at_least)

    @property
    def is_each(self) -> bool:
        """「各3份」: so many of several."""
        return bool(_SCATTERED.search(self.before))

    @property
    def words(self) -> str:
        return f"{self.before}□{self.after}"

    @property
    def lead(self) -> str:
        """The sentence up to the figure."""
        return self.sentence.text[: self.numeral.start]


@lru_cache(maxsize=4096)
def mentions(sentence: Sentence) -> tuple[Mention, ...]:
    """The counting figures of a sentence, by place."""
    text = sentence.text
    names = [match.span() for match in _NAMES.finditer(text)]
    counted = [number for number in numerals(text) if _counts(number, names)]
    return tuple(_with_words(sentence, counted))


def of_paragraph(paragraph: Paragraph) -> tuple[Mention, ...]:
    return tuple(mention for sentence in paragraph for mention in mentions(sentence))


def _counts(number: Numeral, names: Iterable[tuple[int, int]]) -> bool:
    return number.unit not in _NO_COUNT and not any(start <= number.start < end for start, end in names)


def _with_words(sentence: Sentence, counted: list[Numeral]) -> Iterator[Mention]:
    text, done = sentence.text, 0
    for position, number in enumerate(counted):
        before = text[max(done, 1 + max(text.rfind(sign, done, number.start) for sign in _STRONG)) : number.start]
        tail = _TAIL.match(text, number.end)
        end = tail.end() if tail else number.end
        following = counted[position + 1].start if position + 1 < len(counted) else len(text) + 1
        # Words that run up to the next figure without a sign belong to that one.
        after = text[number.end : end] if end < following else ""
        yield Mention(sentence, number, before.lstrip("、和及与"), after)
        done = number.end
