import csv
import io
from dataclasses import replace
from decimal import Decimal

from reports.editions.grid import grid
from reports.rendering.csv import HEADINGS, render, several
from reports.rendering.document import DocumentPart

from .conftest import tiny_edition
from .reports_to_print import document


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def tiny(**values):
    edition = tiny_edition()
    return document(edition, edition.with_formulas(values), {})


def test_each_figure_has_one_line():
    made = tiny(a=3, b=4)

    assert read(render(made)) == [
        ["年份", "行政机关", "表", "行", "列", "数据", "单位", "合计", "数据代号"],
        [str(made.year), made.authority, "小表", "甲", "数量", "3", "", "", "a"],
        [str(made.year), made.authority, "小表", "乙", "数量", "4", "", "", "b"],
        [str(made.year), made.authority, "小表", "合计", "数量", "7", "", "是", "t"],
    ]


def test_every_figure_of_a_report_is_there(report):
    figures = {cell.figure.key: cell.text for one in report.grids for cell in one.flat() if cell.figure}

    assert {line[-1]: line[5] for line in read(render(report))[1:]} == figures


def test_amounts_say_their_unit(report):
    amounts = {
        cell.figure.key for one in report.grids for cell in one.flat() if cell.figure and cell.figure.unit == "money"
    }

    assert {line[-1] for line in read(render(report)) if line[6] == "万元"} == amounts


def test_no_cell_is_run_by_a_spreadsheet_and_a_number_stays_one():
    edition = tiny_edition()
    values = {"a": Decimal(-3), "b": None, "t": None}
    made = document(edition, values, {})
    parts = (DocumentPart("", (grid(next(edition.tables), edition.by_key, values),)),)

    lines = read(render(replace(made, authority="=1+1", parts=parts)))

    assert [(line[1], line[5]) for line in lines[1:]] == [("'=1+1", "-3"), ("'=1+1", ""), ("'=1+1", "")]


def test_years_stack_under_one_heading():
    lines = read(several([replace(tiny(a=1, b=1), year=year) for year in (2031, 2030)]))

    assert [line[0] for line in lines] == ["年份", *["2031"] * 3, *["2030"] * 3]
    assert read(several([])) == [list(HEADINGS)]
