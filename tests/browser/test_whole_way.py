"""An application in a real browser: from the citizen's form to the reply, the archives, a lawsuit and the report.

The way and its days are those of `tests/db/test_whole_way.py`, where each due date is counted by hand.
"""

import io

import docx
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from disclosure.desk.archives.verifying import verify
from disclosure.models import Application, User
from tests.support.days import days
from tests.support.evidence import evidence

from .test_apply import fill, send


@pytest.fixture
def today(monkeypatch):
    return days(monkeypatch, 2025)


@pytest.fixture(autouse=True)
def _form_at_once(monkeypatch):
    monkeypatch.setattr("disclosure.portal.apply.views.SHORTEST_SECONDS", 0)


class Desk:
    """A person at the desk, who unfolds a button's form, fills it in and presses it."""

    def __init__(self, open_page, live_server, town, role):
        self.person = User.objects.create_user(role, authority=town, is_staff=True, last_name="示", first_name=role)
        self.person.groups.set(Group.objects.filter(name=role))
        self.page, self.server = open_page(), live_server.url

    def sign_in(self):
        """Without the form, which has tests of its own: between two acts lie weeks, and sessions end."""
        client = Client()
        client.force_login(self.person)
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.server}])

    def open(self, model, pk):
        self.sign_in()
        self.page.goto(reverse(f"admin:disclosure_{model}_change", args=(pk,)))

    def press(self, form, **given):
        form.evaluate(
            "(one) => { for (let up = one; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true; }"
        )
        for name, value in given.items():
            field = form.locator(f"[name={name}]")
            if field.evaluate("(one) => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        with self.page.expect_navigation():
            form.locator("button[type=submit]").first.click()

    def act(self, application, key, **given):
        self.open("application", application.pk)
        self.press(self.page.locator(f"form[action$='/{application.pk}/act/{key}/']").first, **given)
        expect(self.page.locator(".messagelist .success")).to_contain_text(f"申请「{application}」")

    def letter(self, application, kind, **given):
        self.open("application", application.pk)
        form = self.page.locator(f"form.letter-form:has([name=kind][value={kind}])").first
        for name in form.locator("textarea, input:not([type=hidden])").evaluate_all(
            "(all) => all.filter((one) => !one.value).map((one) => one.name)"
        ):
            given.setdefault(name, "示例内容")
        for choice in form.locator("select").all():
            given.setdefault(choice.get_attribute("name"), choice.locator("option").nth(1).get_attribute("value"))
        self.press(form, **given)
        self.press(self.page.locator(".letters-acts form[action$='/send/']").last, how="pick_up")
        expect(self.page.locator(".messagelist .success")).to_be_visible()


def test_from_the_form_to_the_downloaded_reply_and_to_court(open_page, live_server, town, today, tmp_path):  # noqa: PLR0915 one way, told at a stretch
    clerk, head = (Desk(open_page, live_server, town, role) for role in ("依申请办理", "政府信息公开工作机构负责人"))
    citizen = open_page(accept_downloads=True)

    today(9, 3)
    citizen.goto("/apply/")
    fill(citizen)
    send(citizen)
    expect(citizen.get_by_role("heading", level=1)).to_have_text("申请回执")
    number, code = citizen.locator(".receipt-key").all_inner_texts()
    application = Application.objects.get()

    today(9, 4)
    clerk.open("application", application.pk)
    clerk.page.get_by_role("button", name="确认收到").click()
    expect(clerk.page.locator(".messagelist")).to_contain_text("应于 2025-10-09 前答复")
    today(9, 9)
    clerk.act(application, "ask_correction", what="请写明年份")
    clerk.letter(application, "correction")
    today(9, 10)
    clerk.act(application, "deliver", letter="correction_delivered", how="签收单")
    today(9, 15)
    clerk.act(application, "take_correction")
    today(9, 22)
    clerk.act(application, "ask_party", name="示例有限公司", matter="养护合同")
    today(9, 23)
    receipt = str(evidence(application).pk)
    clerk.act(application, "deliver", letter="third_party_delivered", how="签收单", evidence=receipt)
    today(9, 29)
    clerk.act(application, "take_party", answer="objects", reasons="商业秘密")
    today(9, 30)
    clerk.act(application, "ask_approval", subject="extension", days="20")
    head.act(application, "approve")
    clerk.act(application, "extend", days="20")
    expect(clerk.page.locator(".brief-bar")).to_contain_text("2025-11-24")
    clerk.letter(application, "extension")
    today(10, 9)
    clerk.act(application, "ask_fee", tariff="pages", units="120")
    head.act(application, "approve")
    clerk.act(application, "ask_fee", tariff="pages", units="120")
    head.act(application, "approve")
    clerk.act(application, "notice_fee", tariff="pages", units="120")
    clerk.letter(application, "fee_notice")
    today(10, 10)
    clerk.act(application, "deliver", letter="fee_delivered", how="签收单")
    today(10, 13)
    clerk.act(application, "take_payment")
    today(11, 7)
    clerk.act(
        application, "ask_approval", subject="decision", outcome="partly", withheld_as="third_party", text="拟部分公开"
    )
    head.act(application, "approve")
    clerk.act(application, "decide", outcome="partly", withheld_as="third_party")
    expect(clerk.page.locator(".brief-bar")).to_contain_text("应在 2025-11-10 前出具并发出答复书")
    clerk.letter(application, "reply")
    clerk.open("application", application.pk)
    expect(clerk.page.locator(".brief-bar")).to_contain_text("已于 2025-11-07 办结，没有要办的事")

    citizen.goto("/apply/track/")
    citizen.get_by_label("申请编号").fill(number)
    citizen.get_by_label("查询码").fill(code)
    citizen.get_by_role("button", name="查询", exact=True).click()
    expect(citizen.locator("#progress")).to_contain_text("已办结")
    letter = citizen.locator("ul.letters > li", has_text="答复书")
    with citizen.expect_download() as download:
        letter.locator("button[value=docx]").click()
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(download.value.path().read_bytes())).paragraphs)
    assert "部分公开" in words
    assert "示例县人民政府" in words

    clerk.open("application", application.pk)
    clerk.page.get_by_role("button", name="打包归档").click()
    with clerk.page.expect_download() as packed:
        clerk.page.get_by_role("link", name="下载归档包").click()
    packed.value.save_as(tmp_path / "file.zip")
    assert verify(tmp_path / "file.zip").faults == []

    today(12, 1)
    clerk.open("application", application.pk)
    clerk.page.get_by_role("link", name="登记复议诉讼案件").click()
    clerk.page.fill("[name=number]", "（2025）示0001行初1号")
    clerk.page.select_option("[name=route]", "direct")
    clerk.page.fill("[name=accepted_on]", "2025-12-01")
    clerk.page.locator("[name=_save]").click()
    expect(clerk.page.locator(".messagelist")).to_contain_text("复议")

    _figures_of_the_report(open_page, live_server, town)


def _figures_of_the_report(open_page, live_server, town):
    compiler = Desk(open_page, live_server, town, "年报")
    compiler.sign_in()
    compiler.page.goto(reverse("admin:reports_annualreport_add"))
    compiler.page.fill("[name=year]", "2025")
    compiler.page.locator("form:has([name=year]) [type=submit]").first.click()
    for key, value in (("3.partly.natural", "1"), ("4.direct.open", "1"), ("2.charge.amount", "0.11")):
        expect(compiler.page.locator(f'input[name="figure-{key}"]')).to_have_value(value)
