"""The format of 2019: the rows of the town's own report of 2020, as it was published."""

from pathlib import Path

import pytest

from reports.editions.edition_2019 import EDITION
from tests.unit.reports.editions.printed import printed_rows

PUBLISHED = Path(__file__).resolve().parents[3] / "data" / "town_report_2020.txt"
SECTIONS = [
    "",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


def published_rows(heading, following):
    """The table between two headings of the published report."""
    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    table = lines[lines.index(heading) + 1 : lines.index(following)]
    return [[cell.strip() for cell in line.split("|")] for line in table]


@pytest.mark.parametrize(
    "key, heading, following", [("2", *SECTIONS[2:4]), ("3", *SECTIONS[3:5]), ("4", *SECTIONS[4:6])]
)
def test_table_reads_as_the_published_report(key, heading, following):
    assert printed_rows(EDITION, key) == published_rows(heading, following)


def test_sections_stand_in_the_order_of_the_published_report():
    assert [section.heading for section in EDITION.sections] == SECTIONS
    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line in SECTIONS] == SECTIONS[1:]


def test_title_reads_as_the_published_report():
    title = EDITION.title.format(authority="临淄区金岭回族镇", year=2020)
    assert PUBLISHED.read_text(encoding="utf-8").splitlines()[0] == title


def test_net_changes_alone_may_be_negative():
    assert {figure.key for figure in EDITION.figures if figure.signed} == {
        f"2.{kind}.change" for kind in ("licence", "service", "penalty", "coercion", "charge")
    }


def test_money_is_what_procurement_cost():
    assert [figure.key for figure in EDITION.figures if figure.unit == "money"] == ["2.procurement.amount"]


def test_years():
    assert [year for year in range(2015, 2030) if EDITION.covers(year)] == [2019, 2020]
