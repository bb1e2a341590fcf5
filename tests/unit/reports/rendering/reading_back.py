"""What a reader finds in the files that were made: rows of text, lines of text."""

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal

import docx
import openpyxl
import pypdf
from docx.oxml.ns import qn
from lxml import etree, html

from reports.editions.grid import format_number


def docx_row(row: etree._Element) -> list[str]:
    """The cells of a `w:tr`: a merged cell once in its row, empty where it continues."""
    texts = []
    for cell in row.findall(qn("w:tc")):
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        continued = merge is not None and merge.get(qn("w:val")) != "restart"
        texts.append("" if continued else " ".join(filter(None, map(docx_text, cell.findall(qn("w:p"))))))
    return texts


def docx_text(paragraph: etree._Element) -> str:
    return "".join({qn("w:t"): node.text or "", qn("w:br"): "\n"}.get(node.tag, "") for node in paragraph.iter())


def docx_lines(content: bytes) -> list[str]:
    """Paragraphs and table rows in order, without empty paragraphs."""
    lines = []
    for child in docx.Document(io.BytesIO(content)).element.body:
        if child.tag == qn("w:tbl"):
            lines += [" | ".join(docx_row(row)) for row in child.findall(qn("w:tr"))]
        elif child.tag == qn("w:p") and docx_text(child):
            lines += docx_text(child).split("\n")
    return lines


def docx_tables(content: bytes) -> list[list[list[str]]]:
    tables = docx.Document(io.BytesIO(content)).element.body.findall(qn("w:tbl"))
    return [[docx_row(row) for row in table.findall(qn("w:tr"))] for table in tables]


def xlsx_rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[list[str]]:
    """The cells of a sheet: those hidden by a merge to the right left out, those below one empty."""
    hidden = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col + 1, area.max_col + 1)
    }
    return [[_shown(cell.value) for cell in row if (cell.row, cell.column) not in hidden] for row in sheet.iter_rows()]


def _shown(value: object) -> str:
    return format_number(Decimal(repr(value))) if isinstance(value, int | float) else str(value or "")


def html_tables(page: str) -> list[list[list[str]]]:
    """The tables of a page; a cell with a rowspan is empty in the rows below."""
    return [list(_html_rows(table)) for table in html.document_fromstring(page).iter("table")]


def _html_rows(table: etree._Element) -> Iterator[list[str]]:
    hanging: dict[int, tuple[int, int]] = {}  # column → rows still to come, width
    for row in table.iter("tr"):
        texts, column, below = [], 0, {}
        cells = iter(row.xpath("td|th"))
        while True:
            if column in hanging:
                left, width = hanging.pop(column)
                if left > 1:
                    below[column] = (left - 1, width)
                texts.append("")
                column += width
                continue
            if (cell := next(cells, None)) is None:
                break
            texts.append(re.sub(r"\s*\n\s*", "", cell.text_content()))
            span, width = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            if span > 1:
                below[column] = (span - 1, width)
            column += width
        hanging = below
        yield texts


def docx_all_text(content: bytes) -> str:
    return "".join(node.text or "" for node in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:t")))


def xlsx_all_text(content: bytes) -> str:
    return "".join(str(cell.value or "") for cell in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A"])


def pdf_all_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def json_lines(content: bytes) -> str:
    return "".join(line for s in json.loads(content)["sections"] for text in s["texts"] for line in text["lines"])
