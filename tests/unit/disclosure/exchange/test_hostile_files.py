"""Files made to hurt, and ordinary ones with a few bytes changed, through reading and judging what is brought in."""

import pytest

from disclosure.errors import DisclosureError
from disclosure.exchange.isolated import opened_table
from disclosure.exchange.parsing import parse
from tests.support import door
from tests.support.hostile import archives, sheets, texts
from tests.support.hostile.mutations import mutations

from .files import SOUGHT, text, xlsx


def _told(data, name):
    """What becomes of a table that is brought in: read apart, judged here."""
    try:
        with opened_table(data, name, SOUGHT) as table:
            parse("matters", table)
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
    hurt = list(mutations(data, 300, seed=12))
    assert len(set(hurt)) > 200

    found = {name: [_told(changed, name) for changed in hurt]}

    assert door.faults(found) == {}
    assert found[name].count(door.OK) > 25  # some are hurt where it does not matter
