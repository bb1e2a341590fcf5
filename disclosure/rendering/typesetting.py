"""PDF by typst: tagged, PDF/A-2a and PDF/UA-1, with fonts of a package, so that no machine differs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn as fonts
import typst

from . import prose, tree

if TYPE_CHECKING:
    from typst import PDFStandard

_COMMON = Path(__file__).with_name("texts.typ")
_STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]

Data = dict[str, Any]


def typeset(template: Path, data: Data, files: Mapping[str, bytes] | None = None) -> bytes:
    """Render `template` as PDF; it finds `data` as `given`, the functions of `texts.typ`, and `files` by their names.

    The same data always gives the same bytes, but for letters that the package's fonts do not have: these are set from
    the machine's, and where it has none either the file is an ordinary tagged PDF, since an empty box breaks the
    promise of PDF/A. Everything goes to the template as JSON, so no text is ever read as markup.
    """
    source = _COMMON.read_bytes() + template.read_bytes()
    inputs = {"given": prose.clean(json.dumps(data, ensure_ascii=False))}
    if not files:
        return _compiled(source, inputs, None)
    with TemporaryDirectory(prefix="typesetting-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return _compiled(source, inputs, folder)


def _compiled(source: bytes, data: dict[str, str], folder: Any) -> bytes:
    """Compile as PDF/A; where a letter is missing with the fonts of the machine, and if need be without the promise.

    `folder` holds the files that the template names.
    """
    for fonts_used, standards in ((_fonts(), _STANDARDS), (_wider_fonts(), _STANDARDS), (_wider_fonts(), [])):
        try:
            return _compiled_as(source, data, folder, fonts_used, standards)
        except typst.TypstError:
            if not standards:
                raise
    raise AssertionError  # the loop returns or raises


def _compiled_as(
    source: bytes, data: dict[str, str], folder: Any, used: typst.Fonts, standards: "list[PDFStandard]"
) -> bytes:
    made = typst.compile(
        source,
        root=folder,
        format="pdf",
        font_paths=used,
        sys_inputs=data,
        pdf_standards=standards,
        timestamp=0,
    )
    return bytes(made)


@cache
def _wider_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, font_paths=[Path(fonts.serif_path()).parent])


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(fonts.serif_path()).parent])


# --- Texts ------------------------------------------------------------------


class Levels:
    """Map heading levels to those printed: PDF/UA allows no skipped level."""

    def __init__(self) -> None:
        self._last = 0

    def below(self, level: int) -> None:
        """Set the level under which the following stands; 0 for none."""
        self._last = level

    def text(self, html: str) -> list[Data]:
        """Return a text with its headings moved up where a level is missing."""
        return self.blocks(prose.parse(html))

    def blocks(self, parsed: Iterable[tree.Block], figures: Mapping[str, Data] | None = None) -> list[Data]:
        """As `text`, of blocks; `figures` are what the template is told of pictures, by their addresses."""
        blocks = list(_with_figures(_tree(parsed), figures or {}))
        for block in blocks:
            if block["kind"] == "heading":
                self._last = block["level"] = min(block["level"], self._last + 1)
        return blocks


def _tree(blocks: Iterable[tree.Block]) -> Iterator[Data]:
    for block in blocks:
        match block:
            case tree.ProseTable():
                yield _prose_table(block)
            case tree.ProseList():
                items = [_inner(item.blocks) for item in block.items]
                yield {"kind": "list", "ordered": block.ordered, "start": block.start, "items": items}
            case tree.Heading():
                yield {"kind": "heading", "level": max(block.level - 1, 2), "runs": _runs(block)}
            case tree.Figure():
                yield {"kind": "paragraph", "runs": _runs(block), "address": block.address}
            case tree.Salutation():
                yield {"kind": "salutation", "runs": _runs(block)}
            case tree.Signature():
                yield {"kind": "signature", "runs": _runs(block)}
            case _:
                yield {"kind": "paragraph", "runs": _runs(block)}


def _with_figures(blocks: Iterable[Data], figures: Mapping[str, Data]) -> Iterator[Data]:
    """Replace the words that stand for a picture by the picture, in cells and items as well."""
    for block in blocks:
        if figure := figures.get(block.pop("address", "")):
            yield {"kind": "figure", **figure}
        elif block["kind"] == "list":
            yield {**block, "items": [list(_with_figures(item, figures)) for item in block["items"]]}
        elif block["kind"] == "table":
            cells = [{**cell, "blocks": list(_with_figures(cell["blocks"], figures))} for cell in block["cells"]]
            yield {**block, "cells": cells}
        else:
            yield block


def _inner(blocks: Iterable[tree.Block]) -> list[Data]:
    """Return blocks inside an item or a cell, where headings are ordinary paragraphs."""
    return [{**block, "kind": "paragraph"} if block["kind"] == "heading" else block for block in _tree(blocks)]


def _runs(paragraph: tree.Paragraph) -> list[Data]:
    return [
        {"text": run.text, "bold": run.bold, "italic": run.italic, "underline": run.underline, "script": run.script}
        for run in paragraph.runs
    ]


def _prose_table(table: tree.ProseTable) -> Data:
    return {
        "kind": "table",
        "widths": tree.widths(table),
        "rows": len(table.cells),
        "header_rows": table.header_rows,
        "cells": [
            {
                "x": cell.column,
                "y": cell.row,
                "rows": cell.rows,
                "columns": cell.columns,
                "header": cell.header,
                "align": "center" if cell.is_centred else "left",
                "blocks": _inner(cell.blocks),
            }
            for row in table.cells
            for cell in row
        ],
    }
