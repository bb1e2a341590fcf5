"""The columns that a search can be filtered by: of one authority, or of several as one tree."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure.models import Authority, Category


@dataclass(eq=False, slots=True)
class SearchColumn:
    """A column to filter by; those of several authorities with the same path of names are one, by the first's code."""

    name: str
    code: str
    parent: "SearchColumn | None"
    keys: set[int] = field(default_factory=set)
    children: list["SearchColumn"] = field(default_factory=list)

    @property
    def below(self) -> frozenset[int]:
        """Return the primary keys of the columns it stands for and of all below."""
        return frozenset(self.keys).union(*(child.below for child in self.children))


class SearchColumns:
    """The column trees of these authorities as one; the first one's order and codes win. One query at most."""

    def __init__(self, authorities: Sequence[Authority], chosen: str) -> None:
        place = {one.pk: number for number, one in enumerate(authorities)}
        rows = Category.objects.filter(authority__in=authorities) if authorities else Category.objects.none()
        found = rows.without_tree_fields().only("name", "code", "parent_id", "authority_id", "position")
        self._rows = {one.pk: one for one in found}
        self._made: dict[int, SearchColumn] = {}
        self._by_path: dict[tuple[SearchColumn | None, str], SearchColumn] = {}
        self.top: list[SearchColumn] = []
        ordered = sorted(self._rows.values(), key=lambda one: (place[one.authority_id], one.position, one.pk))
        for one in ordered:
            self._column(one)
        named = (self._made[one.pk] for one in ordered if chosen and one.code == chosen)
        self.chosen: SearchColumn | None = next(named, None)

    def _column(self, row: Category) -> SearchColumn:
        """Make the column of a row, and those above it first."""
        if row.pk in self._made:
            return self._made[row.pk]
        above = self._rows.get(row.parent_id or 0)
        parent = self._column(above) if above else None
        column = self._by_path.get((parent, row.name))
        if column is None:
            column = self._by_path[parent, row.name] = SearchColumn(row.name, row.code, parent)
            (parent.children if parent else self.top).append(column)
        column.keys.add(row.pk)
        self._made[row.pk] = column
        return column

    @property
    def keys(self) -> frozenset[int]:
        """Return the primary keys of the chosen column and all below; empty where none is chosen."""
        return self.chosen.below if self.chosen else frozenset()

    def shown(self) -> list[SearchColumn]:
        """List the path to the chosen column and its children, or the top level."""
        way: list[SearchColumn] = []
        column = self.chosen
        while column:
            way.insert(0, column)
            column = column.parent
        return [*way, *(self.chosen.children if self.chosen else self.top)]
