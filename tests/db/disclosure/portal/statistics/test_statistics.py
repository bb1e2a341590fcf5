"""信息公开统计: what is counted, in which month, of whom; tables that match their charts; few queries."""

from datetime import UTC, date, datetime

import pytest
from lxml import etree

from disclosure.models import DayCorrection
from tests import factories
from tests.db.disclosure.portal.reading import links, page, text

pytestmark = pytest.mark.django_db

# 24 March 2024 in Shanghai, a moment after midnight there.
MIDNIGHT = datetime(2024, 3, 23, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """`at(moment)` sets the clock of the page."""

    def set_to(moment):
        monkeypatch.setattr("disclosure.portal.statistics.views.now", lambda: moment)

    set_to(MIDNIGHT)
    return set_to


@pytest.fixture
def application(town):
    """`application(received, concluded)`: of the town unless told otherwise."""

    def made(received_on, concluded_on=None, **values):
        outcome = "disclosed" if concluded_on else ""
        return factories.ApplicationFactory(
            **{
                "authority": town,
                "received_on": received_on,
                "concluded_on": concluded_on,
                "outcome": outcome,
                **values,
            }
        )

    return made


def table(tree, caption):
    """The rows of a table by its caption: heading → the cells beside it."""
    (found,) = [one for one in tree.xpath("//main//table") if text(one.find("caption")).startswith(caption)]
    return {
        text(row.find("th")): [text(cell) for cell in row.findall("td") if not len(cell)]
        for row in found.xpath(".//tbody/tr")
    }


def months(tree):
    return {name: int(number) for name, (number,) in table(tree, "近24个月").items()}


# --- Items ------------------------------------------------------------------------


def test_months_end_with_this_one_and_hold_what_came_out_in_them(client, item):
    for day in (date(2022, 3, 31), date(2022, 4, 1), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 24)):
        item(published_on=day, formed_on=date(2022, 1, 1))

    counted = months(page(client, "/statistics/"))

    assert next(iter(counted)) == "2022年4月"
    assert list(counted)[-1] == "2024年3月"
    assert len(counted) == 24
    assert {name: count for name, count in counted.items() if count} == {"2022年4月": 1, "2024年2月": 1, "2024年3月": 2}


def test_month_begins_at_midnight_of_the_office(client, item, at):
    """16:00 of the day before in the time of the server is midnight here: it is the first, and the first's items are out."""
    first = datetime(2024, 1, 31, 16, 0, tzinfo=UTC)
    item(published_on=date(2024, 1, 31), formed_on=date(2024, 1, 1))
    item(published_on=date(2024, 2, 1), formed_on=date(2024, 1, 1), publish_at=first)

    at(first.replace(hour=15, minute=59))
    before = months(page(client, "/statistics/"))
    at(first)
    after = months(page(client, "/statistics/"))

    assert (list(before)[-1], before["2024年1月"]) == ("2024年1月", 1)
    assert (list(after)[-1], after["2024年1月"], after["2024年2月"]) == ("2024年2月", 1, 1)


def test_only_what_the_public_sees_is_counted(client, item):
    shown = item(published_on=date(2024, 3, 1))
    item(state="withdrawn")
    item(published_on=None)
    item(published_on=date(2024, 3, 25), formed_on=date(2024, 3, 1))
    item(publish_at=datetime(2024, 3, 24, 8, tzinfo=UTC))
    item(amends=shown, published_on=None)

    tree = page(client, "/statistics/")

    assert "公开着1条信息" in text(tree.xpath("//main")[0])
    assert sum(months(tree).values()) == 1
    assert table(tree, "每年公开") == {"2024年": ["1"]}
    assert table(tree, "按今天的有效性")["有效"] == ["1"]


def test_year_is_chosen_by_the_address(client, item, columns):
    item(published_on=date(2023, 12, 31), formed_on=date(2023, 1, 1))
    item(published_on=date(2024, 1, 1), formed_on=date(2023, 1, 1), category=columns["finance"])

    tree = page(client, "/statistics/?year=2023")

    assert list(table(tree, "2023年每月")) == [f"2023年{month}月" for month in range(1, 13)]
    assert table(tree, "2023年每月")["2023年12月"] == ["1"]
    columns = tree.xpath("//table[caption='2023年公开的']")[-1]
    assert [text(row) for row in columns.xpath(".//tbody/tr")] == ["规章和规范性文件1", "财政信息0"]
    assert "/catalogue/documents/?year=2023" in links(tree, "//main")
    assert text(tree.xpath("//nav[@aria-label='选择时间']//*[@aria-current]")[0]) == "2023年"
    assert tree.xpath("//link[@rel='canonical']/@href") == ["http://testserver/statistics/?year=2023"]


def test_this_year_ends_with_this_month(client, item):
    item(published_on=date(2024, 1, 1))

    assert list(table(page(client, "/statistics/?year=2024"), "2024年每月")) == ["2024年1月", "2024年2月", "2024年3月"]


@pytest.mark.parametrize("year", ["1999", "x", "２０２４年", "2024 or 1", "9" * 400])
def test_unknown_year_is_said_and_shows_the_newest(client, item, year):
    item(published_on=date(2024, 1, 1))

    tree = page(client, f"/statistics/?year={year}")

    assert len(months(tree)) == 24
    assert text(tree.xpath("//p[@role='status']")[0]).startswith(f"没有“{year[:20].replace(' ', '')}”年")


def test_columns_hold_what_is_below_them_and_empty_ones_are_named(client, item, columns):
    item(published_on=date(2024, 1, 1))
    item(published_on=date(2024, 1, 2), category=columns["documents"])
    item(published_on=date(2024, 1, 3), category=columns["national"])

    tree = page(client, "/statistics/")

    first, second = [one for one in tree.xpath("//table") if text(one.find("caption")) == "现有的全部信息"]
    rows = [[[text(cell) for cell in row[:2]] for row in one.xpath(".//tbody/tr")] for one in (first, second)]
    assert rows == [
        [["政府信息公开制度", "1"], ["法定主动公开内容", "2"]],
        [["规章和规范性文件", "2"], ["财政信息", "0"]],
    ]


def test_validity_is_that_of_the_day(client, item):
    """One that lapses tomorrow is in force, one that lapses today is not."""
    for validity, ends in (
        ("in_force", None),
        ("amended", None),
        ("repealed", date(2024, 3, 25)),
        ("repealed", date(2024, 3, 24)),
        ("lapsed", date(2023, 1, 1)),
        ("lapsed", None),
    ):
        item(validity=validity, repealed_on=ends, formed_on=date(2022, 1, 1), published_on=date(2022, 1, 1))
    item(validity="repealed", repealed_on=date(2023, 1, 1), state="withdrawn", formed_on=date(2022, 1, 1))

    assert table(page(client, "/statistics/"), "按今天的有效性") == {
        "有效": ["2"], "已修改": ["1"], "失效": ["2"], "废止": ["1"],
    }  # fmt: skip


def test_years_have_no_gap(client, item):
    item(published_on=date(2021, 1, 1), formed_on=date(2021, 1, 1))

    assert table(page(client, "/statistics/"), "每年公开") == {
        "2021年": ["1"], "2022年": ["0"], "2023年": ["0"], "2024年": ["0"],
    }  # fmt: skip


# --- Applications -----------------------------------------------------------------


def test_applications_are_counted_by_the_year_they_came_and_the_year_they_went(client, application):
    application(date(2022, 12, 30), date(2023, 1, 4))
    application(date(2023, 12, 31))
    application(date(2024, 3, 24), date(2024, 3, 24))
    application(date(2024, 3, 25))

    assert table(page(client, "/statistics/"), "收到和办结的申请") == {
        "2022年": ["1", "0"], "2023年": ["1", "1"], "2024年": ["1", "1"],
    }  # fmt: skip


def test_times_are_medians_over_holidays_by_the_year_of_the_reply(client, application):
    """See the unit test of `replying` for the days: 8, 1, 1, 21 and 0 working days; 15, 8, 9, 32 and 0 days."""
    application(date(2023, 1, 16), date(2023, 1, 31))
    application(date(2023, 1, 20), date(2023, 1, 28))
    application(date(2023, 9, 28), date(2023, 10, 7))
    application(date(2023, 6, 1), date(2023, 7, 3))
    application(date(2023, 3, 1), date(2023, 3, 1))
    for _ in range(4):
        application(date(2024, 1, 2), date(2024, 1, 3))

    tree = page(client, "/statistics/")

    few = "不足5件，不计算"
    assert table(tree, "从收到到办结所用时间") == {"2023年": ["1", "9"], "2024年": [few, few]}
    assert table(tree, "20个工作日内办结的比例") == {"2023年": ["80"], "2024年": [few]}
    assert "2023年办结的申请，一半在1个工作日内办结。" in text(tree.xpath("//main")[0])


def test_times_go_by_the_office_s_calendar(client, application):
    for _ in range(5):
        application(date(2023, 1, 16), date(2023, 1, 31))
    DayCorrection.objects.create(day=date(2023, 1, 19), is_working=False)

    assert table(page(client, "/statistics/"), "从收到到办结所用时间")["2023年"] == ["7", "15"]


def test_nothing_of_an_applicant_is_shown(client, application):
    for number in range(5):
        application(
            date(2023, 1, 16), date(2023, 1, 31), number=f"秘密{number}号", applicant="秘密姓名", content="秘密内容"
        )

    assert "秘密" not in client.get("/statistics/").content.decode()


# --- Whose, and how ---------------------------------------------------------------


def test_numbers_are_of_one_authority(client, item, application, neighbour):
    item(published_on=date(2024, 1, 1))
    application(date(2023, 1, 1))
    theirs = factories.CategoryFactory(authority=neighbour, name="公告")
    for _ in range(2):
        factories.ItemFactory(authority=neighbour, category=theirs, published_on=date(2023, 5, 1), validity="lapsed")
    application(date(2024, 1, 1), authority=neighbour)

    own, other = (page(client, address) for address in ("/statistics/", "/org/neighbour/statistics/"))

    assert table(own, "每年公开") == {"2024年": ["1"]}
    assert table(own, "按今天的有效性")["失效"] == ["0"]
    assert table(own, "收到和办结的申请") == {"2023年": ["1", "0"], "2024年": ["0", "0"]}
    assert table(other, "每年公开") == {"2023年": ["2"], "2024年": ["0"]}
    assert table(other, "按今天的有效性")["失效"] == ["2"]
    assert table(other, "收到和办结的申请") == {"2024年": ["1", "0"]}


def test_page_of_an_authority_without_anything(client, town):
    tree = page(client, "/statistics/")

    assert "还没有在本专栏公开信息" in text(tree.xpath("//main")[0])
    assert not tree.xpath("//main//svg | //main//table")


def test_every_chart_has_the_table_of_its_numbers(client, item, application):
    for month in (1, 2, 2, 3):
        item(published_on=date(2024, month, 1), formed_on=date(2024, 1, 1))
    for _ in range(5):
        application(date(2024, 1, 16), date(2024, 1, 31))

    tree = page(client, "/statistics/")

    blocks = [one for one in tree.xpath("//div[@class='chart']") if one.xpath(".//svg[@role='img']")]
    assert len(blocks) == 5
    for block in blocks:
        assert block.xpath(".//table[caption]//th[@scope='col']")
        assert block.xpath(".//th[@scope='row']")
        for place, drawing in enumerate(block.xpath(".//svg"), 1):
            numbers = [text(one) for one in drawing.xpath("./*[contains(@class, 'chart-number')]")]
            cells = [text(one) for one in block.xpath(f".//tbody/tr/td[{place}]")]
            assert [one for one in numbers if one != "0"] == [one for one in cells if one != "0"] != []


def test_drawings_carry_no_style_and_every_id_stands_once(client, item, application):
    item(published_on=date(2024, 1, 1))
    application(date(2024, 1, 16), date(2024, 1, 31))

    source = client.get("/statistics/").content.decode()
    tree = page(client, "/statistics/")

    for drawing in source.split("<svg")[1:]:
        etree.fromstring("<svg" + drawing.partition("</svg>")[0] + "</svg>")  # well-formed, strictly
    assert not tree.xpath("//main//@style | //main//style")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {one for names in tree.xpath("//svg/@aria-labelledby") for one in names.split()} <= set(ids)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(client, item, application, django_assert_num_queries, count):
    """The authority, its columns, the items by month, those not in force, the applications, the office's days off."""
    for number in range(count):
        item(published_on=date(2022 + number % 3, 1 + number, 1), formed_on=date(2022, 1, 1))
        item(validity="lapsed")
        application(date(2021 + number, 1, 1), date(2023, 5, 1 + number))
        DayCorrection.objects.create(day=date(2023, 1, 3 + number), is_working=False)

    with django_assert_num_queries(6):
        assert client.get("/statistics/").status_code == 200


def test_page_is_found_from_home_the_map_and_the_maps_of_programs(client, item):
    item(published_on=date(2024, 1, 1))

    assert "/statistics/" in links(page(client, "/"), "//main")
    assert "/statistics/" in links(page(client, "/site-map/"), "//main")
    assert b"<loc>http://testserver/statistics/</loc>" in client.get("/sitemap-columns.xml").content


def test_all_months_with_most_items_are_named(client, town):
    for on in (date(2024, 1, 5), date(2024, 2, 5), date(2023, 12, 5), date(2023, 12, 6)):
        factories.ItemFactory(authority=town, formed_on=on)
    assert "最多的一个月是2023年12月，2条。" in text(page(client, "/statistics/").find(".//main"))

    factories.ItemFactory(authority=town, formed_on=date(2024, 2, 6))
    assert "最多的是2023年12月、2024年2月，每月2条。" in text(page(client, "/statistics/").find(".//main"))
