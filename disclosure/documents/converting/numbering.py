"""The numbers that Word puts before paragraphs by itself, as text: 一、 （二） 3. 第四条."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from disclosure.documents.limits import DEEPEST_LEVEL, LARGEST_START, LONGEST_PATTERN, MOST_BASED
from disclosure.documents.limits.wholes import whole
from disclosure.documents.package import Package
from disclosure.documents.wordml import W

DIGITS = "〇一二三四五六七八九"
_TENS = 10
_LAST_ROMAN, _MOST_LETTERS = 3999, 30
_CIRCLED = 0x2460
_CHINESE = {
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "taiwaneseDigital"),
}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEGAL = str.maketrans("〇一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰")


def chinese(number: int) -> str:
    """Write 1 to 999 in Chinese (十, 二十一, 一百零三), larger numbers digit by digit."""
    if number < _TENS:
        return DIGITS[number]
    if number < _TENS**2:
        tens, ones = divmod(number, _TENS)
        return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")
    if number < _TENS**3:
        hundreds, rest = divmod(number, _TENS**2)
        left = chinese(rest) if rest >= 2 * _TENS or not rest else f"一{chinese(rest)}"
        return f"{DIGITS[hundreds]}百" + ("" if not rest else f"零{DIGITS[rest]}" if rest < _TENS else left)
    return "".join(DIGITS[int(digit)] for digit in str(number))


def roman(number: int) -> str:
    """Write 1 to 3999 in capitals, larger numbers in digits."""
    if number > _LAST_ROMAN:
        return str(number)
    written = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, number = divmod(number, value)
        written += sign * count
    return written


def letters(number: int) -> str:
    """Write A to Z, then AA, BB; in digits beyond thirty of one letter, where Word starts again."""
    repeats, place = divmod(number - 1, 26)
    if repeats >= _MOST_LETTERS:
        return str(number)
    return chr(ord("A") + place) * (repeats + 1)


def written(number: int, form: str) -> str:
    """Write a number in one of Word's formats; unknown ones in digits."""
    if form in _CHINESE:
        return chinese(number)
    makers: dict[str, Callable[[], str]] = {
        "chineseLegalSimplified": lambda: chinese(number).translate(_LEGAL),
        "ideographTraditional": lambda: _STEMS[(number - 1) % len(_STEMS)],
        "upperLetter": lambda: letters(number),
        "lowerLetter": lambda: letters(number).lower(),
        "upperRoman": lambda: roman(number),
        "lowerRoman": lambda: roman(number).lower(),
        "decimalZero": lambda: f"{number:02d}",
        "none": lambda: "",
    }
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 2 * _TENS:
        return chr(_CIRCLED + number - 1)
    return makers[form]() if form in makers and number > 0 else str(number)


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a numbering: start, format, and its text, in which %1 stands for the first level."""

    start: int
    form: str
    pattern: str

    @property
    def is_bullet(self) -> bool:
        return self.form == "bullet"

    @property
    def is_plain(self) -> bool:
        """Whether it looks like a list of HTML: 1. 2. 3."""
        return self.form == "decimal" and self.pattern.strip() in {"%1.", "%1", "%2.", "%3."}


class Numbering:
    """The numberings of a document. `number` counts, so call it once for each paragraph, in order."""

    def __init__(self, package: Package, folder: str) -> None:
        self.abstract: dict[str, dict[int, ListLevel]] = {}
        self.lists: dict[str, tuple[str, dict[int, ListLevel]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.styles: dict[str, tuple[str, int]] = {}
        if f"{folder}numbering.xml" in package.names:
            self._read(package.tree(f"{folder}numbering.xml"))
        if f"{folder}styles.xml" in package.names:
            self._read_styles(package.tree(f"{folder}styles.xml"))

    def place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """Return list and level of a paragraph, by itself or by its style; None for none."""
        own = _place(paragraph.find(f"{W}pPr"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if own is None and style is not None:
            own = self.styles.get(str(style.get(f"{W}val")))
        return own if own and own[0] in self.lists else None

    def level(self, place: tuple[str, int]) -> ListLevel:
        return self.lists[place[0]][1].get(place[1], ListLevel(1, "none", ""))

    def number(self, place: tuple[str, int]) -> tuple[int, str]:
        """Return the next number and the text that Word prints before the paragraph."""
        abstract, levels = self.lists[place[0]]
        counts, at = self.counts[abstract], place[1]
        counts[at] = counts.get(at, self.level(place).start - 1) + 1
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]
        text = self.level(place).pattern
        for number, level in levels.items():
            if f"%{number + 1}" in text:
                text = text.replace(f"%{number + 1}", written(counts.get(number, level.start), level.form))
        return counts[at], text.strip()

    def _read(self, root: etree._Element) -> None:
        for one in root.iterchildren(f"{W}abstractNum"):
            levels = {_at(lvl): _level(lvl) for lvl in one.iterchildren(f"{W}lvl")}
            self.abstract[str(one.get(f"{W}abstractNumId"))] = levels
        for one in root.iterchildren(f"{W}num"):
            abstract, own = str(_value(one, "abstractNumId")), {}
            for override in one.iterchildren(f"{W}lvlOverride"):
                at = _at(override)
                base = self.abstract.get(abstract, {}).get(at, ListLevel(1, "none", ""))
                new = override.find(f"{W}lvl")
                start = _value(override, "startOverride")
                base = base if new is None else _level(new)
                own[at] = (
                    base if start is None else ListLevel(whole(start, 1, most=LARGEST_START), base.form, base.pattern)
                )
            number = str(one.get(f"{W}numId"))
            restarted = f"{abstract}:{number}" if own else abstract
            self.lists[number] = restarted, {**self.abstract.get(abstract, {}), **own}

    def _read_styles(self, root: etree._Element) -> None:
        """Read the numbering of styles, which styles based on them inherit."""
        based: dict[str, str] = {}
        own: dict[str, tuple[str, int]] = {}
        for style in root.iterchildren(f"{W}style"):
            name, place = str(style.get(f"{W}styleId")), _place(style.find(f"{W}pPr"))
            based[name] = str(_value(style, "basedOn"))
            if place:
                own[name] = place
        for name in based:
            chain = [name]
            while len(chain) < MOST_BASED and chain[-1] not in own and based.get(chain[-1], "") in based:
                chain.append(based[chain[-1]])
            if chain[-1] in own:
                self.styles[name] = own[chain[-1]]


def _at(element: etree._Element) -> int:
    return whole(element.get(f"{W}ilvl"), most=DEEPEST_LEVEL)


def _place(properties: etree._Element | None) -> tuple[str, int] | None:
    numbered = None if properties is None else properties.find(f"{W}numPr")
    if numbered is None:
        return None
    return str(_value(numbered, "numId") or "0"), whole(_value(numbered, "ilvl"), most=DEEPEST_LEVEL)


def _level(element: etree._Element) -> ListLevel:
    start = whole(_value(element, "start"), 1, most=LARGEST_START)
    form = str(_value(element, "numFmt") or "decimal")
    return ListLevel(start, form, str(_value(element, "lvlText") or "")[:LONGEST_PATTERN])


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
