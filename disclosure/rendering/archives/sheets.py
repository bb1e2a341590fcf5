"""The pages that the program itself adds to a file: cover, index, remarks, and what the record holds, as PDF/A-2a."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path

from disclosure.rendering import sheet
from disclosure.rendering.typesetting import Data, Levels, typeset

from .glyphs import printable

LEVEL = "2a"
Table = tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Caption, head, rows."""
_COVER = Path(__file__).with_name("cover.typ")


@dataclass(frozen=True, slots=True)
class ArchiveSheet:
    """A page of the program: a title, fields as a table, texts, and tables with a head each."""

    title: str
    author: str
    day: date
    rows: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    mark: str = ""


def pdf(page: ArchiveSheet, html: str = "") -> bytes:
    """Render a page, with sanitised `html` first; the same page always gives the same bytes."""
    html += "".join(_paragraph(text) for text in page.texts) + "".join(_table(*one) for one in page.tables)
    rows = tuple((printable(label), printable(value) or "—") for label, value in page.rows)
    return sheet.pdf(
        sheet.Sheet(
            title=printable(page.title),
            author=printable(page.author),
            subject=printable(page.title),
            keywords=(),
            day=page.day,
            rows=rows,
            html=printable(html),
            mark=printable(page.mark),
            notes=tuple(map(printable, page.notes)),
        )
    )


def cover(page: ArchiveSheet, subject: str) -> bytes:
    """Render the cover of a file: `subject` is its 题名."""
    levels = Levels()
    shown = replace(page, rows=tuple((label, value or "—") for label, value in page.rows))
    data: Data = {
        "title": printable(page.title),
        "subject": printable(subject),
        "author": printable(page.author),
        "fonds_name": printable(page.author),
        "keywords": (),
        "date": {"year": page.day.year, "month": page.day.month, "day": page.day.day},
        "state": "",
        "table": levels.text(printable(_fields(shown.rows))),
        "notes": tuple(map(printable, page.notes)),
    }
    return typeset(_COVER, data)


def _paragraph(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _fields(rows: Iterable[tuple[str, str]]) -> str:
    cells = (f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in rows)
    return f"<table>{''.join(cells)}</table>"


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    titles = "".join(f"<th>{escape(one)}</th>" for one in head)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    above = f"<p>{escape(caption)}：</p>" if caption else ""
    return f"{above}<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"
