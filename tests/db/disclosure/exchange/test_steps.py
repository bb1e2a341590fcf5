"""`import_records steps`: all or nothing, whatever order the law would have them in."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.exchange.exporting import export
from disclosure.exchange.resources import resource_of
from disclosure.models import Act, Application, Step
from tests.factories import ApplicationFactory, AuthorityFactory

HEADING = ["申请编号", "步骤", "日期", "天数", "说明"]
NAMES = [
    "收到",
    "补正告知",
    "补正",
    "征求第三方意见",
    "第三方答复",
    "征求其他机关意见",
    "其他机关答复",
    "延长告知",
    "收费通知",
    "缴费",
    "说明理由告知",
    "说明理由",
    "办结",
    "撤回",
]


@pytest.fixture
def asked(authority):
    return ApplicationFactory(authority=authority, number="甲1", received_on=dt.date(2026, 11, 2), due_on=None)


def due(application):
    application.refresh_from_db()
    return application.due_on


def test_steps_are_stored_and_the_application_is_dated(import_records, asked):
    rows = [
        ["甲1", "延长告知", "2026年11月20日", 5, "经镇长批准"],
        ["甲1", "收到", dt.date(2026, 11, 2), "", ""],
        ["甲1", "征求第三方意见", "2026/11/5", "", ""],
        ["甲1", "第三方答复", "2026-11-09", "", ""],
    ]

    answer = import_records("steps", [HEADING, *rows])

    assert (answer.status, answer.err, answer.summary) == (0, "", "新增 4，变更 0，未变 0，拒绝 0")
    assert due(asked) == dt.date(2026, 12, 9)
    assert Step.objects.get(kind="extended").note == "经镇长批准"


def test_every_name_of_a_step_is_known(import_records, asked):
    rows = [["甲1", name, "2026-11-03"] for name in NAMES]

    answer = import_records("steps", [HEADING[:3], *rows])

    assert answer.summary == "新增 14，变更 0，未变 0，拒绝 0"


def test_importing_again_changes_nothing(import_records, asked):
    rows = [HEADING, ["甲1", "延长告知", "2026-11-20", 5, ""]]
    import_records("steps", rows)
    acts = Act.objects.exclude(verb="import").count()

    answer = import_records("steps", rows)

    assert (answer.status, answer.summary) == (0, "新增 0，变更 0，未变 1，拒绝 0")
    assert (Step.objects.count(), Act.objects.exclude(verb="import").count()) == (1, acts)


def test_known_step_is_updated(import_records, asked):
    import_records("steps", [HEADING, ["甲1", "延长告知", "2026-11-20", 5, ""]])
    pk = Step.objects.get().pk

    answer = import_records("steps", [HEADING, ["甲1", "延长告知", "2026-11-20", 10, "更正"]])

    assert answer.summary == "新增 0，变更 1，未变 0，拒绝 0"
    assert (Step.objects.get().pk, Step.objects.get().days, due(asked)) == (pk, 10, dt.date(2026, 12, 14))


def test_unlawful_order_is_imported_and_told(import_records, asked):
    answer = import_records("steps", [HEADING, ["甲1", "第三方答复", "2026-11-20", "", ""]])

    assert answer.status == 0
    assert answer.out.splitlines()[0].startswith("有 1 件申请的办理步骤不合规定的次序或期限，已导入")
    assert (Step.objects.count(), due(asked)) == (1, dt.date(2026, 11, 30))


def test_every_bad_row_is_told_and_nothing_stored(import_records, asked):
    rows = [
        ["甲1", "收到", "2026-11-02", "", ""],
        ["乙9", "收到", "2026-11-02", "", ""],
        ["甲1", "补证", "2026-11-02", "", ""],
        ["甲1", "补正", "2026-11-31", "", ""],
        ["甲1", "缴费", "2026-11-09", 3, ""],
        ["甲1", "延长告知", "2026-11-09", "半个月", ""],
        ["甲1", "收到", "2026-11-02", "", "又一次"],
        ["", "收到", "2026-11-02", "", ""],
    ]

    answer = import_records("steps", [HEADING, *rows])

    assert answer.status == 1
    assert answer.lines == [
        "第3行「申请编号」：「乙9」不是本机关已有的申请编号；请先导入这件申请，或更正编号",
        "第4行「步骤」：「补证」不是可填的值；是否指「补正」？可以填：收到、补正告知、补正告知送达、补正、征求第三方意见、第三方送达等21种",
        "第5行「日期」：「2026-11-31」不是有效日期，2026年11月没有31日；请核对",
        "第6行「天数」：「3」应不填：只有延长告知、补正告知和说明理由告知填写天数",
        "第7行「天数」：「半个月」不是数字；请只填数字，不带单位和文字",
        "第8行「日期」：「2026-11-02」与第2行重复；同一条记录在一个文件中只能有一行",
        "第9行「申请编号」：没有填；这一列每行都要填",
        "文件中有错误，全部未保存。请更正以上各处后重新导入。",
    ]
    assert not Step.objects.exists()


def test_application_of_another_authority_is_unknown(import_records, authority):
    ApplicationFactory(authority=AuthorityFactory(), number="别处1")

    assert import_records("steps", [HEADING, ["别处1", "收到", "2026-11-02", "", ""]]).status == 1


def test_each_step_is_an_act_of_its_application(import_records, asked):
    import_records("steps", [HEADING, ["甲1", "延长告知", "2026-11-20", 5, ""]])

    act = Act.objects.filter(kind="disclosure.application").get()
    assert (act.verb, act.label, act.channel) == ("change", "甲1", "import")
    assert act.changes["办理步骤「延长告知 2026-11-20」天数"] == ["", "5"]


def test_queries_do_not_grow_with_the_rows(import_records, authority):
    numbers = [f"申{number}" for number in range(40)]
    for number in numbers:
        ApplicationFactory(authority=authority, number=number, received_on=dt.date(2026, 11, 2))
    import_records("steps", [HEADING[:3], ["申0", "收到", "2026-11-02"]])

    def queries(chosen):
        with CaptureQueriesContext(connection) as caught:
            import_records("steps", [HEADING[:3], *([one, "征求第三方意见", "2026-11-05"] for one in chosen)])
        return len(caught)

    assert queries(numbers[:10]) == queries(numbers[10:])


def test_export_can_be_imported_again(import_records, asked, authority):
    rows = [["甲1", "收到", "2026-11-02", "", ""], ["甲1", "延长告知", "2026-11-20", 5, "经批准"]]
    import_records("steps", [HEADING, *rows])

    data = b"".join(export(resource_of("steps"), Step.objects.all(), "csv", personal=False))
    answer = import_records("steps", data, "步骤.csv")

    assert answer.summary == "新增 0，变更 0，未变 2，拒绝 0"


# --- Applications themselves -------------------------------------------------------

APPLICATION = ["申请编号", "申请人类型", "申请人", "收到日期", "申请内容", "办理结果", "办结日期"]


def test_imported_application_is_dated_and_follows_its_record(import_records, authority):
    row = ["丙1", "自然人", "某甲", "2026-11-02", "某项内容", "", ""]
    import_records("applications", [APPLICATION, row])
    made = Application.objects.get()
    assert (made.due_on, made.provisional) == (dt.date(2026, 11, 30), False)
    import_records("steps", [HEADING[:3], ["丙1", "延长告知", "2026-11-20"]])

    import_records("applications", [APPLICATION, [*row[:3], "2026-11-03", *row[4:]]])

    assert due(made) == dt.date(2026, 12, 29)
