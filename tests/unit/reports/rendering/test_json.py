import json
from decimal import Decimal

import pytest

from disclosure.rendering.prose import plain_text
from reports.rendering.json import plain_number, render

from .conftest import RICH


def test_rows_cells_and_figures_are_those_of_the_grids(report):
    read = json.loads(render(report))
    tables = [table for section in read["sections"] for table in section["tables"]]
    assert [table["rows"] for table in tables] == [grid.text_rows() for grid in report.grids]
    values = {cell["figure"]: cell["value"] for table in tables for cell in table["cells"] if cell["figure"]}
    assert values == {figure["key"]: figure["value"] for figure in read["figures"]}


def test_a_total_is_marked_as_formula(report):
    figures = {figure["key"]: figure for figure in json.loads(render(report))["figures"]}
    formulas = {key for key, figure in figures.items() if figure["formula"]}
    assert formulas == {c.figure.key for g in report.grids for c in g.flat() if c.figure and c.figure.is_formula}


def test_head_of_the_file(draft):
    read = json.loads(render(draft))
    del read["sections"], read["figures"]
    assert read == {
        "authority": {"code": "jinling", "name": "金岭回族镇人民政府"},
        "year": draft.year,
        "edition": draft.edition,
        "title": draft.title,
        "state": "草稿",
        "revision": 2,
        "origin": "counted",
        "signed_on": None,
        "notes": list(draft.notes),
    }


def test_texts_come_as_html_and_as_lines(report):
    texts = [text for section in json.loads(render(report))["sections"] for text in section["texts"]]
    assert texts
    assert all(text["html"] == RICH and text["lines"] == plain_text(RICH) for text in texts)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, "null"), (3, "3"), (Decimal("12.3400"), "12.34"), (Decimal("7.0000"), "7"), (Decimal("0.1"), "0.1")],
)
def test_numbers_carry_no_noise(value, expected):
    assert json.dumps(plain_number(value)) == expected
