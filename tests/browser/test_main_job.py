"""The main job as two do it: one adjusts a figure and completes the texts, the other publishes; read by the public."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.models import Application, Authority, User
from reports.desk.writing import begin_report
from reports.models import AnnualReport

PASSWORD = "a-long-word-for-tests"
CELL = 'input[name="figure-{}"]'
TOTAL = 'output[data-formula="{}"]'


@pytest.fixture
def report(transactional_db: None) -> AnnualReport:
    town = Authority.objects.create(code="town", name="示例镇人民政府", report_name="示例区示例镇", is_own=True)
    Application.objects.create(
        authority=town,
        number="1",
        applicant_kind=ApplicantKind.NATURAL,
        applicant="示例甲",
        received_on=date(2023, 5, 4),
        content="申请内容",
        outcome=Outcome.DISCLOSED,
        concluded_on=date(2023, 5, 20),
    )
    User.objects.create_superuser("clerk", password=PASSWORD, last_name="示", first_name="例甲")
    User.objects.create_superuser("colleague", password=PASSWORD, last_name="示", first_name="例乙")
    return begin_report(authority=town, year=2023, by=None)


def sign_in(page: Page, name: str = "clerk") -> None:
    page.goto("/admin/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def opened(page: Page, report: AnnualReport, name: str = "clerk") -> None:
    sign_in(page, name)
    page.goto(f"/admin/reports/annualreport/{report.pk}/change/")
    expect(page.locator(".tiptap").first if report.is_open else page.locator("#report-form")).to_be_visible()


def write(page: Page, number: int, text: str) -> None:
    """Type into the editor of a text, as one does."""
    editor = page.locator(".tiptap").nth(number)
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_from_sign_in_to_the_public_page(
    browser_page: Page, open_page: Callable[..., Page], report: AnnualReport
) -> None:
    page = browser_page
    opened(page, report)

    page.locator(CELL.format("2.penalty.decisions")).fill("7")
    page.get_by_label("调整理由").fill("执法平台另有记录")
    for number, text in ((1, "总体情况如下。"), (2, "问题与改进。"), (3, "没有其他事项。")):
        write(page, number, text)
    page.get_by_label("落款日期").fill("2024-01-20")
    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.get_by_text("已提交审核")).to_be_visible()
    expect(page.get_by_text("请由另一位同事发布")).to_be_visible()
    report.refresh_from_db()
    page = open_page()
    opened(page, report, "colleague")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布，数据和文字按此版固定。")).to_be_visible()

    page.goto("/reports/")
    page.get_by_role("link", name="2023年").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023年政府信息公开工作年度报告")
    expect(page.locator('td[data-figure="2.penalty.decisions"]')).to_have_text("7")
    expect(page.locator('td[data-figure="3.received.total"]')).to_have_text("1")
    expect(page.get_by_text("问题与改进。")).to_be_visible()
    expect(page.get_by_text("执法平台另有记录")).to_have_count(0)


UNDERLINED = "level => [...CSS.highlights.get(`finding-${level}`)].map(range => range.toString())"


def test_a_wrong_sentence_is_marked_mended_or_justified(
    browser_page: Page, open_page: Callable[..., Page], report: AnnualReport
) -> None:
    page = browser_page
    opened(page, report)
    wrong, unclear = "全年收到政府信息公开申请9件。", "公开信息130条，其中动态90条，其他50条。"
    for number, text in ((1, wrong), (2, unclear), (3, "没有其他事项。")):
        write(page, number, text)
    page.get_by_label("落款日期").fill("2024-01-20")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".tiptap").first).to_be_visible()
    expect(page.locator(".text-findings li")).to_have_count(2)
    expect(page.locator("#report-form")).to_have_attribute("data-underlined", "2")
    assert page.evaluate(UNDERLINED, "warning") == [wrong, unclear]

    write(page, 1, wrong.replace("9", "1"))
    answer = page.locator("#report-findings li", has_text="合计 140")
    answer.get_by_text("写明理由").click()
    answer.get_by_label("不改的理由").fill("一条信息可属两类")
    answer.get_by_role("button", name="保存理由").click()
    expect(page.get_by_text("理由：一条信息可属两类")).to_be_visible()
    expect(page.locator(".text-findings li")).to_have_count(0)

    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.get_by_text("已提交审核")).to_be_visible()
    report.refresh_from_db()
    page = open_page()
    opened(page, report, "colleague")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布，数据和文字按此版固定。")).to_be_visible()


def test_totals_and_balance_follow_as_one_types(browser_page: Page, report: AnnualReport) -> None:
    page = browser_page
    opened(page, report)

    page.locator(CELL.format("3.received.natural")).fill("5")

    expect(page.locator(TOTAL.format("3.received.total"))).to_have_text("5")
    expect(page.locator("#report-live")).to_have_text("表3 有 2 列不平衡：第一项加第二项应等于第三项加第四项。")
    page.locator(CELL.format("3.carried_out.natural")).fill("４")
    expect(page.locator("#report-live")).to_have_text("表3 各列平衡。")


def test_unsaved_work_is_not_left_without_asking(browser_page: Page, report: AnnualReport) -> None:
    page = browser_page
    opened(page, report)
    page.locator(CELL.format("3.received.natural")).fill("5")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.goto("/admin/")

    assert asked == ["beforeunload"]


def test_a_paste_from_a_word_processor_keeps_tables_and_lists_and_drops_the_rest(
    browser_page: Page, report: AnnualReport
) -> None:
    page = browser_page
    opened(page, report)
    pasted = (
        '<h3 style="mso-outline-level:3" class="MsoHeading3">（一）标题</h3>'
        '<p class="MsoNormal" style="font-family:仿宋"><b>加粗</b>正文<o:p></o:p></p>'
        "<ul><li>第一</li><li>第二</li></ul>"
        '<table class="MsoTable" border="1"><tr><td style="width:3cm"><p>甲</p></td><td><p>乙</p></td></tr></table>'
    )
    editor = page.locator(".tiptap").nth(2)
    editor.click()
    editor.evaluate(
        """(node, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            node.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        pasted,
    )
    assert all("inline style" in complaint for complaint in page.complaints)
    page.complaints.clear()  # the policy refused the styles that came with the paste, as it should
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存。")).to_be_visible()

    stored = report.texts.get(slot="problems").html
    assert "<h3>（一）标题</h3>" in stored
    assert "<strong>加粗</strong>正文" in stored
    assert "<ul><li>" in stored
    assert "<table>" in stored
    assert "Mso" not in stored
    assert "style" not in stored


@pytest.mark.parametrize("width", [1280, 375])
def test_the_screen_is_accessible_and_never_wider_than_the_window(
    open_page: Callable[..., Page], axe: Callable[[Page], list[dict[str, Any]]], report: AnnualReport, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    opened(page, report)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
