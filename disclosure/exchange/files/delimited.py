"""CSV: encoding and delimiter told apart, never guessed into mojibake."""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from disclosure.exchange.errors import FileRefused

from .assembling import SheetStart, assembled
from .faults import guarded
from .heading_search import LOOKED_AT as MOST_LOOKED_AT
from .heading_search import HeadingsSought, find_heading
from .limits import MOST_COLUMNS, MOST_IN_CELL, MOST_ROWS
from .sheet_scan import MOST_FLAWS
from .table import ADVICE, Cells, SpreadsheetTable

ENCODINGS = ("utf-8", "gb18030")  # in this order: GB18030 accepts almost everything that UTF-8 refuses
DELIMITERS = ",;\t"
LOOKED_AT = 100_000  # bytes at the start that hold the heading
_QUOTED = re.compile(r'="[^"]*"')  # how programs write 005 so that a spreadsheet keeps its zeros
FORMULA = "是公式（以「=」开头）；请改填公式算出的值"


def read_delimited(data: bytes, name: str, sought: HeadingsSought, notes: tuple[str, ...] = ()) -> SpreadsheetTable:
    """Read a CSV file; raises FileRefused where encoding or quotation marks are broken."""
    if sought.sheet:
        raise FileRefused(f"「{name}」是文本文件，没有工作表；请不要指明工作表。")
    encoding = encoding_of(data, name)
    flaws: dict[tuple[int, int], str] = {}
    delimiter = _delimiter(data[:LOOKED_AT].decode(encoding, errors="ignore"), sought)
    rows = _rows(data, name, encoding, delimiter, flaws)
    first = list(itertools.islice(rows, MOST_LOOKED_AT))
    if not first:
        raise FileRefused(f"「{name}」是空文件，里面没有任何内容。")
    return assembled(SheetStart(name, first, rows, data.count(b"\n"), flaws), sought, notes)


def encoding_of(data: bytes, name: str) -> str:
    """Return the encoding in which every byte is valid: UTF-8 (with or without BOM), else GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(f"「{name}」是 UTF-16 编码，只接受 UTF-8 和 GB18030。{ADVICE}")
    if data.startswith(b"\xef\xbb\xbf"):
        if (broken := _first_broken_line(data, "utf-8")) is None:
            return "utf-8-sig"
        raise FileRefused(f"「{name}」标明是 UTF-8，但第{broken}行附近有不是 UTF-8 的字节。{ADVICE}")
    broken_lines = []
    for encoding in ENCODINGS:
        if (broken := _first_broken_line(data, encoding)) is None:
            return encoding
        broken_lines.append(broken)
    raise FileRefused(
        f"「{name}」第{max(broken_lines)}行附近有既不是 UTF-8 也不是 GB18030 的字节，文字无法可靠辨认。{ADVICE}"
    )


def _first_broken_line(data: bytes, encoding: str) -> int | None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return None


def _delimiter(start: str, sought: HeadingsSought) -> str:
    """Return the delimiter by which the first rows name most columns, else the one that splits the first row most."""

    def rows(delimiter: str) -> list[tuple[int, Cells]]:
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        with suppress(csv.Error):
            return list(enumerate(itertools.islice(reader, MOST_LOOKED_AT), 1))
        return []

    def fit(delimiter: str) -> tuple[int, int]:
        first = rows(delimiter)
        heading = find_heading(first, sought)
        return heading.matches if heading else 0, len(first[0][1]) if first else 0

    csv.field_size_limit(MOST_IN_CELL)
    return max(DELIMITERS, key=fit)


def _rows(
    data: bytes, name: str, encoding: str, delimiter: str, flaws: dict[tuple[int, int], str]
) -> Iterator[tuple[int, Cells]]:
    """Number rows as spreadsheets do: a quoted cell of several lines is one row, so is an empty line."""
    csv.field_size_limit(MOST_IN_CELL)
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    with guarded(name):
        reader = csv.reader(_narrow(text, delimiter, name), delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                if number > MOST_ROWS:
                    raise FileRefused(f"「{name}」超过 {MOST_ROWS} 行，请分成几个文件导入。")
                if len(cells) > MOST_COLUMNS:
                    raise _too_wide(name, number)
                for column, cell in enumerate(cells, 1):
                    if cell.startswith("="):
                        if _QUOTED.fullmatch(cell):
                            cells[column - 1] = cell[2:-1]
                        elif len(flaws) < MOST_FLAWS:
                            flaws[number, column] = FORMULA
                if any(cells):
                    yield number, cells
        except csv.Error as error:
            too_long = f"，或有一格超过 {MOST_IN_CELL} 字" if "limit" in str(error) else ""
            raise FileRefused(
                f"「{name}」第{number + 1}行的引号不成对{too_long}，无法分清各列。请检查这一行，或{ADVICE[1:]}"
            ) from None


def _narrow(lines: Iterable[str], delimiter: str, name: str) -> Iterator[str]:
    """Refuse a line of too many columns before it becomes a list of a million cells."""
    for number, line in enumerate(lines, 1):
        if line.count(delimiter) >= MOST_COLUMNS:
            raise _too_wide(name, number)
        yield line


def _too_wide(name: str, line: int) -> FileRefused:
    return FileRefused(f"「{name}」第{line}行超过 {MOST_COLUMNS} 列，不像是表格。请检查这一行的分隔符。")
