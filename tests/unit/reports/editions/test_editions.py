"""What holds for every format, and which one is in force."""

import pytest

from reports.editions import NoEdition, edition, edition_for, editions, register_temporarily
from reports.editions.grid import Slot, SumOfFigures
from reports.measures import MEASURES
from tests.support.made_up_edition import MADE_UP
from tests.unit.reports.editions.printed import covered

EVERY = [pytest.param(edition, id=edition.key) for edition in [*editions(), MADE_UP]]


@pytest.mark.parametrize("edition", EVERY)
def test_every_place_of_every_table_is_covered_once(edition):
    for table in edition.tables:
        assert covered(table) == table.columns * len(table.rows)


@pytest.mark.parametrize("edition", EVERY)
def test_every_figure_stands_in_one_cell_of_its_table(edition):
    shown = [
        (table.key, cell.figure)
        for table in edition.tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Slot)
    ]
    assert sorted(shown) == sorted((figure.table, figure.key) for figure in edition.figures)


@pytest.mark.parametrize("edition", EVERY)
def test_formulas_and_equations_name_figures_of_the_format(edition):
    parts = {
        part for figure in edition.figures if isinstance(figure.source, SumOfFigures) for part in figure.source.parts
    }
    sides = {
        key for table in edition.tables for equation in table.equations for key in (*equation.left, *equation.right)
    }
    assert (parts | sides) - edition.by_key.keys() == set()


@pytest.mark.parametrize("edition", EVERY)
def test_every_total_is_a_formula(edition):
    totals = {
        figure.key for figure in edition.figures if figure.column in {"总计", "合计"} or figure.row.endswith("总计")
    }
    assert totals == {figure.key for figure in edition.figures if figure.is_formula}


@pytest.mark.parametrize("edition", EVERY)
def test_every_measure_is_known_and_grouped_as_asked(edition):
    asked = {(f.source.measure, name) for f in edition.figures if not f.is_formula for name, _ in f.source.group}
    assert edition.measures() <= MEASURES.keys()
    assert {name for measure, name in asked if name not in MEASURES[measure].groups} == set()


@pytest.mark.parametrize("edition", EVERY)
def test_labels_of_figures_tell_them_apart(edition):
    labels = [(figure.table, figure.label) for figure in edition.figures]
    twice = {label for label in labels if labels.count(label) > 1}
    assert twice == set()


def test_one_format_covers_a_year():
    for year in range(2019, 2100):
        assert [edition.key for edition in editions() if edition.covers(year)] == ["2019" if year < 2021 else "2021"]


@pytest.mark.parametrize("year, key", [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2026, "2021")])
def test_format_in_force(year, key):
    assert edition_for(year).key == key


@pytest.mark.parametrize("year", [2018, 1999])
def test_no_format_before_2019(year):
    with pytest.raises(NoEdition) as refusal:
        edition_for(year)
    assert str(refusal.value) == f"{year}年没有可用的报告格式：本系统的格式从2019年起。"


def test_unknown_key_is_refused():
    with pytest.raises(NoEdition) as refusal:
        edition("2015")
    assert str(refusal.value) == "没有名为「2015」的报告格式。"


def test_offered_format_is_in_force_while_it_is_offered():
    with register_temporarily(MADE_UP):
        assert [edition_for(year).key for year in (2026, 2027, 2030)] == ["2021", "2027", "2027"]
        assert edition("2027") is MADE_UP
    assert edition_for(2027).key == "2021"
