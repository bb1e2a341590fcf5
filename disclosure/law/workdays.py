"""Working days: the State Council's yearly holiday arrangements, make-up days included, and the office's corrections.

A year without an arrangement (published each November) is provisional: weekends are off, and those statutory holidays
of 《全国年节及纪念日放假办法》 (as revised for 2025) that are known in advance: those on fixed dates and 清明节 for
every year, 春节, 端午节 and 中秋节 through 2035. Days moved by an arrangement are not known.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar.constants import Holiday, holidays, workdays

FIRST_KNOWN, LAST_KNOWN = min(holidays).year, max(holidays).year
FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
# 正月初一, 五月初五, 八月十五, by the calendar that 紫金山天文台 publishes; 2027 and 2030 turn on minutes.
LUNAR = {
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
}
SATURDAY = 5
NAMES = {holiday.value: holiday.chinese for holiday in Holiday}
WEEKDAYS = "一二三四五六日"


class Calendar:
    """Days off and working days. `corrections`: day → whether it is a working day, overriding the arrangement."""

    def __init__(self, corrections: Mapping[date, bool] | None = None) -> None:
        self._corrections = dict(corrections or {})
        self._years: dict[int, tuple[int, ...]] = {}
        self._corrected = {day.year for day in self._corrections}
        # In any year, at least two of these four days are weekdays that the arrangement makes days off.
        self._entered = {day.year for day in self._corrections if day.month == 10 and 4 <= day.day <= 7}  # noqa: PLR2004

    def is_working(self, day: date) -> bool:
        corrected = self._corrections.get(day)
        return is_working_by_arrangement(day) if corrected is None else corrected

    def reason(self, day: date) -> str:
        """Why a day is off, or a working day on a weekend, in words; empty for an ordinary working day."""
        is_weekend, works = day.weekday() >= SATURDAY, self.is_working(day)
        if works:
            return "调休上班" if is_weekend else ""
        if day in self._corrections and is_working_by_arrangement(day):
            return "按放假安排放假"
        name = NAMES.get(holidays.get(day, ""), "")
        return f"{name}放假" if name else f"星期{WEEKDAYS[day.weekday()]}" if is_weekend else "法定节假日放假"

    def is_provisional(self, when: date | int) -> bool:
        """Whether the day's (or the) year still lacks its arrangement.

        Staff enter an arrangement in the order of the year, so a correction between 4 and 7 October means that
        it is entered.
        """
        year = when if isinstance(when, int) else when.year
        return not FIRST_KNOWN <= year <= LAST_KNOWN and year not in self._entered

    def add(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, which itself never counts; n is 1 or more."""
        year, index = day.year, self._until(day) + n - 1
        while index >= len(self._working(year)):
            index -= len(self._working(year))
            year += 1
        return date.fromordinal(self._working(year)[index])

    def back(self, day: date, n: int) -> date:
        """The `n`-th working day before `day`, which itself never counts; n is 1 or more."""
        year, index = day.year, self._until(day - timedelta(days=1), day.year) - n
        while index < 0:
            year -= 1
            index += len(self._working(year))
        return date.fromordinal(self._working(year)[index])

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` comes first."""
        if end < start:
            return -self.between(end, start)
        whole = sum(len(self._working(year)) for year in range(start.year, end.year))
        return whole + self._until(end) - self._until(start)

    def latest_start(self, due: date, n: int) -> date:
        """The last day from which `n` working days end by `due`: `add(day, n) <= due`.

        Turns a limit in working days into a date range that a database can search.
        """
        return self.back(due + timedelta(days=1), n) - timedelta(days=1)

    def _until(self, day: date, year: int | None = None) -> int:
        return bisect_right(self._working(year or day.year), day.toordinal())

    def _working(self, year: int) -> tuple[int, ...]:
        if year not in self._corrected:
            return _working_by_arrangement(year)
        if year not in self._years:
            self._years[year] = tuple(day.toordinal() for day in _days(year) if self.is_working(day))
        return self._years[year]


def is_working_by_arrangement(day: date) -> bool:
    """By the year's arrangement, or provisionally; never raises."""
    if FIRST_KNOWN <= day.year <= LAST_KNOWN:
        return day in workdays or (day.weekday() < SATURDAY and day not in holidays)
    return day.weekday() < SATURDAY and day not in statutory(day.year)


@lru_cache(maxsize=256)
def statutory(year: int) -> frozenset[date]:
    days = {date(year, *fixed) for fixed in FIXED} | {date(year, 4, _pure_brightness(year))}
    if year in LUNAR:
        new_year, dragon_boat, mid_autumn = (date(year, *one) for one in LUNAR[year])
        days |= {new_year + timedelta(days=one) for one in (-1, 0, 1, 2)} | {dragon_boat, mid_autumn}
    return frozenset(days)


def _pure_brightness(year: int) -> int:
    """Day of 清明 in April, by the usual approximation for this century."""
    short = year % 100
    return int(short * 0.2422 + 4.81) - short // 4


@lru_cache(maxsize=256)
def _working_by_arrangement(year: int) -> tuple[int, ...]:
    return tuple(day.toordinal() for day in _days(year) if is_working_by_arrangement(day))


def _days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
