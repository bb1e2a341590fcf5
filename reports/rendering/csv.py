"""The report's figures as CSV: one line each, so that years and authorities can be stacked.

年份, 行政机关, 表, 行, 列, 数据, 单位, 合计, 数据代号 「单位」 is 万元 for amounts and empty for counts; 「合计」 is 是
where a figure is the sum of others, to be left out of a total over the lines. A 数据代号 means the same in every year;
figures that an edition lacks are absent. The tables as printed are in the XLSX.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from disclosure.exchange.folding import neutralised
from reports.editions.grid import MONEY, format_number

from .document import ReportDocument

HEADINGS = ("年份", "行政机关", "表", "行", "列", "数据", "单位", "合计", "数据代号")


def render(document: ReportDocument) -> bytes:
    """The report as UTF-8 with a byte order mark, by which spreadsheets recognise it."""
    return several([document])


def several(documents: Iterable[ReportDocument]) -> bytes:
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for document in documents:
        writer.writerows(_rows(document))
    return text.getvalue().encode("utf-8", "replace")


def _rows(document: ReportDocument) -> Iterator[list[str]]:
    for grid in document.grids:
        for cell in grid.flat():
            if figure := cell.figure:
                labels = (document.authority, grid.table.title, figure.row, figure.column)
                yield [
                    str(document.year),
                    *map(neutralised, labels),
                    format_number(cell.value),  # a number, which may begin with a minus
                    "万元" if figure.unit == MONEY else "",
                    "是" if figure.is_formula else "",
                    figure.key,
                ]
