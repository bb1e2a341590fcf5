"""Spreadsheets as offices keep them: titles, notes, totals, their own words and dates; understood, said, or refused."""

import re
from datetime import date, datetime

import pytest

from disclosure.exchange.cells import readings
from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.law.choices.cases import Route
from disclosure.models import Application, Case, Decision, FeeReceipt, Item, OldAddress, Step
from tests.factories import ApplicationFactory, AuthorityFactory, CategoryFactory, ItemFactory, MatterFactory
from tests.unit.disclosure.exchange.files import repacked, spreadsheet, text, xlsx

from .test_applications import GOOD, HEADING, OPEN, changed
from .test_other_kinds import ADDRESSES, CASES, DECISIONS, ITEMS

ONE_NEW = "新增 1，变更 0，未变 0，拒绝 0"
TITLE = ["2026年依申请公开台账"]


def openpyxl_date(day):
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 as a cell has it


# --- Where the table is -------------------------------------------------------


def test_a_merged_title_over_the_headings(import_records):
    answer = import_records("applications", xlsx([TITLE, HEADING, GOOD], lambda sheet: sheet.merge_cells("A1:G1")))
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines() == ["列名在第2行；以上是标题、说明，没有导入。", ONE_NEW]


def test_titles_notes_and_empty_rows_in_csv_with_semicolons(import_records):
    rows = [TITLE, ["单位：某镇，填报日期：2026年", "", "甲、乙"], [], HEADING, GOOD]
    answer = import_records("applications", text(rows, ";").encode("gb18030"), "表.csv")
    assert (answer.status, answer.summary) == (0, ONE_NEW)


def test_a_heading_in_two_rows_with_merged_cells(import_records):
    def prepare(sheet):
        for merged in ("A1:A2", "B1:C1", "D1:D2", "E1:E2", "F1:F2", "G1:G2"):
            sheet.merge_cells(merged)

    above = [HEADING[0], "申请人信息", "", *HEADING[3:]]
    answer = import_records("applications", xlsx([above, ["", *HEADING[1:3]], GOOD], prepare))
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines() == ["列名在第1至2行。", ONE_NEW]


def test_headings_with_remarks_are_said(import_records):
    heading = [HEADING[0], "申请人类型\n（自然人/法人）", HEADING[2], "收到日期*", *HEADING[4:]]
    answer = import_records("applications", [heading, GOOD])
    assert answer.out.splitlines() == [
        "B列的列名「申请人类型 （自然人/法人）」当作「申请人类型」。",
        "D列的列名「收到日期*」当作「收到日期」。",
        ONE_NEW,
    ]


def sheets(**rows):
    """A workbook with a sheet for each keyword."""

    def prepare(first):
        for name, given in rows.items():
            sheet = first.parent.create_sheet(name)
            for row in given:
                sheet.append(row)
        first.parent.remove(first)

    return xlsx([], prepare)


def test_the_sheet_that_has_the_heading_is_read(import_records):
    book = sheets(
        说明=[["填写说明"], ["申请编号请写全"]], 台账=[TITLE, HEADING, GOOD], 汇总=[["收到日期", "件数"], ["1月", 3]]
    )
    answer = import_records("applications", book)
    assert answer.out.splitlines() == [
        "工作簿有多张工作表，只读取了「台账」；没有读取：「说明」、「汇总」。",
        "列名在第2行；以上是标题、说明，没有导入。",
        ONE_NEW,
    ]


def test_a_sheet_without_records_is_not_asked_about(import_records):
    answer = import_records("applications", sheets(一月=[HEADING], 二月=[HEADING, GOOD]))
    assert (answer.status, answer.summary) == (0, ONE_NEW)


def test_several_sheets_are_named_and_one_of_them_is_chosen(import_records):
    book = sheets(一月=[HEADING, GOOD], 二月=[TITLE, HEADING, OPEN], 说明=[["甲"]])
    answer = import_records("applications", book)
    assert (answer.status, answer.err) == (
        2,
        "「表.xlsx」有 2 张工作表都有要导入的列名：「一月」「二月」。一次导入一张，请指明是哪一张（命令行：--sheet 工作表名）。\n",
    )
    assert import_records("applications", book, sheet="二月").summary == ONE_NEW
    assert [one.number for one in Application.objects.all()] == ["2023-002"]
    answer = import_records("applications", book, sheet="三月")
    assert (answer.status, answer.err) == (
        2,
        "「表.xlsx」里没有可见的工作表「三月」；有：「一月」、「二月」、「说明」。\n",
    )
    answer = import_records("applications", text([HEADING, GOOD]).encode(), "表.csv", sheet="一月")
    assert (answer.status, answer.err) == (2, "「表.csv」是文本文件，没有工作表；请不要指明工作表。\n")


# --- Rows that hold no record -------------------------------------------------


def test_totals_remarks_and_repeated_headings_are_skipped_and_said(import_records):
    def prepare(sheet):
        sheet.merge_cells("A8:G8")

    rows = [
        TITLE,
        HEADING,
        ["（必填）", "（自然人等）", "（必填）", "如2023-03-01", "（必填）", "选填", "选填"],
        GOOD,
        ["小　计", "", "1件", "", "", "", ""],
        TITLE,
        HEADING,
        ["以下为二季度收到的申请"],
        OPEN,
        ["合计：2件"],
        [" ", "", "　"],
        ["注：本表由党政办填写。"],
        ["填表人：某某", "", "审核人：某某", "", "", "", ""],
        ["第1页 共1页"],
        ["三季度"],
    ]
    answer = import_records("applications", xlsx(rows, prepare))
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "列名在第2行；以上是标题、说明，没有导入。",
        "第3行是列名下面的填写说明，没有导入。",
        "第5、10行是合计、小计一类的行，没有导入。",
        "第6、7行是重复的标题或列名，没有导入。",
        "第8、12、13、14、15行是注、填表人、月份一类的说明，没有导入。",
        "新增 2，变更 0，未变 0，拒绝 0",
    ]


@pytest.mark.parametrize("row", [[1, 2, 3, 4, 5, 6, 7], ["甲", "乙", "丙", 1, 2, 3, 4], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"]])  # fmt: skip
def test_a_row_that_numbers_the_columns(import_records, row):
    answer = import_records("applications", [HEADING, row, GOOD])
    assert answer.out.splitlines() == [
        "第2行是列名下面的填写说明，没有导入。" if row[0] == "(1)" else "第2行是列的编号，没有导入。",
        ONE_NEW,
    ]


def test_a_total_with_formulas_is_no_error(import_records):
    rows = [["收费项目", "收费日期", "金额（元）"], ["甲", "2023-01-01", 5], ["合计", "", "=SUM(C2:C2)"]]
    answer = import_records("fees", rows)
    assert (answer.status, answer.out.splitlines()) == (0, ["第3行是合计、小计一类的行，没有导入。", ONE_NEW])


def test_a_record_that_is_called_total_is_one(import_records):
    rows = [["收费项目", "收费日期", "金额（元）"], ["合计", "2023-01-01", 5], ["注：甲", "2023-01-02", 6]]
    assert import_records("fees", rows).summary == "新增 2，变更 0，未变 0，拒绝 0"


def test_an_incomplete_record_is_still_an_error(import_records):
    rows = [HEADING, GOOD, ["2023-003"], ["某人的申请", "", "", "", "", "", ""], ["", "自然人", "", "", "", "", ""]]
    answer = import_records("applications", rows)
    assert (answer.status, answer.summary) == (1, "新增 1，变更 0，未变 0，拒绝 3")


def test_a_file_of_nothing_but_totals(import_records):
    answer = import_records("applications", [HEADING, ["合计"]])
    assert (answer.status, answer.err) == (
        2, "「表.xlsx」只有列名，没有数据行。第2行是合计、小计一类的行，没有导入。\n",
    )  # fmt: skip


# --- What nobody sees -----------------------------------------------------------


def test_hidden_rows_and_columns_are_read_and_said(import_records):
    def prepare(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[9].hidden = True  # with nothing in it
        sheet.column_dimensions["E"].hidden = True

    answer = import_records("applications", xlsx([HEADING, GOOD, OPEN], prepare))
    assert answer.out.splitlines() == [
        "第3行是隐藏的（可能是筛选造成的），也一并读取了；不要导入的请先从表格中删去。",
        "E列是隐藏的，也一并读取了。",
        "新增 2，变更 0，未变 0，拒绝 0",
    ]


def calculated(result, mark=b""):
    """A workbook whose cell E2 is a formula, with what the file keeps of its result."""

    def with_result(part):
        return re.sub(rb'(<c r="E2")(.*?</f>)<v\s*/?>(</v>)?', rb"\1" + mark + rb"\2<v>" + result + b"</v>", part)

    return repacked(xlsx([HEADING, changed(content="=A1")]), {"xl/worksheets/sheet1.xml": with_result})


def test_a_formula_is_read_by_its_result_and_that_is_said(import_records):
    answer = import_records("applications", calculated(b"7"))
    assert answer.out.splitlines() == [
        "E列中有公式，按文件里保存的计算结果读取；请确认保存之前已经重新计算。",
        ONE_NEW,
    ]
    assert Application.objects.get().content == "7"


def test_a_formula_whose_result_is_an_error(import_records):
    answer = import_records("applications", calculated(b"#REF!", b' t="e"'))
    assert answer.lines[0] == "第2行「申请内容」：是公式，算出的是错误值 #REF!；请更正这个单元格"
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "source,name", [("ledger.xls", "台账.xls"), ("ledger.xls", "台账.et"), ("ledger.ods", "台账.ods")]
)
def test_a_ledger_of_another_format_is_brought_in(import_records, source, name):
    answer = import_records("applications", spreadsheet(source), name)
    assert (answer.status, answer.err, answer.summary) == (0, "", "新增 4，变更 0，未变 0，拒绝 0")
    assert list(Application.objects.order_by("pk").values_list("number", "received_on")) == [
        ("005", date(2023, 3, 1)), ("6", date(2023, 3, 2)), ("007", date(2023, 3, 3)), ("007a", date(2023, 3, 3)),
    ]  # fmt: skip


# --- Dates --------------------------------------------------------------------


def test_dates_in_every_spelling_with_one_meaning(import_records):
    days = ["2023.3.1", "20230301", 20230301, "2023年3月1日", "二〇二三年三月一日", "2023-3-1 ", "２０２３－０３－０１",
            "3/31/2023", 44986, 44986.5, "44986", openpyxl_date(date(2023, 3, 1))]  # fmt: skip
    rows = [changed(number=f"n{n}", received=day) for n, day in enumerate(days)]
    answer = import_records("applications", [HEADING, *[[*row[:5], "", ""] for row in rows]])
    assert (answer.status, answer.err) == (0, "")
    stored = list(Application.objects.order_by("pk").values_list("received_on", flat=True))
    assert stored == [date(2023, 3, 31) if day == "3/31/2023" else date(2023, 3, 1) for day in days]
    assert answer.out.splitlines()[:-1] == [
        "读作：「收到日期」：以点等分隔的日期，如「2023.3.1」读作「2023-03-01」（第2行）",
        "读作：「收到日期」：没有分隔的日期，如「20230301」读作「2023-03-01」（第3、4行）",
        "读作：「收到日期」：汉字日期，如「二〇二三年三月一日」读作「2023-03-01」（第6行）",
        "读作：「收到日期」：年份在后的日期，如「3/31/2023」读作「2023-03-31」（第9行）",
        "读作：「收到日期」：表格软件的日期序号，如「44986」读作「2023-03-01」（第10、11、12行）",
    ]


def test_serial_numbers_of_a_workbook_that_counts_from_1904(import_records):
    def prepare(sheet):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        sheet.parent.epoch = CALENDAR_MAC_1904

    row = changed(received=43524, concluded=openpyxl_date(date(2023, 3, 20)))
    assert import_records("applications", xlsx([HEADING, row], prepare)).status == 0
    stored = Application.objects.get()
    assert (stored.received_on, stored.concluded_on) == (date(2023, 3, 1), date(2023, 3, 20))


def test_a_csv_does_not_say_what_a_serial_number_counts_from(import_records):
    answer = import_records("applications", text([HEADING, changed(received="44986")]).encode(), "表.csv")
    assert answer.lines[0].startswith("第2行「收到日期」：「44986」像是表格软件的日期序号（多半是 2023-03-01）")


def test_a_month_is_enough_for_a_tally_alone(import_records, authority):
    MatterFactory(authority=authority, name="许可")
    answer = import_records("decisions", [[*DECISIONS, "数量"], ["许可", "行政许可", "2023年2月", 31]])
    assert (answer.status, Decision.objects.get().decided_on) == (0, date(2023, 2, 28))
    assert "只写到月份的按月汇总，按当月最后一天登记" in answer.out
    fees = import_records("fees", [["收费项目", "收费日期", "金额（元）"], ["甲", "2023年2月", 5]])
    assert fees.lines[0] == "第2行「收费日期」：「2023年2月」只写到月份；这一列要写到日，如 2023-02-28"
    assert not FeeReceipt.objects.exists()


# --- Words, strokes, numbers ------------------------------------------------------


def test_everyday_words_are_told_with_what_they_were_taken_for(import_records):
    rows = [
        [*HEADING, "收到渠道"],
        [*changed(number="1", kind="公民"), "EMS"],
        [*changed(number="2", kind="公民"), "当面"],
        [*changed(number="3", kind="企业"), "邮寄"],
    ]
    answer = import_records("applications", rows)
    assert answer.out.splitlines()[:-1] == [
        "读作：「申请人类型」：「公民」读作「自然人」（第2、3行）",
        "读作：「收到渠道」：「EMS」读作「邮寄」（第2行）",
        "读作：「收到渠道」：「当面」读作「当面提交」（第3行）",
        "读作：「申请人类型」：「企业」读作「商业企业」（第4行）",
    ]
    kinds = Application.objects.order_by("number").values_list("applicant_kind", flat=True)
    assert list(kinds) == [ApplicantKind.NATURAL, ApplicantKind.NATURAL, ApplicantKind.BUSINESS]


def test_strokes_and_words_for_what_is_still_open_stand_for_empty_cells(import_records):
    answer = import_records("applications", [HEADING, changed(outcome="办理中", concluded="/")])
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines()[:-1] == [
        "读作：「办理结果」：「办理中」读作空白（第2行）",
        "读作：「办结日期」：「/」读作空白（第2行）",
    ]
    assert Application.objects.get().concluded_on is None
    assert import_records("applications", [HEADING, changed(number="9", kind="/")]).status == 1


@pytest.mark.parametrize("given,route", [("√", Route.AFTER_REVIEW), ("×", Route.DIRECT), ("是", Route.AFTER_REVIEW)])
def test_ways_to_say_yes_and_no(import_records, given, route):
    import_records("cases", [CASES, ["1", "诉讼", given, "2023-01-01", "", ""]])
    assert Case.objects.get().route == route


def test_numbers_typed_wide_are_folded(import_records):
    answer = import_records("applications", [HEADING, changed(number="２０２５－００５")])
    assert answer.out.splitlines()[0] == (
        "读作：「申请编号」：全角的数字、字母或连字符，如「２０２５－００５」读作「2025-005」（第2行）"
    )
    assert Application.objects.get().number == "2025-005"


def test_what_was_stored_as_typed_wide_is_found_again(import_records, authority):
    ApplicationFactory(authority=authority, number="２０２３－００１")
    answer = import_records("applications", [HEADING, changed(number="２０２３－００１")])
    assert answer.summary == "新增 0，变更 1，未变 0，拒绝 0"


def test_a_number_that_lost_its_zeros_is_that_of_the_stored_record(import_records, authority):
    ApplicationFactory(authority=authority, number="005")
    ApplicationFactory(authority=AuthorityFactory(), number="006")
    answer = import_records("applications", [HEADING, changed(number=5), changed(number=6), changed(number="007")])
    assert answer.summary == "新增 2，变更 1，未变 0，拒绝 0"
    assert answer.out.splitlines()[0] == "读作：「申请编号」：「5」读作「已有的005」（第2行）"
    assert set(Application.objects.filter(authority=authority).values_list("number", flat=True)) == {"005", "6", "007"}


def test_a_number_that_several_stored_ones_may_have_lost_zeros_to(import_records, authority):
    for number in ("05", "005"):
        ApplicationFactory(authority=authority, number=number)
    answer = import_records("applications", [HEADING, changed(number=5)])
    assert answer.lines[0].startswith(
        "第2行「申请编号」：「5」可能是已有的「005」、「05」中的一个；请把该列设为文本格式"
    )
    assert answer.status == 1


def test_what_refers_to_a_record_by_a_number_that_lost_its_zeros(import_records, authority):
    application = ApplicationFactory(authority=authority, number="005", received_on=date(2023, 1, 1))
    answer = import_records(
        "steps", [["申请编号", "步骤", "日期"], [5, "补正通知", "2023.1.9"], [5, "补正", "2023-01-12"]]
    )
    assert (answer.status, Step.objects.filter(application=application).count()) == (0, 2)
    assert "读作：「申请编号」：「5」读作「已有的005」（第2、3行）" in answer.out.splitlines()
    answer = import_records("cases", [[*CASES, "关联申请编号"], ["1", "行政复议", "", "2023-01-01", "", "", 5]])
    assert (answer.status, Case.objects.get().application) == (0, application)
    assert "读作：「关联申请编号」：「5」读作「已有的005」（第2行）" in answer.out.splitlines()


@pytest.mark.parametrize("cell", ["规范性文件", "政策>规范性文件", "政策\\规范性文件", "政策 → 规范性文件"])
def test_a_column_by_a_name_that_is_unique_in_the_tree(import_records, authority, cell):
    policy = CategoryFactory(authority=authority, name="政策")
    category = CategoryFactory(authority=authority, name="规范性文件", parent=policy)
    answer = import_records("items", [ITEMS, ["甲", cell, "2023-01-01", ""]])
    assert answer.out.splitlines()[0] == f"读作：「栏目」：「{cell}」读作「政策/规范性文件」（第2行）"
    assert Item.objects.get().category == category
    import_records("addresses", [ADDRESSES, ["/a/", "", cell]])
    assert OldAddress.objects.get().category == category


def test_a_column_name_that_stands_twice_in_the_tree_is_asked_for(import_records, authority):
    for name in ("政策", "动态"):
        CategoryFactory(authority=authority, name="其他", parent=CategoryFactory(authority=authority, name=name))
    answer = import_records("items", [ITEMS, ["甲", "其他", "2023-01-01", ""]])
    assert answer.lines[0] == "第2行「栏目」：「其他」在目录中不止一处；请写全路径：「政策/其他」、「动态/其他」"
    assert not Item.objects.exists()


def test_a_document_number_typed_wide_is_that_of_the_stored_item(import_records, authority):
    category = CategoryFactory(authority=authority, name="政策")
    ItemFactory(
        authority=authority, category=category, title="甲", document_number="某政发〔２０２３〕１号", published_on=None
    )
    rows = [[*ITEMS, "发文字号"], ["甲", "政策", "2023-01-01", "", "某政发〔２０２３〕１号"]]
    assert import_records("items", rows).summary == "新增 0，变更 1，未变 0，拒绝 0"
    assert Item.objects.get().document_number == "某政发〔2023〕1号"
    assert import_records("items", rows).summary == "新增 0，变更 0，未变 1，拒绝 0"


def test_amounts_in_another_unit_are_refused_wherever_it_is_said(import_records):
    heading = ["收费项目", "收费日期", "金额（元）"]
    row = ["甲", "2023-01-01", 5]
    above = import_records("fees", [["收费表"], ["", "", "单位：万元"], heading, row])
    assert above.err == (
        "「表.xlsx」在列名处写明单位是万元（「单位：万元」），而「金额（元）」以元为单位。请把金额换算成元并改正单位后再导入。\n"
    )
    named = import_records("fees", [[*heading[:2], "金额（万元）"], row])
    assert "C列「金额（万元）」是不认识的列（金额应以元为单位，请换算后把列名写成「金额（元）」）" in named.err
    assert not FeeReceipt.objects.exists()


def test_texts_that_a_program_wrote_as_formulas_keep_their_zeros(import_records):
    lines = ",".join(HEADING) + '\n="005",自然人,某某,="2023-03-01",某规划,,\n'
    assert import_records("applications", lines.encode(), "表.csv").summary == ONE_NEW
    assert Application.objects.get().number == "005"


def test_personal_values_are_masked_in_what_was_understood(import_records):
    answer = import_records("applications", [[*HEADING, "联系电话"], [*GOOD, "１３８０００００００１"]])
    assert answer.status == 0
    assert "「１３８****０００１」读作「138****0001」（第2行）" in answer.out


def test_thousands_of_ways_of_writing_are_counted(import_records, monkeypatch):
    monkeypatch.setattr(readings, "MOST_GROUPS", 2)
    rows = [HEADING, *[changed(number=str(n), kind=kind) for n, kind in enumerate(["公民", "个人", "企业", "公司"])]]
    assert "另有 2 处写法不同的内容没有列出。" in import_records("applications", rows).out


# --- Inputs that were got wrong before ------------------------------------------

GIVEN = [*HEADING, "联系电话", "证件号码"]


def given(number, received="2026-03-02", kind="自然人", outcome="", concluded=""):
    return [number, kind, "某某", received, "申请公开某事项", outcome, concluded, "", ""]


@pytest.mark.parametrize(
    "rows,days",
    [
        ([given("2026-F003", 20260302), given("2026-F004", "20260302")], [date(2026, 3, 2)] * 2),
        (
            [given("1", "12/21/2025"), given("2", "2026.3.2"), given("3", "2026年3月2日"), given("4", "二〇二六年三月二日"),
             given("5", "2026-3-2 "), given("6", "２０２６－０３－０２")],
            [date(2025, 12, 21), *[date(2026, 3, 2)] * 5],
        ),
        ([given("1", kind="公民"), given("2", kind="商业企业 "), given("3", kind="个人"), given("4", kind="企业")], [date(2026, 3, 2)] * 4),
    ],
    ids=["dates-without-separators", "dates-with-dots", "other-words-for-kinds"],
)  # fmt: skip
def test_given_rows_that_can_mean_one_thing_only(import_records, rows, days):
    answer = import_records("applications", [GIVEN, *rows])
    assert (answer.status, answer.err) == (0, "")
    assert list(Application.objects.order_by("pk").values_list("received_on", flat=True)) == days


def test_given_dates_that_cannot_be(import_records):
    rows = [given("1", "2096-03-02"), given("2", "1900-01-01"), given("3", outcome="予以公开", concluded="2026-02-02")]
    answer = import_records("applications", [GIVEN, *rows])
    assert (answer.status, answer.summary) == (1, "新增 0，变更 0，未变 0，拒绝 3")
    assert "第2行「收到日期」：「2096-03-02」晚于今天（" in answer.lines[0]
    assert answer.lines[1] == "第3行「收到日期」：「1900-01-01」的年份不在 1949 年至 2100 年之间；请核对"
    assert answer.lines[2] == "第4行「办结日期」：「2026-02-02」早于收到日期 2026-03-02；请核对两个日期"
