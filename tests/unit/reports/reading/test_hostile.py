"""Files made to hurt: a report, or one sentence; never anything else."""

import pytest

from disclosure.errors import Unreadable
from reports.editions.printed import PrintedReport
from reports.reading.isolated import printed_report
from reports.reading.report import read
from reports.rendering import FORMATS
from tests.support.hostile import office, texts
from tests.support.hostile.mutations import mutations

from .test_round_trip import any_report

NAMES = {"连删.docx", "文本框.docx"}
HOSTILE = [file for family in (office, texts) for file in family.hostile() if file.name in NAMES]


@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.about)
def test_a_file_made_to_hurt_is_refused_with_a_sentence(file):
    with pytest.raises(Unreadable, match=f"^「{file.name}」"):
        printed_report(file.data, file.name)


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_a_damaged_report_is_read_or_refused(kind):
    data = FORMATS[kind].render(any_report(3)[0])
    ends = [_end(damaged, f"年报.{kind}") for damaged in mutations(data, 12, 7)]
    assert all(isinstance(end, PrintedReport) or end.startswith(f"「年报.{kind}」") for end in ends)


def _end(data: bytes, name: str) -> PrintedReport | str:
    try:
        return read(data, name)
    except Unreadable as refusal:
        return str(refusal)


def test_what_comes_through_the_door_is_what_was_read():
    data = FORMATS["docx"].render(any_report(5)[0])
    assert printed_report(data, "年报.docx") == read(data, "年报.docx")


def test_other_office_formats_are_read_as_what_they_are_converted_to(monkeypatch):
    converted = FORMATS["docx"].render(any_report(5)[0])
    monkeypatch.setattr("reports.reading.isolated.to_docx", lambda *_: converted)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "WordDocument".encode("utf-16-le")
    assert printed_report(old, "年报.doc") == read(converted, "年报.doc")
