"""Draft → under review → published → corrected, each step by those who may, and published figures frozen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from disclosure.errors import Refused
from disclosure.models import Application, User
from reports.desk.adjusting import adjust
from reports.desk.figures import current_figures
from reports.desk.publishing import Blocked, begin_correction, obstacles, publish, send_back, submit
from reports.desk.subjects import document, published_document
from reports.desk.writing import SaveRequest, save
from reports.models import AnnualReport, ReportState
from tests.db.reports.conftest import NOW

TEXTS = {"preamble": "", "overview": "<p>总体</p>", "problems": "<p>问题</p>", "other": "<p>无</p>"}
SIGNED_ON = date(2024, 1, 20)


@pytest.fixture
def complete(report: AnnualReport, clerk: User) -> AnnualReport:
    save(report=report, version=0, draft=SaveRequest(texts=TEXTS, signed_on=SIGNED_ON), by=clerk, at=NOW)
    return report


@pytest.fixture
def published(complete: AnnualReport, clerk: User, colleague: User) -> AnnualReport:
    submit(report=complete, by=clerk)
    publish(report=complete, by=colleague, at=NOW)
    complete.refresh_from_db()
    return complete


def state(report: AnnualReport) -> str:
    report.refresh_from_db()
    return report.state


def test_the_way_to_publication(complete: AnnualReport, clerk: User, colleague: User) -> None:
    submit(report=complete, by=clerk)
    assert state(complete) == ReportState.REVIEW

    revision = publish(report=complete, by=colleague, at=NOW)

    assert state(complete) == ReportState.PUBLISHED
    assert (revision.number, revision.title) == (1, "示例区示例镇2023年政府信息公开工作年度报告")
    assert (revision.signature, revision.signed_on, revision.published_by) == ("示例镇人民政府", SIGNED_ON, colleague)


def test_published_figures_do_not_follow_the_records(published: AnnualReport) -> None:
    assert current_figures(published).values["3.received.total"] == 2

    Application.objects.filter(number="2").delete()

    assert current_figures(published).values["3.received.total"] == 2
    assert document(published, current_figures(published)).state == ""


def test_a_report_under_review_cannot_be_changed(complete: AnnualReport, clerk: User) -> None:
    submit(report=complete, by=clerk)

    with pytest.raises(Refused, match=r"审核中.*不能修改"):
        save(report=complete, version=9, draft=SaveRequest(texts=TEXTS), by=clerk, at=NOW)


def test_sending_back_needs_a_reason_and_opens_the_draft(complete: AnnualReport, clerk: User) -> None:
    submit(report=complete, by=clerk)
    with pytest.raises(Refused, match="退回的理由"):
        send_back(report=complete, reason=" ", by=clerk)

    send_back(report=complete, reason="第五部分太短", by=clerk)

    assert state(complete) == ReportState.DRAFT
    assert report_says(complete, "草稿（第五部分太短）")


def report_says(report: AnnualReport, text: str) -> bool:
    return report.changes.filter(after=text).exists()


def test_errors_block_publishing_and_are_listed(complete: AnnualReport, clerk: User, colleague: User) -> None:
    adjust(report=complete, figure="3.received.natural", value=Decimal(9), reason="补登", by=clerk, at=NOW)
    submit(report=complete, by=clerk)

    with pytest.raises(Blocked, match="还有 2 处错误") as caught:
        publish(report=complete, by=colleague, at=NOW)

    assert {finding.check for finding in caught.value.findings} == {1}
    assert state(complete) == ReportState.REVIEW
    assert not complete.revisions.exists()


def test_a_warning_does_not_block(complete: AnnualReport, clerk: User, colleague: User) -> None:
    adjust(report=complete, figure="2.penalty.decisions", value=Decimal(9), reason="补登", by=clerk, at=NOW)
    submit(report=complete, by=clerk)

    publish(report=complete, by=colleague, at=NOW)

    assert state(complete) == ReportState.PUBLISHED


def test_last_years_text_and_missing_texts_and_date_stand_in_the_way(
    report: AnnualReport, clerk: User, colleague: User
) -> None:
    assert obstacles(report, current_figures(report)) == [
        "「一、总体情况」还是上一年的文字，请修改，或勾选「已核对」后保存。",
        "「六、其他需要报告的事项」还是上一年的文字，请修改，或勾选「已核对」后保存。",
        "「五、存在的主要问题及改进情况」还没有内容。",
        "还没有填写落款日期。",
    ]
    submit(report=report, by=clerk)

    with pytest.raises(Refused, match="总体情况"):
        publish(report=report, by=colleague, at=NOW)


def test_a_text_looked_over_is_no_obstacle(report: AnnualReport, clerk: User) -> None:
    texts = {text.slot: text.html for text in report.texts.all()} | {"problems": "<p>问题</p>"}
    wanted = SaveRequest(texts=texts, signed_on=SIGNED_ON, revised=frozenset({"overview", "other"}))

    save(report=report, version=0, draft=wanted, by=clerk, at=NOW)

    report.refresh_from_db()
    assert obstacles(report, current_figures(report)) == []


def test_a_correction_is_a_new_revision_that_says_so_and_keeps_the_old(
    published: AnnualReport, clerk: User, colleague: User
) -> None:
    begin_correction(report=published, by=clerk)
    assert state(published) == ReportState.CORRECTING
    draft = SaveRequest(texts=TEXTS | {"problems": "<p>更正后</p>"}, signed_on=SIGNED_ON)
    save(report=published, version=published.version, draft=draft, by=clerk, at=NOW)
    submit(report=published, by=clerk)
    with pytest.raises(Refused, match="写明更正了什么"):
        publish(report=published, by=colleague, at=NOW)

    publish(report=published, correction="补正第五部分", by=colleague, at=NOW)

    newest, first = published.revisions.all()
    assert (newest.number, newest.texts["problems"], first.texts["problems"]) == (2, "<p>更正后</p>", "<p>问题</p>")
    assert published_document(published, newest).notes == ("本报告于2024年1月20日更正：补正第五部分",)
    assert published_document(published, first).notes == ()


def test_sent_back_in_a_correction_it_stays_a_correction(published: AnnualReport, clerk: User) -> None:
    begin_correction(report=published, by=clerk)
    submit(report=published, by=clerk)

    send_back(report=published, reason="再看", by=clerk)

    assert state(published) == ReportState.CORRECTING


@pytest.mark.parametrize("act", ["submit", "send_back", "publish", "begin_correction"])
def test_each_step_needs_its_permission(
    complete: AnnualReport, clerk: User, staff_with: Callable[..., User], act: str
) -> None:
    stranger = staff_with("view_annualreport")
    if act in {"send_back", "publish"}:
        submit(report=complete, by=clerk)
    acts: dict[str, Callable[[], object]] = {
        "submit": lambda: submit(report=complete, by=stranger),
        "send_back": lambda: send_back(report=complete, reason="x", by=stranger),
        "publish": lambda: publish(report=complete, by=stranger, at=NOW),
        "begin_correction": lambda: begin_correction(report=complete, by=stranger),
    }
    before = state(complete)

    with pytest.raises(Refused, match=r"没有.*权限"):
        acts[act]()

    assert state(complete) == before


@pytest.mark.parametrize("wrong", ["publish", "send_back", "begin_correction"])
def test_steps_out_of_order_are_refused(complete: AnnualReport, clerk: User, colleague: User, wrong: str) -> None:
    acts: dict[str, Callable[[], object]] = {
        "publish": lambda: publish(report=complete, by=colleague, at=NOW),
        "send_back": lambda: send_back(report=complete, reason="x", by=clerk),
        "begin_correction": lambda: begin_correction(report=complete, by=clerk),
    }
    with pytest.raises(Refused, match="「草稿」状态"):
        acts[wrong]()


def test_a_draft_says_on_paper_that_it_is_one(complete: AnnualReport) -> None:
    assert document(complete, current_figures(complete)).state == "草稿"
