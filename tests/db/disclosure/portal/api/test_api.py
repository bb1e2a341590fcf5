"""`/api/`: what programs get, how it is described to them, and what they are told where there is nothing to get."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse
from pydantic import TypeAdapter

from disclosure.models import Category, Item
from disclosure.portal.api import schemas
from tests import factories
from tests.db.disclosure.portal.reading import links, page, text

pytestmark = pytest.mark.django_db
CHINESE = re.compile("[\u4e00-\u9fff]")
PLACE = "http://testserver"


def asked(client, address, status=200):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json; charset=utf-8"), address
    return json.loads(answer.content)


def titles(client, address):
    return "".join(item["title"] for item in asked(client, address)["items"])


@pytest.fixture
def four(item, columns):
    """甲 to 丁, one a year from 2020 on, each of another kind."""
    given = {"甲": {}, "乙": {"nature": "normative"}, "丙": {"validity": "repealed", "repealed_on": date(2022, 6, 1)}}
    for number, (title, values) in enumerate(given.items()):
        item(
            index_number=title,
            title=title,
            formed_on=date(2019, 1, 1),
            published_on=date(2020 + number, 5, 1),
            **values,
        )
    item(index_number="丁", title="丁", published_on=date(2022, 6, 1), category=columns["documents"])


# --- The document ---------------------------------------------------------------------


@pytest.fixture
def document(client, town):
    return asked(client, "/api/openapi.json")


def operations(document):
    return {path: methods["get"] for path, methods in document["paths"].items()}


def texts(value):
    """Every title, description and summary in a document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in {"title", "description", "summary"} and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def test_document_has_every_address_for_reading_alone(document):
    assert document["openapi"] == "3.1.0"
    assert list(document["paths"]) == [
        "/api/authority/",
        "/api/columns/",
        "/api/items/",
        "/api/items/{index_number}/",
        "/api/search/",
        "/api/statistics/",
        "/api/reports/",
        "/api/reports/{year}/",
    ]
    assert all(list(methods) == ["get"] for methods in document["paths"].values())


def test_document_holds_together(document):
    """What OpenAPI 3.1 asks of a document that is made of paths, parameters, answers and shapes."""
    shapes = document["components"]["schemas"]
    named = re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(document))

    assert set(named) == shapes.keys()
    assert {"title", "version", "description"} <= document["info"].keys()
    ids = [one["operationId"] for one in operations(document).values()]
    assert len(set(ids)) == len(ids)
    for path, one in operations(document).items():
        in_path = {given["name"] for given in one["parameters"] if given["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        assert all(given["schema"]["type"] in {"string", "integer"} for given in one["parameters"])
        assert all(answer["content"]["application/json"]["schema"]["$ref"] for answer in one["responses"].values())


def test_document_is_in_chinese(document):
    assert [said for said in texts(document) if not CHINESE.search(said)] == []
    properties = [one for shape in document["components"]["schemas"].values() for one in shape["properties"].values()]
    assert all("title" in one for one in properties)


def test_document_of_another_authority_has_its_addresses(client, town, neighbour):
    paths = asked(client, "/org/neighbour/api/openapi.json")["paths"]

    assert all(path.startswith("/org/neighbour/api/") for path in paths)


def test_every_question_of_the_document_is_answered_in_its_shape(client, repealed, document):
    given = {"{index_number}": "SL-2020-0001", "{year}": "2023"}
    query = {"/api/search/": "?q=办法"}
    for path, one in operations(document).items():
        if path == "/api/reports/{year}/":
            continue  # needs a report: tests/db/reports/portal/test_api.py
        address = path
        for name, value in given.items():
            address = address.replace(name, value)
        said = asked(client, f"{address}{query.get(path, '')}")

        shape = one["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        if hasattr(schemas, shape):
            model = getattr(schemas, shape)
            assert TypeAdapter(model).validate_python(said, strict=False).model_dump(mode="json") == said, path
        assert said.keys() == document["components"]["schemas"][shape]["properties"].keys(), path


def test_names_of_items_are_open_to_the_public_and_kept_so():
    """What an item shows of itself here is public by its model; the rest stands around it or follows from it."""
    follows = {"column", "url", "api_url", "body_html", "body_text", "attachments", "related", "versions", "downloads"}

    assert schemas.ItemAnswer.model_fields.keys() - follows <= set(Item.visibility.public)


# --- Answers ----------------------------------------------------------------------------


def test_authority_says_who_it_is_and_names_the_others(client, town, neighbour):
    neighbour.parent = None
    said = asked(client, "/api/authority/")

    assert (said["code"], said["name"], said["phone"]) == ("town", "示例镇人民政府", "0000-0000000")
    assert said["others"] == [
        {
            "code": "neighbour",
            "name": "邻镇人民政府",
            "url": f"{PLACE}/org/neighbour/",
            "api_url": f"{PLACE}/org/neighbour/api/",
        }
    ]


def test_authority_below_names_the_one_above(client, town, neighbour):
    neighbour.parent = town
    neighbour.save()

    assert asked(client, "/org/neighbour/api/authority/")["parent"] == "town"
    assert asked(client, "/api/authority/")["parent"] == ""


def test_columns_are_a_tree_with_counts(client, four):
    said = asked(client, "/api/columns/")

    catalogue = next(one for one in said["columns"] if one["code"] == "root")
    documents, finance = catalogue["children"]
    assert (said["total"], catalogue["count"], documents["count"], finance["count"]) == (4, 4, 4, 0)
    assert (documents["updated_on"], finance["updated_on"]) == ("2022-06-01", None)
    assert documents["children"][0] == {
        "code": "policy",
        "name": "规范性文件",
        "basis": "",
        "kind": {"value": "policy", "label": "政策文件"},
        "description": "本机关制发的规范性文件。",
        "count": 3,
        "updated_on": "2022-05-01",
        "url": f"{PLACE}/catalogue/policy/",
        "items_url": f"{PLACE}/api/items/?column=policy",
        "children": [],
    }


@pytest.mark.parametrize(
    "query, shown",
    [
        ("", "丁丙乙甲"),
        ("sort=published_on", "甲乙丙丁"),
        ("column=policy", "丙乙甲"),
        ("column=documents", "丁丙乙甲"),
        ("column=finance", ""),
        ("year=2022", "丁丙"),
        ("year=2022&validity=in_force", "丁"),
        ("validity=repealed", "丙"),
        ("nature=normative", "乙"),
        ("sort=published_on&page_size=3", "甲乙丙"),
        ("sort=published_on&page_size=3&page=2", "丁"),
        ("page=3", ""),
    ],
)
def test_list_is_narrowed_and_sorted_as_on_the_page(client, four, query, shown):
    assert titles(client, f"/api/items/?{query}") == shown


def test_page_of_a_list_says_how_many_there_are(client, four):
    said = asked(client, "/api/items/?page_size=3&page=2")

    assert (said["total"], said["page"], said["pages"]) == (4, 2, 2)


def test_pages_of_equal_days_hold_each_item_once(client, item):
    for number in range(7):
        item(index_number=str(number), title=str(number))

    shown = [titles(client, f"/api/items/?page_size=3&page={number}") for number in (1, 2, 3)]

    assert sorted("".join(shown)) == list("0123456")


def test_item_has_its_metadata_text_files_relations_and_versions(client, repealed):
    said = asked(client, "/api/items/SL-2020-0001/")

    changed, files = said.pop("changed_at"), said.pop("attachments")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", changed)
    assert [(one["name"], one["kind"], one["size"], one["pages"]) for one in files] == [
        ("收运点位表.xlsx", "XLSX", 9, 12)
    ]
    stored = repealed.attachments.get()
    assert files[0]["url"] == f"{PLACE}/{stored.public_file.name}"
    assert files[0]["sha256"] == stored.sha256
    assert said == {
        "index_number": "SL-2020-0001",
        "title": "关于印发《示例镇生活垃圾分类管理办法》的通知",
        "document_number": "示政发〔2020〕3号",
        "column": {"code": "policy", "name": "规范性文件"},
        "publisher": "示例镇人民政府",
        "formed_on": "2020-03-01",
        "published_on": "2020-03-09",
        "validity": {"value": "repealed", "label": "废止"},
        "repealed_on": "2022-01-26",
        "nature": {"value": "normative", "label": "规范性文件"},
        "genre": "通知",
        "subject": "城乡建设、环境保护",
        "keywords": "垃圾分类 管理办法",
        "url": f"{PLACE}/items/SL-2020-0001/",
        "api_url": f"{PLACE}/api/items/SL-2020-0001/",
        "summary": "规定分类的标准。",
        "method": {"value": "proactive", "label": "主动公开"},
        "body_html": (
            "<h3>总则</h3><p>第一条 为规范分类，制定本办法。</p>"
            '<div class="scroll" role="region" tabindex="0" aria-label="表格1"><table><tbody><tr><th>村</th><th>次数</th>'
            "</tr><tr><td>一村</td><td>每日</td></tr></tbody></table></div>"
        ),
        "body_text": "总则\n第一条 为规范分类，制定本办法。\n村 | 次数\n一村 | 每日",
        "related": [
            {
                "relation": {"value": "interpreted_by", "label": "政策解读"},
                "title": "办法解读",
                "document_number": "",
                "published_on": "2020-03-10",
                "url": f"{PLACE}/items/SL-2020-0002/",
            },
            {
                "relation": {"value": "replaced_by", "label": "替代本文的文件"},
                "title": "新的办法",
                "document_number": "",
                "published_on": "2022-01-20",
                "url": f"{PLACE}/items/SL-2022-0001/",
            },
        ],
        "versions": [
            {
                "number": number,
                "published_on": published_on,
                "superseded_on": superseded_on,
                "reason": reason,
                "url": f"{PLACE}/items/SL-2020-0001/{address}",
            }
            for number, published_on, superseded_on, reason, address in (
                (3, "2022-02-01", None, "第2次修订", ""),
                (2, "2021-02-01", "2022-02-01", "第1次修订", "versions/2/"),
                (1, "2020-03-09", "2021-02-01", "", "versions/1/"),
            )
        ],
        "downloads": [f"{PLACE}/items/SL-2020-0001/download.{kind}" for kind in ("docx", "pdf")],
    }


def test_picture_in_a_body_can_be_fetched_from_anywhere(client, item, picture):
    shown = item(index_number="a")
    address = f"/pictures/{picture(shown).token}/"
    Item.objects.filter(pk=shown.pk).update(body=f'<p><img src="{address}" alt="图"></p>')

    assert f'src="{PLACE}{address}"' in asked(client, "/api/items/a/")["body_html"]


@pytest.mark.parametrize("index_number", ["示政发〔2020〕3号", "a/b", "..", "a?b#c", "a/versions/1", "~"])
def test_any_index_number_is_found_by_the_address_that_the_list_gives(client, item, index_number):
    item(index_number=index_number)
    address = asked(client, "/api/items/")["items"][0]["api_url"].removeprefix(PLACE)

    assert asked(client, address)["index_number"] == index_number
    assert client.get(address.removesuffix("/"))["Location"] == address


@pytest.fixture
def searched(four, item, columns, neighbour, town):
    neighbour.parent = town
    neighbour.save()
    item(index_number="s1", title="防汛预案", published_on=date(2023, 1, 1))
    item(index_number="s2", title="应急管理", body="<p>做好防汛<b>&amp;</b>抗旱</p>", category=columns["finance"])
    factories.ItemFactory(
        authority=neighbour,
        index_number="n1",
        title="邻镇防汛",
        category=Category.objects.create(authority=neighbour, name="栏", code="theirs"),
    )


@pytest.mark.parametrize(
    "query, shown",
    [
        ("q=防汛", ["s1", "s2"]),
        ("q=防汛 抗旱", ["s2"]),
        ("q=防汛&authority=all", ["n1", "s1", "s2"]),
        ("q=防汛&authority=neighbour", ["n1"]),
        ("q=防汛&authority=neighbour&column=theirs", ["n1"]),
        ("q=防汛&column=finance", ["s2"]),
        ("q=防汛&column=root&year=2023", ["s1", "s2"]),
        ("q=防汛&year=1999", []),
        ("q=防汛&page=2", []),
        ("q=没有的词", []),
        ("q=%22", []),
    ],
)
def test_search_finds_what_the_search_page_finds(client, searched, query, shown):
    said = asked(client, f"/api/search/?{query}")

    assert [one["index_number"] for one in said["items"]] == shown
    if "column" not in query and "page" not in query:
        on_page = page(client, f"/search/?{query}").xpath("//ol[contains(@class, 'hits')]//a/@href")
        assert [one["url"].removeprefix(PLACE) for one in said["items"]] == [
            address for address in dict.fromkeys(on_page) if "/items/" in address
        ]


def test_hit_says_whose_it_is_and_where_the_words_stand(client, searched):
    first, _, last = asked(client, "/api/search/?q=防汛&authority=all")["items"]

    assert (first["authority"], first["url"]) == ("neighbour", f"{PLACE}/org/neighbour/items/n1/")
    assert last["snippets"] == [{"place": "", "html": "做好<mark>防汛</mark>&amp;抗旱"}]


def test_other_words_are_suggested_where_nothing_is_found(client, searched):
    assert asked(client, "/api/search/?q=防汛抢险预案")["suggestions"] == ["防汛", "预案"]


def test_statistics_count_items_by_month_and_column(client, four, item, columns):
    item(index_number="又", published_on=date(2022, 6, 30), category=columns["documents"])
    item(index_number="明", published_on=date(2022, 6, 30), state="withdrawn", category=columns["documents"])

    said = asked(client, "/api/statistics/")

    assert [(one["month"], one["column"]["code"], one["count"]) for one in said["months"]] == [
        ("2022-06", "documents", 2),
        ("2022-05", "policy", 1),
        ("2021-05", "policy", 1),
        ("2020-05", "policy", 1),
    ]
    assert said["replies"] == []


def test_statistics_tell_how_applications_were_answered_where_they_are_many(client, town):
    """Five received on Monday 2023-06-05 and concluded that Friday; one in the year before tells no time of its own."""
    done = {"outcome": "disclosed", "authority": town}
    factories.ApplicationFactory(**done, received_on=date(2022, 6, 6), concluded_on=date(2022, 6, 7))
    factories.ApplicationFactory.create_batch(5, **done, received_on=date(2023, 6, 5), concluded_on=date(2023, 6, 9))

    first, second, *_ = asked(client, "/api/statistics/")["replies"]

    assert first == {
        "year": 2022,
        "received": 1,
        "concluded": 1,
        "median_working_days": None,
        "median_days": None,
        "in_time": None,
    }
    assert second == {
        "year": 2023,
        "received": 5,
        "concluded": 5,
        "median_working_days": 4.0,
        "median_days": 4.0,
        "in_time": 100,
    }


# --- Refusals ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address, status, message",
    [
        ("/api/items/?year=abc", 422, "参数 year（发布年份）“abc”不对：四位数字，如 2020。"),
        ("/api/items/?year=0", 422, "参数 year（发布年份）“0”不对：四位数字，如 2020。"),
        ("/api/items/?page=0", 422, "参数 page（页码）“0”不对：从1起的整数，不填为1。"),
        ("/api/items/?page_size=101", 422, "参数 page_size（每页条数）“101”不对：1到100的整数，不填为20。"),
        (
            "/api/items/?nature=x",
            422,
            "参数 nature（文件性质）“x”不对：可选 regulation（规章）、normative（规范性文件）。",
        ),
        ("/api/items/?column=none", 422, "没有代号为“none”的栏目，代号见“栏目”接口。"),
        (
            "/api/items/?yaer=2020",
            422,
            "没有参数“yaer”，可用的参数有 column、year、validity、nature、sort、page、page_size。",
        ),
        ("/api/columns/?x=1", 422, "没有参数“x”，这个接口没有参数。"),
        ("/api/search/?q=a%00", 422, "参数中有不能使用的控制字符。"),
        ("/api/search/?q=a&authority=nobody", 422, "本机关和下级机关中没有代码为“nobody”的行政机关。"),
        (
            "/api/search/?q=a&authority=all&column=policy",
            422,
            "栏目属于一个行政机关，不能在所有机关中按栏目检索；请去掉栏目，或指定一个机关。",
        ),
        ("/api/items/none/", 404, "没有这个索引号的公开信息，可能网址有误，或者信息没有公开。"),
        ("/api/anything/", 404, "没有这个接口：anything。可用的接口见 /api/。"),
        ("/api/reports/abcd/", 404, "没有这个接口：reports/abcd。可用的接口见 /api/。"),
        ("/api/reports/2023/", 404, "示例镇人民政府没有发布2023年的政府信息公开工作年度报告。"),
        ("/org/nobody/api/items/", 404, "本站没有这个行政机关。"),
    ],
)
def test_refusal_is_one_clear_sentence(client, town, address, status, message):
    assert asked(client, address, status) == {"message": message}
    answer = client.get(address)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_search_without_words_and_a_bad_order_say_what_could_be_given(client, town):
    assert asked(client, "/api/search/", 422)["message"].startswith("参数 q（检索词）没有填写：")
    assert "formed_on（早成文的在前）" in asked(client, "/api/items/?sort=password", 422)["message"]


def test_withdrawn_item_says_so_without_its_reason(client, item):
    item(index_number="a", title="秘密的标题", state="withdrawn", withdrawn_for="秘密的原因")

    assert asked(client, "/api/items/a/", 410) == {"message": "这条信息已经撤回，不再公开。"}


def test_withdrawal_shows_on_the_next_request(client, item):
    found = item(index_number="a")
    addresses = ["/api/items/", "/api/columns/", "/catalogue.csv", "/catalogue.json", "/catalogue/policy.csv"]
    tags = {address: client.get(address)["ETag"] for address in addresses}
    Item.objects.filter(pk=found.pk).update(state="withdrawn")

    for address, tag in tags.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 200, address


# --- Who may ask ------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/api/items/", "/api/openapi.json", "/catalogue.csv"])
def test_pages_of_any_site_may_read_and_nobody_is_known(admin_client, repealed, address):
    answer = admin_client.get(address, headers={"origin": "https://example.invalid"})

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Cookie" not in answer["Vary"]
    again = admin_client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")


def test_items_of_another_authority_are_below_its_own_address(client, repealed, neighbour):
    factories.ItemFactory(authority=neighbour, index_number="theirs", title="邻镇的")

    assert "邻镇的" not in titles(client, "/api/items/?page_size=100")
    assert titles(client, "/org/neighbour/api/items/") == "邻镇的"
    asked(client, "/api/items/theirs/", 404)
    assert client.get("/org/town/api/items/?year=2020")["Location"] == "/api/items/?year=2020"


# --- The page for people ----------------------------------------------------------------


def test_page_shows_every_question_and_its_examples_work(client, repealed, document):
    tree = page(client, "/api/")

    shown = [text(one) for one in tree.xpath("//section[@aria-labelledby='interface']//strong")]
    assert shown == [one["summary"] for one in operations(document).values()]
    assert "/api/openapi.json" in links(tree, "//main")
    for address in links(tree, "//main"):
        assert client.get(address).status_code == 200, address


def test_page_says_on_what_terms(client, town):
    assert "任何人都可以免费获取、复制和再利用" in text(page(client, "/api/"))


@pytest.mark.parametrize("address", ["/", "/site-map/"])
def test_way_to_open_data_is_on_every_page(client, town, address):
    assert reverse("api") in links(page(client, address))
    assert "/org/neighbour/api/" not in links(page(client, address))
