"""The index inside the database: one table that Django does not know, of each database's own kind.

SQLite: an FTS5 table without contents; the old pieces are told when a row goes. PostgreSQL: tsvectors with GIN, a row
for the head of each item and one for the whole, or several for a whole that is too long for one.
No foreign key and no trigger ties it to other tables, so a migration that rebuilds those leaves it alone; a row without
an item finds nothing, since every search goes through the items.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from .tokens import beginning, phrase, portions, stream, whole

TABLE = "disclosure_search_index"
HEAD, WHOLE, PORTION = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Lines:
    """What is indexed of an item, in folded lines."""

    head: tuple[str, ...]
    text: tuple[str, ...]

    @property
    def head_pieces(self) -> list[str]:
        """The head's, and one for each of its lines as a whole."""
        return stream(self.head) + [whole(line) for line in self.head if line]

    @property
    def text_pieces(self) -> list[str]:
        """Of all the rest."""
        return stream(self.text)


@dataclass(frozen=True, slots=True)
class Replacement:
    """The lines of an item before and after; None: not in the index."""

    item: int
    old: Lines | None
    new: Lines | None


class Storage(ABC):
    """The index of one connection. `matching` and its like give subqueries of primary keys of items."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @abstractmethod
    def create(self) -> None:
        """Make the empty index; for a migration."""

    def drop(self) -> None:
        """Take it away; for a migration."""
        self._run(f"DROP TABLE IF EXISTS {TABLE}")

    @abstractmethod
    def clear(self) -> None:
        """Forget every item."""

    @abstractmethod
    def replace(self, replacements: Sequence[Replacement]) -> None:
        """Take these items in, anew where they were in, or out."""

    @abstractmethod
    def settle(self) -> None:
        """Tidy up and count after very many items were taken in."""

    @abstractmethod
    def matching(self, terms: Sequence[str]) -> RawSQL:
        """Items that hold every term."""

    @abstractmethod
    def headed(self, terms: Sequence[str]) -> RawSQL:
        """Items with every term in title or numbers."""

    @abstractmethod
    def headed_by_any(self, terms: Sequence[str]) -> RawSQL:
        """Items with one of the terms, or more, in title or numbers."""

    @abstractmethod
    def named(self, line: str) -> RawSQL:
        """Items whose title or number is this line and nothing more."""

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)

    def _run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            with self.connection.cursor() as cursor:
                cursor.executemany(sql, rows)


class SQLite(Storage):
    """FTS5. Ranks are not asked for, so the lengths of texts are not kept."""

    def create(self) -> None:
        options = "content='', columnsize=0, tokenize='ascii'"
        self._run(f"CREATE VIRTUAL TABLE {TABLE} USING fts5(head, body, {options})")

    def clear(self) -> None:
        self._run(f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')")  # noqa: S608 our own name

    def replace(self, replacements: Sequence[Replacement]) -> None:
        # A row goes by telling its pieces once more: they are made of the stored document by the same code.
        gone = [("delete", one.item, *self._columns(one.old)) for one in replacements if one.old]
        come = [(one.item, *self._columns(one.new)) for one in replacements if one.new]
        self._run_many(f"INSERT INTO {TABLE}({TABLE}, rowid, head, body) VALUES (%s, %s, %s, %s)", gone)
        self._run_many(f"INSERT INTO {TABLE}(rowid, head, body) VALUES (%s, %s, %s)", come)

    @staticmethod
    def _columns(lines: Lines) -> tuple[str, str]:
        return " ".join(lines.head_pieces), " ".join(lines.text_pieces)

    def settle(self) -> None:
        self._run(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")  # noqa: S608 our own name
        self._run("ANALYZE disclosure_item")

    def matching(self, terms: Sequence[str]) -> RawSQL:
        return self._found(" AND ".join(map(self._term, terms)))

    def headed(self, terms: Sequence[str]) -> RawSQL:
        return self._found(f"head : ({' AND '.join(map(self._term, terms))})")

    def headed_by_any(self, terms: Sequence[str]) -> RawSQL:
        return self._found(f"head : ({' OR '.join(map(self._term, terms))})")

    def named(self, line: str) -> RawSQL:
        return self._found(f"head : {whole(line)}")

    @staticmethod
    def _term(term: str) -> str:
        return f'"{" ".join(phrase(term))}"' if len(term) > 1 else f'"{beginning(term)}" *'

    @staticmethod
    def _found(expression: str) -> RawSQL:
        return RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", (expression,))  # noqa: S608, S611 our name


class PostgreSQL(Storage):
    """A GIN index for each of the three kinds of row, so that a scan meets only what it asks for."""

    def create(self) -> None:
        self._run(f"CREATE TABLE {TABLE} (item_id bigint NOT NULL, kind smallint NOT NULL, vector tsvector NOT NULL)")
        self._run(f"CREATE INDEX {TABLE}_item ON {TABLE} (item_id)")
        for kind in (HEAD, WHOLE, PORTION):
            self._run(f"CREATE INDEX {TABLE}_{kind} ON {TABLE} USING gin (vector) WHERE kind = {kind}")

    def clear(self) -> None:
        self._run(f"DELETE FROM {TABLE}")  # noqa: S608 our own name

    def replace(self, replacements: Sequence[Replacement]) -> None:
        known = [one.item for one in replacements if one.old]
        if known:
            self._run(f"DELETE FROM {TABLE} WHERE item_id = ANY(%s)", [known])  # noqa: S608 our own name
        rows = [row for one in replacements if one.new for row in self._rows(one.item, one.new)]
        if rows:
            marks = ", ".join(["(%s, %s, %s::tsvector)"] * len(rows))
            values = [value for row in rows for value in row]
            self._run(f"INSERT INTO {TABLE} (item_id, kind, vector) VALUES {marks}", values)  # noqa: S608 our own name

    @staticmethod
    def _rows(item: int, lines: Lines) -> Iterator[tuple[int, int, str]]:
        head = lines.head_pieces
        parts = list(portions(head + lines.text_pieces))
        yield item, HEAD, _vector(head)
        for part in parts:
            yield item, PORTION if len(parts) > 1 else WHOLE, _vector(part)

    def settle(self) -> None:
        for kind in (HEAD, WHOLE, PORTION):
            self._run("SELECT gin_clean_pending_list(%s::regclass)", [f"{TABLE}_{kind}"])
        self._run(f"ANALYZE {TABLE}, disclosure_item")

    def matching(self, terms: Sequence[str]) -> RawSQL:
        # In a whole at once; in a longer text each term may stand in another portion.
        parts = [self._rows_with(PORTION, self._term(term)) for term in terms]
        both = f"{self._rows_with(WHOLE, self._all(terms))} UNION ALL ({' INTERSECT '.join(parts)})"
        return RawSQL(both, ())  # noqa: S611 figures and letters of `tokens` alone

    def headed(self, terms: Sequence[str]) -> RawSQL:
        return RawSQL(self._rows_with(HEAD, self._all(terms)), ())  # noqa: S611 as above

    def headed_by_any(self, terms: Sequence[str]) -> RawSQL:
        return RawSQL(self._rows_with(HEAD, " | ".join(map(self._term, terms))), ())  # noqa: S611 as above

    def named(self, line: str) -> RawSQL:
        return RawSQL(self._rows_with(HEAD, whole(line)), ())  # noqa: S611 as above

    @staticmethod
    def _rows_with(kind: int, wanted: str) -> str:
        return f"SELECT item_id FROM {TABLE} WHERE kind = {kind} AND vector @@ '{wanted}'::tsquery"  # noqa: S608 as above

    def _all(self, terms: Sequence[str]) -> str:
        return " & ".join(map(self._term, terms))

    @staticmethod
    def _term(term: str) -> str:
        return f"({' <-> '.join(phrase(term))})" if len(term) > 1 else f"{beginning(term)}:*"


def _vector(pieces: Iterable[str]) -> str:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for place, piece in enumerate(pieces, 1):
        places[piece].append(str(place))
    return " ".join(f"{piece}:{','.join(where)}" for piece, where in places.items())


def storage(connection: BaseDatabaseWrapper) -> Storage:
    """The index that this connection's database has."""
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor](connection)
