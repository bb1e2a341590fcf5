"""The report screen, with every button, as a clerk uses it without JavaScript."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from disclosure.models import Authority, User
from disclosure.models.richtext import TOO_DEEP
from reports.desk import privacy
from reports.desk.figures import current_figures
from reports.desk.publishing import submit
from reports.models import AnnualReport, ReportState, Revision


def address(report: AnnualReport) -> str:
    return reverse("admin:reports_annualreport_change", args=[report.pk])


@pytest.fixture
def other_desk(colleague: User) -> Client:
    made = Client()
    made.force_login(colleague)
    return made


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def form_data(client: Client, report: AnnualReport) -> dict[str, Any]:
    """What a browser would send back from the screen as it is."""
    form = client.get(address(report)).context["form"]
    data = {name: form[name].value() for name in form.fields if not name.startswith("revised-")}
    cells = {f"figure-{key}": form.figure_value(key) for key in json.loads(data["shown"])}
    return {name: value if value is not None else "" for name, value in (data | cells).items()}


def sent(client: Client, report: AnnualReport, button: str = "_save", **changed: str) -> Any:
    data = form_data(client, report) | {name.replace("__", "."): value for name, value in changed.items()}
    return client.post(address(report), {button: "1"} | data, follow=True)


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_beginning_a_report_from_the_list(desk: Client, town: Authority) -> None:
    response = desk.post(reverse("admin:reports_annualreport_add"), {"authority": town.pk, "year": 2023}, follow=True)

    assert response.redirect_chain == [(address(AnnualReport.objects.get()), 302)]
    assert said(response) == ["已建立《示例区示例镇2023年政府信息公开工作年度报告》，数据由记录自动统计。"]


@pytest.mark.parametrize(("year", "sentence"), [(2018, "大于或等于"), (2023, "已有2023年的年度报告")])
def test_a_report_that_cannot_be_begun_is_refused_in_the_form(
    desk: Client, report: AnnualReport, year: int, sentence: str
) -> None:
    data = {"authority": report.authority_id, "year": year}
    response = desk.post(reverse("admin:reports_annualreport_add"), data)

    assert sentence in response.content.decode()
    assert AnnualReport.objects.count() == 1


def test_the_screen_shows_all_sections_in_order_of_print(desk: Client, report: AnnualReport) -> None:
    page = desk.get(address(report)).content.decode()

    headings = [section.heading for section in report.edition.sections if section.heading]
    assert re.findall(r"<h2>([一二三四五六]、.*?)</h2>", page) == headings
    assert page.count('data-figure="3.') > 150


def test_a_figure_is_adjusted_with_a_reason_and_its_total_follows(desk: Client, report: AnnualReport) -> None:
    response = sent(desk, report, **{"figure-3__received__natural": "5", "reason": "补登"})

    assert said(response) == ["已保存。"]
    page = response.content.decode()
    assert re.search(r'<output data-formula="3.received.total">6</output>', page)
    assert "统计 <b>1</b>，设为 <b>5</b>" in page
    assert "示例甲" in page


def test_an_adjustment_without_reason_is_asked_for_one_and_stays_typed(desk: Client, report: AnnualReport) -> None:
    response = sent(desk, report, **{"figure-3__received__natural": "5"})

    page = response.content.decode()
    assert "修改了表中的数据，请填写调整理由。" in page
    assert 'name="figure-3.received.natural" value="5"' in page
    assert not report.adjustments.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"), [("abc", "不是数字"), ("-1", "不能是负数"), ("1.5", "应为整数"), ("NaN", "不是数字")]
)
def test_a_figure_that_cannot_be_is_marked_and_nothing_is_saved(
    desk: Client, report: AnnualReport, typed: str, sentence: str
) -> None:
    response = sent(
        desk, report, **{"figure-3__received__natural": typed, "reason": "补登", "text-problems": "<p>问题</p>"}
    )

    page = response.content.decode()
    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert "&lt;p&gt;问题&lt;/p&gt;" in page
    assert report.texts.get(slot="problems").html == ""


def test_a_text_nested_too_deeply_is_refused_beside_it_and_nothing_is_saved(desk: Client, report: AnnualReport) -> None:
    slot = next(text.slot for text in report.edition.texts)
    response = sent(desk, report, **{f"text-{slot}": "<ul><li>" * 300 + "一" + "</li></ul>" * 300})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [f"text-{slot}"]
    assert TOO_DEEP in response.content.decode()
    assert "已保存。" not in said(response)


def test_full_width_digits_are_read(desk: Client, report: AnnualReport) -> None:
    sent(desk, report, **{"figure-3__received__natural": "５", "reason": "补登"})

    assert current_figures(report).values["3.received.natural"] == 5


def test_a_count_that_moved_while_the_form_was_open_is_no_adjustment(desk: Client, report: AnnualReport) -> None:
    data = form_data(desk, report)
    report.authority.__class__.objects.update(name="示例镇人民政府")
    from disclosure.models import Application

    Application.objects.filter(number="3").delete()

    desk.post(address(report), data | {"_save": "1", "text-problems": "<p>问题</p>"})

    assert not report.adjustments.exists()
    assert report.texts.get(slot="problems").html == "<p>问题</p>"


def test_an_adjustment_is_taken_back_by_one_click_and_typed_text_is_kept(desk: Client, report: AnnualReport) -> None:
    sent(desk, report, **{"figure-3__received__natural": "5", "reason": "补登"})
    report.refresh_from_db()

    data = form_data(desk, report) | {"_take_back": "3.received.natural", "text-problems": "<p>问题</p>"}
    response = desk.post(address(report), data, follow=True)

    assert any("恢复统计值" in message for message in said(response))
    assert current_figures(report).values["3.received.natural"] == 1
    assert report.texts.get(slot="problems").html == "<p>问题</p>"


def test_unbalanced_cells_are_marked(desk: Client, report: AnnualReport) -> None:
    response = sent(desk, report, **{"figure-3__received__natural": "5", "reason": "补登"})

    levels = [finding["level"] for finding in response.context["findings"]]
    assert levels == ["error", "error", "warning", "warning", "warning"]  # the last two: sections without a text
    page = response.content.decode()
    assert re.search(r'class="figure-cell[^"]*has-error[^"]*" id="cell-3.received.natural"', page)
    assert 'href="#cell-3.received.natural"' in page


def test_the_second_of_two_editors_is_told_and_keeps_the_typing(
    desk: Client, report: AnnualReport, colleague: User
) -> None:
    mine = form_data(desk, report) | {"text-problems": "<p>我的</p>", "text-other": "<p>其他</p>", "_save": "1"}
    other = Client()
    other.force_login(colleague)
    sent(other, report, **{"text-problems": "<p>对方的</p>", "text-overview": "<p>对方的总体</p>"})

    response = desk.post(address(report), mine)

    page = response.content.decode()
    assert "其他人修改了相同的内容" in page
    assert "<p>对方的</p>" in page
    assert "&lt;p&gt;我的&lt;/p&gt;" in page
    form = response.context["form"]
    assert form["text-overview"].value() == "<p>对方的总体</p>"

    again = {name: form[name].value() or "" for name in form.fields if not name.startswith("revised-")}
    again |= {f"figure-{key}": form.figure_value(key) for key in report.edition.by_key}
    desk.post(address(report), again | {"_save": "1"})
    stored = {text.slot: text.html for text in report.texts.all()}
    assert stored["problems"] == "<p>我的</p>"
    assert stored["overview"] == "<p>对方的总体</p>"
    assert stored["other"] == "<p>其他</p>"


def test_the_way_to_publication_and_correction(desk: Client, other_desk: Client, report: AnnualReport) -> None:
    texts = {"text-overview": "<p>总体</p>", "text-problems": "<p>问题</p>", "text-other": "<p>无</p>"}
    sent(desk, report, "_submit", **texts, signed_on="2024-01-20")
    page = desk.get(address(report))
    assert "form" not in page.context or page.context["form"] is None
    assert "<p>问题</p>" in page.content.decode()

    response = desk.post(address(report), {"_publish": "1"}, follow=True)
    assert said(response) == [f"{report.title}是您编写或提交的，不能由您自己发布，请由另一位同事办理。"]
    response = other_desk.post(address(report), {"_publish": "1"}, follow=True)
    assert said(response) == ["已发布，数据和文字按此版固定。"]
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED

    desk.post(address(report), {"_correct": "1"})
    sent(desk, report, "_submit", **{"text-problems": "<p>更正后</p>"})
    response = other_desk.post(address(report), {"_publish": "1", "correction": ""}, follow=True)
    assert said(response) == ["这是更正后的发布，请写明更正了什么。"]
    other_desk.post(address(report), {"_publish": "1", "correction": "补正第五部分"})
    assert [revision.number for revision in report.revisions.all()] == [2, 1]


def test_the_list_behind_a_figure_holds_just_its_records(desk: Client, report: AnnualReport) -> None:
    page = desk.get(address(report)).content.decode()
    link = re.search(r'id="cell-3.received.natural">.*?href="([^"]*)"', page, re.DOTALL)
    assert link is not None

    response = desk.get(link.group(1))

    assert [record.number for record in response.context["cl"].queryset] == ["2"]
    assert "计入2023年年度报告表3「一、本年新收政府信息公开申请数量 · 自然人」" in response.content.decode()
    assert f"{address(report)}#cell-3.received.natural" in response.content.decode()


@pytest.mark.parametrize("value", ["", "x", "999999:3.received.natural", "1:nothing", "1:4.review.total"])
def test_a_figure_that_this_list_does_not_know_is_no_error(desk: Client, report: AnnualReport, value: str) -> None:
    response = desk.get(reverse("admin:disclosure_application_changelist"), {"figure": value})

    assert response.status_code in {200, 302}


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pdf", "html", "json"])
def test_the_report_is_downloaded_under_its_title(desk: Client, report: AnnualReport, extension: str) -> None:
    response = desk.get(reverse("admin:reports_annualreport_file", args=[report.pk, extension]))

    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert len(response.content) > 1000


def test_an_unknown_format_or_report_is_not_found(desk: Client, report: AnnualReport) -> None:
    assert desk.get(reverse("admin:reports_annualreport_file", args=[report.pk, "exe"])).status_code == 404
    assert desk.get(reverse("admin:reports_annualreport_file", args=[999999, "docx"])).status_code == 404


def test_a_reader_sees_the_report_without_inputs(
    client: Client, report: AnnualReport, staff_with: Callable[..., User]
) -> None:
    client.force_login(staff_with("view_annualreport"))

    response = client.get(address(report))

    assert response.context["editable"] is False
    assert '<input type="text"' not in response.content.decode()
    assert client.post(address(report), {"_save": "1"}).status_code == 302
    assert not report.changes.exists()


def test_what_was_typed_into_a_report_submitted_meanwhile_is_shown_to_be_kept(
    desk: Client, report: AnnualReport, colleague: User
) -> None:
    typed = form_data(desk, report) | {"text-problems": "<p>我的文字</p>", "_save": "1"}
    submit(report=report, by=colleague)

    page = desk.post(address(report), typed).content.decode()

    assert "没有保存的内容" in page
    assert "<p>我的文字</p>" in page
    assert report.texts.get(slot="problems").html == ""


def test_who_may_not_see_reports_gets_none(
    client: Client, report: AnnualReport, staff_with: Callable[..., User]
) -> None:
    client.force_login(staff_with())

    assert client.get(address(report)).status_code == 403
    assert client.get(reverse("admin:reports_annualreport_file", args=[report.pk, "docx"])).status_code == 403


def test_a_published_report_cannot_be_deleted(desk: Client, other_desk: Client, report: AnnualReport) -> None:
    texts = {"text-overview": "<p>总体</p>", "text-problems": "<p>问题</p>", "text-other": "<p>无</p>"}
    sent(desk, report, "_submit", **texts, signed_on="2024-01-20")
    other_desk.post(address(report), {"_publish": "1"})
    assert report.revisions.exists()

    delete = reverse("admin:reports_annualreport_delete", args=[report.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("years", [1, 3])
def test_the_screens_queries_do_not_grow(
    desk: Client, report: AnnualReport, clerk: User, django_assert_num_queries: Any, years: int
) -> None:
    from decimal import Decimal

    from reports.desk.adjusting import adjust
    from tests.db.reports.conftest import NOW

    for number in range(years):
        key = f"3.{('received', 'carried_in', 'carried_out')[number]}.legal"
        adjust(report=report, figure=key, value=Decimal(2), reason="补登", by=clerk, at=NOW)
    desk.get(address(report))

    with django_assert_num_queries(23):
        desk.get(address(report))


def test_the_history_names_every_change(desk: Client, report: AnnualReport) -> None:
    sent(desk, report, **{"text-problems": "<p>问题</p>", "signed_on": date(2024, 1, 20).isoformat()})

    page = desk.get(reverse("admin:reports_annualreport_history", args=[report.pk])).content.decode()

    assert "示例甲：五、存在的主要问题及改进情况" in page
    assert "（统计值或空） → 2024-01-20" in page
    assert re.search(r"示例甲 于[^<]*日 保存报告", page)


# --- What the guard found, and who takes which step -----------------------------------


def test_settling_a_finding_saves_what_was_typed(desk: Client, report: AnnualReport) -> None:
    response = sent(desk, report, **{"text-overview": "<p>电话13800000001</p>"})
    assert said(response) == [
        "已保存。",
        "文字中有 1 处疑似个人信息或密级标志，处理后才能提交，见「个人信息和密级检查」。",
    ]
    (finding,) = privacy.findings(report)
    page = desk.get(address(report)).content.decode()
    assert f'name="_settle" value="mask|overview|{finding.digest}"' in page
    assert 'href="#text-overview" data-field="text-overview" data-block="0" data-start="2" data-end="13"' in page

    texts = {"text-overview": "<p>电话13800000001</p>", "text-problems": "<p>刚写的</p>"}
    sent(desk, report, "_settle", _settle=f"mask|overview|{finding.digest}", **texts)

    stored = {row.slot: row.html for row in report.texts.all()}
    assert (stored["overview"], stored["problems"]) == ("<p>电话138****0001</p>", "<p>刚写的</p>")


def test_what_cannot_be_submitted_is_saved_and_said(desk: Client, report: AnnualReport) -> None:
    response = sent(desk, report, "_submit", **{"text-overview": "<p>电话13800000001</p>"})

    assert said(response)[0].startswith("已保存，还不能提交：")
    assert report.texts.get(slot="overview").html == "<p>电话13800000001</p>"
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    sent(desk, report, **{"text-problems": "<p>接着写</p>"})  # the page holds the version that was saved
    assert report.texts.get(slot="problems").html == "<p>接着写</p>"


def test_keeping_needs_a_reason_or_says_that_it_is_nobody(desk: Client, report: AnnualReport) -> None:
    sent(desk, report, **{"text-overview": "<p>电话13800000001</p>"})
    (finding,) = privacy.findings(report)

    assert "请写明保留的理由，不超过300字。" in said(
        sent(desk, report, "_settle", _settle=f"keep|mobile|{finding.digest}", **{f"reason-{finding.digest}": ""})
    )
    sent(desk, report, "_settle", _settle=f"not_personal|mobile|{finding.digest}")

    assert [one.reason for one in privacy.findings(report)] == ["不是个人信息"]


def test_a_revision_that_exposes_somebody_is_masked_on_the_page(
    desk: Client, other_desk: Client, report: AnnualReport, client: Client
) -> None:
    texts = {"text-overview": "<p>总体</p>", "text-problems": "<p>问题</p>", "text-other": "<p>无</p>"}
    sent(desk, report, "_submit", **texts, signed_on="2024-01-20")
    other_desk.post(address(report), {"_publish": "1"})
    Revision.objects.update(texts={"overview": "<p>电话13800000001</p>"})
    assert "遮盖第1版中的个人信息" in other_desk.get(address(report)).content.decode()

    response = other_desk.post(address(report), {"_mask_revision": "1"}, follow=True)

    assert said(response) == ["已遮盖第1版中的个人信息，并注明了遮盖的日期。"]
    public = Client().get("/reports/2023/").content.decode()
    assert "138****0001" in public
    assert "遮盖了 1 处个人信息" in public
    assert said(other_desk.post(address(report), {"_mask_revision": "7"}, follow=True)) == [
        "没有这个版次，请刷新后再试。"
    ]


def test_the_secrecy_review_is_offered_to_who_may_take_it(
    desk: Client, report: AnnualReport, town: Authority, client: Client
) -> None:
    reviewer = User.objects.create_user("reviewer", is_staff=True, authority=town)
    reviewer.groups.set(Group.objects.filter(name="保密审查"))
    texts = {"text-overview": "<p>总体</p>", "text-problems": "<p>问题</p>", "text-other": "<p>无</p>"}
    sent(desk, report, "_submit", **texts, signed_on="2024-01-20")
    assert "请由另一位同事发布" in desk.get(address(report)).content.decode()
    at_review = Client()
    at_review.force_login(reviewer)
    page = at_review.get(address(report)).content.decode()
    assert 'name="_clear"' in page
    assert 'name="_publish"' not in page

    assert said(at_review.post(address(report), {"_clear": "1"}, follow=True)) == ["已记录保密审查通过，可以发布。"]
    assert 'name="_clear"' not in at_review.get(address(report)).content.decode()
