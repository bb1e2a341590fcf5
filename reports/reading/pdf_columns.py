"""Columns of figures in a PDF whose page draws no line between them: where the missing lines would stand."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .pdf_page import Letter

_FIGURE = re.compile(r"[+-]?[0-9０-９]+(?:[.,，][0-9０-９]+)*")
_LEAST = 3  # figures below one another that make a column
_SAME = 12.0  # points between the middles of figures of one column

Run = Sequence[Letter]


def missing_lines(edges: Sequence[float], runs: Sequence[Run]) -> Iterator[float]:
    """Yield a place between each two columns of figures, and between labels and figures, where no edge parts them."""
    columns = _columns([run for run in runs if _is_figure(run)])
    columns = [column for column in columns if not _is_on_an_edge(edges, column)]
    for left, right in pairwise(columns):
        end, start = max(run[-1].right for run in left), min(run[0].left for run in right)
        if start > end and _share_lines(left, right) and not _is_parted(edges, _middle(left), _middle(right)):
            yield (start + end) / 2
    if columns:
        yield from _before(edges, columns[0], runs)


def _is_figure(run: Run) -> bool:
    return bool(_FIGURE.fullmatch("".join(letter.sign for letter in run).strip()))


def _columns(figures: Sequence[Run]) -> list[list[Run]]:
    """Figures whose middles stand below one another; a lone one may stand anywhere."""
    columns: list[list[Run]] = []
    for run in sorted(figures, key=_middle_of):
        if columns and _middle_of(run) - _middle_of(columns[-1][-1]) <= _SAME:
            columns[-1].append(run)
        else:
            columns.append([run])
    return [column for column in columns if len(column) >= _LEAST]


def _is_on_an_edge(edges: Sequence[float], column: Sequence[Run]) -> bool:
    """Whether it is no column but the middle of cells that span two."""
    return any(min(run[0].left for run in column) <= edge <= max(run[-1].right for run in column) for edge in edges)


def _share_lines(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Whether figures of both stand beside each other in some lines: the digits of one that is broken never do."""
    heights = [run[0].middle[1] for run in right]
    return sum(any(abs(run[0].middle[1] - one) < 1 for one in heights) for run in left) >= _LEAST


def _before(edges: Sequence[float], first: Sequence[Run], runs: Sequence[Run]) -> Iterator[float]:
    """Where the first column of figures stands beside its labels without a line."""
    start = min(run[0].left for run in first)
    labels = [run for run in runs if run[-1].right <= start and not _is_figure(run)]
    beside = max((run[-1].right for run in labels), default=None)
    if beside is not None and not _is_parted(edges, beside - 1, start + 1):
        yield (beside + start) / 2


def _is_parted(edges: Sequence[float], low: float, high: float) -> bool:
    return any(low < edge < high for edge in edges)


def _middle_of(run: Run) -> float:
    return (run[0].left + run[-1].right) / 2


def _middle(column: Sequence[Run]) -> float:
    return sum(map(_middle_of, column)) / len(column)
