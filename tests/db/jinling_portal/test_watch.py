"""`watch`: what is due is printed, and mailed to those whose work it is."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.common.calendar import load_calendar
from disclosure.models import DayCorrection, Opinion
from reports.models import AnnualReport, FigureOrigin
from tests.factories import ApplicationFactory, AuthorityFactory, CategoryFactory, ItemFactory
from tests.support.mail import mail_server
from tests.support.people import person

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2020, 1, 2)


@pytest.fixture(autouse=True)
def _nothing_is_due(town):
    """A fresh item, last year's report, arrangements for the years to come."""
    ItemFactory(authority=town, category=CategoryFactory(authority=town, name="概况"), published_on=localdate())
    year = localdate().year
    AnnualReport.objects.create(authority=town, year=year - 1, edition_key="2021", origin=FigureOrigin.HISTORICAL)
    for one in (year, year + 1):
        DayCorrection.objects.create(day=dt.date(one, 10, 5), is_working=False, document="某通知")


@pytest.fixture
def mail(settings):
    with mail_server(settings) as box:
        yield box


def run(*options):
    out = StringIO()
    try:
        call_command("watch", *options, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def reader(authority, role, email, **given):
    """Somebody whom mail reaches."""
    return person(authority, role, name=email.partition("@")[0], email=email, **given)


def due_in(town, days, **given):
    """Due in so many working days; in none: today, which may be a day off."""
    due = load_calendar().add(localdate(), days) if days else localdate()
    return ApplicationFactory(authority=town, due_on=due, **given)


def test_where_nothing_is_due(town):
    assert run() == (0, "示例镇人民政府：没有到期事项。\n")


def test_what_is_due_is_listed_and_ends_with_status_1(town):
    column = CategoryFactory(authority=town, name="通知公告", kind="notice")
    ItemFactory(authority=town, category=column, published_on=LONG_AGO)
    ItemFactory(authority=town, category=column, formed_on=LONG_AGO, published_on=None)
    ApplicationFactory(authority=town, received_on=LONG_AGO)
    DayCorrection.objects.all().delete()

    status, text = run()

    assert status == 1
    lines = text.splitlines()
    assert "【逾期未更新】栏目「通知公告」：最新一条 2020-01-02，最迟 2020-07-02 更新。" in lines
    assert any(line.startswith("【不合格】主动公开及时：成文超过 20 个工作日未公开的信息 1 条。") for line in lines)
    assert any(line.startswith("【不合格】依申请公开答复：逾期未办结的申请 1 件。") for line in lines)
    assert lines[-1] == f"示例镇人民政府：共 {len(lines) - 1} 项到期事项。"


def test_each_is_mailed_what_is_for_their_roles_and_nothing_personal(town, mail):
    ApplicationFactory(authority=town, received_on=LONG_AGO, applicant="测试人丙", content="不该出现的内容")
    ItemFactory(authority=town, category=town.categories.get(), formed_on=LONG_AGO, published_on=None, title="某标题")
    reader(town, "依申请办理", "handler@example.test")
    reader(town, "编辑", "writer@example.test")
    reader(town, "年报", "compiler@example.test")
    reader(town, "编辑", "gone@example.test", is_active=False)
    reader(AuthorityFactory(), "编辑", "elsewhere@example.test")
    reader(None, "发布", "whole@example.test")

    status, text = run("--mail")

    assert status == 1
    assert text.endswith("已发邮件给 3 人。\n")
    letters = {letter["To"]: letter for letter in mail}
    assert set(letters) == {"handler@example.test", "writer@example.test", "whole@example.test"}
    assert letters["handler@example.test"]["Subject"].strip() == "【政府信息公开工作台】有 1 项需要处理"
    handler, writer = (letters[f"{name}@example.test"].get_content() for name in ("handler", "writer"))
    assert "逾期未办结的申请 1 件" in handler
    assert "未公开的信息" not in handler
    assert "未公开的信息 1 条" in writer
    for letter in letters.values():
        assert not [word for word in ("测试人丙", "不该出现", "某标题", "申请0") if word in letter.get_content()]


def test_applications_that_draw_near_and_what_waits_are_told(town):
    for days in (0, 3, 4, 7, 8):
        due_in(town, days)
    ApplicationFactory(authority=town, received_on=None, submitted_at=timezone.now())
    ask(due_in(town, 30), "extension")
    ask(due_in(town, 30), "decision", "approve")

    status, text = run()

    assert status == 1
    assert text.splitlines() == [
        "【将到期】3 个工作日内到期的申请 2 件。",
        "【将到期】4 至 7 个工作日内到期的申请 2 件。",
        "【待确认】待确认收到的申请 1 件，请当天与申请人确认（条例第三十一条）。",
        "【待审批】等待审批延期、答复决定的申请 1 件。",
        "示例镇人民政府：共 4 项到期事项。",
    ]


def ask(application, subject, *answers):
    for act in ("ask", *answers):
        Opinion.objects.create(application=application, act=act, subject=subject, at=timezone.now())


def test_handler_is_told_of_theirs_the_office_of_all_the_head_of_what_waits_for_them(town, mail):
    ours = reader(town, "依申请办理", "clerk@example.test")
    elsewhere = reader(AuthorityFactory(), "依申请办理", "superior@example.test")
    reader(town, "编辑", "writer@example.test")
    reader(town, "依申请办理", "office@example.test")
    reader(town, "政府信息公开工作机构负责人", "head@example.test")
    content = "测试人丙的低保审批表\n不该出现的第二行"
    urgent = due_in(town, 2, handler=ours, applicant="测试人丙", content=content, number="2026-777")
    due_in(town, 5, handler=elsewhere)
    ApplicationFactory(authority=town, received_on=LONG_AGO, handler=elsewhere)
    ask(due_in(town, 30), "extension")

    status, text = run("--mail")

    assert (status, text.splitlines()[-1]) == (1, "已发邮件给 4 人。")
    letters = {letter["To"].partition("@")[0]: letter for letter in mail}
    lines = {
        name: [line for line in letter.get_content().splitlines() if line[:1] == "【"]
        for name, letter in letters.items()
    }
    near = ["【将到期】3 个工作日内到期的申请 1 件。", "【将到期】4 至 7 个工作日内到期的申请 1 件。"]
    assert lines["office"][-2:] == near
    assert any(line.startswith("【不合格】依申请公开答复：逾期未办结的申请 1 件。") for line in lines["office"])
    assert lines["clerk"] == [*lines["office"], "【我经办的】由您经办的申请：3 个工作日内到期 1 件。"]
    assert lines["superior"] == ["【我经办的】由您经办的申请：逾期未办结 1 件，4 至 7 个工作日内到期 1 件。"]
    assert lines["head"] == ["【待审批】等待审批延期、答复决定的申请 1 件。"]
    assert letters["superior"]["Subject"].strip() == "【政府信息公开工作台】有 3 项需要处理"
    said = letters["clerk"].get_content()
    assert f"2026-777「测**的低保审批表」，{urgent.due_on} 到期：" in said
    assert f"/admin/disclosure/application/{urgent.pk}/change/" in said
    for name, letter in letters.items():
        unsaid = ("测试人丙", "不该出现", *(() if name == "clerk" else ("2026-777",)))
        assert not [word for word in unsaid if word in letter.as_string() + letter.get_content()]


def test_most_urgent_of_a_handler_s_applications_comes_first(town, mail, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://*.example.test", "https://xxgk.example.test"]
    ours = reader(town, "依申请办理", "clerk@example.test")
    for number, days in (("后", 6), ("先", 1), ("中", 3)):
        due_in(town, days, handler=ours, number=number)

    run("--mail")

    lines = [line for line in mail[0].get_content().splitlines() if "到期：" in line]
    assert [line[0] for line in lines] == ["先", "中", "后"]
    assert all("https://xxgk.example.test/admin/" in line for line in lines)


def test_address_that_the_server_does_not_know_stops_no_other(town, mail, monkeypatch):
    async def handle_RCPT(_, server, session, envelope, address, options):  # noqa: N802 aiosmtpd's name
        if address.startswith("gone"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    monkeypatch.setattr(type(mail), "handle_RCPT", handle_RCPT, raising=False)
    due_in(town, 2)
    for name in ("gone", "here"):
        reader(town, "依申请办理", f"{name}@example.test")

    status, text = run("--mail")

    assert (status, text.splitlines()[-1]) == (1, "已发邮件给 1 人。")
    assert [letter["To"] for letter in mail] == ["here@example.test"]


def test_mail_server_that_does_not_answer_is_told_in_a_sentence(town, settings):
    ApplicationFactory(authority=town, received_on=LONG_AGO)
    reader(town, "依申请办理", "handler@example.test")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(CommandError, match="邮件没有发出") as caught:
        call_command("watch", "--mail", stdout=StringIO())

    assert caught.value.returncode == 2


def test_other_authority_is_named_by_its_code(town):
    other = AuthorityFactory(name="另一镇人民政府")

    status, text = run("--authority", other.code)

    assert status == 1
    assert "首页还没有任何公开信息" in text
    assert text.splitlines()[-1].startswith("另一镇人民政府：共")


def test_public_items_that_the_guard_never_read_are_read_in_batches(town):
    column = CategoryFactory(authority=town, name="名单")
    for _ in range(2):
        ItemFactory(authority=town, category=column, published_on=localdate(), body="<p>电话13800000001</p>")

    lines = run("--scan", "2")[1].splitlines()
    assert lines[0] == "已公开信息：检查了 2 条，发现 1 条有个人信息，还有 1 条。"
    assert lines[1].startswith("【个人信息】已公开信息里有未处理的个人信息：1 条。")
    assert run("--scan", "0")[1].splitlines()[0].startswith("【个人信息】已公开信息里有未处理的个人信息：1 条。")
    assert "个人信息：2 条。" in run()[1]
