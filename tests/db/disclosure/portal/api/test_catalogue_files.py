"""The catalogue as files: what stands in them, and that they are streamed, whatever their size."""

import csv
import io
import json
from datetime import date
from urllib.parse import quote

import pytest

from disclosure.portal.api import catalogue_files
from disclosure.portal.api.catalogue_files import HEADINGS
from tests import factories
from tests.db.disclosure.portal.reading import links, page

pytestmark = pytest.mark.django_db
BOM = "\ufeff".encode()


def content(answer):
    assert (answer.status_code, answer.streaming) == (200, True)
    return b"".join(answer.streaming_content)


def lines(client, address):
    return list(csv.reader(io.StringIO(content(client.get(address)).decode("utf-8-sig"), newline="")))


def found(client, address):
    return "".join(line[0] for line in lines(client, address)[1:])


@pytest.fixture
def three(item, columns):
    """甲 and 乙 in 规范性文件, 2020 and 2021; 丙 in 财政信息, 2021."""
    item(index_number="甲", published_on=date(2020, 5, 1))
    item(index_number="乙", published_on=date(2021, 5, 1), nature="normative")
    item(index_number="丙", published_on=date(2021, 6, 1), category=columns["finance"])


def test_csv_has_what_art_12_asks_of_a_catalogue_and_opens_as_text(client, repealed):
    written = content(client.get("/catalogue.csv?nature=normative"))

    assert written.startswith(BOM)
    assert lines(client, "/catalogue.csv?nature=normative") == [
        [
            "索引号",
            "标题",
            "发文字号",
            "栏目",
            "发布机构",
            "成文日期",
            "发布日期",
            "有效性",
            "内容概述",
            "主题词",
            "地址",
        ],
        [
            "SL-2020-0001",
            "关于印发《示例镇生活垃圾分类管理办法》的通知",
            "示政发〔2020〕3号",
            "法定主动公开内容/规章和规范性文件/规范性文件",
            "示例镇人民政府",
            "2020-03-01",
            "2020-03-09",
            "废止",
            "规定分类的标准。",
            "垃圾分类 管理办法",
            "http://testserver/items/SL-2020-0001/",
        ],
    ]


def test_json_has_the_rows_of_the_interface(client, repealed):
    said = json.loads(content(client.get("/catalogue.json")))

    assert said["authority"]["code"] == "town"
    assert said["items"] == json.loads(client.get("/api/items/").content)["items"]


def test_empty_catalogue_is_a_heading_and_an_empty_list(client, columns):
    assert lines(client, "/catalogue.csv") == [list(HEADINGS)]
    assert json.loads(content(client.get("/catalogue/finance.json")))["items"] == []


@pytest.mark.parametrize(
    "address, shown",
    [
        ("/catalogue.csv", "丙乙甲"),
        ("/catalogue/policy.csv", "乙甲"),
        ("/catalogue/root.csv", "丙乙甲"),
        ("/catalogue.csv?year=2021", "丙乙"),
        ("/catalogue/policy.csv?year=2021", "乙"),
        ("/catalogue/policy.csv?nature=normative", "乙"),
        ("/catalogue.csv?year=1999", ""),
    ],
)
def test_file_holds_the_whole_a_column_or_a_year(client, three, address, shown):
    assert found(client, address) == shown
    assert [
        one["index_number"] for one in json.loads(content(client.get(address.replace(".csv", ".json"))))["items"]
    ] == [*shown]


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t=", "＝"])
def test_no_cell_is_run_by_a_spreadsheet(client, item, beginning):
    item(index_number=f"{beginning}1", title=f"{beginning}cmd()", summary=f"{beginning}1+1", keywords=f"{beginning}x")

    written = lines(client, "/catalogue.csv")[1]

    assert [written[place] for place in (0, 1, 8, 9)] == [
        f"'{beginning}1",
        f"'{beginning}cmd()",
        f"'{beginning}1+1",
        f"'{beginning}x",
    ]


def test_quotes_commas_and_lines_stay_in_their_cell(client, item):
    item(index_number="a", title='"甲",乙', summary="一\n二")

    assert [lines(client, "/catalogue.csv")[1][place] for place in (1, 8)] == ['"甲",乙', "一\n二"]


def test_another_authority_s_catalogue_is_below_its_own_address(client, three, neighbour):
    factories.ItemFactory(authority=neighbour, index_number="邻")

    assert found(client, "/catalogue.csv") == "丙乙甲"
    assert found(client, "/org/neighbour/catalogue.csv") == "邻"
    assert lines(client, "/org/neighbour/catalogue.csv")[1][-1].startswith("http://testserver/org/neighbour/items/")


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_file_is_streamed_in_portions_by_as_few_queries(client, item, monkeypatch, django_assert_num_queries, kind):
    """The first piece is there before the last item was read: memory does not grow with the catalogue."""
    monkeypatch.setattr(catalogue_files, "AT_ONCE", 2)
    monkeypatch.setattr("disclosure.exchange.exporting.CSV_CHUNK", 1)
    read = []
    of = catalogue_files.ColumnTree.column_of
    monkeypatch.setattr(catalogue_files.ColumnTree, "column_of", lambda self, one: read.append(one) or of(self, one))
    for number in range(9):
        item(index_number=str(number))

    with django_assert_num_queries(4):
        pieces = iter(client.get(f"/catalogue.{kind}").streaming_content)
        next(pieces), next(pieces)
        assert 0 < len(read) < 9
        list(pieces)

    assert len(read) == 9


def test_file_is_compressed_and_named_in_chinese(client, three):
    answer = client.get("/catalogue/policy.csv?year=2021", headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == (
        "attachment; filename=\"catalogue.csv\"; filename*=UTF-8''"
        f"{quote('示例镇人民政府公开信息目录·规范性文件·2021年.csv')}"
    )


def test_change_of_a_column_s_name_shows_on_the_next_request(client, three, columns):
    tag = client.get("/catalogue.csv")["ETag"]
    columns["finance"].name = "财政"
    columns["finance"].save()

    answer = client.get("/catalogue.csv", headers={"if-none-match": tag})

    assert "法定主动公开内容/财政" in content(answer).decode()


def test_item_put_in_for_another_shows_on_the_next_request(client, item):
    """As many as before, and the newest change the same."""
    first, second = item(index_number="a"), item(index_number="b", state="draft", published_on=None)
    moment = first.changed_at
    type(first).objects.update(changed_at=moment)
    tag = client.get("/catalogue.csv")["ETag"]
    type(first).objects.filter(pk=first.pk).update(state="withdrawn")
    type(first).objects.filter(pk=second.pk).update(state="published", published_on=first.published_on)

    assert client.get("/catalogue.csv", headers={"if-none-match": tag}).status_code == 200
    assert found(client, "/catalogue.csv") == "b"


@pytest.mark.parametrize(
    "address, says",
    [
        ("/catalogue.docx", "目录只提供 CSV 和 JSON 两种文件。"),
        ("/catalogue.csv?year=abc&validity=x", "目录中没有年份“abc”、有效性“x”。"),
        ("/catalogue/none.csv", "没有这个栏目，或者栏目已经取消。"),
    ],
)
def test_file_that_there_is_not_says_so(client, columns, address, says):
    answer = client.get(address)

    assert answer.status_code == 404
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    "address, files",
    [
        ("/catalogue/", {"/catalogue.csv", "/catalogue.json"}),
        ("/catalogue/policy/", {"/catalogue/policy.csv", "/catalogue/policy.json"}),
        (
            "/catalogue/policy/?year=2021&sort=title&page=1",
            {"/catalogue/policy.csv?year=2021", "/catalogue/policy.json?year=2021"},
        ),
        ("/api/", {"/catalogue.csv", "/catalogue.json", "/reports/figures.csv"}),
    ],
)
def test_files_are_offered_where_one_would_look(client, three, address, files):
    offered = {link for link in links(page(client, address), "//main") if ".csv" in link or ".json" in link}

    assert offered - {"/api/openapi.json"} == files
