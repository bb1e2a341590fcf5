"""Files made to hurt, and ordinary ones with a few bytes changed, through reading and judging what is brought in."""

import pytest

from tests.support.hostile import archives, sheets, texts
from tests.support.hostile.mutated import mutations
from tests.support.limited import run

from .files import text, xlsx


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

    outcomes = run("tests.support.hostile.through:table", files)

    faults = {name: outcome.fault for (_, name), outcome in zip(files, outcomes, strict=True) if outcome.fault}
    assert faults == {}
    for (_, name), outcome in zip(files, outcomes, strict=True):
        for said in filter(None, outcome.value.values()):
            assert said.startswith(f"「{name}」")
            assert said.endswith("。")


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
    hurt = [(changed, name) for changed in mutations(data, 300, seed=12)]
    assert len({changed for changed, _ in hurt}) > 200

    outcomes = run("tests.support.hostile.through:all_tables", [(hurt[start::12],) for start in range(12)])

    assert [outcome.fault for outcome in outcomes if outcome.fault] == []
    assert sum(outcome.value for outcome in outcomes) > 50  # some are hurt where it does not matter
