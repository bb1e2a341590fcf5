"""Small bar charts as plain geometry, which a template draws as SVG: presentation attributes alone, no script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 112  # of the drawing
TOP, BOTTOM = 16, 18  # room for the highest value above, for names below
GAP = 0.25  # of a bar's room
NAMES = 6  # as many names as fit below the bars
EDGE = 14  # half a name
LEAST = 1.5  # a value above 0 is seen


@dataclass(frozen=True, slots=True)
class Series:
    """Values by the same names as those of its chart; `key` names its colour in the style sheet."""

    key: str
    name: str
    values: Sequence[int]

    @property
    def total(self) -> int:
        """Of all values."""
        return sum(self.values)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle."""

    series: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side for every name. `key` is unique on a page; `axis` is what the names are (日期, 月份)."""

    key: str
    title: str
    axis: str
    names: Sequence[str]
    series: tuple[Series, ...]

    width, height, baseline, top = WIDTH, HEIGHT, HEIGHT - BOTTOM, TOP

    @property
    def highest(self) -> int:
        """The value that reaches the top."""
        return max((value for one in self.series for value in one.values), default=0)

    @property
    def summary(self) -> str:
        """What the picture says, for those who do not see it."""
        totals = "，".join(f"{one.name}共 {one.total}" for one in self.series)
        return f"{self.title}：{totals}，最高 {self.highest}。"

    @property
    def bars(self) -> Iterator[Bar]:
        """Nothing is drawn for 0."""
        room = WIDTH / max(len(self.names), 1)
        width = room * (1 - GAP) / len(self.series)
        scale = (HEIGHT - TOP - BOTTOM) / (self.highest or 1)
        for place, one in enumerate(self.series):
            for index, value in enumerate(one.values):
                if value:
                    height = max(value * scale, LEAST)
                    x = index * room + room * GAP / 2 + place * width
                    yield Bar(
                        one.key, round(x, 2), round(HEIGHT - BOTTOM - height, 2), round(width, 2), round(height, 2)
                    )

    @property
    def labels(self) -> Iterator[tuple[float, str]]:
        """The middle of a bar's room and its name: every so many, the last one always."""
        room, step = WIDTH / max(len(self.names), 1), -(-len(self.names) // NAMES)
        for index, name in enumerate(self.names):
            if (len(self.names) - 1 - index) % step == 0:
                yield round(min(max((index + 0.5) * room, EDGE), WIDTH - EDGE), 2), name

    @property
    def rows(self) -> Iterator[tuple[str, list[int]]]:
        """The table behind the picture."""
        for index, name in enumerate(self.names):
            yield name, [one.values[index] for one in self.series]
