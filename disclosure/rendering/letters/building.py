"""Word files of the default templates, laid out as official documents are (GB/T 9704)."""

from collections.abc import Iterator, Sequence
from functools import cache

from docx.oxml.ns import qn
from lxml import etree

from disclosure.law.choices.letters import LetterKind
from disclosure.rendering.docx.elements import TEXT_WIDTH, element, paragraph, shared_out
from disclosure.rendering.docx.package import opened, saved
from disclosure.rendering.docx.tables import LARGE

from .layouts import LAYOUTS, LetterLine, LetterTable, LineStyle

SEAL = 840  # room above the name for the upper part of the seal (42 mm across), in twentieths of a point
BESIDE_DATE = 1280  # 成文日期 stands four characters from the right edge
ROW, TALL = 600, 1400  # twentieths of a point
TEXT, LINE = 24, 400  # 小四 in half points, on lines of 20 points: forms are read and written in by hand


@cache
def default_template(kind: LetterKind) -> bytes:
    """The template that comes with the program; always the same bytes."""
    word = opened()
    for block in LAYOUTS[kind]:
        for made in _table(block) if isinstance(block, LetterTable) else (_line(block),):
            word.element.body.sectPr.addprevious(made)
    return saved(word)


def _line(line: LetterLine) -> etree._Element:
    style, properties = _looks(line.look)
    return paragraph(line.text, style, *properties, keep_next=line.keep)


def _looks(look: LineStyle) -> tuple[str | None, Sequence[etree._Element]]:
    """Style and properties; the styles are the house's own, so that an office finds them in Word."""
    flush = element("ind", firstLineChars=0, firstLine=0)
    apart = element("ind", rightChars=400, right=BESIDE_DATE, firstLineChars=0, firstLine=0)
    looks: dict[LineStyle, tuple[str | None, Sequence[etree._Element]]] = {
        LineStyle.TITLE: ("Title", (element("spacing", after=280),)),
        LineStyle.NUMBER: (None, (element("spacing", after=320), flush, element("jc", val="center"))),
        LineStyle.ADDRESSEE: (None, (flush, element("jc", val="left"))),
        LineStyle.NAME: ("Signature", (element("spacing", before=SEAL), apart)),
        LineStyle.DAY: ("SignatureDate", (apart,)),
        LineStyle.NOTE: ("Note", (element("spacing", before=120),)),
        LineStyle.CAPTION: ("Note", (element("spacing", after=120), flush)),
    }
    return looks.get(look, (None, ()))


def _table(table: LetterTable) -> Iterator[etree._Element]:
    widths = shared_out(TEXT_WIDTH, table.shares)
    properties = element(
        "tblPr",
        element("tblStyle", val="ReportTable"),
        element("tblW", w=TEXT_WIDTH, type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0000"),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    yield paragraph("", "TableGap")
    yield element("tbl", properties, grid, *(_row(table, number, widths) for number in range(len(table.rows))))
    yield paragraph("", "TableGap")


def _row(table: LetterTable, number: int, widths: Sequence[int]) -> etree._Element:
    texts, is_head = table.rows[number], number < table.heads
    properties = element(
        "trPr",
        element("cantSplit"),
        element("trHeight", val=TALL if number in table.tall else ROW, hRule="atLeast"),
        *([element("tblHeader")] if is_head else []),
    )
    last = len(texts) - 1
    return element(
        "tr",
        properties,
        *(
            _cell(text, widths[place:] if place == last else [widths[place]], in_middle=_in_middle(table, place))
            for place, text in enumerate(texts)
        ),
    )


def _in_middle(table: LetterTable, place: int) -> bool:
    return not table.labels or place in table.labels


def _cell(text: str, widths: Sequence[int], *, in_middle: bool) -> etree._Element:
    properties = element("tcPr", element("tcW", w=sum(widths), type="dxa"))
    if len(widths) > 1:
        properties.append(element("gridSpan", val=len(widths)))
    properties.append(element("vAlign", val="center"))
    side = [element("ind", left=80, right=80, firstLineChars=0, firstLine=0), element("jc", val="left")]
    line = paragraph(text, LARGE, element("spacing", line=LINE, lineRule="exact"), *([] if in_middle else side))
    for run in line.findall(qn("w:r")):
        run.insert(0, element("rPr", element("sz", val=TEXT), element("szCs", val=TEXT)))
    return element("tc", properties, line)
