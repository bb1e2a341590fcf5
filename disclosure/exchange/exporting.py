"""Lists of records as files that can be brought in again, streamed so that memory stays flat and nothing is spilled."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Length

from disclosure.errors import Refused
from disclosure.models.encryption import ERASED

from .columns import RecordColumn, RecordResource
from .folding import neutralised
from .spreadsheet import LONGEST_CELL, MOST_ROWS, Cell, spreadsheet

CHUNK = 1000  # records fetched at once
CSV_CHUNK = 64 * 1024  # characters
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def export(
    resource: RecordResource, records: QuerySet, file_format: str, *, personal: bool, masked: bool = False
) -> Iterator[bytes]:
    """The file in pieces; `personal`: with the columns that only those who handle a record may see, `masked` or not.

    Raises Refused before the first piece where the format cannot hold the records. The number of queries is constant.
    """
    if file_format == "xlsx":
        _refuse_what_xlsx_cannot_hold(resource, records)
    columns = [column for column in resource.columns if personal or not column.mask]
    rows = _rows(resource, columns, records, masked=masked)
    return spreadsheet(rows, str(resource.model._meta.verbose_name)) if file_format == "xlsx" else as_csv(rows)


def _refuse_what_xlsx_cannot_hold(resource: RecordResource, records: QuerySet) -> None:
    long_texts = [column.attribute for column in resource.columns if (column.limit or 0) > LONGEST_CELL]
    # Encrypted columns have a lower limit of their own, so lengths are those of the text itself.
    lengths = {f"{name}_length": Length(name) for name in long_texts}
    too_long = Q(pk__in=[])
    for name in lengths:
        too_long |= Q(**{f"{name}__gt": LONGEST_CELL})
    if lengths and records.order_by().annotate(**lengths).filter(too_long).exists():
        raise Refused(f"有的记录含有超过 {LONGEST_CELL} 字的内容，XLSX 的单元格放不下。请改用 CSV 导出。")
    if records.order_by().count() > MOST_ROWS:
        raise Refused(f"超过 {MOST_ROWS} 条记录，一张 XLSX 工作表放不下。请先筛选，或改用 CSV 导出。")


def _rows(
    resource: RecordResource, columns: list[RecordColumn], records: QuerySet, *, masked: bool
) -> Iterator[list[Cell]]:
    """Yield the heading, then a row for each record."""
    yield [column.column_name for column in columns]
    resource.before_export(records)
    read = [_reader(resource, column, column.mask if masked else None) for column in columns]
    unread = [str(column.attribute) for column in resource.columns if column.mask and column not in columns]
    wanted = records.select_related(*resource.related) if resource.related else records.select_related(None)
    # In the order of entry, which needs no sorting: a sort of whole rows would hold them all in memory.
    for record in wanted.defer(*unread).order_by("pk").iterator(chunk_size=CHUNK):
        yield [one(record) for one in read]


def _reader(
    resource: RecordResource, column: RecordColumn, mask: Callable[[str], str] | None
) -> Callable[[Model], Cell]:
    """Return a function from a record to the column's cell, masked and neutralised."""
    name = resource.get_field_name(column)
    value: Callable[[Any], Any] = getattr(resource, f"dehydrate_{name}", None) or column.export

    def read(record: Model) -> Cell:
        cell = value(record)
        if mask is not None and cell != ERASED:
            cell = mask(cell)
        return neutralised(cell) if isinstance(cell, str) else cell

    return read


def as_csv(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Encode rows as UTF-8 in chunks, with the BOM that spreadsheets look for."""
    buffer = io.StringIO("\ufeff", newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow(row)
        if buffer.tell() > CSV_CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
