"""`import_report`: what it prints, keeps and ends with."""

import json
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from disclosure.models import Authority
from reports.models import AnnualReport
from tests.unit.reports.reading.pages import page_2021

pytestmark = pytest.mark.one_database  # what differs by database is tested with the desk's function


@pytest.fixture
def own(town: Authority) -> Authority:
    Authority.objects.filter(pk=town.pk).update(is_own=True, name="示例镇人民政府")
    return town


@pytest.fixture
def saved(tmp_path):
    """A page as a file."""

    def made(name="年报.html", **given):
        path = tmp_path / name
        path.write_text(page_2021(**given), encoding="utf-8")
        return path

    return made


def run(capsys, *arguments):
    """What the command prints, what it complains of, and its exit status."""
    status = 0
    try:
        call_command("import_report", *map(str, arguments))
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        status = error.returncode
    except SystemExit as ended:
        status = ended.code
    said = capsys.readouterr()
    return said.out, said.err, status


def test_a_whole_report_as_json(own, saved, capsys):
    out, err, status = run(capsys, saved(fees="251000元"), "--format", "json")

    printed = json.loads(out)
    assert (status, err) == (0, "")
    assert list(printed) == ["authority", "year", "edition", "sections", "tables", "unread", "notes"]
    assert (printed["authority"], printed["year"], printed["edition"]) == ("示例镇", 2022, "2021")
    assert printed["sections"]["6"] == "本年度没有收取信息处理费。"
    assert printed["tables"]["2"]["行政规范性文件"] == [8, 0, 18]
    assert printed["tables"]["2"]["行政事业性收费"] == [25.1]
    assert printed["tables"]["3"]["一、本年新收政府信息公开申请数量"] == [26, None, None, None, None, None, 99]
    assert printed["tables"]["4"] == [0] * 15
    assert printed["unread"] == []
    assert printed["notes"] == [
        "表2「行政事业性收费 · 本年收费金额（单位：万元）」印作「251000元」，按 25.1 读取（单位是元，换算为万元）。"
    ]
    assert AnnualReport.objects.get(authority=own).is_historical


def test_a_cell_that_cannot_be_read_is_a_finding(own, saved, capsys):
    out, err, status = run(capsys, saved(fees="见附件"), "--format", "json")
    assert (status, err) == (1, "")
    assert json.loads(out)["unread"] == [
        {"table": "2", "row": "行政事业性收费", "column": "本年收费金额（单位：万元）", "text": "见附件"}
    ]


def test_a_dry_run_keeps_nothing(own, saved, capsys):
    out, _, status = run(capsys, saved(), "--dry-run")
    assert status == 0
    assert "示例镇，2022年，2021年格式" in out
    assert not AnnualReport.objects.exists()


def test_the_year_of_the_title_may_be_overridden(own, saved, capsys):
    out, _, _ = run(capsys, saved(), "--year", "2021", "--format", "json")
    assert json.loads(out)["year"] == 2021
    assert AnnualReport.objects.get().year == 2021


def test_a_year_that_nobody_names_is_asked_for(own, saved, capsys):
    out, err, status = run(capsys, saved(year=None), "--format", "json")
    assert (json.loads(out)["year"], status) == (None, 2)
    assert err == "「年报.html」的标题没有写明年份，请指定年份（命令用 --year）。\n"


def test_another_authoritys_report_is_kept_under_the_one_that_is_named(own, saved, capsys):
    other = Authority.objects.create(code="other", name="别的镇人民政府")
    run(capsys, saved(authority="别的镇"))
    assert AnnualReport.objects.get().authority == other


def test_a_name_that_nobody_has_is_said(own, saved, capsys):
    out, _, _ = run(capsys, saved(authority="外地镇"))
    assert "标题中的机关是「外地镇」，按「示例镇人民政府」的历史报告保存，请核对。" in out
    assert AnnualReport.objects.get().authority == own


def test_an_authority_may_be_given(own, saved, capsys):
    other = Authority.objects.create(code="other", name="别的镇人民政府")
    run(capsys, saved(), "--authority", "other")
    assert AnnualReport.objects.get().authority == other


def test_a_year_that_has_a_report_is_refused_and_what_was_read_is_printed(own, saved, capsys):
    AnnualReport.objects.create(authority=own, year=2022, edition_key="2021")
    out, err, status = run(capsys, saved(), "--format", "json")
    assert (json.loads(out)["year"], status) == (2022, 2)
    assert "已有本站编制的2022年年度报告，没有导入" in err


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("坏.docx", b"PK\x03\x04broken", "「坏.docx」已损坏或不完整"),
        ("空.html", b"", "「空.html」是空文件"),
        ("通知.html", "<html><body>通知</body></html>".encode(), "没有找到政府信息公开年度报告的表格"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "「旧.doc」"),
        ("图.png", b"\x89PNG\r\n\x1a\n", "「图.png」不能作为年报读取"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, capsys, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    out, err, status = run(capsys, path, "--format", "json")
    assert (out, status) == ("", 2)
    assert err.startswith("「")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_one_sentence(own, tmp_path, capsys):
    _, err, status = run(capsys, tmp_path / "没有.docx")
    assert status == 2
    assert "文件或文件夹不存在" in err


def test_one_bad_file_stops_no_other(own, saved, tmp_path, capsys):
    bad = tmp_path / "空.html"
    bad.write_bytes(b"")
    out, err, status = run(capsys, saved("甲.html", year=2021), bad, saved("乙.html", year=2022), "--format", "json")
    assert [one["year"] for one in json.loads(out)] == [2021, 2022]
    assert "「空.html」是空文件" in err
    assert status == 1
    assert AnnualReport.objects.count() == 2
