"""Annual reports for programs: the list, and each as its JSON file."""

import json

import pytest

from reports.portal.api import ReportAnswer

pytestmark = pytest.mark.django_db


def asked(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return json.loads(answer.content)


def test_list_has_the_published_reports_and_their_files(client, publish, neighbour):
    publish(2022)
    publish(2023, corrections=["数字有误。"])
    publish(2021, neighbour)

    newer, older = asked(client, "/api/reports/")["reports"]

    files = newer.pop("files")
    assert newer == {
        "year": 2023,
        "title": "示例区示例镇2023年政府信息公开工作年度报告",
        "revision": 2,
        "published_at": "2024-01-25T09:30:00+08:00",
        "corrected_at": "2024-03-05T09:30:00+08:00",
        "url": "http://testserver/reports/2023/",
        "api_url": "http://testserver/api/reports/2023/",
    }
    assert [file["kind"] for file in files] == ["pdf", "docx", "xlsx", "csv", "json"]
    assert files[-1] == {"kind": "json", "label": "结构化数据", "url": "http://testserver/reports/2023.json"}
    assert (older["year"], older["corrected_at"]) == (2022, None)


def test_report_is_what_its_file_says_in_the_shape_that_is_declared(client, publish):
    publish(2023, corrections=["数字有误。"])

    said = asked(client, "/api/reports/2023/")

    assert said == json.loads(client.get("/reports/2023.json").content)
    assert ReportAnswer.model_validate(said).model_dump(mode="json") == said


def test_report_that_is_not_published_says_so(client, town, clerk):
    from reports.desk.writing import begin_report

    begin_report(authority=town, year=2023, by=clerk)

    assert asked(client, "/api/reports/2023/", 404) == {
        "message": "示例镇人民政府没有发布2023年的政府信息公开工作年度报告。"
    }
    assert asked(client, "/api/reports/") == {"reports": []}


def test_reports_of_another_authority_are_below_its_own_address(client, publish, neighbour):
    publish(2023, neighbour)

    assert asked(client, "/api/reports/")["reports"] == []
    assert asked(client, "/org/neighbour/api/reports/")["reports"][0]["url"] == (
        "http://testserver/org/neighbour/reports/2023/"
    )
    assert asked(client, "/org/neighbour/api/reports/2023/")["authority"]["code"] == "neighbour"
