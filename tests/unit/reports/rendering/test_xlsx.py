import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from itertools import product

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from disclosure.rendering.prose import plain_text
from reports.editions import edition
from reports.editions.grid import SumOfFigures, format_number
from reports.rendering.xlsx import render

from .conftest import RICH
from .reading_back import xlsx_rows
from .reports_to_print import distinct, document


def opened(content, **given):
    return openpyxl.load_workbook(io.BytesIO(content), **given)


def evaluated(formula, sheet):
    """A SUM over cells and areas, worked out cell by cell."""
    total = Decimal(0)
    for area in re.fullmatch(r"=SUM\((.+)\)", formula)[1].split(","):
        ends = [re.fullmatch(r"([A-Z]+)(\d+)", end).groups() for end in area.split(":")]
        (left, top), (right, bottom) = ends[0], ends[-1]
        columns = range(column_index_from_string(left), column_index_from_string(right) + 1)
        for row, column in product(range(int(top), int(bottom) + 1), columns):
            value = sheet.cell(row, column).value
            total += Decimal(evaluated(value, sheet) if isinstance(value, str) else repr(value))
    return total


def test_every_table_reads_as_its_grid_without_calculating(report):
    tables = opened(render(report), data_only=True).worksheets[1:]
    assert [xlsx_rows(sheet) for sheet in tables] == [grid.text_rows() for grid in report.grids]


def test_the_town_s_report_reads_as_published(town_report):
    tables = opened(render(town_report), data_only=True).worksheets[1:]
    assert [xlsx_rows(sheet) for sheet in tables] == [grid.text_rows() for grid in town_report.grids]


def test_every_total_is_a_formula_that_gives_its_value(report):
    workbook = opened(render(report))
    for sheet, grid in zip(workbook.worksheets[1:], report.grids, strict=True):
        for cell in grid.flat():
            stored = sheet.cell(cell.row + 1, cell.column + 1).value
            if cell.figure and isinstance(cell.figure.source, SumOfFigures):
                assert evaluated(stored, sheet) == cell.value
            elif cell.figure:
                assert isinstance(stored, int | float)


def test_a_total_that_is_not_the_sum_stands_as_it_was_printed():
    e2021 = edition("2021")
    values = {**distinct(e2021), "4.review.total": 7}
    sheet = opened(render(document(e2021, values, {}))).worksheets[-1]
    assert sheet["E4"].value == 7
    assert sheet["J4"].value == "=SUM(F4:I4)"


def test_blanks_stay_blank():
    e2021 = edition("2021")
    sheet = opened(render(document(e2021, {}, {})), data_only=True).worksheets[-1]
    assert {cell.value for cell in sheet[4]} == {None}


def test_the_first_sheet_has_the_texts(report):
    lines = [cell.value for cell in opened(render(report)).worksheets[0]["A"]]
    assert lines[0] == report.title
    assert lines[-2:] == [report.authority, report.signed_on_text]
    expected = plain_text(RICH)
    start = lines.index(expected[0])
    assert lines[start : start + len(expected)] == expected


@pytest.mark.parametrize("text", ["=2+2", "+1", "-1", "@SUM(A1)"])
def test_text_never_becomes_a_formula(report, text):
    sheet = opened(render(replace(report, authority=text, title=text))).worksheets[0]
    cells = [cell for cell in sheet["A"] if cell.value == text]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 2


def test_print_set_up_and_properties(town_report):
    workbook = opened(render(town_report))
    third = workbook.worksheets[2]
    assert workbook.sheetnames == ["正文", *(grid.table.title for grid in town_report.grids)]
    page = third.page_setup
    assert (int(page.paperSize), page.fitToWidth, page.fitToHeight) == (9, 1, 0)
    assert third.print_title_rows == "$1:$3"
    assert (workbook.properties.title, workbook.properties.creator) == (town_report.title, town_report.authority)


def test_same_report_gives_same_bytes(draft):
    assert render(draft) == render(draft)


def test_dates_of_the_file_are_the_report_s_own(report, draft, signed):
    """The hour of making would make equal reports different files."""
    properties = opened(render(report)).properties
    assert properties.created.date() == properties.modified.date() == signed
    with zipfile.ZipFile(io.BytesIO(render(draft))) as archive:
        assert b"dcterms:" not in archive.read("docProps/core.xml")
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_money_keeps_its_decimals():
    e2021 = edition("2021")
    values = {**distinct(e2021), "2.charge.amount": Decimal("12.3456")}
    sheet = opened(render(document(e2021, values, {})), data_only=True).worksheets[1]
    assert format_number(Decimal(repr(sheet.cell(sheet.max_row, 2).value))) == "12.3456"
