from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group

from disclosure.exchange.importing import load_rows, run_import
from disclosure.law.choices.cases import Result, Route
from disclosure.law.choices.items import ItemState, Method, Nature, Validity
from disclosure.law.choices.matters import MatterKind
from disclosure.models import Case, Decision, FeeReceipt, Item, Matter, OldAddress, Procurement, User
from tests.factories import ApplicationFactory, AuthorityFactory, CategoryFactory, ItemFactory, MatterFactory
from tests.unit.disclosure.exchange.files import text

CASES = ["案件编号", "案件类型", "是否经复议", "受理日期", "结果", "办结日期"]
ITEMS = ["标题", "栏目", "成文日期", "发布日期"]
MATTERS = ["事项名称", "事项类型", "设立日期"]
DECISIONS = ["事项名称", "事项类型", "决定日期"]


# --- Cases ------------------------------------------------------------------


def test_cases(import_records, authority):
    application = ApplicationFactory(authority=authority, number="2023-001")
    rows = [
        [*CASES, "关联申请编号", "当事人", "审理机关", "案由"],
        ["1", "行政复议", "", "2023-01-01", "", "", "2023-001", "李某某", "某区政府", "不服答复"],
        ["2", "行政诉讼", "否", "2023-01-01", "结果维持", "2023-02-01", "", "", "", ""],
        ["3", "行政诉讼", "复议后起诉", "2023-01-01", "结果纠正", "2023-02-01", "", "", "", ""],
    ]
    assert import_records("cases", rows).summary == "新增 3，变更 0，未变 0，拒绝 0"
    one, two, three = Case.objects.order_by("number")
    assert (one.route, one.application, one.parties, one.body) == (Route.REVIEW, application, "李某某", "某区政府")
    assert (two.route, two.result, three.route) == (Route.DIRECT, Result.UPHELD, Route.AFTER_REVIEW)
    assert import_records("cases", rows).summary == "新增 0，变更 0，未变 3，拒绝 0"
    rows[1][2], rows[1][1] = "是", "行政诉讼"
    assert import_records("cases", rows).summary == "新增 0，变更 1，未变 2，拒绝 0"
    assert Case.objects.get(number="1").route == Route.AFTER_REVIEW


@pytest.mark.parametrize(
    "cells,said",
    [
        ({"是否经复议": "是"}, "第2行「是否经复议」：「是」应不填：行政复议案件不区分是否经复议"),
        (
            {"案件类型": "行政诉讼"},
            "第2行「是否经复议」：没有填；行政诉讼须填「是」（复议后起诉）或「否」（未经复议直接起诉）",
        ),
        ({"结果": "结果维持"}, "第2行「办结日期」：没有填，但填了结果；结果和办结日期要么都填，要么都不填"),
        (
            {"结果": "结果维持", "办结日期": "2022-12-31"},
            "第2行「办结日期」：「2022-12-31」早于受理日期 2023-01-01；请核对两个日期",
        ),
        (
            {"关联申请编号": "没有"},
            "第2行「关联申请编号」：「没有」不是本机关已有的申请编号；请先导入这件申请，或更正编号",
        ),
        ({"案件类型": "仲裁"}, "第2行「案件类型」：「仲裁」不是可填的值；可以填：行政复议、行政诉讼"),
    ],
)
def test_a_bad_case(import_records, cells, said):
    row = dict(zip([*CASES, "关联申请编号"], ["1", "行政复议", "", "2023-01-01", "", "", ""], strict=True)) | cells
    answer = import_records("cases", [list(row), list(row.values())])
    assert (answer.status, answer.lines[0], len(answer.lines)) == (1, said, 2)
    assert not Case.objects.exists()


def test_a_case_is_about_an_application_of_its_own_authority(import_records):
    ApplicationFactory(authority=AuthorityFactory(), number="2023-001")
    answer = import_records(
        "cases", [[*CASES, "关联申请编号"], ["1", "行政复议", "", "2023-01-01", "", "", "2023-001"]]
    )
    assert answer.status == 1


# --- Items ------------------------------------------------------------------


@pytest.fixture
def category(authority):
    return CategoryFactory(
        authority=authority, name="规范性文件", parent=CategoryFactory(authority=authority, name="政策")
    )


def test_items_get_numbers_and_are_known_again_without_them(import_records, category):
    ItemFactory(authority=category.authority, category=category, index_number="JINLING-2023-00002")
    rows = [
        [*ITEMS, "发文字号", "正文", "索引号"],
        ["甲", "政策/规范性文件", "2023-01-01", "2023-01-02", "某政发〔2023〕1号", "第一段\n第二段", ""],
        ["乙", "政策／规范性文件", "2022-01-01", "", "", "", ""],
        ["乙", "政策", "2022-01-02", "", "", "", "JINLING-2022-00001"],
    ]
    assert import_records("items", rows).summary == "新增 3，变更 0，未变 0，拒绝 0"
    stored = Item.objects.get(title="甲")
    assert (stored.index_number, stored.category, stored.body) == (
        "JINLING-2023-00003",
        category,
        "<p>第一段</p><p>第二段</p>",
    )
    assert (stored.method, stored.validity) == (Method.PROACTIVE, Validity.IN_FORCE)
    assert Item.objects.get(title="乙", formed_on=date(2022, 1, 1)).index_number == "JINLING-2022-00002"
    assert import_records("items", rows).summary == "新增 0，变更 0，未变 3，拒绝 0"
    rows[1][2] = "2023-01-05"  # the same document and title
    rows[2][3] = "2022-02-02"
    assert import_records("items", rows).summary == "新增 0，变更 2，未变 1，拒绝 0"
    assert Item.objects.get(title="甲").index_number == "JINLING-2023-00003"
    assert Item.objects.count() == 4


def test_a_date_of_repeal_alone_means_repealed(import_records, category):
    rows = [
        [*ITEMS, "文件性质", "有效性", "废止日期"],
        ["甲", "政策", "2023-01-01", "", "规范性文件", "", "2023-05-01"],
    ]
    assert import_records("items", rows).status == 0
    assert (Item.objects.get().validity, Item.objects.get().nature) == (Validity.REPEALED, Nature.NORMATIVE)
    rows[0].pop(5), rows[1].pop(5)
    rows[1][0] = "乙"
    assert import_records("items", rows).status == 0
    assert Item.objects.get(title="乙").validity == Validity.REPEALED


@pytest.mark.parametrize(
    "cells,said",
    [
        (
            {"栏目": "政策/规范文件"},
            "第2行「栏目」：「政策/规范文件」不是本机关目录中的栏目；是否指「政策/规范性文件」？栏目写全路径，各级之间用「/」隔开",
        ),
        (
            {"有效性": "废止"},
            "第2行「废止日期」：没有填；规章和规范性文件失效或废止的，须填写废止日期（年度报告按日期计数）",
        ),
        ({"废止日期": "2022-01-01"}, "第2行「废止日期」：「2022-01-01」早于成文日期 2023-01-01；请核对两个日期"),
        ({"标题": ""}, "第2行「标题」：没有填；这一列每行都要填"),
    ],
)
def test_a_bad_item(import_records, category, cells, said):
    row = (
        dict(
            zip(
                [*ITEMS, "文件性质", "有效性", "废止日期"],
                ["甲", "政策", "2023-01-01", "", "规章", "", ""],
                strict=True,
            )
        )
        | cells
    )
    answer = import_records("items", [list(row), list(row.values())])
    assert (answer.status, answer.lines[0], len(answer.lines)) == (1, said, 2)
    assert not Item.objects.exists()


def test_an_update_is_held_against_what_stays(import_records, category):
    ItemFactory(authority=category.authority, category=category, index_number="1", nature=Nature.NORMATIVE)
    answer = import_records(
        "items", [[*ITEMS, "索引号", "有效性"], ["甲", "政策", "2023-01-01", "2023-01-01", "1", "废止"]]
    )
    assert answer.lines[0].startswith("第2行「废止日期」：没有填；规章和规范性文件失效或废止的")
    assert Item.objects.get().title != "甲"


def test_a_row_cannot_take_a_published_item_from_the_public(import_records, category):
    ItemFactory(authority=category.authority, category=category, index_number="1")
    answer = import_records("items", [[*ITEMS, "索引号"], ["甲", "政策", "2023-01-01", "", "1"]])
    assert answer.lines[0] == "第2行「发布日期」：没有填；信息已经发布，导入不能撤下，请在工作台办理撤回"


@pytest.mark.parametrize(
    ("published_on", "method", "state"),
    [
        ("2023-01-02", "主动公开", ItemState.PUBLISHED),
        ("", "主动公开", ItemState.DRAFT),
        ("2023-01-02", "依申请公开", ItemState.WITHHELD),
        ("", "不予公开", ItemState.DRAFT),
    ],
)
def test_what_comes_with_a_date_of_publication_is_published(import_records, category, published_on, method, state):
    import_records("items", [[*ITEMS, "公开方式"], ["甲", "政策", "2023-01-01", published_on, method]])
    assert Item.objects.get().state == state


def test_a_date_of_publication_given_later_publishes_a_draft(import_records, category):
    ItemFactory(authority=category.authority, category=category, index_number="1", published_on=None)
    import_records("items", [[*ITEMS, "索引号"], ["甲", "政策", "2023-01-01", "2023-01-02", "1"]])
    assert Item.objects.get().state == ItemState.PUBLISHED


@pytest.mark.parametrize(
    ("roles", "cells", "stored", "why"),
    [
        (["编辑"], "2023-01-02", "", "您没有发布权限"),
        (["编辑"], "", "", ""),
        (["编辑", "发布"], "2023-01-02", "", ""),
        (["编辑"], "2023-06-01", "published", "您没有发布权限"),
        (["编辑", "发布"], "", "check", "审核中的信息不能用导入修改"),
    ],
)
def test_an_import_does_not_get_past_the_review(category, roles, cells, stored, why):
    authority = category.authority
    by = User.objects.create_user("clerk", authority=authority)
    by.groups.set(Group.objects.filter(name__in=roles))
    day = date(2023, 6, 1) if stored == "published" else None
    if stored:
        ItemFactory(authority=authority, category=category, index_number="1", published_on=day, state=stored)
    file = text([[*ITEMS, "索引号"], ["甲", "政策", "2023-01-01", cells, "1"]]).encode()

    problems = list(run_import(load_rows("items", file, "表.csv"), authority, by=by).problems)

    assert [why in problem.why for problem in problems] == ([True] if why else [])


def test_two_rows_for_one_stored_item(import_records, category):
    ItemFactory(
        authority=category.authority, category=category, index_number="1", title="甲", formed_on=date(2023, 1, 1)
    )
    given = ["甲", "政策", "2023-01-01", "2023-01-01"]
    rows = [[*ITEMS, "索引号"], [*given, ""], [*given, "1"]]
    assert import_records("items", rows).lines[0] == (
        "第3行「索引号」：「1」与第2行指的是同一条已有的记录；请填写索引号加以区分"
    )


def test_a_title_that_means_several_stored_items(import_records, category):
    for number in "12":
        ItemFactory(
            authority=category.authority, category=category, index_number=number, title="甲", formed_on=date(2023, 1, 1)
        )
    rows = [ITEMS, ["甲", "政策", "2023-01-01", ""]]
    assert (
        import_records("items", rows).lines[0] == "第2行「标题」：「甲」与2条已有的记录相符；请填写索引号，写明是哪一条"
    )


# --- Matters and what is counted under them ---------------------------------


def test_matters(import_records):
    rows = [
        [*MATTERS, "取消日期"],
        ["许可", "行政许可", "2019-01-01", ""],
        ["许可", "行政处罚", "2019-01-01", "2020-01-01"],
    ]
    assert import_records("matters", rows).summary == "新增 2，变更 0，未变 0，拒绝 0"
    rows[1][3] = "2021-01-01"
    assert import_records("matters", rows).summary == "新增 0，变更 1，未变 1，拒绝 0"
    assert Matter.objects.get(kind=MatterKind.LICENCE).cancelled_on == date(2021, 1, 1)
    assert import_records("matters", [MATTERS, ["许可", "行政许可", "2022-01-01"]]).lines[0] == (
        "第2行「取消日期」：早于设立日期 2022-01-01；请核对两个日期"
    )


def test_decisions_need_their_matter(import_records, authority):
    MatterFactory(authority=authority, name="食品经营许可")
    answer = import_records("decisions", [DECISIONS, ["食品许可", "行政许可", "2023-01-01"]])
    assert answer.lines[0] == (
        "第2行「事项名称」：「食品许可」不是本机关已有的行政许可事项；是否指「食品经营许可」？请先导入权力事项（matters）"
    )


def test_equal_decisions_stand_side_by_side_but_a_file_twice_doubles_nothing(import_records, authority):
    MatterFactory(authority=authority, name="许可")
    row = ["许可", "行政许可", "2023-01-01", ""]
    rows = [[*DECISIONS, "数量"], row, row, [*row[:3], 31]]
    assert import_records("decisions", rows).summary == "新增 3，变更 0，未变 0，拒绝 0"
    assert sorted(Decision.objects.values_list("quantity", flat=True)) == [1, 1, 31]
    again = import_records("decisions", [*rows, row])
    assert again.out.splitlines() == [
        "有 3 行与已有的记录完全相同，视为已经导入，没有重复增加。",
        "新增 1，变更 0，未变 3，拒绝 0",
    ]
    assert import_records("decisions", [DECISIONS, row[:3]]).summary == "新增 0，变更 0，未变 1，拒绝 0"


@pytest.mark.parametrize("quantity", [0, "1.5", "多"])
def test_a_quantity_is_a_whole_number(import_records, authority, quantity):
    MatterFactory(authority=authority, name="许可")
    answer = import_records("decisions", [[*DECISIONS, "数量"], ["许可", "行政许可", "2023-01-01", quantity]])
    assert answer.lines[0].startswith(f"第2行「数量」：「{quantity}」不是")


@pytest.mark.parametrize(
    "kind,model,names",
    [("fees", FeeReceipt, ("收费项目", "收费日期")), ("procurements", Procurement, ("项目名称", "采购日期"))],
)
def test_payments(import_records, kind, model, names):
    rows = [
        [*names, "金额(元)"],
        ["甲", "2023-01-01", 0.1 + 0.2],
        ["乙", "2023-01-01", "1,234.50"],
        ["乙", "2023-01-01", "1234.5"],
    ]
    assert import_records(kind, rows).summary == "新增 3，变更 0，未变 0，拒绝 0"
    assert sorted(model.objects.values_list("amount", flat=True)) == [
        Decimal("0.30"),
        Decimal("1234.50"),
        Decimal("1234.50"),
    ]
    assert import_records(kind, rows).summary == "新增 0，变更 0，未变 3，拒绝 0"
    bad = import_records(kind, [[*names, "金额（元）"], ["甲", "2023-01-01", "12万"], ["甲", "2023-01-01", -1]])
    assert bad.lines[:2] == [
        "第2行「金额（元）」：「12万」不是以元为单位的数字；请换算后填写，如 120000",
        "第3行「金额（元）」：「-1」是负数；金额不能小于 0",
    ]


# --- 旧地址 ---------------------------------------------------------------------

ADDRESSES = ["旧地址", "索引号", "栏目"]


def test_old_addresses_lead_to_items_and_columns(import_records, category):
    item = ItemFactory(authority=category.authority, category=category, index_number="1")
    import_records("addresses", [ADDRESSES, ["/art/1.html", "1", ""], ["/col/7/", "", "政策"]])

    found = {one.path: one.item or one.category for one in OldAddress.objects.all()}
    assert found == {"/art/1.html": item, "/col/7/": category.parent}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["art/1.html", "1", ""], "应以「/」开头"),
        (["/art/1.html", "9", ""], "不是本机关已有的索引号"),
        (["/art/1.html", "", "政"], "不是本机关目录中的栏目"),
        (["/art/1.html", "", ""], "须填一个，也只能填一个"),
        (["/art/1.html", "1", "政策"], "须填一个，也只能填一个"),
    ],
)
def test_an_old_address_that_leads_nowhere_is_refused(import_records, category, row, why):
    ItemFactory(authority=category.authority, category=category, index_number="1")
    assert why in "".join(import_records("addresses", [ADDRESSES, row]).lines)
    assert not OldAddress.objects.exists()
