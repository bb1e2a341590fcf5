"""A table in pieces that go from one process to another: first its head, then row after row."""

from collections.abc import Iterator

from .heading_search import HeadingsSought
from .reading import read_table
from .table import Flaws, TableHead, TableRow


def table_pieces(data: bytes, name: str, sought: HeadingsSought) -> Iterator[TableHead | TableRow]:
    """Yield the head, then the rows; raises FileRefused as `read_table`, also on the way."""
    table = read_table(data, name, sought)
    yield table.head
    told = len(table.head.flaws)
    for number, cells in table.rows:
        new: Flaws = {}
        if len(table.flaws) > told:  # they only grow, in the order in which they are found
            new = dict(list(table.flaws.items())[told:])
            told = len(table.flaws)
        yield TableRow(number, cells, new)
