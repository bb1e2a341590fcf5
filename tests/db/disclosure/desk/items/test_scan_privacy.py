"""`scan_privacy`: what scripts of the office rely on."""

import json

import pytest
from docx import Document
from openpyxl import Workbook

from disclosure.desk.items import long_texts
from disclosure.desk.items.file_scan import scan_stored_text
from disclosure.isolation import call
from disclosure.management.commands.scan_privacy import Command
from tests.support.documents import ofd, picture

MOBILE = "13800000001"


@pytest.fixture
def scan(capsys):
    def run(path, *options):
        """(exit status, standard output, standard error)."""
        try:
            Command().run_from_argv(["manage.py", "scan_privacy", str(path), *options])
        except SystemExit as end:
            return end.code, *capsys.readouterr()
        return 0, *capsys.readouterr()

    return run


@pytest.mark.django_db
def test_findings_as_json_with_status_1(scan, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"通知\n联系电话{MOBILE}\n办公室0533-7580000", encoding="utf-8")

    status, out, _ = scan(path, "--format", "json")

    assert status == 1
    assert json.loads(out) == [{"kind": "mobile", "text": MOBILE, "masked": "138****0001", "place": "第2段"}]


@pytest.mark.django_db
def test_nothing_found_is_status_0(scan, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("办公室0533-7580000", encoding="utf-8")

    assert scan(path, "--format", "json")[:2] == (0, "[]\n")
    assert scan(path)[:2] == (0, "「a.txt」：没有发现个人信息。\n")


@pytest.mark.django_db
def test_text_shows_masks_only(scan, tmp_path):
    path = tmp_path / "a.html"
    path.write_text(f"<p>电话{MOBILE}</p>", encoding="utf-8")

    assert scan(path)[:2] == (1, "第1段：手机号码 138****0001\n「a.html」：共发现 1 处个人信息。\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name,content", [("none.txt", None), ("a.docx", b"PK\x03\x04broken"), ("a.pdf", b"%PDF-1.4 broken")]
)
def test_file_that_cannot_be_read_is_status_2_with_one_sentence(scan, tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)

    status, out, error = scan(tmp_path / name)

    assert (status, out, error.count("\n")) == (2, "", 1)
    assert error.endswith("。\n")


@pytest.mark.django_db
def test_rows_are_read_under_their_headings(scan, tmp_path):
    rows = [["姓名", "联系方式", "家庭住址"], ["王小明", MOBILE, "金岭一村45号"]]
    document, book = Document(), Workbook()
    table = document.add_table(2, 3)
    for row, values in enumerate(rows):
        book.active.append(values)
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    book.active.title = "名单"
    lines = ["".join(f"<td>{value}</td>" for value in values) for values in rows]
    page = f"<!doctype html><title>名单</title><table><tr>{lines[0]}</tr><tr>{lines[1]}</tr></table>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    document.save(tmp_path / "a.docx")
    book.save(tmp_path / "a.xlsx")
    expected = [("name", "王小明"), ("mobile", MOBILE), ("address", "金岭一村45号")]

    for name, places in (
        ("a.html", [f"表格1第2行第{column}列" for column in (1, 2, 3)]),
        ("a.docx", [f"表格1第2行第{column}列" for column in (1, 2, 3)]),
        ("a.xlsx", [f"工作表「名单」{column}2" for column in "ABC"]),
    ):
        status, out, _ = scan(tmp_path / name, "--format", "json")
        assert status == 1
        assert [(one["kind"], one["text"], one["place"]) for one in json.loads(out)] == [
            (*one, place) for one, place in zip(expected, places, strict=True)
        ]


@pytest.mark.django_db
def test_text_behind_a_comment_of_a_page_is_read(scan, tmp_path):
    (tmp_path / "a.html").write_text(f"<!doctype html><p>电话<!-- 略 -->{MOBILE}</p>", encoding="utf-8")

    assert scan(tmp_path / "a.html")[0] == 1


@pytest.mark.django_db
def test_text_that_cannot_be_read_is_never_called_clean(scan, tmp_path):
    private = "".join(chr(0xE000 + ord(letter)) for letter in MOBILE)
    (tmp_path / "a.ofd").write_bytes(ofd([private]))
    why = f"有 {len(MOBILE)} 个字用的是字体自带的编码，显示的是什么字不能读取"

    status, out, _ = scan(tmp_path / "a.ofd", "--format", "json")
    assert (status, json.loads(out)) == (1, [{"kind": "unread part", "text": "", "masked": why, "place": "第1页"}])
    assert scan(tmp_path / "a.ofd")[:2] == (
        1,
        f"第1页：没有读取的内容 {why}\n「a.ofd」：有 1 处内容没有读取，不知道里面有没有个人信息，请打开文件查看。\n",
    )


@pytest.mark.django_db
def test_picture_is_no_file_without_personal_data(scan, tmp_path):
    (tmp_path / "a.jpg").write_bytes(picture("JPEG"))

    status, out, _ = scan(tmp_path / "a.jpg")
    assert status == 1
    assert "图片中的文字没有读取" in out
    assert "没有发现个人信息" not in out


@pytest.mark.parametrize(
    "place", [f"表格1第1行第{'9' * 5_000}列", "表格²第1行第1列", f"工作表「a」A{'1' * 5_000}", "表格1" * 5_000]
)
def test_line_that_only_looks_like_a_cell_is_read_as_a_line(place):
    assert [one.place for one in scan_stored_text(f"甲\n{place}\t电话{MOBILE}\n{MOBILE}", "甲.txt")] == [
        "第2行",
        "第3行",
    ]


def test_a_long_text_is_read_in_a_process_apart_once(monkeypatch):
    text = "\n".join([f"第{number}段\t经办人电话{MOBILE}" for number in range(3_000)])
    asked = []
    monkeypatch.setattr(long_texts, "call", lambda *args, **options: asked.append(args[0]) or call(*args, **options))

    long = scan_stored_text(text, "长.docx")
    assert [(one.place, one.found.text) for one in long] == [(f"第{number}行", MOBILE) for number in range(1, 3_001)]
    assert scan_stored_text(text, "长.docx") is long
    assert asked == ["disclosure.desk.items.file_scan:all_findings"]
