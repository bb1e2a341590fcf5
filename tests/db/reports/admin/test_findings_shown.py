"""Findings on the report's page: at the cell, below the text, in the list; answered there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disclosure.models import User
from reports.desk.publishing import submit
from reports.models import AnnualReport, FindingAnswer
from tests.db.reports.portal.publishing import other_than

from .test_screen import address, desk, form_data, said, sent

__all__ = ["desk"]

WRONG = {
    "text-overview": "<p>2023年，我镇共收到政府信息公开申请17件。</p>",
    "text-problems": "<p>公开形式还要丰富。</p>",
    "text-other": "<p>无。</p>",
    "signed_on": "2024-01-20",
}


@pytest.fixture
def wrong(desk: Client, report: AnnualReport) -> AnnualReport:
    sent(desk, report, **WRONG)
    return report


def shown(client: Client, report: AnnualReport) -> dict[str, Any]:
    (finding,) = client.get(address(report)).context["findings"]
    return finding


def published(report: AnnualReport, clerk: User) -> Any:
    """The answer to the button, pressed by another person than the writer."""
    other = Client()
    other.force_login(other_than(clerk))
    return other.post(address(report), {"_publish": "1"}, follow=True)


def test_a_finding_stands_at_its_cell_below_its_text_and_in_the_list(desk: Client, wrong: AnnualReport) -> None:
    page = desk.get(address(wrong)).content.decode()

    assert re.search(r'class="figure-cell[^"]*has-warning[^"]*" id="cell-3.received.total"', page)
    assert 'href="#text-overview"' in page
    assert 'data-finding-sentence="2023年，我镇共收到政府信息公开申请17件。"' in page
    assert f'id="finding-{shown(desk, wrong)["fingerprint"]}"' in page


def test_a_reason_is_kept_with_what_was_typed_elsewhere(desk: Client, wrong: AnnualReport) -> None:
    fingerprint = shown(desk, wrong)["fingerprint"]
    data = form_data(desk, wrong) | {"text-other": "<p>没有。</p>", f"reason-{fingerprint}": "含咨询件"}

    response = desk.post(address(wrong), data | {"_justify": fingerprint}, follow=True)

    assert any("已记下理由" in message for message in said(response))
    assert wrong.texts.get(slot="other").html == "<p>没有。</p>"
    assert (shown(desk, wrong)["reason"], shown(desk, wrong)["settled"]) == ("含咨询件", True)
    assert "含咨询件" in response.content.decode()
    assert response.context["unsettled"] == 0


def test_a_reason_without_words_is_refused(desk: Client, wrong: AnnualReport) -> None:
    data = form_data(desk, wrong) | {"_justify": shown(desk, wrong)["fingerprint"]}

    response = desk.post(address(wrong), data, follow=True)

    assert "请写明理由。" in said(response)
    assert not FindingAnswer.objects.exists()


def test_a_reason_is_taken_back(desk: Client, wrong: AnnualReport) -> None:
    fingerprint = shown(desk, wrong)["fingerprint"]
    data = form_data(desk, wrong) | {f"reason-{fingerprint}": "含咨询件"}
    desk.post(address(wrong), data | {"_justify": fingerprint})

    desk.post(address(wrong), form_data(desk, wrong) | {"_withdraw": fingerprint})

    assert not shown(desk, wrong)["settled"]


def test_under_review_a_reason_can_still_be_given(desk: Client, wrong: AnnualReport, clerk: User) -> None:
    submit(report=wrong, by=clerk)
    fingerprint = shown(desk, wrong)["fingerprint"]

    desk.post(address(wrong), {"_justify": fingerprint, f"reason-{fingerprint}": "含咨询件"})
    response = published(wrong, clerk)

    assert any("已发布" in message for message in said(response))


def test_publishing_says_what_is_left(desk: Client, wrong: AnnualReport, clerk: User) -> None:
    submit(report=wrong, by=clerk)

    response = published(wrong, clerk)

    assert any("还有 1 条提醒" in message and "17件" in message for message in said(response))


def test_who_may_only_look_sees_findings_without_answering(
    client: Client, wrong: AnnualReport, staff_with: Callable[..., User]
) -> None:
    reader = Client()
    reader.force_login(staff_with("view_annualreport"))

    assert not shown(reader, wrong)["may_justify"]


def test_a_published_report_shows_its_findings_to_staff_alone(desk: Client, wrong: AnnualReport, clerk: User) -> None:
    fingerprint = shown(desk, wrong)["fingerprint"]
    data = form_data(desk, wrong) | {f"reason-{fingerprint}": "含咨询件"}
    desk.post(address(wrong), data | {"_justify": fingerprint})
    submit(report=wrong, by=clerk)
    published(wrong, clerk)

    assert (shown(desk, wrong)["may_justify"], shown(desk, wrong)["may_withdraw"]) == (False, False)
    public = Client().get(f"/org/{wrong.authority.code}/reports/2023/").content.decode()
    assert "含咨询件" not in public
    assert "而表3" not in public
