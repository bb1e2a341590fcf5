"""A file → `PrintedReport`. Runs where files from outside are opened; `isolated` calls it from elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from disclosure.documents.kinds import FileKind, SourceFile, source
from disclosure.documents.limits.budget import guarded
from disclosure.errors import Unreadable
from reports.editions.printed import PrintedReport, PrintedTable, UnreadCell

from .blocks import Block, FileContents, Line, Table
from .figures import ReadFigures, figures_in, missing
from .html_blocks import html_contents
from .pdf_blocks import pdf_contents
from .prose import html_of, lines_of
from .sections import Sections, names_of, pictured, sections_in
from .signatures import Signature, is_imprint, without_end
from .titles import Title, parsed, title_in, year_of_period
from .unfolding import unfolded
from .word_blocks import word_contents

PREAMBLE = "0"
TEXT_SLOTS = {PREAMBLE: "preamble", "1": "overview", "5": "problems", "6": "other"}
_READERS: dict[FileKind, Callable[[SourceFile], FileContents]] = {
    FileKind.WORD: word_contents,
    FileKind.HTML: html_contents,
    FileKind.PDF: pdf_contents,
}
_FIRST_LINES = 60  # of a text without sections, and of a preamble, in which title and period are looked for


def read(data: bytes, name: str) -> PrintedReport:
    """Read a published report; raises Unreadable where the file is broken, of another kind, or no report at all."""
    file = source(data, name)
    if file.kind not in _READERS:
        message = f"「{name}」不能作为年报读取，请使用 DOCX、网页（HTML）或带文字的 PDF 文件。"
        raise Unreadable(message)
    with guarded(name):
        return report_in(_READERS[file.kind](file), name)


@dataclass(slots=True)
class _Parts:
    """A report on its way: the blocks without layout tables, what was found in them, what is said."""

    blocks: list[Block]
    title: Title
    figures: ReadFigures
    sections: Sections
    first: int  # the first block below the title
    notes: list[str] = field(default_factory=list)


def report_in(contents: FileContents, name: str) -> PrintedReport:
    """Make the report of what a reader gave; raises Unreadable where there is neither table nor section of one."""
    blocks = list(unfolded(contents.blocks))
    figures = figures_in(blocks, None)
    first, title = _title(blocks, contents.titles, _first_section(blocks, figures))
    year = title.year or year_of_period(lines_of(blocks[first : first + _FIRST_LINES]))
    if year is not None and not figures.is_told:
        figures = figures_in(blocks, year)
    sections = sections_in(blocks, figures.edition, _places(figures), first)
    if not figures.tables and len(sections.starts) < 2:  # noqa: PLR2004 one alone may be chance
        message = f"「{name}」里没有找到政府信息公开年度报告的表格和各部分标题，请确认选对了文件；扫描件不能读取。"
        raise Unreadable(message)
    return _printed(_Parts(blocks, title, figures, sections, first, list(contents.notes)), year)


def _places(figures: ReadFigures) -> dict[str, int]:
    return {key: found[0] for key, found in figures.places.items()}


def _first_section(blocks: Sequence[Block], figures: ReadFigures) -> int:
    """Where the first section begins, or the first table where none has a heading."""
    starts = sections_in(blocks, figures.edition, _places(figures), 0).starts.values()
    return min([*starts, *_places(figures).values()], default=_FIRST_LINES)


def _title(blocks: Sequence[Block], titles: Sequence[str], end: int) -> tuple[int, Title]:
    """The title before `end` and the place of the first block below it; from outside the text where it has none."""
    lines = [(place, block.text) for place, block in enumerate(blocks[:end]) if isinstance(block, Line)]
    found = title_in([text for _, text in lines])
    outside = [
        title for text in titles for part in (text, *text.split("-"), *text.split("_")) if (title := parsed(part))
    ]
    if found is None:
        return 0, outside[0] if outside else Title("")
    start, count, title = found
    other = next((one for one in outside if one.year and one.authority), title)
    if not title.authority and (title.year is None or other.year == title.year):
        title = Title(title.text, other.authority, title.year)
    below = lines[start + count - 1][0] + 1
    while below < end and isinstance(block := blocks[below], Line) and is_imprint(block.text):
        below += 1
    return below, title


def _printed(parts: _Parts, year: int | None) -> PrintedReport:
    texts, signature = _texts(parts)
    figures, notes = parts.figures, parts.notes
    tables = [*figures.tables, *_missing_tables(parts)]
    authority = parts.title.authority or signature.authority
    if parts.title.year is None and year is not None:
        notes.append(f"标题没有写明年份，按统计期限读作{year}年。")
    elif year is None:
        notes.append("标题和引言都没有写明年份，请指定年份。")
    if not parts.title.text:
        notes.append("没有找到报告的标题。")
    for number, heading in names_of(figures.edition).items():
        if number not in parts.sections.starts:
            notes.append(f"没有找到第{'一二三四五六七八九'[int(number) - 1]}部分「{heading}」的标题。")
    slots = {TEXT_SLOTS.get(number, f"section-{number}"): html_of(blocks) for number, blocks in texts.items()}
    return PrintedReport(
        title=parts.title.text,
        authority=authority,
        year=year,
        edition_key=figures.edition.key,
        headings=parts.sections.headings,
        section_headings=dict(parts.sections.named),
        sections={number: "\n".join(lines_of(blocks)) for number, blocks in texts.items()},
        texts={slot: html for slot, html in slots.items() if html},
        values=figures.values,
        tables=tuple(sorted(tables, key=lambda table: table.key)),
        signed_on=signature.signed_on,
        signature=signature.authority,
        unread=tuple(figures.unread),
        notes=(*figures.notes, *notes),
    )


def _texts(parts: _Parts) -> tuple[dict[str, list[Block]], Signature]:
    """What stands in each section besides its table; a section without a heading begins with its table."""
    taken = {place for places in parts.figures.places.values() for place in places}
    bounds = _bounds(parts)
    texts: dict[str, list[Block]] = {}
    ends = [*(start for _, start in bounds[1:]), len(parts.blocks)]
    for (number, start), end in zip(bounds, ends, strict=True):
        heading = parts.sections.starts.get(number)
        texts[number] = [
            block
            for place, block in enumerate(parts.blocks[start:end], start)
            if place != heading and place not in taken
        ]
    last = bounds[-1][0]
    texts[last], signature = without_end(texts[last], parts.title.authority)
    return texts, signature


def _bounds(parts: _Parts) -> list[tuple[str, int]]:
    """Where each section begins, in order; the preamble begins below the title."""
    starts = dict(parts.sections.starts)
    for key, places in parts.figures.places.items():
        if key not in starts and places:
            later = [start for number, start in starts.items() if int(number) > int(key)]
            earlier = [start for number, start in starts.items() if int(number) < int(key)]
            if places[0] > max(earlier, default=-1) and places[-1] < min(later, default=len(parts.blocks)):
                starts[key] = places[0]
    return [(PREAMBLE, parts.first), *sorted(starts.items(), key=lambda pair: pair[1])]


def _missing_tables(parts: _Parts) -> list[PrintedTable]:
    """Tables that were not found, the pictures among them; each is said."""
    found = []
    for key in missing(parts.figures.edition, parts.figures.tables):
        shown = _section(parts, key)
        if pictured(shown):
            found.append(PrintedTable(key, "", is_picture=True))
            parts.figures.unread.append(UnreadCell(key, "", "", "图片"))
            parts.notes.append(f"表{key}是图片，不能读取，请对照原件补录或改用可复制文字的文件。")
        else:
            parts.figures.unread.append(UnreadCell(key, "", "", ""))
            parts.notes.append(f"没有找到表{key}，没有读取它的数据。")
    return found


def _section(parts: _Parts, number: str) -> Sequence[Block]:
    start = parts.sections.starts.get(number)
    if start is None:
        return ()
    end = min((place for place in parts.sections.starts.values() if place > start), default=len(parts.blocks))
    return [block for block in parts.blocks[start:end] if not isinstance(block, Table) or block.cells]
