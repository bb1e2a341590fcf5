"""Found tables → the values of one format, with the cells that could not be read and all that has to be said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reports.editions import editions
from reports.editions.grid import CountedFigure, Edition, Figure, Number
from reports.editions.printed import PrintedLabel, PrintedTable, UnreadCell

from .blocks import Block, squeezed
from .finding import FoundTable, find
from .forms import forms
from .numbers import read_number

_SHOWN = 60  # characters of a cell that are repeated in a sentence


@dataclass(slots=True)
class ReadFigures:
    """The figures of a report in one format; a figure that is not printed is None."""

    edition: Edition
    values: dict[str, Number | None]
    tables: list[PrintedTable] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)  # table → the blocks it stands in
    unread: list[UnreadCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_told: bool = True  # the tables tell the format; else it is that of the year


def figures_in(blocks: list[Block], year: int | None) -> ReadFigures:
    """Find the tables of each format and take the one that fits best, table by table.

    The report's format is that of its first table found; the others are carried over into it, which is said.
    """
    best = _best(blocks, year)
    chosen = _edition(best, year)
    read = ReadFigures(chosen, dict.fromkeys(chosen.by_key), is_told=any(map(_tells, best.values())))
    for form in forms(chosen):
        if found := best.get(form.key):
            found.form = found.form if _tells(found) else form  # a table that all formats have alike is of this one
            _take(read, found)
    return read


def _best(blocks: list[Block], year: int | None) -> dict[str, FoundTable]:
    """The best reading of each table; of two equally good ones that of the format in force, then the newer."""
    best: dict[str, FoundTable] = {}
    rated: dict[str, tuple[int, int, bool]] = {}
    for edition in reversed(editions()):
        for form in forms(edition):
            if found := find(form, blocks):
                rating = (*found.score, year is not None and edition.covers(year))
                if form.key not in best or rating > rated[form.key]:
                    best[form.key], rated[form.key] = found, rating
    return best


def _edition(best: Mapping[str, FoundTable], year: int | None) -> Edition:
    """By the first table that only one format has; a table that all have alike tells nothing."""
    known = {edition.key: edition for edition in editions()}
    for key in sorted(best):
        if _tells(best[key]):
            return known[best[key].form.edition_key]
    in_force = [edition for edition in editions() if year is not None and edition.covers(year)]
    return in_force[-1] if in_force else editions()[-1]


def _tells(found: FoundTable) -> bool:
    same = [form for edition in editions() for form in forms(edition) if form.key == found.form.key]
    return len({(form.labels, form.headings) for form in same}) > 1


def _take(read: ReadFigures, found: FoundTable) -> None:
    form = found.form
    read.places[form.key] = found.blocks
    own = next(edition for edition in editions() if edition.key == form.edition_key)
    values = dict(_values(read, found, own))
    read.values.update(_carried(read, own, values, form.key))
    read.tables.append(PrintedTable(form.key, form.edition_key, labels=tuple(_deviating(read, found))))
    for row in form.rows:
        if row.label in found.broken and row.figures[0].key not in found.cells:
            read.unread.append(UnreadCell(form.key, row.label, "", found.broken[row.label][:_SHOWN]))
            read.notes.append(f"表{form.key}「{row.label}」这一行的单元格与表头对不上，没有读取，请对照原件。")
        elif row.label not in found.rows:
            read.unread.append(UnreadCell(form.key, row.label, "", ""))
            read.notes.append(f"表{form.key}没有找到「{row.label}」这一行。")
    for key in found.doubled:
        read.notes.append(f"表{form.key}「{own.by_key[key].label}」印了两次且不相同，按先印的读取，请核对。")


def _values(read: ReadFigures, found: FoundTable, own: Edition) -> Iterator[tuple[str, Number | None]]:
    for key, cell in found.cells.items():
        figure = own.by_key[key]
        number = read_number(cell.text, figure.unit, cell.heading_unit)
        shown = squeezed(cell.text)[:_SHOWN]
        if number.unread:
            read.unread.append(UnreadCell(figure.table, figure.row, figure.column, cell.text.strip()[:_SHOWN]))
            read.notes.append(f"表{figure.table}「{figure.label}」印作「{shown}」，不是数字，没有读取。")
        elif number.converted:
            read.notes.append(f"表{figure.table}「{figure.label}」印作「{shown}」，{number.converted}。")
        yield key, number.value


def _carried(
    read: ReadFigures, own: Edition, values: Mapping[str, Number | None], table: str
) -> Iterator[tuple[str, Number | None]]:
    """Put the figures of a table of another format where the report's format counts the same; what differs is said."""
    target = read.edition
    if own.key == target.key:
        yield from values.items()
        return
    read.notes.append(f"表{table}按{own.name}编制，与其他表的{target.name}不同。")
    yield from ((key, value) for key, value in values.items() if key in target.by_key)
    for key, value in values.items():
        if key not in target.by_key and not own.by_key[key].is_formula:
            yield from _regrouped(read, own.by_key[key], value, values, own)


def _regrouped(
    read: ReadFigures, figure: Figure, value: Number | None, values: Mapping[str, Number | None], own: Edition
) -> Iterator[tuple[str, Number | None]]:
    """A figure whose row is divided otherwise: a part joins the others in their sum, a sum stands in its last part."""
    wider = [one for one in read.edition.figures if _is_part(figure, one)]
    parts = [one for one in read.edition.figures if _is_part(one, figure)]
    if wider:
        numbers = [values[key] for key in values if _is_part(own.by_key[key], wider[0])]
        filled = [number for number in numbers if number is not None]
        _say_once(read, f"表{figure.table}「{wider[0].row}」在原件中分为{len(numbers)}行，按合计读取。")
        yield wider[0].key, sum(filled) if filled and len(filled) == len(numbers) else None
    elif parts:
        _say_once(read, f"表{figure.table}「{figure.row}」在原件中只有一行，读入「{parts[-1].row}」，其余各行留空。")
        yield parts[-1].key, value


def _is_part(one: Figure, whole: Figure) -> bool:
    """Whether all that `one` counts is counted by `whole`, and more of the same kind."""
    part, source = one.source, whole.source
    if not isinstance(part, CountedFigure) or not isinstance(source, CountedFigure) or one.table != whole.table:
        return False
    is_alike = part.measure == source.measure and dict(part.group).keys() == dict(source.group).keys()
    return is_alike and set(part.group) < set(source.group)


def _say_once(read: ReadFigures, sentence: str) -> None:
    if sentence not in read.notes:
        read.notes.append(sentence)


def _deviating(read: ReadFigures, found: FoundTable) -> Iterator[PrintedLabel]:
    """Yield the labels that are not printed as the format has them, and say which were taken for damaged ones."""
    for label, (printed, match) in found.labels.items():
        text = squeezed(printed)
        if not match.exact:
            yield PrintedLabel(label, text)
        if match.is_near:
            read.notes.append(f"表{found.form.key}的「{text[:_SHOWN]}」按「{label}」读取。")


def missing(edition: Edition, tables: Iterable[PrintedTable]) -> list[str]:
    """The keys of the tables of a format that were not found."""
    found = {table.key for table in tables}
    return [table.key for table in edition.tables if table.key not in found]
