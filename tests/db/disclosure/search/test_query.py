"""Who sees what, in which order, with which counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from disclosure.law.choices.items import ItemState
from disclosure.models import Category, Item
from disclosure.search.facets import Filters
from disclosure.search.query import PAGE, search
from disclosure.search.staff import narrow
from tests.factories import AttachmentFactory, AuthorityFactory, CategoryFactory, ItemFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 1, 1, 4, tzinfo=UTC)


def found(town, text, *, at=NOW, **options):
    return [hit.item for hit in search([town.pk], text, at=at, **options).hits]


# --- What the public sees ------------------------------------------------------------


@pytest.mark.parametrize("state", ItemState)
def test_only_published_items_are_found(town, state):
    dated = state in {ItemState.PUBLISHED, ItemState.WITHDRAWN}
    item = ItemFactory(authority=town, title="某某事项", state=state, **({} if dated else {"published_on": None}))

    assert found(town, "某某事项") == ([item] if state == ItemState.PUBLISHED else [])


def test_scheduled_item_appears_at_its_time(town):
    due = NOW + timedelta(hours=1)
    item = ItemFactory(authority=town, title="定时发布的事项", publish_at=due)

    assert found(town, "定时发布") == []
    assert found(town, "定时发布", at=due) == [item]


def test_withdrawn_item_vanishes_whoever_withdrew_it(town):
    ItemFactory(authority=town, title="撤回的事项")
    Item.objects.update(state=ItemState.WITHDRAWN)

    results = search([town.pk], "撤回的", at=NOW)

    assert (results.hits, results.total, bool(results.suggestions)) == ((), 0, False)


def test_items_of_other_authorities_are_found_only_where_asked_for(town):
    item = ItemFactory(title="邻镇的事项")

    assert found(town, "邻镇的") == []
    assert [hit.item for hit in search([town.pk, item.authority_id], "邻镇的", at=NOW).hits] == [item]


def test_suggestions_show_no_hidden_item(town):
    ItemFactory(authority=town, title="森林防火方案", state="draft", published_on=None)

    assert not search([town.pk], "森林防水方案", at=NOW).suggestions


# --- Order ---------------------------------------------------------------------------


def test_number_then_titles_then_texts_newest_first(town):
    def made(day, **values):
        return ItemFactory(authority=town, formed_on=date(2023, 6, day), **values)

    in_text = [made(9, title="甲", body="<p>见某政发〔2020〕3号。</p>"), made(5, title="乙", summary="某政发[2020]3号")]
    in_title = made(3, title="关于修改某政发〔2020〕3号的决定")
    itself = made(1, title="丙", document_number="某政发〔2020〕3号")

    assert found(town, "某政发 (2020) 3号") == [itself, in_title, *in_text]


@pytest.mark.parametrize("typed", ["某政发2020 13号", "某政发202013号", "某政发 2020 13", "某政发2020-13号"])
def test_number_typed_without_its_brackets_is_found_as_exact(town, typed):
    def made(day, title, **values):
        return ItemFactory(authority=town, title=title, formed_on=date(2023, 6, day), **values)

    made(9, "别的", document_number="某政发〔2021〕113号")
    cited = made(8, "引用", body="<p>见某政发〔2020〕13号。</p>")
    literal = made(7, f"标题{typed}")
    itself = made(1, "丙", document_number="某政发〔2020〕13号")

    assert found(town, typed) == [itself, literal, cited]
    assert search([town.pk], typed, at=NOW).hits[0].document_number == "<mark>某政发〔2020〕13号</mark>"
    assert set(narrow(Item.objects.all(), typed)) == {itself, literal, cited}


def test_pages_follow_each_other_and_end(town):
    made = [
        ItemFactory(authority=town, title="同样的标题", formed_on=date(2023, 1, 1) + timedelta(n))
        for n in range(PAGE + 2)
    ]

    assert found(town, "同样的", page=1) == made[::-1][:PAGE]
    assert found(town, "同样的", page=2) == found(town, "同样的", page=99) == made[:2][::-1]
    assert search([town.pk], "同样的", at=NOW).pages == 2


# --- Counts --------------------------------------------------------------------------


@pytest.fixture
def many(town):
    columns = [CategoryFactory(authority=town) for _ in range(3)]
    for n in range(60):
        ItemFactory(
            authority=town, title=f"{'防汛' if n % 3 else '抗旱'}工作", category=columns[n % 3 and n % 2 + 1],
            formed_on=date(2020 + n % 4, 1, 1), nature="normative" if n % 5 == 0 else "",
            genre=("通知", "公告")[n % 7 == 0], validity="repealed" if n % 11 == 0 else "in_force",
            repealed_on=date(2030, 1, 1) if n == 11 else date(2023, 12, 31) if n % 11 == 0 else None,
        )  # fmt: skip
    return columns


def values(item):
    return {
        "authority": item.authority_id,
        "category": item.category_id,
        "year": item.published_on.year,
        "nature": item.nature,
        "genre": item.genre,
        "validity": item.validity_on(timezone.localdate(NOW)),
    }


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"year": 2021},
        {"nature": "normative", "genre": "通知"},
        {"validity": "in_force"},
        {"validity": "repealed", "year": 2020},
        {"category": 1},
        {"category": 1, "year": 2022, "genre": "通知"},
    ],
)
def test_counts_are_those_of_plain_counting(town, many, given):
    chosen = {name: many[value].pk if name == "category" else value for name, value in given.items()}
    filters = Filters(**{name: frozenset([value]) if name == "category" else value for name, value in chosen.items()})
    rows = [values(item) for item in Item.objects.filter(title="防汛工作")]

    results = search([town.pk], "防汛", at=NOW, filters=filters)

    assert results.total == sum(all(row[name] == value for name, value in chosen.items()) for row in rows)
    for name in ("authority", "category", "year", "nature", "genre", "validity"):
        others = {key: value for key, value in chosen.items() if key != name}
        if name == "authority":
            others.pop("category", None)
        left = [row[name] for row in rows if all(row[key] == value for key, value in others.items())]
        assert dict(results.counts[name]) == {value: left.count(value) for value in left}, name


# --- Shown ---------------------------------------------------------------------------


def test_hit_shows_where_the_words_stand(town):
    item = ItemFactory(authority=town, title="甲 & 乙", body="<p>关于<em>防汛</em>的话 &lt;script&gt;</p>")
    AttachmentFactory(item=item, text="第2页\t抗旱的话", file__name="附件.txt")

    (hit,) = search([town.pk], "甲&乙 防汛 抗旱", at=NOW).hits

    assert hit.title == "<mark>甲 &amp; 乙</mark>"
    assert [(one.source, one.text) for one in hit.snippets] == [
        ("", "关于<mark>防汛</mark>的话 &lt;script&gt;"),
        ("附件「附件.txt」第2页", "<mark>抗旱</mark>的话"),
    ]


def test_nothing_found_suggests_near_titles_and_words(town):
    near = ItemFactory(authority=town, title="森林防火应急预案", keywords="森林防火；应急")
    ItemFactory(authority=town, title="食品安全")

    suggested = search([town.pk], "森林防水应急预案", at=NOW).suggestions

    assert suggested.items == (near,)
    assert {"森林", "应急"} <= set(suggested.words)


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("text,queries", [("同样", 4), ("不同森林", 3), ("", 0)])
def test_queries_do_not_grow(town, django_assert_num_queries, count, text, queries):
    for _ in range(count):
        AttachmentFactory(item=ItemFactory(authority=town, title="同样的标题"), text="页\t文字")
    Category.objects.create(authority=town, name="栏目")

    with django_assert_num_queries(queries):
        search([town.pk], text, at=NOW)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'",
        "*",
        "NEAR(甲",
        "甲 OR",
        "-甲",
        "^甲",
        "甲:乙",
        "\0",
        "😀",
        "%",
        "_",
        "\\",
        "长" * 500,
        "()",
        "{head}:甲",
    ],
)
def test_odd_queries_are_answered(town, text):
    ItemFactory(authority=town, title="标题")

    assert search([town.pk], text, at=NOW).total == 0


def test_district_counts_each_authority(town):
    other = AuthorityFactory()
    for authority in (town, town, other):
        ItemFactory(authority=authority, title="同样的标题")

    results = search([town.pk, other.pk], "同样", at=NOW, filters=Filters(authority=frozenset([town.pk])))

    assert (results.total, dict(results.counts["authority"])) == (2, {town.pk: 2, other.pk: 1})
