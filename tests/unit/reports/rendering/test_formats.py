from dataclasses import replace

import pytest

from reports.rendering import FORMATS, UnknownFormat


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_prints_every_report(report, draft, name):
    chosen = FORMATS[name]
    assert chosen.extension == name
    assert isinstance(chosen.render(report), bytes)
    assert isinstance(chosen.render(draft), bytes)


@pytest.mark.parametrize("name", FORMATS)
def test_control_characters_and_emptiness_are_no_failure(report, name):
    odd = replace(report, title="\x01\ufffe\ud800题\x0b", authority="\x00", notes=("\x1f注",), state="\x02稿", parts=())
    assert FORMATS[name].render(odd)
    assert FORMATS[name].render(replace(report, title="", authority="", parts=(), signed_on=None))


def test_an_unknown_format_is_refused_with_a_sentence():
    with pytest.raises(UnknownFormat, match=r"不能导出为「odt」，可选的文件格式有：docx、xlsx、pdf、html、csv、json。"):
        FORMATS["odt"]
