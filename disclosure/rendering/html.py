"""Texts of the office as HTML for pages."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lxml import etree, html

from .prose import markup

_DEEPEST = 6
# 1,234.50, -3, 12.5%, （7）: what stands in a column of figures and is compared by its places.
_FIGURE = re.compile(r"[（(+＋\-－−]?\d{1,3}(?:[,，]?\d{3})*\d*(?:\.\d+)?[%％‰]?[)）]?")


def prose_html(source: str, *, highest: int = 3, place: str = "") -> SafeString:
    """Sanitised HTML for a page: headings begin at level `highest`, and a wide table scrolls in a box of its own.

    A picture in a paragraph of its own and a cell that holds a figure are marked, so that the page can set them well.
    `place`, the section it stands in, tells apart the boxes of a page that shows several texts.
    """
    root = markup(source)
    headings = [element for element in root.iter() if element.tag in {f"h{level}" for level in range(1, _DEEPEST + 1)}]
    shift = highest - min((int(heading.tag[1]) for heading in headings), default=highest)
    for heading in headings:
        heading.tag = f"h{min(int(heading.tag[1]) + max(shift, 0), _DEEPEST)}"
    _mark(root)
    for number, table in enumerate(list(root.iter("table")), 1):
        _boxed(table, f"{place}（表格{number}）" if place else f"表格{number}")
    inner = (root.text or "") and str(format_html("{}", root.text))
    return mark_safe(inner + "".join(html.tostring(child, encoding="unicode") for child in root))  # noqa: S308 sanitised


def _mark(root: etree._Element) -> None:
    for paragraph in root.iter("p"):
        if paragraph.find(".//img") is not None and not "".join(paragraph.itertext()).strip():
            paragraph.set("class", "picture")
    for cell in root.iter("td"):
        if _FIGURE.fullmatch("".join(cell.itertext()).strip()):
            cell.set("class", "number")


def _boxed(table: etree._Element, label: str) -> None:
    box = etree.Element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label})
    table.addprevious(box)
    box.tail, table.tail = table.tail, None
    box.append(table)
