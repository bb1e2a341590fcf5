"""Names and small reads of WordprocessingML that reading, converting and cleaning share."""

import unicodedata
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

DELETED = frozenset((f"{W}del", f"{W}moveFrom"))
_LONGEST_CODE = 8  # hexadecimal digits; Word writes four
_WRITTEN = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}ptab": "\t",
}


def texts(element: etree._Element, *, deleted: bool = False) -> Iterator[str]:
    """What stands in `element`, without its text boxes; what was deleted under tracking only if asked for."""
    for child in element:
        if child.tag in (f"{W}txbxContent", f"{MC}Fallback", f"{A}graphic") or not isinstance(child.tag, str):
            continue
        if child.tag in DELETED and not deleted:
            continue
        if child.tag in (f"{W}t", f"{W}delText", f"{M}t"):
            yield child.text or ""
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag == f"{W}sym":
            yield _symbol(child)
        elif child.tag not in (f"{W}pPr", f"{W}rPr"):
            yield from texts(child, deleted=deleted)


def text(element: etree._Element, *, deleted: bool = False) -> str:
    """As `texts`, joined."""
    return "".join(texts(element, deleted=deleted))


def _symbol(element: etree._Element) -> str:
    """A letter of a symbol font by its number in hexadecimal; halves of pairs and controls are none."""
    written = element.get(f"{W}char", "")
    try:
        letter = chr(int(written, 16)) if len(written) <= _LONGEST_CODE else ""
    except (ValueError, OverflowError):
        return ""
    return letter if unicodedata.category(letter or "\0") not in ("Cs", "Cc") else ""


def boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes, outermost first; of two versions of one box for two ages of Word only the first."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
            yield from boxes(child)
        elif child.tag == f"{MC}AlternateContent":
            yield from _first_with_boxes(child)
        else:
            yield from boxes(child)


def _first_with_boxes(alternatives: etree._Element) -> list[etree._Element]:
    return next((found for found in map(list, map(boxes, alternatives)) if found), [])
