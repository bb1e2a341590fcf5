"""The downloads: the right kind, a Chinese name, the frozen content."""

import csv
import io
import json
from urllib.parse import quote

import openpyxl
import pytest

from reports.portal.files import KINDS
from reports.rendering import FORMATS
from reports.rendering.csv import HEADINGS

pytestmark = pytest.mark.django_db

TITLE = "示例区示例镇2023年政府信息公开工作年度报告"
BEGINNINGS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbf", "json": b"{"}


@pytest.mark.parametrize("kind", KINDS)
def test_file_has_its_media_type_and_a_chinese_name(client, publish, kind):
    publish(2023)

    answer = client.get(f"/reports/2023.{kind}")

    assert answer.content.startswith(BEGINNINGS[kind])
    assert answer["Content-Type"] == FORMATS[kind].media_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == (
        f"attachment; filename=\"town-2023.{kind}\"; filename*=UTF-8''{quote(TITLE)}.{kind}"
    )


def test_file_holds_what_was_published(client, publish):
    publish(2023, corrections=["表三的数字有误，已更正。"])

    report = json.loads(client.get("/reports/2023.json").content)

    figures = {figure["key"]: figure["value"] for figure in report["figures"]}
    assert (report["revision"], report["state"], figures["3.received.total"]) == (2, "", 12)
    assert report["notes"] == ["本报告于2024年3月5日更正：表三的数字有误，已更正。"]


def test_earlier_revision_keeps_its_own_file(client, publish):
    publish(2023, corrections=["表三的数字有误，已更正。"])

    answer = client.get("/reports/2023/revisions/1.json")

    assert (json.loads(answer.content)["revision"], json.loads(answer.content)["notes"]) == (1, [])
    assert "town-2023-1.json" in answer["Content-Disposition"]
    assert quote("（第1版，已更正）") in answer["Content-Disposition"]


def test_spreadsheet_opens(client, publish):
    publish(2023)

    assert openpyxl.load_workbook(io.BytesIO(client.get("/reports/2023.xlsx").content)).sheetnames


def test_file_is_rendered_once(client, publish, monkeypatch):
    publish(2023)
    first = client.get("/reports/2023.pdf").content
    monkeypatch.setattr("reports.portal.files.published_document", None)

    assert client.get("/reports/2023.pdf").content == first


def test_kept_file_is_not_shown_for_another_content(client, publish, town):
    """Revisions are told apart by what they say, not by a number that a restored database may use again."""
    report = publish(2023)
    before = client.get("/reports/2023.json").content
    report.revisions.update(figures={})

    assert client.get("/reports/2023.json").content != before


def test_figures_of_all_years_are_one_file(client, publish, neighbour):
    publish(2022)
    publish(2023, corrections=["表三的数字有误，已更正。"])
    publish(2023, neighbour)

    answer = client.get("/reports/figures.csv")

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    received = [(year, value) for year, *_, value, _, _, key in lines if key == "3.received.natural"]
    assert received == [("2023", "12"), ("2022", "12")]
    assert {line[1] for line in lines[1:]} == {"示例镇人民政府"}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert quote("历年政府信息公开工作年度报告数据.csv") in answer["Content-Disposition"]


def test_figures_without_reports_are_a_heading(client, town):
    assert client.get("/reports/figures.csv").content.decode("utf-8-sig").splitlines() == [",".join(HEADINGS)]
