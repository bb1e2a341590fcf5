"""The years beside each other: from what was published and is in force, in both formats, of one authority."""

from datetime import date

import pytest

from reports.desk.publishing import begin_correction, submit
from reports.desk.publishing import publish as publish_again
from tests import factories

from .publishing import other_than, published_at, write
from .test_pages import page, text

pytestmark = pytest.mark.django_db

# Received is concluded or carried out, by kind of applicant, or they could not be published.
FIGURES = {
    2020: {
        "3.received.natural": 9,
        "3.disclosed.natural": 7,
        "3.otherwise.natural": 2,
        "3.received.business": 4,
        "3.disclosed.business": 4,
        "4.direct.upheld": 1,
    },
    2021: {
        "3.received.natural": 20,
        "3.partly.natural": 9,
        "3.not_paid.natural": 1,
        "3.other.natural": 3,
        "3.carried_out.natural": 7,
        "3.received.legal": 5,
        "3.inquiry.legal": 5,
        "4.after_review.open": 2,
        "4.direct.upheld": 1,
        "4.review.other": 6,
    },
}


@pytest.fixture
def years(publish):
    return [publish(year, figures=figures) for year, figures in FIGURES.items()]


def rows(tree, caption):
    """The rows of a table behind a chart: year → numbers."""
    (found,) = tree.xpath(f"//table[caption[starts-with(., '{caption}')]]")
    return {text(row[0]): [text(cell) for cell in row[1:]] for row in found.xpath(".//tbody/tr")}


def test_list_sets_the_years_of_both_formats_beside_each_other(client, years):
    tree = page(client, "/reports/")

    assert rows(tree, "信息公开申请") == {"2020年": ["13", "0"], "2021年": ["25", "7"]}
    assert rows(tree, "办理结果") == {
        "2020年": ["11", "0", "0", "0", "0", "2"],
        "2021年": ["0", "9", "5", "0", "0", "4"],
    }
    assert rows(tree, "复议诉讼案件") == {"2020年": ["0", "1"], "2021年": ["6", "3"]}


def test_each_outcome_has_a_drawing_of_its_own_to_one_scale(client, years):
    tree = page(client, "/reports/")

    (outcomes,) = [one for one in tree.xpath("//div[@class='chart']") if text(one.find("h3")).startswith("办理结果")]
    assert [text(one) for one in outcomes.xpath(".//h4")] == [
        "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理",
    ]  # fmt: skip
    highest = {
        text(one.xpath("ancestor::div[1]/h4")[0]): one.get("height") for one in outcomes.xpath(".//*[name()='rect']")
    }
    assert highest["予以公开"] == "4.7em"  # 11, the most
    assert highest["其他处理"] == "1.709em"  # 4 of 11


def test_year_without_a_report_is_a_gap_and_not_0(client, publish):
    publish(2020, figures=FIGURES[2020])
    publish(2022, figures={})

    assert rows(page(client, "/reports/"), "信息公开申请") == {
        "2020年": ["13", "0"],
        "2021年": ["—", "—"],
        "2022年": ["0", "0"],
    }


def test_figures_are_those_in_force_whatever_the_desk_is_doing(client, years, clerk):
    begin_correction(report=years[1], by=clerk)
    write(years[1], clerk, figures={"3.received.natural": 98765})

    assert rows(page(client, "/reports/"), "信息公开申请")["2021年"][0] == "25"


def test_correction_shows_at_once(client, years, clerk):
    report = years[1]
    begin_correction(report=report, by=clerk)
    write(report, clerk, figures={"3.received.natural": 21, "3.partly.natural": 10})
    report.refresh_from_db()
    submit(report=report, by=clerk)
    publish_again(report=report, by=other_than(clerk), at=published_at(2021, 2), correction="更正一件。")

    tree = page(client, "/reports/")

    assert rows(tree, "信息公开申请")["2021年"] == ["26", "7"]
    assert rows(tree, "办理结果")["2021年"][1] == "10"


def test_one_year_is_compared_with_nothing(client, publish):
    publish(2023)

    for address in ("/reports/", "/reports/2023/"):
        assert not page(client, address).xpath("//main//svg | //*[@id='trends']")


def test_times_stand_beside_where_records_tell_of_them(client, town, years):
    for day in range(1, 6):
        factories.ApplicationFactory(
            authority=town, received_on=date(2021, 3, day), concluded_on=date(2021, 3, 8), outcome="disclosed"
        )

    tree = page(client, "/reports/")

    # To Monday 8 March 2021 from the 1st (5 working days), 2nd, 3rd, 4th and Friday 5th (1).
    assert rows(tree, "从收到到办结") == {"2020年": ["不足5件，不计算"] * 2, "2021年": ["3", "5"]}


def test_report_s_page_marks_its_year_and_says_that_the_rest_is_not_of_it(client, years):
    tree = page(client, "/reports/2020/")

    assert rows(tree, "信息公开申请") == {"2020年": ["13", "0"], "2021年": ["25", "7"]}
    marked = tree.xpath("//*[name()='rect'][contains(@class, 'chart-marked')]")
    assert [one.get("height") for one in marked if "applications" in one.xpath("string(../@aria-labelledby)")] == [
        "2.444em"
    ]
    assert "不是本报告的内容。深色的是2020年。" in text(tree.xpath("//main")[0])
    assert not tree.xpath("//link[@rel='stylesheet'][contains(@href, 'charts')]")


def test_earlier_revision_is_compared_with_nothing(client, publish):
    publish(2020)
    publish(2021, corrections=["更正。"])

    assert not page(client, "/reports/2021/revisions/1/").xpath("//*[@id='trends']")


@pytest.mark.parametrize("year, shown", [(2019, (2019, 2026)), (2022, (2021, 2028)), (2028, (2021, 2028))])
def test_report_s_page_shows_no_more_years_than_fit(client, publish, year, shown):
    for one in (2019, 2022, 2028):
        publish(one)

    years = list(rows(page(client, f"/reports/{year}/"), "信息公开申请"))

    assert (int(years[0][:4]), int(years[-1][:4])) == shown


def test_years_are_those_of_one_authority(client, years, publish, neighbour):
    publish(2021, neighbour, figures={"3.received.natural": 77, "3.disclosed.natural": 77})
    publish(2022, neighbour, figures={"3.received.natural": 78, "3.disclosed.natural": 78})

    assert rows(page(client, "/org/neighbour/reports/"), "信息公开申请") == {
        "2021年": ["77", "0"],
        "2022年": ["78", "0"],
    }
    assert rows(page(client, "/reports/"), "信息公开申请")["2021年"] == ["25", "7"]
