"""WordprocessingML elements: paragraphs, runs, widths."""

from collections.abc import Iterable
from itertools import pairwise

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from disclosure.rendering.prose import clean
from disclosure.rendering.tree import TextRun

TEXT_WIDTH = 8844  # 156 mm in twentieths of a point
BODY_SIZE = 320  # 三号, 16 pt, in twentieths of a point
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, *children: etree._Element, **attributes: object) -> etree._Element:
    """Make `w:tag` with `w:` attributes and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(item: TextRun) -> etree._Element:
    """Make a `w:r`; line breaks become `w:br`."""
    made = element("r")
    marks = [
        *([element("b")] if item.bold else []),
        *([element("i")] if item.italic else []),
        *([element("u", val="single")] if item.underline else []),
        *([element("vertAlign", val=f"{item.script}script")] if item.script else []),
    ]
    if marks:
        made.append(element("rPr", *marks))
    for number, line in enumerate(clean(item.text).split("\n")):
        if number:
            made.append(element("br"))
        if line:
            text = element("t")
            text.text = line
            text.set(_PRESERVE, "preserve")
            made.append(text)
    return made


def paragraph(
    runs: Iterable[TextRun] | str, style: str | None = None, *properties: etree._Element, keep_next: bool = False
) -> etree._Element:
    """Make a `w:p` in a style. `properties` go into its `w:pPr`, in the order of the schema."""
    items = [TextRun(runs)] if isinstance(runs, str) else runs
    head = [
        *([element("pStyle", val=style)] if style else []),
        *([element("keepNext")] if keep_next else []),
        *properties,
    ]
    return element("p", *([element("pPr", *head)] if head else []), *(run(item) for item in items))


def shared_out(total: int, shares: Iterable[float]) -> list[int]:
    """Divide `total` in the ratio of `shares` into whole numbers that add up to it."""
    shares = list(shares)
    whole, edges, reached = sum(shares), [0], 0.0
    for share in shares:
        reached += share
        edges.append(round(total * reached / whole))
    return [right - left for left, right in pairwise(edges)]
