"""A single document to take away: its metadata as a table, then its text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from html import escape
from pathlib import Path

import typst
from lxml import etree

from disclosure.rendering import prose, tree
from disclosure.rendering.archives.glyphs import missing
from disclosure.rendering.arranging import arranged
from disclosure.rendering.docx.elements import paragraph
from disclosure.rendering.docx.package import marked, opened, saved
from disclosure.rendering.docx.texts import Texts
from disclosure.rendering.printed_picture import PrintedPicture
from disclosure.rendering.tree import LEFT
from disclosure.rendering.typesetting import Data, Levels, typeset

_TEMPLATE = Path(__file__).with_name("sheet.typ")


@dataclass(frozen=True, slots=True)
class Sheet:
    """An item for printing. `html` is sanitised; `mark` stands at the head of every page, `notes` at the end."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    day: date
    rows: tuple[tuple[str, str], ...]
    html: str
    mark: str = ""
    notes: tuple[str, ...] = ()
    pictures: tuple[PrintedPicture, ...] = ()

    @property
    def blocks(self) -> tuple[tree.Block, ...]:
        """Return the text with salutation and signature in their places."""
        return arranged(prose.parse(self.html, {picture.address for picture in self.pictures}))

    @property
    def table(self) -> str:
        """Return the metadata as an HTML table."""
        cells = (f'<th>{escape(label)}</th><td class="{LEFT}">{escape(value)}</td>' for label, value in self.rows)
        rows = (f"<tr>{row}</tr>" for row in cells)
        return f"<table>{''.join(rows)}</table>"


def docx(sheet: Sheet) -> bytes:
    """Render as DOCX; the same sheet always gives the same bytes."""
    word = opened()
    properties = word.core_properties
    properties.title = prose.clean(sheet.title)[:255]
    properties.author = properties.last_modified_by = prose.clean(sheet.author)[:255]
    properties.subject = prose.clean(sheet.subject)[:255]
    properties.keywords = prose.clean(",".join(sheet.keywords))[:255]
    properties.created = properties.modified = datetime.combine(sheet.day, time(), UTC)
    marked(word, sheet.mark)
    texts = Texts(word, {picture.address: picture for picture in sheet.pictures})
    for element in _body(sheet, texts):
        word.element.body.sectPr.addprevious(element)
    return saved(word)


def _body(sheet: Sheet, texts: Texts) -> Iterator[etree._Element]:
    yield paragraph(sheet.title, "Title")
    yield from texts.blocks(prose.parse(sheet.table))
    yield from texts.blocks(sheet.blocks)
    if sheet.notes:
        yield paragraph("", "TableGap")
    for note in sheet.notes:
        yield paragraph(note, "Note")


def pdf(sheet: Sheet) -> bytes:
    """Render as PDF; the same sheet always gives the same bytes.

    Where a picture is broken inside, all are printed as their alternative texts.
    """
    try:
        return _pdf(sheet)
    except typst.TypstError:
        if not sheet.pictures:
            raise
        return _pdf(replace(sheet, pictures=()))


def _pdf(sheet: Sheet) -> bytes:
    levels, day = Levels(), sheet.day
    files, figures = _figures(sheet.pictures)
    levels.below(0)  # the title is no heading: PDF/UA wants the first one to be of level 1
    data: Data = {
        "title": sheet.title,
        "subject": sheet.subject,
        "author": sheet.author,
        "keywords": sheet.keywords,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "state": sheet.mark,
        "table": levels.text(sheet.table),
        "blocks": levels.blocks(sheet.blocks, figures),
        "notes": (*sheet.notes, *_about_letters(sheet)),
    }
    return typeset(_TEMPLATE, data, files)


def _about_letters(sheet: Sheet) -> Iterator[str]:
    """Say which characters may be empty boxes, and what they are."""
    words = (sheet.title, *(value for row in sheet.rows for value in row), "".join(prose.markup(sheet.html).itertext()))
    if lacking := missing("".join(words)):
        codes = "、".join(f"U+{ord(one):04X}" for one in lacking)
        yield f"本文件的字体中没有这些字，印出的可能是方框：{codes}。在网页上可以看到。"


def _figures(pictures: tuple[PrintedPicture, ...]) -> tuple[dict[str, bytes], dict[str, Data]]:
    """Return the files of pictures by name, and what the template is told of each by its address."""
    files: dict[str, bytes] = {}
    figures: dict[str, Data] = {}
    for number, picture in enumerate(pictures):
        name = f"picture-{number}.{picture.media_type.rpartition('/')[2]}"
        files[name] = picture.read()
        figures[picture.address] = {
            "file": name,
            "alternative": picture.alternative or "图片",
            "width": max(picture.width, 1),
            "height": max(picture.height, 1),
        }
    return files, figures
