"""Files made to hurt, and ordinary ones with a few bytes changed, through reading and judging what is brought in."""

import pytest

from disclosure.errors import DisclosureError
from disclosure.exchange.isolated import opened_table
from disclosure.exchange.parsing import parse
from tests.support import door
from tests.support.binary_workbook import workbook
from tests.support.hostile import archives, sheets, texts
from tests.support.hostile.mutations import mutations

from .files import LEDGER, SOUGHT, spreadsheet, text, xlsx


def _told(data, name):
    """What becomes of a table that is brought in: read apart, judged here."""
    try:
        with opened_table(data, name, LEDGER if name.startswith("ledger") else SOUGHT) as table:
            parse("applications" if name.startswith("ledger") else "matters", table)
    except DisclosureError as error:
        return door.refusal(error)
    return door.OK


def _fits(name):
    """What says of itself that it is a page or a text is not brought in."""
    return not name.endswith((".html", ".txt"))


@pytest.mark.parametrize(
    "family, ending",
    [(sheets, "xlsx"), (texts, "csv"), (archives, "xlsx")],
    ids=["sheets", "texts", "archives"],
)
def test_every_hostile_file_ends_in_rows_or_a_sentence(family, ending):
    files = [(one.data, f"{one.name.rpartition('.')[0]}.{ending}") for one in family.hostile() if _fits(one.name)]

    found = {name: [_told(data, name)] for data, name in files}

    assert door.faults(found) == {}
    for name, [told] in found.items():
        if told != door.OK:
            assert told.startswith(f"{door.REFUSED}: 「{name}」")
            assert told.endswith("。")


ROWS = [
    ["事项名称", "事项类型", "设立日期", "取消日期"],
    *(["食品经营许可", "行政许可", "2019-01-01", ""] for _ in range(9)),
]


def _merged(sheet):
    sheet.merge_cells("B3:C4")
    sheet["D5"] = "=1+1"
    sheet["C6"] = 43466.5


@pytest.mark.parametrize("name, data", [("表.xlsx", xlsx(ROWS, _merged)), ("表.csv", text(ROWS).encode())])
def test_300_mutations_of_an_ordinary_table_end_in_rows_or_sentences(name, data):
    assert _mutated(name, data, 300) > 25  # some are hurt where it does not matter


@pytest.mark.parametrize(
    "name, data",
    [
        ("ledger.xls", spreadsheet("ledger.xls")),
        ("ledger.et", spreadsheet("ledger.xls")),
        ("ledger.ods", spreadsheet("ledger.ods")),
        ("表.xlsb", workbook([["台账"], *ROWS])),
    ],
    ids=["xls", "et", "ods", "xlsb"],
)
def test_100_mutations_of_other_formats_end_in_rows_or_sentences(name, data):
    assert _mutated(name, data, 100) > 0  # as above


def _mutated(name, data, count):
    hurt = list(mutations(data, count, seed=12))
    assert len(set(hurt)) > count * 2 // 3

    found = {name: [_told(changed, name) for changed in hurt]}

    assert door.faults(found) == {}
    return found[name].count(door.OK)
