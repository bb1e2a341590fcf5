import io
import re
from dataclasses import replace

import pypdf
import pytest

from disclosure.rendering import prose
from reports.rendering.document import DocumentPart, Prose
from reports.rendering.pdf import render

from .conftest import RICH
from .reports_to_print import town_lines


def opened(content):
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content):
    """The text without white space, page numbers and what separates cells."""
    pages = "".join(re.sub(r"— \d+ —\s*$", "", page.extract_text()) for page in opened(content).pages)
    return bare(pages)


def bare(text):
    return re.sub(r"[\s|]", "", text)


def metadata(reader):
    return reader.trailer["/Root"]["/Metadata"].get_data().decode()


def test_reads_as_the_town_published_it(town_report):
    """Wrapped cells interleave in an extracted row, so texts are compared whole and rows by their letters."""
    text = text_of(render(town_report))
    for line in town_lines():
        if " | " not in line:
            assert bare(line) in text
    assert sorted(text) == sorted(bare("".join(town_lines())))


def test_every_row_of_figures_is_printed_in_order(report):
    text = " ".join(" ".join(page.extract_text().split()) for page in opened(render(report)).pages)
    for grid in report.grids:
        for row in grid.cells:
            assert " ".join(cell.text for cell in row if cell.figure) in text


def test_is_archivable_accessible_and_named(report, signed):
    reader = opened(render(report))
    assert "<pdfaid:part>2<" in metadata(reader)
    assert "<pdfaid:conformance>A<" in metadata(reader)
    assert "<pdfuaid:part>1<" in metadata(reader)
    assert (reader.metadata.title, reader.metadata.author) == (report.title, report.authority)
    assert reader.metadata.creation_date.date() == signed
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value


def test_bookmarks_are_the_headings(report):
    titles = [entry.title for entry in opened(render(report)).outline if not isinstance(entry, list)]
    assert [title for title in titles if title != "（一）主动公开"] == [p.heading for p in report.parts if p.heading]


def test_same_report_gives_same_bytes(report):
    assert render(report) == render(report)


def test_no_table_is_parted(report):
    pages = [page.extract_text() for page in opened(render(report)).pages]
    for grid in report.grids:
        values = {cell.text for cell in grid.flat() if cell.figure}
        assert any(values <= set(re.findall(r"\d+(?:\.\d+)?", page)) for page in pages)


def test_a_draft_is_marked_on_every_page(draft, report):
    assert all("〔草稿〕" in page.extract_text() for page in opened(render(draft)).pages)
    assert "〔" not in text_of(render(report))


@pytest.mark.parametrize(
    "typed", ["#panic()", "$x$ *a* _b_ = 一", "<label> @ref", "\\u{41} // c /* d */", "`raw` ~ --- ..."]
)
def test_text_is_never_markup(report, typed):
    source = f"<p>{typed.replace('<', '&lt;')}</p>"
    changed = replace(report, title=typed, parts=(DocumentPart(typed, (Prose("a", source),)),), authority=typed)
    assert text_of(render(changed)).count(bare(typed)) >= 4


def test_a_letter_without_a_glyph_is_no_failure(report):
    changed = replace(report, parts=(DocumentPart("一", (Prose("a", "<p>\U00013000\ue123字</p>"),)),))
    assert "字" in text_of(render(changed))


def test_headings_may_begin_at_any_level(report):
    sources = ("<h4>甲</h4><p>乙</p>", "<ul><li><h2>丙</h2></li></ul><table><tr><td><h3>丁</h3></td></tr></table>")
    parts = tuple(DocumentPart("", (Prose("a", source),)) for source in sources)
    reader = opened(render(replace(report, parts=parts)))
    assert "<pdfuaid:part>1<" in metadata(reader)
    assert all(letter in text_of(render(replace(report, parts=parts))) for letter in "甲乙丙丁")


def test_texts_are_complete(report):
    text = text_of(render(report))
    for line in prose.plain_text(RICH):
        if " | " not in line:
            assert bare(line) in text
