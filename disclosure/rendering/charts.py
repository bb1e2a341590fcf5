"""Column charts as plain geometry, which a template draws as SVG: presentation attributes alone, no style, no script.

Places across are percent of the drawing's width and places down are `em`: a drawing fits whatever room it gets, and
its words stay as large as those around it, on a phone, in the elder view and on paper alike. Columns stand on zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

Value = float | None  # None: there is no number, which is not 0

HEIGHT, LOW = 11.0, 8.5  # of a drawing, in em, and of one among several
TOP, BOTTOM = 1.7, 2.1  # room for the number over the highest column, for the names below
LINE = 1.4  # of text, in em
GAP, WIDE_GAP = 0.3, 0.45  # of a column's room: of many columns, of few
NAMES = 6  # as many names as fit below the columns of a phone
NUMBERED = 8  # as many columns bear their numbers at any width
SPOKEN = 12  # as many values are read out one by one
LEAST = 0.15  # em: a value above 0 is seen


@dataclass(frozen=True, slots=True)
class Series:
    """Values in the order of the chart's names; `key` selects the colour in the style sheet."""

    key: str
    name: str
    values: Sequence[Value]

    @property
    def total(self) -> float:
        return sum(value for value in self.values if value is not None)


@dataclass(frozen=True, slots=True)
class Bar:
    """A column with its number; `is_main`: the number always shows."""

    series: str
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    is_main: bool = False
    is_marked: bool = False

    @property
    def middle(self) -> float:
        """Return the x position of its number."""
        return round(self.x + self.width / 2, 3)

    @property
    def over(self) -> float:
        """Return the base line of its number."""
        return round(self.y - 0.4, 3)


@dataclass(frozen=True, slots=True)
class AxisLabel:
    """A label below the columns. `anchor`: as in SVG; `is_main`: as of a `Bar`."""

    x: float
    text: str
    anchor: str = "middle"
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A horizontal line at a value."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns side by side for every name. `key` is unique on a page; `axis` is what the names are (日期, 月份).

    `short`: the names as they stand below the columns, where the full ones are too long; `eras`: where in the row of
    names something begins (a year) and its name; `marked`: the name whose columns stand out; `ceiling`: the value at
    the top, where several drawings share a scale; `room`: the height in em, eras apart; `blank`: what the table says
    where there is no number.
    """

    key: str
    title: str
    axis: str
    names: Sequence[str]
    series: tuple[Series, ...]
    short: Sequence[str] = ()
    eras: Sequence[tuple[int, str]] = ()
    limit: LimitLine | None = None
    marked: str = ""
    ceiling: float = 0
    room: float = HEIGHT
    unit: str = ""
    blank: str = "—"

    @property
    def baseline(self) -> float:
        """Return the foot of the columns, in em from the top."""
        return round(self.room - BOTTOM, 3)

    @property
    def height(self) -> float:
        """Return the height in em."""
        return self.room + LINE if self.eras else self.room

    @property
    def highest(self) -> float:
        return max((value for one in self.series for value in one.values if value is not None), default=0)

    @property
    def peak(self) -> tuple[list[str], str] | None:
        """Return the names of the highest columns, all of equals, and their number; None where all are 0."""
        places = {place for one in self.series for place, value in enumerate(one.values) if value == self.highest}
        return ([self.names[place] for place in sorted(places)], number(self.highest)) if self.highest else None

    @property
    def summary(self) -> str:
        """Describe the picture for those who do not see it."""
        if len(self.series) == 1 and len(self.names) <= SPOKEN:
            said = "，".join(f"{name} {values[0]}{self.unit}" for name, values in self.rows)
            return f"{self.title}：{said}。"
        totals = "，".join(f"{one.name}共 {number(one.total)}" for one in self.series)
        return f"{self.title}：{totals}，最高 {number(self.highest)}。"

    @property
    def bars(self) -> Iterator[Bar]:
        """List a bar for each number, 0 included."""
        for place, one in enumerate(self.series):
            last = max((index for index, value in enumerate(one.values) if value), default=None)
            for index, value in enumerate(one.values):
                if value is not None:
                    yield self._bar(place, index, value, is_last=index == last)

    def _bar(self, place: int, index: int, value: float, *, is_last: bool) -> Bar:
        room, one = self._share, self.series[place]
        is_few = len(one.values) * len(self.series) <= NUMBERED
        gap = WIDE_GAP if is_few else GAP
        width = room * (1 - gap) / len(self.series)
        height = max(self._length(value), LEAST) if value else 0
        return Bar(
            series=one.key,
            x=round(index * room + room * gap / 2 + place * width, 3),
            y=round(self.baseline - height, 3),
            width=round(width, 3),
            height=round(height, 3),
            text=number(value) if value or is_few else "",
            is_main=is_few or is_last or value == self.highest,
            is_marked=self.names[index] == self.marked,
        )

    @property
    def labels(self) -> Iterator[AxisLabel]:
        """List the label of each column; main ones never touch, and the last is always one."""
        shown, step = self.short or self.names, -(-len(self.names) // NAMES)
        if len(self.names) <= NUMBERED:
            step = 1
        for index, name in enumerate(shown):
            is_main = (len(shown) - 1 - index) % step == 0
            yield AxisLabel(round((index + 0.5) * self._share, 3), name, is_main=is_main)

    @property
    def beginnings(self) -> Iterator[AxisLabel]:
        """List the names of eras at their first columns."""
        return (AxisLabel(round(index * self._share, 3), name, "start") for index, name in self.eras)

    @property
    def line(self) -> float:
        """Return the height of the limit, in em from the top; only for a chart with one."""
        return round(self.baseline - self._length(self.limit.value), 3) if self.limit else 0

    @property
    def rows(self) -> Iterator[tuple[str, list[str]]]:
        """List the rows of the data table."""
        for index, name in enumerate(self.names):
            values = (one.values[index] for one in self.series)
            yield name, [self.blank if value is None else number(value) for value in values]

    @property
    def apart(self) -> tuple["Chart", ...]:
        """List a chart for each series, on one scale, which needs no legend."""
        return tuple(
            replace(self, key=f"{self.key}-{one.key}", title=one.name, series=(one,), ceiling=self.highest, room=LOW)
            for one in self.series
        )

    @property
    def _share(self) -> float:
        return 100 / max(len(self.names), 1)

    def _length(self, value: float) -> float:
        at_top = max(self.highest, self.ceiling, self.limit.value if self.limit else 0) or 1
        top = TOP + (LINE if self.limit else 0)  # its name stands over the numbers
        return value * (self.baseline - top) / at_top


def number(value: float) -> str:
    """Format a value: whole, or with one decimal."""
    return f"{value:.1f}".removesuffix(".0")
