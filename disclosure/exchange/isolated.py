"""A spreadsheet from outside, read in a process apart (`disclosure.isolation`): rows arrive as they are read there."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import PurePath

from django.conf import settings

from disclosure.isolation import stream

from .errors import FileRefused, SeveralSheets
from .files.heading_search import HeadingsSought
from .files.table import Cells, SpreadsheetTable, TableHead, TableRow


@contextmanager
def opened_table(data: bytes, name: str, sought: HeadingsSought) -> Iterator[SpreadsheetTable]:
    """As `reading.read_table`; raises FileRefused also while rows are taken, Unreadable where it takes too much.

    Raises SeveralSheets where more than one sheet has the heading and none was chosen. Its process is free again at
    the end of the block, however many rows were taken.
    """
    name = PurePath(name).name
    if len(data) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 2**20
        raise FileRefused(f"「{name}」超过 {limit} MB，太大了。请分成几个文件导入。")
    job = f"{__package__}.files.rows:table_pieces"
    with closing(stream(job, data, name, sought, about=name, size=len(data))) as pieces:
        head: TableHead = next(pieces)
        if head.choices:
            raise SeveralSheets(name, head.choices)
        flaws = dict(head.flaws)
        yield SpreadsheetTable(head, _rows(pieces, flaws), flaws)


def _rows(pieces: Iterator[TableRow], flaws: dict[tuple[int, int], str]) -> Iterator[tuple[int, Cells]]:
    for row in pieces:
        flaws.update(row.flaws)
        yield row.number, row.cells
