"""Older formats through LibreOffice; where it is not installed, the sentence that says so."""

import os
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from disclosure.documents import isolated
from disclosure.documents.kinds import FileKind, OtherSheetFormat, OtherTextFormat
from disclosure.documents.passage import PassageKind
from disclosure.errors import Unreadable
from disclosure.isolation import Busy, office_suite
from tests.support.documents import p, pack, word, workbook

RTF = rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 SimSun;}} Notice 13800138000\par}"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODT = pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
ODS = pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"})
DOC = COMPOUND + bytes(600) + "WordDocument".encode("utf-16-le")
XLS = COMPOUND + bytes(600) + "Workbook".encode("utf-16-le")
WORD_2003 = b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w/>'
MHT = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(office_suite, "_last", None)


@pytest.fixture
def missing(monkeypatch):
    monkeypatch.setattr(office_suite, "program", lambda: "")


@pytest.fixture
def program(monkeypatch, tmp_path):
    """Install a program in place of LibreOffice that runs this Python, with `folder` and `to` of the job."""

    def install(script):
        path = tmp_path / "soffice"
        head = "import os, sys, time\nto = sys.argv[sys.argv.index('--convert-to') + 1].partition(':')[0]\n"
        head += "out, source = sys.argv[-2], sys.argv[-1]\nmade = os.path.join(out, 'file.' + to)\n"
        path.write_text(f"#!{sys.executable}\n{head}{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(office_suite, "program", lambda: str(path))

    return install


@pytest.mark.parametrize(("data", "error"), [(RTF, OtherTextFormat), (ODT, OtherTextFormat), (DOC, OtherTextFormat),
    (WORD_2003, OtherTextFormat), (XLS, OtherSheetFormat), (ODS, OtherSheetFormat)])  # fmt: skip
def test_format_is_told_by_content(data, error):
    with pytest.raises(error, match=r"「甲.docx」是.*请在办公软件中另存为"):
        isolated.kind_of(data, "甲.docx")


def test_web_archive_is_no_text():
    with pytest.raises(Unreadable, match="网页归档"):
        isolated.passages(MHT, "甲.doc")


@pytest.mark.parametrize(("data", "to"), [(RTF, "DOCX"), (ODT, "DOCX"), (DOC, "DOCX"), (XLS, "XLSX"), (ODS, "XLSX")])
def test_without_the_program_a_sentence_says_so_and_what_to_do(missing, data, to):
    sentence = f"「甲」需要先转换成 {to}，而这台服务器没有安装 LibreOffice。请在办公软件中另存为 {to} 后再上传，或者请管理员安装"
    for call in (isolated.passages, isolated.published, isolated.draft, isolated.body_of):
        with pytest.raises(Unreadable, match=sentence):
            call(data, "甲")


def making(data):
    return f"os.makedirs(out)\nopen(made, 'wb').write({data!r})"


def test_conversion_is_read_and_goes_out_in_place_of_the_original(program):
    made = word(p("关于防汛的通知") + p("各村："))
    program(making(made))

    assert [one.text for one in isolated.passages(RTF, "甲.rtf")][:2] == ["关于防汛的通知", "各村："]
    copy = isolated.published(RTF, "甲.rtf")
    assert (copy.kind, copy.is_converted, copy.name_for("甲.rtf")) == (FileKind.WORD, True, "甲.docx")
    assert copy.removed[0] == "原来的格式（由 LibreOffice 转换成 DOCX，请核对版面）"
    draft = isolated.draft(RTF, "甲.rtf")
    assert draft.guesses.title == "关于防汛的通知"
    assert draft.body.warnings[0] == "文件由 LibreOffice 转换成 DOCX 后读取，请对照原件核对。"
    assert isolated.to_docx(RTF, "甲.rtf") == made


def test_docx_stays_as_it_is_and_a_sheet_is_no_text(missing):
    made = word(p("一"))
    assert isolated.to_docx(made, "甲") == made
    with pytest.raises(Unreadable, match="「甲」不是文字文档"):
        isolated.to_docx(workbook(), "甲")


def test_macros_that_a_conversion_drops_are_not_taken_for_read(program):
    program(making(word(p("一"))))
    data = DOC + "_VBA_PROJECT".encode("utf-16-le")

    assert isolated.passages(data, "甲.doc")[-1].kind is PassageKind.UNREAD
    assert "宏" in isolated.published(data, "甲.doc").removed


@pytest.mark.parametrize("script", ["", "os.makedirs(out)\nopen(made, 'wb')", "sys.exit(1)", "os.kill(os.getpid(), 9)"])
def test_file_that_cannot_be_converted_is_refused_in_words(program, script):
    program(script)
    with pytest.raises(Unreadable, match=r"「甲.doc」不能转换成 DOCX，可能已损坏、设有打开密码或者过大"):
        office_suite.converted(DOC, "甲.doc", "docx")


def test_conversion_that_never_ends_is_ended_with_all_that_it_started(program, monkeypatch, tmp_path):
    monkeypatch.setattr(office_suite, "WALL", 1.5)
    sign = tmp_path / "child"
    program(f"child = os.fork()\nopen({str(sign)!r}, 'a').write(str(child) + ' ')\ntime.sleep(600)")

    with pytest.raises(Unreadable, match="超过了"):
        office_suite.converted(DOC, "甲.doc", "docx")
    child = max(int(number) for number in sign.read_text().split())
    for _ in range(1000):  # until the system has cleared away what was killed
        if not _is_there(child):
            break
        time.sleep(0.01)
    assert not _is_there(child)


def _is_there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_program_gets_no_secrets_and_leaves_no_file(program, monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_KEYS", "geheim")
    seen = tmp_path / "seen"
    program(f"open({str(seen)!r}, 'w').write(repr(dict(os.environ)) + out)\n{making(b'x')}")

    assert office_suite.converted(DOC, "甲.doc", "docx") == b"x"
    told = seen.read_text()
    assert "geheim" not in told
    assert not Path(told.rpartition("}")[2]).parent.exists()


def test_macros_and_links_are_switched_off(program, tmp_path):
    seen = tmp_path / "seen"
    profile = "os.path.join(os.path.dirname(out), 'profile', 'user', 'registrymodifications.xcu')"
    program(f"open({str(seen)!r}, 'w').write(open({profile}).read())\n{making(b'x')}")
    office_suite.converted(DOC, "甲.doc", "docx")

    assert '"DisableMacrosExecution" oor:op="fuse"><value>true</value>' in seen.read_text()
    assert '"MacroSecurityLevel" oor:op="fuse"><value>3</value>' in seen.read_text()


def test_one_file_is_converted_at_a_time(program, monkeypatch):
    program(f"time.sleep(1)\n{making(b'x')}")
    monkeypatch.setattr(office_suite, "PATIENCE", 0.05)
    first = threading.Thread(target=office_suite.converted, args=(DOC, "甲", "docx"))
    first.start()
    while not office_suite._ONE_AT_A_TIME.locked():
        pass
    with pytest.raises(Busy, match="「乙」还没有转换"):
        office_suite.converted(XLS, "乙", "xlsx")
    first.join()


def test_same_file_is_converted_once(program, tmp_path):
    count = tmp_path / "count"
    program(f"open({str(count)!r}, 'a').write('x')\n{making(b'x')}")
    for _ in range(3):
        office_suite.converted(DOC, "甲", "docx")

    assert count.read_text() == "x"


def test_libreoffice_converts_where_it_is_installed_and_is_named_where_not():
    """The one test with the program itself: on a machine without it the sentence is what the user gets."""
    if office_suite.program():
        assert any("13800138000" in one.text for one in isolated.passages(RTF, "甲.rtf"))
    else:
        with pytest.raises(Unreadable, match="没有安装 LibreOffice"):
            isolated.passages(RTF, "甲.rtf")
