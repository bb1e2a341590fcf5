"""Numbers as reports write them: 1,234 · １２ · 十二 · 1.2万 · 100余 · 33.9%."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TEN = 10  # 十 alone is 10, 百 is not 100
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_SCALES = {"": 1, "百": 100, "千": 1000, **_MYRIADS}

UNITS = (
    "人次|条次|件次|个百分点|万元|亿元|元|万字|公里|平方米|[%％]|件|条|宗|份|例|起|项|个|篇|次|期|场|名|人|部|家|本|张|幅|批|户|则|类|大项|小项|处|台"
    "|号|年|月|日|天|小时|分钟|分(?![别类])|页|岁|级|周年|层|时|届|版|村|所|块|支|套|站|栏|轮|点"
)
# Units that only count things, so that a Chinese numeral before them is meant as a number: 「一个」 is not.
_COUNTING = "件|宗|份|起|例|条"
_CHINESE = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(
    rf"(?P<arabic>(?<![\d.A-Za-z])(?:\d{{1,3}}(?:,\d{{3}})+(?![\d,])|\d+)(?:\.\d+)?)(?P<scale>[百千万亿]?(?!元))"
    rf"(?P<more>余|多(?=[{'条件宗份起例项个次人篇元'}]))?(?P<unit>{UNITS})?"
    rf"|(?<![第{_CHINESE}])(?P<chinese>[{_CHINESE}]+)(?P<cmore>余|多)?(?P<cunit>{_COUNTING})(?![{_CHINESE}])"
)
_ABOUT = re.compile(r"(?:近|约|大约|约为|接近|将近|左右|上下)\Z")
_OVER = re.compile(r"(?:超|超过|逾|不少于|至少|突破)\Z")
_AFTER = re.compile(r"以上|左右|上下")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number with its unit at `start` to `end`. `at_least` for 余, 多, 以上; `about` for 近, 约, 左右."""

    value: Decimal
    unit: str
    start: int
    end: int
    decimals: int = 0
    about: bool = False
    at_least: bool = False

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


def numerals(text: str) -> Iterator[Numeral]:
    """Every number in a folded text, by place; years, dates and numbers of papers among them, by their units."""
    for match in _NUMBER.finditer(text):
        if match["arabic"]:
            digits, more, unit = match["arabic"].replace(",", ""), match["more"], match["unit"] or ""
            value = Decimal(digits) * _SCALES[match["scale"]]
            decimals = len(digits.partition(".")[2])
        else:
            more, unit, decimals = match["cmore"], match["cunit"], 0
            number = chinese(match["chinese"])
            if number is None:
                continue
            value = Decimal(number)
        before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 2]
        over = bool(more or _OVER.search(before) or after == "以上")
        about = bool(_ABOUT.search(before) or (_AFTER.match(after) and after != "以上"))
        yield Numeral(value, "%" if unit == "％" else unit, match.start(), match.end(), decimals, about, over)


def chinese(text: str) -> int | None:
    """十二 → 12, 一千零五 → 1005, 二〇二三 → 2023; None for what is no number."""
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, section, digit, largest = 0, 0, 0, 10_000
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _STEPS:
            step = _STEPS[char]
            if step >= largest:
                return None
            section, digit, largest = section + (digit or (step == _TEN)) * step, 0, step
        else:
            total, section, digit, largest = (total + section + digit) * _MYRIADS[char], 0, 0, 10_000
    return total + section + digit
