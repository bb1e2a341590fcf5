"""The issue's bad inputs, each with its sentence, and nothing stored."""

from datetime import date, datetime

import pytest

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.applications import Channel, Delivery, Medium
from disclosure.models import Application
from tests.factories import ApplicationFactory, AuthorityFactory
from tests.unit.disclosure.exchange.files import text, xlsx

HEADING = ["申请编号", "申请人类型", "申请人", "收到日期", "申请内容", "办理结果", "办结日期"]
OPTIONAL = ["收到渠道", "联系电话", "电子邮箱", "通讯地址", "证件类型", "证件号码", "获取方式", "提供形式"]
GOOD = ["2023-001", "自然人", "张某某", "2023-03-01", "某规划", "予以公开", "2023-03-20"]
OPEN = ["2023-002", "商业企业", "某某公司", "2023/3/2", "某预算", "", ""]


def changed(row=GOOD, **cells):
    names = dict(zip(["number", "kind", "name", "received", "content", "outcome", "concluded"], range(7), strict=True))
    row = list(row)
    for name, cell in cells.items():
        row[names[name]] = cell
    return row


def test_new_applications_with_every_column(import_records, authority):
    row = [
        *GOOD,
        "当面",
        "13800001234",
        "a@example.com",
        "某路1号",
        "居民身份证",
        "000000190001011234",
        "自行领取",
        "纸质",
    ]
    answer = import_records("applications", [HEADING + OPTIONAL, row, [*OPEN, *[""] * 8]])
    assert (answer.status, answer.summary, answer.err) == (0, "新增 2，变更 0，未变 0，拒绝 0", "")
    stored = Application.objects.get(number="2023-001")
    assert stored.authority == authority
    assert (stored.applicant_kind, stored.received_on, stored.outcome, stored.concluded_on) == (
        ApplicantKind.NATURAL, date(2023, 3, 1), Outcome.DISCLOSED, date(2023, 3, 20),
    )  # fmt: skip
    assert (stored.channel, stored.delivery, stored.medium) == (Channel.IN_PERSON, Delivery.PICK_UP, Medium.PAPER)
    assert (stored.applicant, stored.document, stored.phone) == ("张某某", "000000190001011234", "13800001234")
    assert (
        Application.objects.filter(Application._meta.get_field("phone_hash").matching("138 0000 1234")).get() == stored
    )
    for application in Application.objects.all():
        application.full_clean()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv(import_records, encoding):
    answer = import_records("applications", text([HEADING, GOOD, OPEN]).encode(encoding), "表.csv")
    assert (answer.status, answer.summary) == (0, "新增 2，变更 0，未变 0，拒绝 0")
    assert Application.objects.get(number="2023-001").content == "某规划"


def test_headings_in_any_order_with_other_brackets_and_blanks(import_records):
    heading = [f" {name} " for name in reversed(HEADING)]
    assert import_records("applications", [heading, GOOD[::-1]]).status == 0


def test_numbers_and_dates_as_cells(import_records):
    row = changed(number=1, received=date(2023, 3, 1), concluded=datetime(2023, 3, 20, 9, 30))  # noqa: DTZ001 as a cell has it
    assert import_records("applications", [HEADING, row]).status == 0
    assert Application.objects.get().number == "1"


def test_a_dry_run_stores_nothing(import_records):
    answer = import_records("applications", [HEADING, GOOD], dry_run=True)
    assert (answer.status, answer.summary) == (0, "试运行：新增 1，变更 0，未变 0，拒绝 0")
    assert not Application.objects.exists()


# --- Refused as a whole: exit status 2 --------------------------------------

COLUMNS = "「表.xlsx」第1行的列名有误："


@pytest.mark.parametrize(
    "rows,said",
    [
        ([HEADING[1:], GOOD[1:]], f"{COLUMNS}缺少必需的列「申请编号」。"),
        ([HEADING[2:], GOOD[2:]], f"{COLUMNS}缺少必需的列「申请编号」「申请人类型」。"),
        ([["申请号", *HEADING[1:]], GOOD], f"{COLUMNS}A列「申请号」是不认识的列（是否指「申请编号」？）；缺少必需的列「申请编号」。"),
        ([[*HEADING, "备注"], [*GOOD, ""]], f"{COLUMNS}H列「备注」是不认识的列。"),
        ([[*HEADING, "申请人"], [*GOOD, ""]], f"{COLUMNS}「申请人」出现了2次（C、H列）。"),
        ([HEADING], "「表.xlsx」只有列名，没有数据行。"),
        ([HEADING, [*GOOD, "多"]], "「表.xlsx」第2行第8列有内容，但第1行没有给这一列列名。"),
        ([["信息公开申请登记表"], [], HEADING[:-1], GOOD[:-1]], "「表.xlsx」第3行的列名有误：缺少必需的列「办结日期」。"),
        ([["甲", "乙"], ["1", "2"]], "「表.xlsx」的前 50 行中没有一个认识的列名；表格应有一行列名，须有：申请编号、"),
        ([["序号", *HEADING], [1, *GOOD]], f"{COLUMNS}A列「序号」是不认识的列（序号不必导入，请删去这一列）。"),
    ],
)  # fmt: skip
def test_headings_that_are_wrong(import_records, rows, said):
    answer = import_records("applications", rows)
    assert answer.status == 2
    assert answer.err.startswith(said)
    assert not Application.objects.exists()


def test_the_table_of_another_kind_is_recognised(import_records):
    rows = [
        ["案件编号", "案件类型", "是否经复议", "受理日期", "结果", "办结日期"],
        ["1", "行政复议", "", "2023-01-01", "", ""],
    ]
    answer = import_records("applications", rows)
    assert answer.err == "「表.xlsx」的列名是「复议诉讼案件」（cases）的，不是「信息公开申请」（applications）的。\n"


def test_latin_text_never_becomes_mojibake(import_records):
    answer = import_records("applications", "Número,Año\né1,ñá\n".encode("latin-1"), "表.csv")
    assert answer.status == 2
    assert "Número" not in answer.err


@pytest.mark.parametrize(
    "content,name,said",
    [
        (b"", "空.csv", "「空.csv」是空文件，里面没有任何内容。"),
        (text([HEADING, GOOD]).encode(), "表.xlsx", "「表.xlsx」的内容不是 .xlsx 文件，而是文本（可能是 CSV）。"),
        (xlsx([HEADING, GOOD]), "表.csv", "「表.csv」的内容不是 .csv 文件，而是 .xlsx 工作簿（只是改了扩展名）。"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(import_records, content, name, said):
    answer = import_records("applications", content, name)
    assert answer.status == 2
    assert answer.err.startswith(said)
    assert not Application.objects.exists()


def test_an_unknown_kind_lists_the_known_ones(import_records):
    answer = import_records("people", [HEADING, GOOD])
    kinds = "applications、steps、cases、items、matters、decisions、fees、procurements、addresses"
    assert (answer.status, answer.err) == (2, f"不认识的记录种类「people」；可以是：{kinds}。\n")


def test_a_file_that_is_not_there(authority, tmp_path, capsys):
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError) as error:
        call_command("import_records", "applications", str(tmp_path / "没有.xlsx"))
    assert error.value.returncode == 2
    assert "没有.xlsx」出错：文件或文件夹不存在" in str(error.value)


# --- Rejected rows: exit status 1 -------------------------------------------

REJECTED = [
    (changed(concluded=""), "第2行「办结日期」：没有填，但填了办理结果；办理结果和办结日期要么都填，要么都不填"),
    (changed(outcome=""), "第2行「办理结果」：没有填，但填了办结日期；办理结果和办结日期要么都填，要么都不填"),
    (changed(concluded="2023-02-01"), "第2行「办结日期」：「2023-02-01」早于收到日期 2023-03-01；请核对两个日期"),
    (changed(received="2023-02-30"), "第2行「收到日期」：「2023-02-30」不是有效日期，2023年2月没有30日；请核对"),
    (changed(received=230301), "第2行「收到日期」：「230301」是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
    (changed(outcome="公开了"), "第2行「办理结果」：「公开了」不是可填的值；"),
    (changed(kind="男"), "第2行「申请人类型」：「男」不是可填的值；是否指「自然人」？可以填：自然人、"),
    (changed(received="2099-03-02"), "第2行「收到日期」：「2099-03-02」晚于今天（"),
    (changed(received="1900-01-01"), "第2行「收到日期」：「1900-01-01」的年份不在 1949 年至 2100 年之间；请核对"),
    (changed(received="2023年3月"), "第2行「收到日期」：「2023年3月」只写到月份；这一列要写到日，如 2023-03-31"),
    (changed(number=""), "第2行「申请编号」：没有填；这一列每行都要填"),
    (changed(number="长" * 61), f"第2行「申请编号」：「{'长' * 30}…」有61个字，最多60个字"),
    (changed(number=3.70305e17), "第2行「申请编号」：「370305000000000000」是用科学记数法或过长的数字表示的"),
    (changed(name="#N/A"), "第2行「申请人」：是错误值 #N/A；请更正这个单元格"),
    (changed(content="=A1"), "第2行「申请内容」：是公式；请改填公式算出的值（可用「选择性粘贴」的「数值」）"),
    (changed(content="乱\ufffd码"), "第2行「申请内容」：「乱\ufffd码」含有无法辨认的字符（乱码或控制字符）；请在原文件中更正"),
]  # fmt: skip


@pytest.mark.parametrize("row,said", REJECTED)
def test_a_bad_row_rejects_the_file(import_records, row, said):
    answer = import_records("applications", [HEADING, row, changed(number="2023-009")])
    assert answer.status == 1
    assert answer.lines[0].startswith(said)
    assert answer.lines[-1] == "文件中有错误，全部未保存。请更正以上各处后重新导入。"
    assert answer.summary == "新增 1，变更 0，未变 0，拒绝 1"
    assert not Application.objects.exists()


def test_every_bad_row_and_column_is_listed(import_records):
    rows = [
        HEADING,
        changed(kind="甲", received="昨天"),
        OPEN,
        changed(number="3", kind="乙", concluded="2023-01-01"),
        changed(number=""),
    ]
    answer = import_records("applications", rows)
    assert [line.split("：")[0] for line in answer.lines[:-1]] == [
        "第2行「申请人类型」", "第2行「收到日期」", "第4行「申请人类型」", "第4行「办结日期」", "第5行「申请编号」",
    ]  # fmt: skip
    assert answer.summary == "新增 1，变更 0，未变 0，拒绝 3"


def test_a_number_twice_names_both_rows(import_records):
    answer = import_records("applications", [HEADING, GOOD, OPEN, changed(name="李某某")])
    assert answer.lines[0] == "第4行「申请编号」：「2023-001」与第2行重复；同一条记录在一个文件中只能有一行"
    assert (answer.status, Application.objects.count()) == (1, 0)


def test_error_cells_are_told_with_row_and_column(import_records):
    def prepare(sheet):
        sheet["E2"] = "#N/A"
        sheet["E2"].data_type = "e"

    answer = import_records("applications", xlsx([HEADING, GOOD], prepare))
    assert answer.lines[0] == "第2行「申请内容」：是错误值 #N/A；请更正这个单元格"
    assert (answer.status, Application.objects.count()) == (1, 0)


def test_personal_values_are_masked_in_messages(import_records):
    rows = [[*HEADING, "联系电话", "证件号码"], [*GOOD, "13800001234\x01", "3.70305E+17"]]
    csv = text(rows).encode()
    answer = import_records("applications", csv, "表.csv")
    assert answer.status == 1
    assert "13800001234" not in answer.err
    assert "「3.7****E+17」是用科学记数法" in answer.err


def test_thousands_of_errors_are_counted(import_records):
    answer = import_records("applications", [HEADING, *[changed(number=str(n), kind="甲") for n in range(2100)]])
    assert len(answer.lines) == 2002
    assert answer.lines[-2] == "另有 100 处错误没有列出。"
    assert answer.summary == "新增 0，变更 0，未变 0，拒绝 2100"


# --- Again ------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(import_records):
    import_records("applications", [HEADING, GOOD, OPEN])
    before = list(Application.objects.order_by("pk").values())
    assert import_records("applications", [HEADING, GOOD, OPEN]).summary == "新增 0，变更 0，未变 2，拒绝 0"
    assert list(Application.objects.order_by("pk").values()) == before


def test_a_known_number_updates_only_the_columns_of_the_file(import_records, authority):
    old = ApplicationFactory(
        authority=authority, number="2023-001", phone="13800001234", channel=Channel.FAX, email="a@example.com"
    )
    hashed = old.phone_hash
    answer = import_records("applications", [[*HEADING, "电子邮箱"], [*changed(name="李某某"), ""]])
    assert (answer.status, answer.summary) == (0, "新增 0，变更 1，未变 0，拒绝 0")
    new = Application.objects.get(pk=old.pk)
    assert (new.applicant, new.outcome, new.phone, new.channel, new.email) == (
        "李某某",
        Outcome.DISCLOSED,
        "13800001234",
        Channel.FAX,
        "",
    )
    assert new.phone_hash == hashed
    assert Application.objects.filter(Application._meta.get_field("applicant_hash").matching("李某某")).exists()


def test_the_same_number_of_another_authority_is_another_application(import_records):
    other = ApplicationFactory(authority=AuthorityFactory(), number="2023-001")
    assert import_records("applications", [HEADING, GOOD]).summary.startswith("新增 1")
    assert Application.objects.get(pk=other.pk).content == other.content


def test_another_authority_may_be_named(import_records):
    AuthorityFactory(code="other")
    import_records("applications", [HEADING, GOOD], authority="other")
    assert Application.objects.get().authority.code == "other"


def test_two_thousand_rows_take_few_queries(import_records, django_assert_max_num_queries):
    rows = [HEADING, *[changed(number=f"n{n}") for n in range(2000)]]
    with django_assert_max_num_queries(100):  # SQLite takes about fifty rows in a statement, of acts too
        assert import_records("applications", rows).summary.startswith("新增 2000")
    with django_assert_max_num_queries(12):
        assert import_records("applications", rows).summary == "新增 0，变更 0，未变 2000，拒绝 0"
