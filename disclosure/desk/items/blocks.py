"""A rich text as blocks, each with its place in words, whose text can be replaced without harming the markup."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import Any

from lxml import etree, html

from disclosure.law.privacy import FoundText, find, find_in_row, is_heading
from disclosure.law.secrecy import find_marks_in_pieces

TEXT, TAIL = "text", "tail"
BLOCKS = frozenset(
    [
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "td", "th", "caption", "figcaption"),
        *("pre", "dt", "dd", "section", "article", "title", "option"),
    ]
)
UNSEEN = frozenset(("script", "style"))
CELLS = frozenset(("td", "th"))
SAID = {"href": "链接地址", "alt": "图片的替代文字", "title": "提示文字"}


@dataclass(slots=True)
class Block:
    """A run of text between block boundaries: pieces of text nodes (element, and `text`, `tail` or an attribute)."""

    place: str
    pieces: list[tuple[Any, str]] = field(default_factory=list)
    row: tuple[int, int] = (0, 0)  # the table's and the row's number, for a cell

    @property
    def text(self) -> str:
        return "".join(_get(*piece) for piece in self.pieces)

    def replace(self, findings: Iterable[FoundText]) -> None:
        """Replace each finding's text by its mask, in the first of the nodes that held it.

        Where findings overlap, the first and longest is masked, as `mask` does. Each node is set once.
        """
        begins = list(accumulate((len(_get(*piece)) for piece in self.pieces), initial=0))
        cuts: dict[int, list[tuple[int, int, str]]] = {}
        done = 0
        for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
            if finding.start < done:
                continue
            mask, done = finding.masked, finding.end
            first, after = bisect_right(begins, finding.start) - 1, bisect_left(begins, finding.end)
            for number in range(first, after):
                at, length = begins[number], begins[number + 1] - begins[number]
                if length:
                    cuts.setdefault(number, []).append(
                        (max(finding.start - at, 0), min(finding.end - at, length), mask)
                    )
                    mask = ""
        for number, own in cuts.items():
            _set(*self.pieces[number], _cut(_get(*self.pieces[number]), own))


def _cut(value: str, cuts: list[tuple[int, int, str]]) -> str:
    kept, done = [], 0
    for start, end, mask in cuts:
        kept += [value[done:start], mask]
        done = end
    return "".join([*kept, value[done:]])


@dataclass(slots=True)
class HtmlFragment:
    """A parsed HTML fragment; `findings` reads it, `html` writes it after replacements."""

    root: Any
    blocks: list[Block]

    @classmethod
    def parsed(cls, source: str) -> "HtmlFragment":
        """Parse a fragment; an empty one has no blocks."""
        return cls.of(html.fragment_fromstring(source or "", create_parent="div"))

    @classmethod
    def of(cls, root: Any) -> "HtmlFragment":
        return cls(root, list(_blocks_in_order(root)))

    @property
    def html(self) -> str:
        inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in self.root)
        return html_text(self.root.text) + inner

    def findings(self) -> Iterator[tuple[Block, FoundText]]:
        """Yield findings by block; the cells of a row are read together, under their table's headings."""
        headings: dict[int, list[str]] = {}
        for (table, row), group in groupby(self.blocks, key=lambda block: block.row):
            cells = list(group)
            texts = [cell.text for cell in cells]
            if not table:
                yield from ((block, finding) for block in cells for finding in find(block.text))
            elif row == 1 and is_heading(texts):
                headings[table] = texts
            else:
                yield from ((cells[at], finding) for at, finding in find_in_row(headings.get(table, []), texts))


def findings_in(source: str) -> tuple[tuple[int, str, FoundText], ...]:
    """Findings of a fragment, each with its block's number in `HtmlFragment.blocks` and its place in words."""
    text = HtmlFragment.parsed(source)
    numbers = {id(block): number for number, block in enumerate(text.blocks)}
    return tuple((numbers[id(block)], block.place, finding) for block, finding in text.findings())


def marks_in(source: str) -> tuple[tuple[int, str, FoundText], ...]:
    """Marks of secrecy in a fragment, as `findings_in`; one may stand upright, a character a block."""
    blocks = HtmlFragment.parsed(source).blocks
    marks = find_marks_in_pieces([block.text for block in blocks])
    return tuple((number, blocks[number].place, mark) for number, mark in marks)


def html_text(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _get(element: Any, name: str) -> str:
    return (getattr(element, name) if name in (TEXT, TAIL) else element.get(name)) or ""


def _set(element: Any, name: str, value: str) -> None:
    if name in (TEXT, TAIL):
        setattr(element, name, value)
    else:
        element.set(name, value)


def _blocks_in_order(root: Any) -> Iterator[Block]:
    yield from _numbered(block for block in _runs(root) if block.text.strip())
    for element in root.iter():
        for name, title in SAID.items():
            if isinstance(element.tag, str) and element.get(name):
                yield Block(title, [(element, name)])


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    count = 0
    for block in blocks:
        if not block.place:
            count += 1
            block.place = f"第{count}段"
        yield block


def _runs(root: Any) -> Iterator[Block]:
    places = _cells(root)
    current = Block("")
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi") or element.tag in UNSEEN:  # what follows a comment is text like any other
            if event != "start":
                current.pieces.append((element, TAIL))
            continue
        is_bound = element.tag in BLOCKS or element.tag == "br"
        if is_bound:
            yield current
            current = _new_block(element, places, is_start=event == "start")
        current.pieces.append((element, TEXT if event == "start" else TAIL))
    yield current


def _new_block(element: Any, places: dict[Any, tuple[int, int, int]], *, is_start: bool) -> Block:
    inside = element if is_start else element.getparent()
    around = () if inside is None else (inside, *inside.iterancestors())
    cell = next((parent for parent in around if parent.tag in CELLS), None)
    if cell is None or cell not in places:
        return Block("")
    table, row, column = places[cell]
    return Block(f"表格{table}第{row}行第{column}列", row=(table, row))


def _cells(root: Any) -> dict[Any, tuple[int, int, int]]:
    """Table, row and column of each cell, by number; in one walk, since tables may have thousands of rows."""
    places: dict[Any, tuple[int, int, int]] = {}
    tables: dict[Any, tuple[int, int]] = {}  # each one's number, and the rows before it
    rows: dict[Any, int] = {}
    columns: Counter[Any] = Counter()
    for element in root.iter("table", "tr", *CELLS):
        if element.tag == "table":
            tables[element] = (len(tables) + 1, len(rows))
        elif element.tag == "tr":
            rows[element] = len(rows) + 1
        else:
            row = element.getparent()
            columns[row] += 1
            if (table := next(element.iterancestors("table"), None)) is not None:
                number, before = tables[table]
                places[element] = (number, rows[row] - before if row in rows else 1, columns[row])
    return places
