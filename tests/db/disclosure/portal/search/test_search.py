"""`/search/`: by address alone, in words, without an error whatever is asked."""

import re
from datetime import date
from html import unescape

import pytest

from disclosure.models import Authority, Category
from disclosure.search.query import PAGE
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(db):
    return Authority.objects.create(code="district", name="某区人民政府", is_own=True)


@pytest.fixture
def town(district):
    return Authority.objects.create(code="town", name="某镇人民政府", parent=district)


@pytest.fixture
def column(town):
    return Category.objects.create(authority=town, name="政策文件", code="policy")


def text(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", answer.content.decode())).split())


def links(answer):
    return {
        re.sub(r"<[^>]+>", "", words): unescape(address)
        for address, words in re.findall(
            r'<a href="(\?[^"]*|/[^"]*)"[^>]*>(.*?)</a>', answer.content.decode(), re.DOTALL
        )
    }


def test_empty_question_tells_how_to_ask(client, district):
    answer = client.get("/search/")

    assert answer.status_code == 200
    assert "几个词用空格隔开" in text(answer)
    assert "noindex" not in answer.content.decode()


def test_found_items_are_shown_with_marks_and_metadata(client, town, column):
    ItemFactory(
        authority=town, category=column, title="关于<防汛>的通知", document_number="某政发〔2023〕1号",
        body="<p>防汛工作安排。</p>", validity="repealed", repealed_on=date(2023, 7, 1),
    )  # fmt: skip

    answer = client.get("/org/town/search/", {"q": "防汛"})

    html = answer.content.decode()
    assert "关于&lt;<mark>防汛</mark>&gt;的通知" in html
    assert "<mark>防汛</mark>工作安排。" in html
    assert "找到 1 条公开信息" in text(answer)
    assert "废止" in text(answer)
    assert "某政发〔2023〕1号 政策文件 2023年6月1日" in text(answer)
    assert 'content="noindex, follow"' in html


def test_filters_are_links_with_counts_that_lead_back(client, town, column):
    other = Category.objects.create(authority=town, name="其他")
    below = Category.objects.create(authority=town, name="办法", parent=column, code="below")
    for number, where in enumerate([column, below, other]):
        ItemFactory(authority=town, category=where, title="同样的标题", formed_on=date(2021 + number, 1, 1))

    answer = client.get("/org/town/search/?q=同样")
    assert "政策文件 2 条" in text(answer)
    assert "2023年 1 条" in text(answer)

    answer = client.get(links(answer)["政策文件"])
    assert "找到 2 条公开信息" in text(answer)
    assert "办法 1 条" in text(answer)
    assert 'aria-current="true">政策文件</a>' in answer.content.decode()

    answer = client.get(links(answer)["2022年"])
    assert "找到 1 条公开信息" in text(answer)
    answer = client.get(links(answer)["取消全部筛选"])
    assert "找到 3 条公开信息" in text(answer)


def test_district_searches_its_own_unless_asked_for_those_below(client, district, town):
    ItemFactory(authority=district, title="区里的同样标题")
    ItemFactory(authority=town, title="镇里的同样标题")

    answer = client.get("/search/?q=同样标题")
    assert "找到 1 条公开信息" in text(answer)
    assert "某镇人民政府 1 条" in text(answer)

    everything = client.get(links(answer)["本机关和下级机关"])
    assert "找到 2 条公开信息" in text(everything)
    assert "找到 1 条公开信息" in text(client.get(links(everything)["某镇人民政府"]))


def test_column_narrows_all_authorities_at_once(client, district, town, column):
    """Columns of the same path of names are one, whatever their codes; one that only a lower one has counts too."""
    own = Category.objects.create(authority=district, name="政策文件", code="documents")
    below = Category.objects.create(authority=town, name="村规民约", code="village", parent=column)
    other = Category.objects.create(authority=town, name="公告", code="notices")
    for where in (own, column, below, other):
        ItemFactory(authority=where.authority, category=where, title=f"{where.name}里同样的标题")

    answer = client.get("/search/?q=同样&authority=all")
    assert "政策文件 3 条" in text(answer)
    assert "公告 1 条" in text(answer)

    narrowed = client.get(links(answer)["政策文件"])
    assert "找到 3 条公开信息" in text(narrowed)
    assert "村规民约 1 条" in text(narrowed)
    assert 'aria-current="true">政策文件</a>' in narrowed.content.decode()

    assert "找到 1 条公开信息" in text(client.get(links(narrowed)["村规民约"]))
    assert "找到 3 条公开信息" in text(client.get("/search/?q=同样&authority=all&category=policy"))
    assert "找到 1 条公开信息" in text(client.get(links(narrowed)["某镇人民政府"] + "&category=village"))


def test_town_finds_nothing_of_the_district(client, district, town):
    ItemFactory(authority=district, title="区里的标题")

    answer = client.get("/org/town/search/?q=区里的&authority=district")

    assert "没有找到含有“区里的”的公开信息" in text(answer)


def test_pages_are_links(client, town):
    for number in range(PAGE + 1):
        ItemFactory(authority=town, title=f"同样的标题{number:02d}", formed_on=date(2023, 1, 1 + number))

    first = client.get("/org/town/search/?q=同样")
    second = client.get(links(first)["第2页"])

    assert "第 1 页，共 2 页" in text(first)
    assert "第 2 页，共 2 页" in text(second)
    assert "标题00" in text(second)
    assert f'start="{PAGE + 1}"' in second.content.decode()


def test_nothing_found_helps_on(client, town):
    ItemFactory(authority=town, title="森林防火应急预案")

    answer = client.get("/org/town/search/?q=森林防水预案")

    assert "没有找到含有“森林防水预案”的公开信息" in text(answer)
    assert "相近的信息 森林防火应急预案" in text(answer)
    assert "找到 1 条公开信息" in text(client.get(links(answer)["森林"]))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("垃圾分累管理办法", "垃圾分类管理办法"),
        ("某政发〔2023〕9号", "某政发〔2023〕"),
        ("另政办2023-7", "〔2023〕7号"),
        ("某政函7号", "7号"),
        ("垃圾分类 补贴", "垃圾分类"),
    ],
)
def test_what_was_meant_is_offered_and_finds(client, town, typed, offered):
    ItemFactory(authority=town, title="印发《生活垃圾分类管理办法》的通知", document_number="某政发〔2023〕7号")

    answer = client.get("/org/town/search/", {"q": typed})

    assert "相近的信息 印发《生活垃圾分类管理办法》的通知" in text(answer)
    assert "筛选" not in text(answer)
    assert "找到 1 条公开信息" in text(client.get(links(answer)[offered]))


def test_filters_that_leave_nothing_are_named_as_the_reason(client, town):
    ItemFactory(authority=town, title="标题")

    assert "去掉部分筛选条件" in text(client.get("/org/town/search/?q=标题&year=1999"))


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%ff%fe", "q=%22", "q=*", "q=NEAR(a", "q=" + "长" * 400, "q=a&page=-1", "q=a&page=x", "q=a&page=99999999999",
        "q=a&year=abcd", "q=a&year=²", "q=a&category=%00&nature=x&validity=y&genre=%00&authority=nobody", "q=<script>", "q=😀", "page=2",
    ],
)  # fmt: skip
def test_odd_questions_are_answered(client, town, query):
    answer = client.get(f"/org/town/search/?{query}")

    assert answer.status_code == 200
    assert re.findall("<script[^>]*>", answer.content.decode()) == ['<script type="application/ld+json">']  # ours


def test_long_question_is_cut_and_says_so(client, town):
    assert "检索词太长，只按前面的部分检索" in text(client.get("/org/town/search/", {"q": "长" * 120}))


def test_page_is_read_only_and_sets_no_cookie(client, town):
    assert client.post("/org/town/search/").status_code == 405
    assert not client.get("/org/town/search/?q=a").cookies


@pytest.mark.parametrize("count", [1, 12])
def test_queries_do_not_grow(client, town, column, django_assert_num_queries, count):
    for number in range(count):
        place = Category.objects.create(authority=town, name=f"栏目{number}", parent=column)
        ItemFactory(authority=town, category=place, title="同样的标题")
        Authority.objects.create(code=f"below-{number}", name=f"下级{number}", parent=town)

    with django_assert_num_queries(7):  # site, those below, columns; counts, order, items, texts
        client.get("/org/town/search/?q=同样")
    with django_assert_num_queries(7):
        client.get("/org/town/search/?q=同样&authority=all")
    with django_assert_num_queries(7):  # counts; what is near, what has a word, those that are shown
        client.get("/org/town/search/?q=同样的标替")
