"""The heading of a file against the columns of a kind."""

import re
from dataclasses import dataclass, field

from disclosure.exchange.resources import RESOURCES

from .cells.amounts import MoneyWidget
from .columns import RecordColumn, RecordResource
from .errors import FileRefused
from .files.heading_search import LOOKED_AT, HeadingNames, HeadingsSought
from .files.table import SpreadsheetTable
from .folding import folded, letters, nearest, shortened


def headings_sought(resource: RecordResource, sheet: str = "") -> HeadingsSought:
    """Return what tells the table of a kind in a file."""
    own = tuple(column.column_name for column in resource.columns)
    others = {column.column_name for other in RESOURCES.values() for column in other.fields.values()} - set(own)
    required = tuple(column.column_name for column in resource.columns if column.required)
    return HeadingsSought(own, required, tuple(sorted(others)), sheet)


@dataclass
class MatchedHeadings:
    """Position (from 0) and column of every heading, and sentences about what was understood loosely."""

    places: list[tuple[int, RecordColumn]]
    notes: list[str] = field(default_factory=list)


def match_headings(table: SpreadsheetTable, resource: RecordResource) -> MatchedHeadings:
    """Return the headings; raises FileRefused with all errors in one sentence."""
    columns = {column.column_name: column for column in resource.columns}
    names = HeadingNames(columns)
    headings = ["" if cell is None else str(cell).strip() for cell in table.heading]
    named = [names.name(text) for text in headings]
    found = [(position, columns[name]) for position, name in enumerate(named) if name]
    _refuse_another_kind(table, headings, resource)
    if not found:
        raise FileRefused(_nothing_known(table, resource))
    complaints = [*_doubled(found), *_unknown(headings, named, columns), *_missing(found, resource)]
    complaints += [
        f"{letters(column)}列的列名{why}" for (row, column), why in table.flaws.items() if row <= table.head.bottom
    ]
    if complaints:
        raise FileRefused(f"「{table.name}」{_rows(table)}的列名有误：{'；'.join(complaints)}。")
    _refuse_larger_unit(table, found)
    return MatchedHeadings(found, [*_told_above(table), *_told_names(headings, names)])


def _rows(table: SpreadsheetTable) -> str:
    top, bottom = table.head.top, table.head.bottom
    return f"第{top}行" if top == bottom else f"第{top}至{bottom}行"


def _told_above(table: SpreadsheetTable) -> list[str]:
    """Say where the table begins, where that is not in the first row."""
    if not table.head.above or (table.head.top, table.head.bottom) == (1, 1):
        return []
    above = "；以上是标题、说明，没有导入" if table.head.top > 1 else ""
    return [f"列名在{_rows(table)}{above}。"]


def _told_names(headings: list[str], names: HeadingNames) -> list[str]:
    return [
        f"{letters(position)}列的列名「{shortened(text)}」当作「{names.name(text)}」。"
        for position, text in enumerate(headings, 1)
        if text and names.name(text) and not names.is_exact(text)
    ]


_LARGER_UNIT = re.compile(r"(单位|金额)\W{0,3}(人民币)?(万元|亿元|千元|百万元)")


def _refuse_larger_unit(table: SpreadsheetTable, found: list[tuple[int, RecordColumn]]) -> None:
    """Raise FileRefused where a note above says 万元 and a column takes 元: nobody would see it in the numbers."""
    amounts = [column.column_name for _, column in found if isinstance(column.widget, MoneyWidget)]
    if not amounts:
        return
    for cells in table.head.above:
        for cell in cells:
            if isinstance(cell, str) and (unit := _LARGER_UNIT.search(folded(cell))):
                raise FileRefused(
                    f"「{table.name}」在列名处写明单位是{unit[3]}（「{shortened(cell)}」），而「{amounts[0]}」以元为单位。"
                    "请把金额换算成元并改正单位后再导入。"
                )


def _nothing_known(table: SpreadsheetTable, resource: RecordResource) -> str:
    names = "、".join(column.column_name for column in resource.columns if column.required)
    return (
        f"「{table.name}」的前 {LOOKED_AT} 行中没有一个认识的列名；表格应有一行列名，须有：{names}。"
        "若表格中确实有列名，可能是文字编码不对，请另存为 .xlsx 或「CSV UTF-8（逗号分隔）」后再导入。"
    )


def _doubled(found: list[tuple[int, RecordColumn]]) -> list[str]:
    places: dict[str, list[str]] = {}
    for position, column in found:
        places.setdefault(column.column_name, []).append(letters(position + 1))
    return [
        f"「{name}」出现了{len(where)}次（{'、'.join(where)}列）" for name, where in places.items() if len(where) > 1
    ]


def _unknown(headings: list[str], named: list[str | None], columns: dict[str, RecordColumn]) -> list[str]:
    free = [name for name in columns if name not in named]
    complaints = []
    for position, (text, name) in enumerate(zip(headings, named, strict=True), 1):
        if text and name is None:
            complaints.append(f"{letters(position)}列「{shortened(text)}」是不认识的列{_hint(text, free)}")
    return complaints


def _hint(text: str, free: list[str]) -> str:
    written = folded(text)
    if _OTHER_UNIT.search(written) and any(name.endswith("（元）") for name in free):
        return "（金额应以元为单位，请换算后把列名写成「金额（元）」）"
    if written in {"序号", "No.", "NO.", "No"}:
        return "（序号不必导入，请删去这一列）"
    near = nearest(text, free)
    return f"（是否指「{near}」？）" if near else ""


_OTHER_UNIT = re.compile(r"[(:](万|亿|千|百万)元\)?$")


def _missing(found: list[tuple[int, RecordColumn]], resource: RecordResource) -> list[str]:
    present = {column.column_name for _, column in found}
    missing = [
        column.column_name for column in resource.columns if column.required and column.column_name not in present
    ]
    return [f"缺少必需的列「{'」「'.join(missing)}」"] if missing else []


def _refuse_another_kind(table: SpreadsheetTable, headings: list[str], resource: RecordResource) -> None:
    """Raise FileRefused if the headings are all those of another kind of record."""
    every = HeadingNames(column.column_name for other in RESOURCES.values() for column in other.fields.values())
    present = {folded(every.name(text) or "") for text in headings if text}
    required = {
        kind: {folded(column.column_name) for column in other.fields.values() if column.required}
        for kind, other in RESOURCES.items()
    }
    fitting = [kind for kind, names in required.items() if names <= present]
    if fitting and resource.kind not in fitting:
        theirs, ours = (RESOURCES[kind]._meta.model._meta.verbose_name for kind in (fitting[0], resource.kind))
        raise FileRefused(
            f"「{table.name}」的列名是「{theirs}」（{fitting[0]}）的，不是「{ours}」（{resource.kind}）的。"
        )
