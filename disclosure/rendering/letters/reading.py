"""A filled letter read back from its .docx, as data for typst: an office's own template is printed as ours is.

Read are paragraphs and tables with what makes an official document: place on the line, indents, distances, sizes,
colours, the line below a letterhead, merged cells. What is not is told by `unprinted`.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

Data = dict[str, Any]

SIZE = 16.0  # points, where nothing says another
_ALIGNMENTS = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}
_SANS = ("黑体", "微软雅黑", "Arial", "Calibri")
_HEAVY = ("小标宋",)
_ON = (None, "1", "true", "on")


def unprinted(template: bytes) -> list[str]:
    """List what a template contains and the PDF will lack, in words."""
    word = docx.Document(io.BytesIO(template))
    body = word.element.body
    styles = _Styles(word.styles.element)
    headers = [text for section in word.sections for text in _texts(section.header._element)]  # noqa: SLF001 python-docx has no other way
    held = {
        "图片和图形": any(True for _ in body.iter(qn("w:drawing"), qn("w:pict"), qn("w:object"))),
        "自动编号": any(styles.of(one, "numPr") is not None for one in body.iter(qn("w:p"))),
        "脚注和尾注": any(True for _ in body.iter(qn("w:footnoteReference"), qn("w:endnoteReference"))),
        "页眉": any(headers),
    }
    return [name for name, holds in held.items() if holds]


def blocks(letter: bytes) -> list[Data]:
    """Return paragraphs and tables of a letter as `letter.typ` takes them; lengths in points."""
    word = docx.Document(io.BytesIO(letter))
    styles, made, after = _Styles(word.styles.element), [], 0.0
    for child in _children(word.element.body):
        if child.tag == qn("w:tbl"):
            made.append({"kind": "table", "above": after + 4, **_table(child, styles)})
            after = 4.0
        else:
            line = _line(child, styles)
            line["above"], after = after + line.pop("before"), line.pop("after")
            made.append(line)
    _loosen(made)
    return made


LONG = 60  # characters, about two lines


def _loosen(made: list[Data]) -> None:
    """Word parts a paragraph that stays with the next, typst moves the whole of it.

    So a long one is let go where short lines enough follow that stay together by themselves.
    """
    for line, *after in zip(made, made[1:], made[2:], strict=False):
        is_long = line.get("sticky") and sum(len(run["text"]) for run in line["runs"]) > LONG
        if is_long and all(one.get("sticky") for one in after):
            line["sticky"] = False


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, those in content controls included."""
    for child in parent:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag == qn("w:sdt"):
            yield from _children(child.find(qn("w:sdtContent")))


def _texts(element: etree._Element) -> Iterator[str]:
    return (text for one in element.iter(qn("w:t")) if (text := (one.text or "").strip()))


class _Styles:
    """Resolve properties as Word does: paragraph, style, base styles, defaults."""

    def __init__(self, styles: etree._Element) -> None:
        found = styles.findall(qn("w:style"))
        self._by_id = {one.get(qn("w:styleId")): one for one in found}
        self._default = next(
            (
                one
                for one in found
                if one.get(qn("w:type")) == "paragraph" and one.get(qn("w:default")) in {"1", "true"}
            ),
            None,
        )
        self._defaults = styles.find(qn("w:docDefaults"))

    def of(self, paragraph: etree._Element, name: str, *, of_text: bool = False) -> etree._Element | None:
        """Return `w:name` of the paragraph (or of its runs)."""
        return next(self._all(paragraph, name, of_text=of_text), None)

    def number(self, paragraph: etree._Element, name: str, attribute: str) -> int | None:
        """Return an attribute in twentieths of a point; each is inherited separately."""
        found = (one.get(qn(f"w:{attribute}")) for one in self._all(paragraph, name))
        return next((round(float(one)) for one in found if one), None)

    def text(
        self, paragraph: etree._Element, run: etree._Element | None, name: str, attribute: str = "val"
    ) -> str | None:
        """Return an attribute of a run's properties, or the inherited one."""
        own = run.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}") if run is not None else None
        found = [own] if own is not None else []
        for one in (*found, *self._all(paragraph, name, of_text=True)):
            if (value := one.get(qn(f"w:{attribute}"))) is not None:
                return str(value)
        return None

    def is_on(self, paragraph: etree._Element, run: etree._Element, name: str) -> bool:
        """Whether a toggle such as bold is on."""
        own = run.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}")
        found = own if own is not None else self.of(paragraph, name, of_text=True)
        return found is not None and found.get(qn("w:val")) in _ON

    def table_borders(self, table: etree._Element) -> etree._Element | None:
        path = f"{qn('w:tblPr')}/{qn('w:tblBorders')}"
        own = table.find(path)
        named = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
        if own is not None or named is None:
            return own
        return next((one.find(path) for one in self._chain(named.get(qn("w:val"))) if one.find(path) is not None), None)

    def _all(self, paragraph: etree._Element, name: str, *, of_text: bool = False) -> Iterator[etree._Element]:
        tag, holder = qn(f"w:{name}"), qn("w:rPr") if of_text else qn("w:pPr")
        own = paragraph.find(qn("w:pPr"))
        places = [] if of_text or own is None else [own]
        named = own.find(qn("w:pStyle")) if own is not None else None
        chain = self._chain(named.get(qn("w:val")) if named is not None else None)
        places += [one.find(holder) for one in chain]
        if self._defaults is not None:
            places.append(self._defaults.find(f"{holder}Default/{holder}"))
        yield from (found for place in places if place is not None and (found := place.find(tag)) is not None)

    def _chain(self, key: str | None) -> Iterator[etree._Element]:
        style, seen = self._by_id.get(key, self._default), set()
        while style is not None and id(style) not in seen:
            yield style
            seen.add(id(style))
            base = style.find(qn("w:basedOn"))
            style = self._by_id.get(base.get(qn("w:val"))) if base is not None else None


def _points(twentieths: int | None) -> float:
    return (twentieths or 0) / 20


def _line(paragraph: etree._Element, styles: _Styles) -> Data:
    alignment = styles.of(paragraph, "jc")
    size = float(styles.text(paragraph, None, "sz") or SIZE * 2) / 2
    border = styles.of(paragraph, "pBdr")
    below = border.find(qn("w:bottom")) if border is not None else None
    return {
        "kind": "line",
        "runs": list(_runs(paragraph, styles)),
        "align": _ALIGNMENTS.get(alignment.get(qn("w:val")) if alignment is not None else "", "left"),
        "size": size,
        "leading": _leading(paragraph, styles, size),
        "first": _indent(paragraph, styles, "firstLine", size),
        "left": _indent(paragraph, styles, "left", size),
        "right": _indent(paragraph, styles, "right", size),
        "before": _points(styles.number(paragraph, "spacing", "before")),
        "after": _points(styles.number(paragraph, "spacing", "after")),
        "sticky": styles.of(paragraph, "keepNext") is not None,
        "rule": _colour(below.get(qn("w:color"))) if below is not None else "",
    }


def _indent(paragraph: etree._Element, styles: _Styles, name: str, size: float) -> float:
    """Return points; in Word characters take precedence over lengths, also when zero."""
    characters = styles.number(paragraph, "ind", f"{name}Chars")
    if characters:
        return characters / 100 * size
    return _points(styles.number(paragraph, "ind", name))


def _leading(paragraph: etree._Element, styles: _Styles, size: float) -> float:
    """Return the distance from the foot of a line to the head of the next."""
    line = styles.number(paragraph, "spacing", "line")
    rule = next((one for one in (styles.of(paragraph, "spacing"),) if one is not None), None)
    is_exact = rule is None or rule.get(qn("w:lineRule")) in {"exact", "atLeast", None}
    if line is None:
        return size * 0.5
    return max((line / 20 if is_exact and line > 300 else line / 240 * size * 1.3) - size, 2.0)  # noqa: PLR2004 auto: 240 a line


def _runs(paragraph: etree._Element, styles: _Styles) -> Iterator[Data]:
    for run in paragraph.iter(qn("w:r")):
        text = "".join(_run_text(run))
        if not text:
            continue
        font = styles.text(paragraph, run, "rFonts", "eastAsia") or ""
        yield {
            "text": text,
            "size": float(styles.text(paragraph, run, "sz") or SIZE * 2) / 2,
            "sans": font.startswith(_SANS),
            "heavy": any(name in font for name in _HEAVY) or styles.is_on(paragraph, run, "b"),
            "underline": styles.text(paragraph, run, "u") not in {None, "none"},
            "colour": _colour(styles.text(paragraph, run, "color")),
        }


def _run_text(run: etree._Element) -> Iterator[str]:
    for child in run:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            yield "\n"
        elif child.tag == qn("w:tab"):
            yield "\u3000\u3000"


def _colour(value: str | None) -> str:
    """Return 「#c00000」; empty for black and automatic."""
    return "" if value in {None, "auto", "000000"} else f"#{value.lower()}"


# --- Tables -------------------------------------------------------------------


def _table(table: etree._Element, styles: _Styles) -> Data:
    widths = [float(one.get(qn("w:w")) or 1) for one in table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
    borders = styles.table_borders(table)
    sides = [] if borders is None else [one.get(qn("w:val")) for one in borders]
    rows = table.findall(qn("w:tr"))
    cells = list(_cells(rows, styles))
    columns = max([len(widths), *(cell["x"] + cell["columns"] for cell in cells)])
    return {
        "widths": widths + [max(widths, default=1.0)] * (columns - len(widths)),
        "bordered": any(side not in {None, "none", "nil"} for side in sides),
        "heads": sum(1 for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None),
        "heights": [_height(row) for row in rows],
        "cells": cells,
    }


def _height(row: etree._Element) -> float:
    found = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    return _points(int(found.get(qn("w:val")))) if found is not None else 0.0


def _cells(rows: list[etree._Element], styles: _Styles) -> Iterator[Data]:
    """Yield each cell once, where it begins, with its span."""
    open_above: dict[int, Data] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row.findall(qn("w:tc")):
            properties = cell.find(qn("w:tcPr"))
            span = properties.find(qn("w:gridSpan")) if properties is not None else None
            columns = int(span.get(qn("w:val"))) if span is not None else 1
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            if merge is not None and merge.get(qn("w:val")) != "restart" and x in open_above:
                open_above[x]["rows"] += 1
            else:
                made = {"x": x, "y": y, "rows": 1, "columns": columns, "lines": _cell_lines(cell, styles)}
                open_above[x] = made
                yield made
            x += columns


def _cell_lines(cell: etree._Element, styles: _Styles) -> list[Data]:
    lines = [_line(one, styles) for one in cell.iter(qn("w:p"))]
    for line in lines:
        line["above"] = line.pop("before")
        line.pop("after")
    return lines
