"""A spreadsheet from outside, read in a process apart (`disclosure.isolation`): rows arrive as they are read there."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import PurePath

from django.conf import settings

from disclosure.isolation import stream

from .errors import FileRefused
from .files.table import Cells, SpreadsheetTable, TableHead, TableRow


@contextmanager
def opened_table(data: bytes, name: str) -> Iterator[SpreadsheetTable]:
    """As `reading.read_table`; raises FileRefused also while rows are taken, Unreadable where it takes too much.

    Its process is free again at the end of the block, however many rows were taken.
    """
    name = PurePath(name).name
    if len(data) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 2**20
        raise FileRefused(f"「{name}」超过 {limit} MB，太大了。请分成几个文件导入。")
    with closing(stream(f"{__package__}.files.rows:table_pieces", data, name, about=name, size=len(data))) as pieces:
        head: TableHead = next(pieces)
        flaws = dict(head.flaws)
        yield SpreadsheetTable(head.name, head.heading, _rows(pieces, flaws), head.total, flaws, head.notes)


def _rows(pieces: Iterator[TableRow], flaws: dict[tuple[int, int], str]) -> Iterator[tuple[int, Cells]]:
    for row in pieces:
        flaws.update(row.flaws)
        yield row.number, row.cells
