"""The first line of a file against the columns of a kind."""

from disclosure.exchange.resources import RESOURCES

from .columns import RecordColumn, RecordResource
from .errors import FileRefused
from .files.table import SpreadsheetTable
from .folding import folded, letters, nearest, shortened


def match_headings(table: SpreadsheetTable, resource: RecordResource) -> list[tuple[int, RecordColumn]]:
    """Return position (from 0) and column of every heading; raises FileRefused with all errors in one sentence."""
    known = {folded(column.column_name): column for column in resource.columns}
    headings = [str(cell).strip() for cell in table.heading]
    found = [(position, known[folded(text)]) for position, text in enumerate(headings) if folded(text) in known]
    _refuse_another_kind(table, headings, resource)
    if not found:
        raise FileRefused(_nothing_known(table, resource))
    complaints = [*_doubled(found), *_unknown(headings, known), *_missing(found, resource)]
    complaints += [f"{letters(column)}列的列名{why}" for (row, column), why in table.flaws.items() if row == 1]
    if complaints:
        raise FileRefused(f"「{table.name}」第1行的列名有误：{'；'.join(complaints)}。")
    return found


def _nothing_known(table: SpreadsheetTable, resource: RecordResource) -> str:
    names = "、".join(column.column_name for column in resource.columns if column.required)
    return (
        f"「{table.name}」第1行没有一个认识的列名；第1行应是列名，须有：{names}。"
        "若第1行确实是列名，可能是文字编码不对，请另存为 .xlsx 或「CSV UTF-8（逗号分隔）」后再导入。"
    )


def _doubled(found: list[tuple[int, RecordColumn]]) -> list[str]:
    places: dict[str, list[str]] = {}
    for position, column in found:
        places.setdefault(column.column_name, []).append(letters(position + 1))
    return [
        f"「{name}」出现了{len(where)}次（{'、'.join(where)}列）" for name, where in places.items() if len(where) > 1
    ]


def _unknown(headings: list[str], known: dict[str, RecordColumn]) -> list[str]:
    used = {folded(text) for text in headings}
    free = [column.column_name for fold, column in known.items() if fold not in used]
    complaints = []
    for position, text in enumerate(headings, 1):
        if text and folded(text) not in known:
            near = nearest(text, free)
            hint = f"（是否指「{near}」？）" if near else ""
            complaints.append(f"{letters(position)}列「{shortened(text)}」是不认识的列{hint}")
    return complaints


def _missing(found: list[tuple[int, RecordColumn]], resource: RecordResource) -> list[str]:
    present = {column.column_name for _, column in found}
    missing = [
        column.column_name for column in resource.columns if column.required and column.column_name not in present
    ]
    return [f"缺少必需的列「{'」「'.join(missing)}」"] if missing else []


def _refuse_another_kind(table: SpreadsheetTable, headings: list[str], resource: RecordResource) -> None:
    """Raise FileRefused if the headings are all those of another kind of record."""
    present = {folded(text) for text in headings if text}
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
