"""A thousand published reports read back (DOCX), against opening each with python-docx and reading its cells.

The floor does no more than any reader must: it knows neither labels nor formats, and makes no text of anything.
"""

import io
import itertools
from collections.abc import Callable, Iterator
from functools import partial

import docx

from reports.editions import edition
from reports.reading.report import read
from reports.rendering import FORMATS
from tests.bench.databases import scaled
from tests.bench.result import Result, in_turns
from tests.unit.reports.rendering.reports_to_print import distinct, document, town_texts

GOAL = 1.5
FILES, RUNS = 1_000, 3


def run() -> Iterator[Result]:
    """Files of both formats in turn, each read by both."""
    files = list(itertools.islice(itertools.cycle([_file("2019"), _file("2021")]), scaled(FILES)))
    ours, floor = in_turns(partial(_each, _read, files), partial(_each, _opened, files), runs=RUNS)
    yield Result(f"{scaled(FILES):,} reports read back", "files", ours, floor, GOAL)


def _each(way: Callable[[bytes], None], files: list[bytes]) -> None:
    for data in files:
        way(data)


def _file(key: str) -> bytes:
    of = edition(key)
    return FORMATS["docx"].render(document(of, distinct(of), town_texts()))


def _read(data: bytes) -> None:
    if read(data, "年报.docx").unread:
        message = "a cell was not read"
        raise RuntimeError(message)


def _opened(data: bytes) -> None:
    for table in docx.Document(io.BytesIO(data)).tables:
        for row in table.rows:
            for cell in row.cells:
                _ = cell.text
