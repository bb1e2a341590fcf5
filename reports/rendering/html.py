"""Tables as HTML for pages, and the whole report as one self-contained file."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from disclosure.rendering.html import prose_html
from disclosure.rendering.spans import covering, header_rows
from reports.editions.grid import FilledCell, Grid

from .document import DocumentPart, ReportDocument

Content = Callable[[FilledCell], SafeString]  # the content of a figure's cell

_STYLES = Path(__file__).with_name("report.css")
_LABEL = SafeString(' class="label"')


def render(document: ReportDocument) -> bytes:
    return page(document).encode("utf-8", "replace")


# --- Tables -----------------------------------------------------------------


def table_html(grid: Grid, *, cell: Content | None = None, caption: str | None = None) -> SafeString:
    """A table of the report, with header cells that say what they head and `data-figure` on every figure.

    Each figure's cell names its headings (`headers`), since in tables with blocks and groups a scope alone is
    ambiguous. `cell` replaces the printed value in a figure's cell, for example by an input. Ids begin with the table's
    key, so a page must show each table once. Styling is left to the page.
    """
    return format_html(
        '<table class="report-table report-table-{}"><caption{}>{}</caption>{}{}</table>',
        grid.table.key,
        SafeString(' class="visually-hidden"') if caption is None else "",
        grid.table.title if caption is None else caption,
        _column_groups(grid),
        _row_groups(grid, cell or _printed),
    )


def _printed(cell: FilledCell) -> SafeString:
    return format_html("{}", cell.text)


def _column_groups(grid: Grid) -> SafeString:
    first = grid.cells[0] if header_rows(grid.cells, grid.table.header_rows) else ()
    return format_html_join("", '<colgroup span="{}"></colgroup>', ((cell.columns,) for cell in first))


def _row_groups(grid: Grid, content: Content) -> SafeString:
    heads = header_rows(grid.cells, grid.table.header_rows)
    bodies: list[list[int]] = []
    for number in range(heads, len(grid.cells)):
        if not bodies or _is_caption(grid, number):
            bodies.append([])
        bodies[-1].append(number)
    named = _headings(grid, bodies)
    groups = [("thead", list(range(heads))), *(("tbody", body) for body in bodies)]
    return format_html_join(
        "",
        "<{0}>{1}</{0}>",
        ((tag, _rows(grid, rows, named, content)) for tag, rows in groups if rows),
    )


def _is_caption(grid: Grid, number: int) -> bool:
    row = grid.cells[number]
    return len(row) == 1 and row[0].header and row[0].columns == grid.table.columns > 1


def _rows(grid: Grid, rows: Sequence[int], named: dict[FilledCell, str], content: Content) -> SafeString:
    return format_html_join(
        "\n",
        "<tr>{}</tr>",
        ((format_html_join("", "{}", ((_cell(grid, c, named, content),) for c in grid.cells[row])),) for row in rows),
    )


def _cell(grid: Grid, cell: FilledCell, named: dict[FilledCell, str], content: Content) -> SafeString:
    span = format_html_join(
        "", ' {}="{}"', ((n, v) for n, v in (("colspan", cell.columns), ("rowspan", cell.rows)) if v > 1)
    )
    if cell.figure:
        return format_html(
            '<td class="number" data-figure="{}" headers="{}"{}>{}</td>',
            cell.figure.key,
            named.get(cell, ""),
            span,
            content(cell),
        )
    if cell.header:
        return format_html(
            '<th id="{}" scope="{}"{}{}>{}</th>',
            _id(grid, cell),
            _scope(grid, cell),
            _LABEL if cell.align == "left" else "",
            span,
            cell.text,
        )
    return format_html("<td{}{}>{}</td>", _LABEL if cell.align == "left" else "", span, cell.text)


def _id(grid: Grid, cell: FilledCell) -> str:
    return f"t{grid.table.key}-{cell.row + 1}-{cell.column + 1}"


def _scope(grid: Grid, cell: FilledCell) -> str:
    if cell.row < grid.table.header_rows:
        return "colgroup" if cell.columns > 1 else "col"
    if cell.rows > 1 or _is_caption(grid, cell.row):
        return "rowgroup"
    return "row" if _heads_its_row(grid, cell) else "col"


def _heads_its_row(grid: Grid, cell: FilledCell) -> bool:
    return any(other.figure or not other.header for other in grid.cells[cell.row])


def _headings(grid: Grid, bodies: Sequence[Sequence[int]]) -> dict[FilledCell, str]:
    reached = covering(grid.cells)
    heads = range(header_rows(grid.cells, grid.table.header_rows))
    return {
        cell: " ".join(dict.fromkeys(_id(grid, heading) for heading in _headings_above(cell, reached, (*heads, *body))))
        for body in bodies
        for number in body
        for cell in grid.cells[number]
        if cell.figure
    }


def _headings_above(
    cell: FilledCell, reached: Sequence[Sequence[FilledCell]], rows: Sequence[int]
) -> Iterator[FilledCell]:
    for row in rows:
        if row < cell.row:
            above = (other for other in reached[row] if other.header and not _is_left_of(other, cell))
            yield from (other for other in above if other.column < cell.column + cell.columns)
    yield from (other for other in reached[cell.row] if other.header and _is_left_of(other, cell))


def _is_left_of(heading: FilledCell, cell: FilledCell) -> bool:
    return heading.column + heading.columns <= cell.column


# --- The file ---------------------------------------------------------------


def page(document: ReportDocument) -> str:
    return format_html(
        _PAGE,
        title=document.title,
        authority=document.authority,
        style=mark_safe(_STYLES.read_text(encoding="utf-8")),  # noqa: S308 our own file
        state=format_html('<p class="state">〔{}〕</p>', document.state) if document.state else "",
        parts=format_html_join("\n", "{}", ((_part(part, n),) for n, part in enumerate(document.parts, 1))),
        signature=_signature(document),
        notes=_notes(document),
    )


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="{authority}">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{state}<h1>{title}</h1>
{parts}
{signature}{notes}
</main>
</body>
</html>
"""


def _part(part: DocumentPart, number: int) -> SafeString:
    content = format_html_join("\n", "{}", ((_content(item, part.heading),) for item in part.content))
    if not part.heading:
        return content
    return format_html(
        '<section aria-labelledby="part-{0}">\n<h2 id="part-{0}">{1}</h2>\n{2}\n</section>',
        number,
        part.heading,
        content,
    )


def _content(item: object, place: str) -> SafeString:
    if not isinstance(item, Grid):
        return prose_html(getattr(item, "html", ""), place=place)
    box = '<div class="scroll" role="region" tabindex="0" aria-label="{}">\n{}\n</div>'
    return format_html(box, item.table.title, table_html(item))


def _signature(document: ReportDocument) -> SafeString:
    day = document.signed_on
    date = format_html('<p><time datetime="{}">{}</time></p>', day.isoformat(), document.signed_on_text) if day else ""
    return format_html('<div class="signature"><p>{}</p>{}</div>', document.authority, date)


def _notes(document: ReportDocument) -> SafeString:
    if not document.notes:
        return SafeString("")
    notes = format_html_join("", "<li>{}</li>", ((note,) for note in document.notes))
    return format_html('\n<aside aria-labelledby="notes"><h2 id="notes">更正说明</h2><ul>{}</ul></aside>', notes)
