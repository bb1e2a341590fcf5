"""Rows of a file against the records that are there: new, changed, unchanged, or wrong."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models

from disclosure.models import Authority

from .cells.readings import Readings, TakenFor
from .cells.stored_numbers import StoredNumbers, altered, several
from .columns import BAD, RecordResource, Values
from .errors import CellProblem, Problems
from .parsing import Parsed

BATCH = 1000  # rows looked up and written at once
MASK = "*"  # stands in every masked value
MASKED = "是遮盖过的内容，不能代替已经登记的个人信息；请填写完整内容，或者删去这一列后再导入"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A stored record that a row changes; `before` holds the old values by attribute."""

    row: int
    record: models.Model
    before: Values


@dataclass
class MatchedRows:
    """Rows sorted into new, changed and unchanged records, not yet stored."""

    new: list[tuple[int, models.Model]] = field(default_factory=list)
    changed: list[RecordChange] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.new) + len(self.changed) + len(self.unchanged)


def match_rows(parsed: Parsed, authority: Authority, problems: Problems, readings: Readings) -> Iterator[MatchedRows]:
    """Check the rows against each other and the database. Adds errors to `problems`, what was guessed to `readings`.

    Call it in the transaction that stores the records, with the authority locked.
    """
    way = _MatchByIdentity if parsed.resource.natural_key else _MatchByEquality
    matcher = way(parsed, authority, problems, readings)
    parsed.resource.prepare(authority, (values for _, values in parsed.values()))
    rows = matcher.settled()
    while chunk := list(islice(rows, BATCH)):
        yield matcher.batch(chunk)


NumberedValues = tuple[int, Values]


class _RowMatcher:
    """What both ways of matching share."""

    def __init__(self, parsed: Parsed, authority: Authority, problems: Problems, readings: Readings) -> None:
        self.resource: RecordResource = parsed.resource
        self.parsed, self.authority, self.problems, self.readings = parsed, authority, problems, readings

    def settled(self) -> Iterator[NumberedValues]:
        """Yield the rows that are valid by themselves, with values of the model."""
        for number, values in self.parsed.values():
            spelt = dict(values)
            for said in self.resource.complete(values):
                (self.tell if isinstance(said, TakenFor) else self.complain)(number, spelt, *said)
            self.judge(number, values, spelt)
            if self.distinct(number, values, spelt) and number not in self.problems.rows:
                yield number, values

    def judge(self, number: int, values: Values, spelt: Values) -> None:
        """Check the rules of the kind."""
        for rule in self.resource.rules:
            if complaint := rule.complaint(values):
                self.complain(number, spelt, *complaint)

    def tell(self, number: int, spelt: Values, attribute: str, meaning: str) -> None:
        """Note what a cell was taken for."""
        column = self.resource.column(attribute)
        self.readings.add(number, column.column_name, column.shown(spelt[attribute]), meaning)

    def complain(self, number: int, spelt: Values, attribute: str, why: str) -> None:
        """Add an error of a row."""
        column = self.resource.column(attribute)
        value = spelt.get(attribute)
        shown = "" if value in (None, "", BAD) else column.shown(column.widget.render(value))
        self.problems.add(CellProblem(number, column.column_name, shown, why))

    def distinct(self, number: int, values: Values, spelt: Values) -> bool:
        """Whether no earlier row of the file means the same record."""
        return True

    def batch(self, rows: list[NumberedValues]) -> MatchedRows:
        """Match these rows."""
        raise NotImplementedError

    def new(self, values: Values) -> models.Model:
        """Make a record that is not stored yet."""
        self.resource.initial(values)
        return self.resource.made(self.authority, values)


def _no_records(_: Values) -> list[models.Model]:
    return []


class _MatchByIdentity(_RowMatcher):
    """Match records that have a number or a name."""

    def __init__(self, parsed: Parsed, authority: Authority, problems: Problems, readings: Readings) -> None:
        super().__init__(parsed, authority, problems, readings)
        self.first_row: dict[tuple[Any, ...], int] = {}
        self.taken: dict[int, int] = {}
        self.numbers = StoredNumbers(self.resource.of(authority), self.resource.number_field)
        # A first import need not look for what it wrote itself, which a database without statistics does slowly.
        self.is_first = not self.resource.of(authority).exists()

    def distinct(self, number: int, values: Values, spelt: Values) -> bool:
        identity = self.resource.identity(values)
        if BAD in identity:
            return True
        first = self.first_row.setdefault(identity, number)
        if first != number:
            column = self.resource.identity_column(values)
            self.complain(number, spelt, str(column.attribute), f"与第{first}行重复；同一条记录在一个文件中只能有一行")
        return first == number

    def batch(self, rows: list[NumberedValues]) -> MatchedRows:
        found = _no_records if self.is_first else self._stored(rows)
        batch = MatchedRows()
        for number, values in rows:
            records = found(values)
            if self._is_plain(number, values, records):
                batch.attributes = batch.attributes or list(values)
                self._place(batch, number, values, records)
        return batch

    def _stored(self, rows: list[NumberedValues]) -> Callable[[Values], list[models.Model]]:
        """Return a function from a row to the stored records it means, its number altered to theirs."""
        found = self.resource.stored(self.authority, [values for _, values in rows])
        meant = [values for number, values in rows if not found(values) and self._takes_stored_number(number, values)]
        if not meant:
            return found
        others = self.resource.stored(self.authority, meant)
        return lambda values: found(values) or others(values)

    def _takes_stored_number(self, number: int, values: Values) -> bool:
        """Give a row the number that a stored record has and a spreadsheet altered; whether there is one."""
        attribute = self.resource.number_field
        written = values.get(attribute)
        if not written or not (altered(written) or number in self.parsed.readings.rows):
            return False
        stored = self.numbers.meant(written)
        if len(stored) > 1:
            self.complain(number, values, attribute, several(stored))
        elif stored:
            self.tell(number, values, attribute, f"已有的{stored[0]}")
            values[attribute] = stored[0]
        return len(stored) == 1

    def _is_plain(self, number: int, values: Values, records: list[models.Model]) -> bool:
        """Whether a row means at most one record that no other row means."""
        attribute = str(self.resource.identity_column(values).attribute)
        if len(records) > 1:
            self.complain(number, values, attribute, f"与{len(records)}条已有的记录相符；请填写索引号，写明是哪一条")
            return False
        other = self.taken.setdefault(records[0].pk, number) if records else number
        if other != number:
            self.complain(number, values, attribute, f"与第{other}行指的是同一条已有的记录；请填写索引号加以区分")
        return other == number

    def _place(self, batch: MatchedRows, number: int, values: Values, records: list[models.Model]) -> None:
        if not records:
            made = self.new(values)
            self._derive(number, values, made, {})
            batch.new.append((number, made))
            return
        record = records[0]
        if not values.get("index_number", True):
            del values["index_number"]  # a row without one means the record's own
        altered = {name: value for name, value in values.items() if getattr(record, name) != value}
        self._refuse_masked(number, values, record, altered)
        before = {name: getattr(record, name) for name in altered}
        for name, value in altered.items():
            setattr(record, name, value)
        if not altered:
            batch.unchanged.append(number)
            return
        followed = {name: getattr(record, name) for name in self.resource.derived}
        self._derive(number, values, record, before)
        before |= {name: value for name, value in followed.items() if getattr(record, name) != value}
        if self._still_right(number, values, record):
            batch.changed.append(RecordChange(number, record, before))

    def _derive(self, number: int, values: Values, record: models.Model, before: Values) -> None:
        for attribute, why in self.resource.derive(record, before):
            self.complain(number, values, attribute, why)

    def _refuse_masked(self, number: int, values: Values, record: models.Model, altered: Values) -> None:
        """Refuse masked texts of an export in place of what they mask."""
        for column in self.resource.columns:
            name = str(column.attribute)
            if column.mask and MASK in str(altered.get(name, "")) and getattr(record, name):
                self.complain(number, values, name, MASKED)

    def _still_right(self, number: int, values: Values, record: models.Model) -> bool:
        """Check the rules for the record as it would be, with stored values for columns the file lacks."""
        merged = {name: getattr(record, name) for rule in self.resource.rules for name in rule.inputs}
        self.judge(number, merged, values)
        return number not in self.problems.rows


class _MatchByEquality(_RowMatcher):
    """Match records without a number: a row equals a stored record as often as it is stored."""

    def __init__(self, parsed: Parsed, authority: Authority, problems: Problems, readings: Readings) -> None:
        super().__init__(parsed, authority, problems, readings)
        self.names: tuple[str, ...] | None = None
        self.left: Counter[tuple[Any, ...]] = Counter()

    def batch(self, rows: list[NumberedValues]) -> MatchedRows:
        if self.names is None:
            self._count()
        batch = MatchedRows()
        for number, values in rows:
            record = self.new(values)
            key = tuple(getattr(record, name) for name in self.names or ())
            if self.left[key] > 0:
                self.left[key] -= 1
                batch.unchanged.append(number)
            else:
                batch.new.append((number, record))
        return batch

    def _count(self) -> None:
        """Count how often each record is stored; one query."""
        fields = self.resource.model._meta.concrete_fields
        self.names = tuple(field.attname for field in fields if field.attname not in {"id", "authority_id"})
        day = next(field.attname for field in fields if isinstance(field, models.DateField))
        days = [values[day] for _, values in self.parsed.values() if values[day] is not BAD]
        stored: Any = self.resource.model._default_manager.filter(
            authority=self.authority, **{f"{day}__range": (min(days), max(days))}
        )
        counted = stored.order_by().values_list(*self.names).annotate(models.Count("pk"))
        self.left.update({row[:-1]: row[-1] for row in counted.iterator()})
