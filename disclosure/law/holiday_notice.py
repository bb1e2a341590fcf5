"""Read a year's holiday arrangement from the State Council's notice (部分节假日安排的通知)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from .workdays import WEEKDAYS

LONGEST = 16  # maximum days of one holiday; more is a mistake
_DATE = (
    r"(?:(?P<{0}year>\d{{4}})年)?(?:(?P<{0}month>\d{{1,2}})月)?(?P<{0}day>\d{{1,2}})日"
    r"(?:[（(](?P<{0}note>[^）)]*)[）)])?"
)
_DATES = re.compile(f"{_DATE.format('from_')}(?:(?:至|到|—|－|-|~|～)+{_DATE.format('to_')})?")
_TOKEN = re.compile(
    rf"(?P<days>{_DATES.pattern})|(?P<off>放假|休息|补休)|(?P<on>上班)|共(?P<number>\d+)天|(?P<end>[。；;\n])"
)
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")


@dataclass
class Arrangement:
    """`days`: day → whether offices work. `doubts`: sentences about what is inconsistent in the notice."""

    days: dict[date, bool] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    @property
    def off(self) -> list[date]:
        return sorted(day for day, works in self.days.items() if not works)

    @property
    def on(self) -> list[date]:
        return sorted(day for day, works in self.days.items() if works)


def read(text: str, year: int) -> Arrangement:
    """Read which days the notice for `year` makes days off or working days; never raises.

    Dates precede what is said of them (「10月1日至7日放假」, 「10月10日上班」), and a month applies until the next one
    is named. Weekdays and numbers of days given beside the dates are checked.
    """
    reader = _Reader(year)
    for match in _TOKEN.finditer(text):
        reader.take(match)
    reader.end()
    made = reader.made
    if not made.days and not made.doubts:
        made.doubts.append("没有读出任何放假或者上班的日子，请粘贴通知的原文。")
    elif made.days and not any(day.month == 10 and not works for day, works in made.days.items()):  # noqa: PLR2004
        made.doubts.append("没有读出国庆节的放假安排，请核对粘贴的内容是否完整。")
    return made


class _Reader:
    """Buffers dates until the notice says whether they are days off or working days."""

    def __init__(self, year: int) -> None:
        self.year, self.month = year, 0
        self.made = Arrangement()
        self.waiting: list[date] = []
        self.off: list[date] = []  # of the sentence

    def take(self, match: re.Match[str]) -> None:
        if match["days"]:
            self.waiting += self._days(match)
        elif match["number"]:
            self._compare(int(match["number"]))
        elif match["end"]:
            self.end()
        elif self.waiting:
            self._settle(works=bool(match["on"]))

    def end(self) -> None:
        """Ends the sentence: dates of which nothing was said become a doubt."""
        if self.waiting:
            self.made.doubts.append(f"{_day_in_words(self.waiting[0])}没有写明是放假还是上班，没有采用。")
        self.waiting, self.off = [], []

    def _settle(self, *, works: bool) -> None:
        for day in self.waiting:
            if self.made.days.get(day, works) != works:
                self.made.doubts.append(f"{_day_in_words(day)}既写了放假又写了上班，请核对。")
            self.made.days[day] = works
        self.off += [] if works else self.waiting
        self.waiting = []

    def _compare(self, number: int) -> None:
        days = self.off or self.waiting
        if days and len(days) != number:
            self.made.doubts.append(
                f"从{_day_in_words(days[0])}起写明共 {number} 天，按日期是 {len(days)} 天，请核对。"
            )

    def _days(self, match: re.Match[str]) -> Iterator[date]:
        first = self._day(match, "from_")
        last = self._day(match, "to_") if match["to_day"] else first
        if first is None or last is None:
            return
        if not 0 <= (last - first).days < LONGEST:
            self.made.doubts.append(f"「{match[0]}」的起止日期不对，没有采用。")
            return
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))

    def _day(self, match: re.Match[str], which: str) -> date | None:
        self.month = int(match[f"{which}month"] or self.month or 1)
        try:
            day = date(int(match[f"{which}year"] or self.year), self.month, int(match[f"{which}day"]))
        except ValueError:
            self.made.doubts.append(f"「{match[0]}」不是日历上的日子，没有采用。")
            return None
        if abs(day.year - self.year) > 1:
            self.made.doubts.append(f"「{match[0]}」不在 {self.year} 年前后，没有采用。")
            return None
        weekday = _WEEKDAY.search(match[f"{which}note"] or "")
        if weekday and weekday[1].replace("天", "日") != WEEKDAYS[day.weekday()]:
            is_so = f"实际是星期{WEEKDAYS[day.weekday()]}"
            self.made.doubts.append(f"{_day_in_words(day)}写明星期{weekday[1]}，{is_so}，请核对年份和日期。")
        return day


def _day_in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
