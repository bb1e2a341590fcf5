"""What a bench measured: ours and its floor, run in turns, so that a busy machine slows both alike."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from tests.bench.databases import SCALE

MEBIBYTE = 1024 * 1024
SMALL = 0.05  # of their size


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds of each run; the n-th of `ours` and the n-th of `floor` ran side by side."""

    name: str
    database: str
    ours: tuple[float, ...]
    floor: tuple[float, ...]
    goal: float | None = None  # the ratio to stay within
    peak_memory: int | None = None  # bytes, of ours

    @property
    def ratios(self) -> list[float]:
        """Ours / floor of each pair of runs, smallest first."""
        return sorted(ours / floor for ours, floor in zip(self.ours, self.floor, strict=True))

    @property
    def ratio(self) -> float:
        """The middle one."""
        return median(self.ratios)

    @property
    def is_within_goal(self) -> bool:
        """True also where there is none."""
        return self.goal is None or self.ratio <= self.goal


def turns(runs: int) -> int:
    """So many runs; one where the benches are made small, since nobody reads the figures then."""
    return runs if SCALE >= SMALL else 1


def in_turns(
    ours: Callable[[], object], floor: Callable[[], object], *, runs: int = 9
) -> tuple[tuple[float, ...], ...]:
    """The seconds that each took, run by run, after one run of each to warm the caches; they take turns in going first."""
    seconds: dict[Callable[[], object], list[float]] = {ours: [], floor: []}
    for number in range(-1, turns(runs)):
        for function in (ours, floor) if number % 2 else (floor, ours):
            taken = _seconds(function)
            if number >= 0:
                seconds[function].append(taken)
    return tuple(seconds[ours]), tuple(seconds[floor])


def _seconds(function: Callable[[], object]) -> float:
    gc.collect()
    begin = perf_counter()
    function()
    return perf_counter() - begin


HEADINGS = ("bench", "database", "ours", "floor", "ratio", "spread", "goal", "peak memory")


def table(results: list[Result]) -> str:
    """The results as lines of aligned columns."""
    rows = [HEADINGS, *(_cells(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _cells(result: Result) -> tuple[str, ...]:
    return (
        result.name,
        result.database,
        _duration(median(result.ours)),
        _duration(median(result.floor)),
        f"{result.ratio:.2f}" + ("" if result.is_within_goal else " !"),
        f"{result.ratios[0]:.2f}–{result.ratios[-1]:.2f}",
        "" if result.goal is None else f"≤ {result.goal:g}",
        "" if result.peak_memory is None else f"{result.peak_memory / MEBIBYTE:.0f} MiB",
    )


def _duration(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
