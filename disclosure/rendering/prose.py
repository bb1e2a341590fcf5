"""Sanitised HTML → the tree that every renderer walks.

Elements with a meaning of their own here: p, h1–h6, ul, ol, li, table and its parts, br, b, strong, i, em, u, ins, sup,
sub, img (its alt text, or a figure). Any other element is looked through, so its text is never lost. Runs of spaces are
kept as typed (「姓  名」); white space between blocks, and at a block's edges, is dropped.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from lxml import etree, html

from .spans import header_rows
from .tree import (
    HIGHEST_LEVEL,
    LEFT,
    LOWEST_LEVEL,
    MOST_COLUMNS,
    Block,
    Figure,
    Heading,
    ListItem,
    Paragraph,
    ProseCell,
    ProseList,
    ProseTable,
    TextRun,
    lines,
)

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*")
_WIDE_FOLD = re.compile(r"(?<=[\u2e80-\ufaff\ufe30-\uffef])[ \t]*[\r\n]+[ \t\r\n]*(?=[\u2e80-\ufaff\ufe30-\uffef])")
_EDGE = " \t\n\r\u00a0\u3000"  # an indent typed as spaces would double the one of the layout

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav", "p"}
    | {"pre", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr"}
)
_DROPPED = frozenset({"script", "style", "template", "head"})
_FIGURE = "figure-of-text"  # what a picture that is printed is called while the tree is walked
_DEEPEST = 30  # elements inside one another; typst lays out little more
# A second-level heading typed as a paragraph.
_CAPTION = re.compile("（[一二三四五六七八九十]{1,3}）[^。；：\n]{1,40}[。：]?")


def clean(text: str) -> str:
    """Remove characters that XML, and so DOCX and XLSX, cannot hold."""
    return _NOT_XML.sub("", text)


def markup(source: str) -> etree._Element:
    """Parse sanitised HTML to a `div`, without comments, of any depth."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    page = html.document_fromstring(f"<html><body><div>{clean(source)}</div></body></html>".encode(), parser=parser)
    return page.body[0]


def parse(source: str, pictures: Collection[str] = ()) -> tuple[Block, ...]:
    """The blocks of sanitised HTML, in order. A paragraph that reads as 「（一）…」 alone is a heading of level 3.

    Pictures with one of these addresses become figures, which part the paragraph that they stand in.

    Markup nested deeper than any page could show is taken as plain paragraphs.
    """
    root = markup(source)
    for image in root.iter("img"):
        if image.get("src") in pictures:
            image.tag = _FIGURE
    if _depth(root) > _DEEPEST:
        return tuple(Paragraph(runs) for text in root.itertext() if (runs := _tidy([TextRun(text)])))
    return tuple(
        Heading(block.runs, 3) if type(block) is Paragraph and _CAPTION.fullmatch(block.text) else block
        for block in _blocks(root)
    )


def plain_text(source: str) -> list[str]:
    """Return the lines of sanitised HTML: a paragraph or item each, a table row joined by " | "."""
    return list(lines(parse(source)))


def _depth(root: etree._Element) -> int:
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


# --- Walking ----------------------------------------------------------------


_STYLES: dict[str, Callable[[TextRun], TextRun]] = {
    **dict.fromkeys(("b", "strong"), partial(replace, bold=True)),
    **dict.fromkeys(("i", "em"), partial(replace, italic=True)),
    **dict.fromkeys(("u", "ins"), partial(replace, underline=True)),
    "sup": partial(replace, script="super"),
    "sub": partial(replace, script="sub"),
}


class _Builder:
    """Gather blocks; inline text waits in `runs` until a block ends it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[TextRun] = []

    def add(self, text: str | None, style: TextRun) -> None:
        if text:
            folded = _FOLD.sub(" ", _WIDE_FOLD.sub("", text)) if text != "\n" else text
            self.runs.append(replace(style, text=folded))

    def end(self) -> None:
        if runs := _tidy(self.runs):
            self.blocks.append(Paragraph(runs))
        self.runs = []

    def put(self, *blocks: Block) -> None:
        self.end()
        self.blocks.extend(blocks)


def _blocks(element: etree._Element, style: TextRun | None = None) -> tuple[Block, ...]:
    builder = _Builder()
    _children(element, builder, style or TextRun(""))
    builder.end()
    return tuple(builder.blocks)


def _children(element: etree._Element, builder: _Builder, style: TextRun) -> None:
    builder.add(element.text, style)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _DROPPED:
            _element(child, builder, style)
        builder.add(child.tail, style)


def _element(element: etree._Element, builder: _Builder, style: TextRun) -> None:
    tag = str(element.tag)
    if tag in _STYLES:
        _children(element, builder, _STYLES[tag](style))
    elif tag == "br":
        builder.add("\n", style)
    elif tag == "img":
        builder.add(f"［图：{element.get('alt')}］" if element.get("alt") else "", style)
    elif tag == _FIGURE:
        words = f"［图：{element.get('alt')}］" if element.get("alt") else "［图］"
        builder.put(Figure((TextRun(words),), element.get("src", "")))
    elif tag in {"ul", "ol"}:
        builder.put(*_listing(element, style))
    elif tag == "table":
        builder.put(*_table(element, style))
    elif re.fullmatch("h[1-6]", tag):
        builder.put(*_heading(element, style))
    elif tag in _BLOCKS:
        builder.end()
        _children(element, builder, style)
        builder.end()
    else:
        _children(element, builder, style)


def _heading(element: etree._Element, style: TextRun) -> Iterator[Block]:
    level = min(max(int(element.tag[1]), HIGHEST_LEVEL), LOWEST_LEVEL)
    for block in _blocks(element, style):
        yield Heading(block.runs, level) if type(block) is Paragraph else block


def _listing(element: etree._Element, style: TextRun) -> Iterator[Block]:
    """Make a list. What stands between its items (a nested list, loose text) joins the item before it."""
    items: list[tuple[Block, ...]] = []

    def loose(builder: _Builder) -> None:
        builder.end()
        if builder.blocks and items:
            items[-1] += tuple(builder.blocks)
        elif builder.blocks:
            items.append(tuple(builder.blocks))

    between = _Builder()
    between.add(element.text, style)
    for child in element:
        if child.tag == "li":
            loose(between)
            between = _Builder()
            items.append(_blocks(child, style))
        elif isinstance(child.tag, str) and child.tag not in _DROPPED:
            _element(child, between, style)
        between.add(child.tail, style)
    loose(between)
    if kept := tuple(ListItem(blocks) for blocks in items if blocks):
        yield ProseList(element.tag == "ol", kept, _number(element.get("start"), 1, 0, 9999))


def _number(text: str | None, default: int, lowest: int, highest: int) -> int:
    try:
        return min(max(int(text or default), lowest), highest)
    except ValueError:
        return default


def _tidy(runs: list[TextRun]) -> tuple[TextRun, ...]:
    """Trim edges and spaces around line breaks, and join neighbours of one style."""
    joined: list[TextRun] = []
    for run in runs:
        text = run.text
        if not joined or joined[-1].text.endswith("\n"):
            text = text.lstrip(_EDGE)
        if text.startswith("\n"):
            _trim_end(joined)
            text = text if joined else ""
        if text and joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + text)
        elif text:
            joined.append(replace(run, text=text))
    _trim_end(joined)
    return tuple(joined)


def _trim_end(runs: list[TextRun]) -> None:
    while runs and not (kept := runs[-1].text.rstrip(_EDGE)):
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=kept)


# --- Tables -----------------------------------------------------------------


def _table(element: etree._Element, style: TextRun) -> Iterator[Block]:
    """Make a table; its caption and text outside cells come before it as paragraphs."""
    sources: list[tuple[list[etree._Element], bool]] = []
    outside = _Builder()
    _gather(element, sources, outside, style, in_head=False)
    outside.end()
    yield from outside.blocks
    rows = _placed(sources, style)
    columns = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    if columns:
        filled = _with_heading(_filled_up(rows, columns))
        yield ProseTable(columns, _header_rows(filled), filled)


def _with_heading(rows: tuple[tuple[ProseCell, ...], ...]) -> tuple[tuple[ProseCell, ...], ...]:
    """Make a first row of bold words the heading of a table that has none, as tables pasted from Word are."""
    if len(rows) <= 1 or any(cell.header for row in rows for cell in row):
        return rows
    is_heading = [all(map(_is_bold, row)) and bool(row) for row in rows]
    if not is_heading[0] or is_heading[1] or any(cell.rows > 1 for cell in rows[0]):
        return rows
    return (tuple(replace(cell, header=True) for cell in rows[0]), *rows[1:])


def _is_bold(cell: ProseCell) -> bool:
    runs = [run for block in cell.blocks if isinstance(block, Paragraph) for run in block.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def _header_rows(rows: Sequence[Sequence[ProseCell]]) -> int:
    """Count the heading rows at the top; 0 where a heading spans into the rows below, or where all are."""
    count = len(list(takewhile(lambda row: bool(row) and all(cell.header for cell in row), rows)))
    return 0 if count == len(rows) else header_rows(rows, count)


def _gather(
    element: etree._Element,
    rows: list[tuple[list[etree._Element], bool]],
    outside: _Builder,
    style: TextRun,
    *,
    in_head: bool,
) -> None:
    outside.add(element.text, style)
    for child in element:
        if child.tag == "tr":
            rows.append(([cell for cell in child if cell.tag in {"td", "th"}], in_head))
            _outside_cells(child, outside, style)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            _gather(child, rows, outside, style, in_head=child.tag == "thead")
        elif child.tag in {"td", "th"}:
            rows.append(([child], in_head))
        elif isinstance(child.tag, str) and child.tag not in _DROPPED:
            _element(child, outside, style)
        outside.add(child.tail, style)
    outside.end()


def _outside_cells(row: etree._Element, outside: _Builder, style: TextRun) -> None:
    outside.add(row.text, style)
    for child in row:
        if isinstance(child.tag, str) and child.tag not in {"td", "th"} | _DROPPED:
            _element(child, outside, style)
        outside.add(child.tail, style)


def _placed(sources: list[tuple[list[etree._Element], bool]], style: TextRun) -> list[list[ProseCell]]:
    """Put each cell at the first free place of its row; spans end at taken places and at the table's edge."""
    taken: set[tuple[int, int]] = set()
    rows: list[list[ProseCell]] = []
    for number, (cells, in_head) in enumerate(sources):
        rows.append([])
        column = 0
        for cell in cells:
            while (number, column) in taken:
                column += 1
            wish = _number(cell.get("colspan"), 1, 1, max(1, MOST_COLUMNS - column))
            width = next((w for w in range(1, wish) if (number, column + w) in taken), wish)
            height = _number(cell.get("rowspan"), 1, 1, len(sources) - number)
            header = in_head or cell.tag == "th"
            is_left = cell.get("class") == LEFT
            rows[-1].append(ProseCell(number, column, height, width, header, _blocks(cell, style), is_left))
            taken |= {(number + down, column + right) for down in range(height) for right in range(width)}
            column += width
    return rows


def _filled_up(rows: list[list[ProseCell]], columns: int) -> tuple[tuple[ProseCell, ...], ...]:
    """Add an empty cell at every uncovered place."""
    taken = {
        (cell.row + down, cell.column + right)
        for row in rows
        for cell in row
        for down in range(cell.rows)
        for right in range(cell.columns)
    }
    for number, row in enumerate(rows):
        free = [column for column in range(columns) if (number, column) not in taken]
        row.extend(ProseCell(number, column, 1, 1, header=False, blocks=()) for column in free)
        row.sort(key=lambda cell: cell.column)
    return tuple(map(tuple, rows))
