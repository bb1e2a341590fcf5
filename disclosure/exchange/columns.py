"""What a column is, and what a kind of record has beside its columns: identity, rules, references."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.fields import NOT_PROVIDED
from django.utils.html import strip_tags
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from disclosure.models import Authority
from disclosure.models.encryption import KeyedHashField

from .cells.readings import TakenFor
from .cells.widgets import RichTextWidget
from .errors import BadCell
from .files.limits import MOST_IN_CELL
from .folding import shortened

BAD: Any = object()  # stands for the value of a bad cell
Values = dict[str, Any]  # by attribute; an attribute whose column the file does not have is not in it
Complaint = tuple[str, str]  # attribute, why
LONGEST_TEXT = 200_000  # characters, where the model sets no limit
LONGEST_PERSONAL = 500


class RecordColumn(Field):
    """A column of a spreadsheet.

    `required`: its heading must be there. `filled`: so must every cell below it.
    `mask`: it holds personal data, which messages and previews show through this function.
    """

    def __init__(
        self,
        heading: str,
        widget: Widget,
        *,
        attribute: str = "",
        required: bool = False,
        filled: bool = False,
        mask: Callable[[str], str] | None = None,
        example: Any = "",
    ) -> None:
        super().__init__(column_name=heading, widget=widget, attribute=attribute or None)
        self.required, self.filled, self.mask, self.example = required or filled, filled, mask, example
        self.empty: Any = ""
        self.limit: int | None = None

    attribute: str | None

    def bind(self, name: str, model: type[models.Model]) -> None:
        """Take the meaning of an empty cell and the longest text from the model field."""
        self.attribute = self.attribute or name
        try:
            field = model._meta.get_field(self.attribute)
        except FieldDoesNotExist:
            return
        if not isinstance(field, models.Field):
            return
        self.empty = None if field.null else "" if field.default is NOT_PROVIDED else field.default
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            self.limit = field.max_length or (LONGEST_PERSONAL if self.mask else LONGEST_TEXT)

    def parse(self, cell: Any) -> Any:
        """Return the value of a cell that is not empty; raises BadCell with the end of a sentence."""
        if isinstance(cell, str) and len(cell) > MOST_IN_CELL:  # before any widget reads it
            raise BadCell(f"有{len(cell)}个字，太长了")
        value = self.widget.clean(cell)
        if self.limit and isinstance(value, str) and len(value) > self.limit:
            raise BadCell(f"有{len(value)}个字，最多{self.limit}个字")
        return value

    def shown(self, cell: Any) -> str:
        """Return the cell as messages may show it: masked and shortened."""
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        return shortened(self.mask(text) if self.mask else text)


@dataclass(frozen=True)
class RowRule:
    """A rule about several values of a row, checked only if none of them is bad."""

    inputs: tuple[str, ...]
    judge: Callable[..., Complaint | None]

    def complaint(self, values: Mapping[str, Any]) -> Complaint | None:
        found = [values.get(name) for name in self.inputs]
        return None if BAD in found else self.judge(*found)


class RecordResource(ModelResource):
    """The columns of one kind of record, for import and export. One instance serves one import or export."""

    kind: ClassVar[str] = ""
    rules: ClassVar[tuple[RowRule, ...]] = ()
    natural_key: ClassVar[tuple[str, ...]] = ()
    """Model attributes that tell two records of an authority apart; none where equal records may stand side by side."""

    related: ClassVar[tuple[str, ...]] = ()
    """Relations that an export reads."""

    number_field: ClassVar[str] = ""
    """The attribute that is a number as offices give it, which a spreadsheet may have altered; none for most kinds."""

    owner: ClassVar[str] = "authority"
    """The path from a record to its authority."""

    by: Any = None
    """Who brings the file in; None is the program itself, as a maintainer runs it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, column in self.fields.items():
            column.bind(name, self.model)

    @property
    def model(self) -> type[models.Model]:
        return self._meta.model

    @property
    def columns(self) -> list[RecordColumn]:
        """Return the columns in the order of the headings."""
        return [self.fields[name] for name in self._meta.fields]

    def column(self, attribute: str) -> RecordColumn:
        """Return the column of an attribute."""
        return next(column for column in self.columns if column.attribute == attribute)

    # --- Bringing in --------------------------------------------------------

    def prepare(self, authority: Authority, rows: Iterable[Values]) -> None:
        """Look up what the rows refer to, once for all."""

    def complete(self, values: Values) -> Iterator[Complaint | TakenFor]:
        """Turn spreadsheet-only values (names of other records, split columns) into values of the model.

        Yields what is wrong, and what a value was taken for where it is not as stored.
        """
        yield from ()

    def initial(self, values: Values) -> None:
        """Set what a new record needs and the file does not hold."""

    derived: tuple[str, ...] = ()  # attributes that `derive` may change

    def derive(self, record: models.Model, before: Values) -> Iterator[Complaint]:
        """Set what follows from other values of a new or changed record; yields what is impossible.

        `before`: the former values of what the row changes, none of a new record.
        """
        yield from ()

    def written(self, records: Sequence[models.Model]) -> None:
        """Update what is derived from stored records; runs in the transaction that stored them."""

    def settled(self, total: int) -> list[str]:
        """Return sentences to add after an import that stored this many."""
        return []

    def of(self, authority: Authority) -> models.QuerySet:
        """Return the authority's stored records."""
        return self.model._default_manager.filter(**{self.owner: authority})

    def made(self, authority: Authority, values: Values) -> models.Model:
        """Make a record, not saved."""
        whose = {"authority": authority} if self.owner == "authority" else {}
        return self.model(**whose, **values)

    @property
    def unique_fields(self) -> list[str]:
        """Return the fields of the constraint that tells records apart."""
        return [*(["authority"] if self.owner == "authority" else []), *self.natural_key]

    def identity(self, values: Values) -> tuple[Any, ...]:
        """Return what two rows of a file must not share."""
        return tuple(values[name] for name in self.natural_key)

    def identity_column(self, values: Values) -> RecordColumn:
        """Return the column to name where they do."""
        return self.column(self.natural_key[-1])

    def stored(self, authority: Authority, rows: list[Values]) -> Callable[[Values], list[models.Model]]:
        """Return a function from a row to the stored records it means; one query for all rows."""
        last = self.natural_key[-1]
        records = self.of(authority).filter(**{f"{last}__in": {values[last] for values in rows}})
        found: dict[tuple[Any, ...], list[models.Model]] = {}
        for record in records:
            found.setdefault(tuple(getattr(record, name) for name in self.natural_key), []).append(record)
        return lambda values: found.get(self.identity(values), [])

    # --- Showing ------------------------------------------------------------

    def title(self, attribute: str) -> str:
        """Return the label of an attribute on screens."""
        field = self.model._meta.get_field(attribute)
        return str(getattr(field, "verbose_name", attribute))

    def shown(self, attribute: str, value: Any) -> str:
        """Format a value of the model for a preview."""
        column = next((column for column in self.columns if column.attribute == attribute), None)
        if value in (None, ""):
            return ""
        if column is None:
            return self.shown_reference(attribute, value)
        return column.shown(
            strip_tags(value) if isinstance(column.widget, RichTextWidget) else column.widget.render(value)
        )

    def shown_reference(self, attribute: str, value: Any) -> str:
        """Format an attribute that no single column fills."""
        return shortened(str(value))

    def hash_fields(self, attributes: Iterable[str]) -> list[str]:
        """Return the keyed hashes that change with these attributes."""
        fields = self.model._meta.concrete_fields
        return [field.name for field in fields if isinstance(field, KeyedHashField) and field.source in attributes]
