"""The index inside the database: one table that Django does not know, of each database's own kind.

SQLite: an FTS5 table without contents, queried by phrases. PostgreSQL: sets of pieces under GIN with the lines beside
them, a row for the head of each item and one for the whole.
No foreign key and no trigger ties it to other tables, so a migration that rebuilds those leaves it alone; a row without
an item finds nothing, since every search goes through the items.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from .terms import SearchTerms
from .tokens import LONGEST_TERM, beginning, phrase, stream, whole
from .tokens import pieces as pieces_of

TABLE = "disclosure_search_index"


@dataclass(frozen=True, slots=True)
class IndexedLines:
    """The folded lines of an item that are indexed."""

    head: tuple[str, ...]
    text: tuple[str, ...]

    @property
    def head_pieces(self) -> list[str]:
        """Return the pieces of the head, and one piece for each whole line."""
        return stream(self.head) + [whole(line) for line in self.head if line]

    @property
    def text_pieces(self) -> list[str]:
        return stream(self.text)


@dataclass(frozen=True, slots=True)
class Replacement:
    """The lines of an item before and after; None where it is not in the index."""

    item: int
    old: IndexedLines | None
    new: IndexedLines | None


class SearchIndex(ABC):
    """The index of one connection. Its queries return subqueries of primary keys of items."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @abstractmethod
    def create(self) -> None:
        """Create the empty index; for a migration."""

    def drop(self) -> None:
        """Drop the index; for a migration."""
        self._run(f"DROP TABLE IF EXISTS {TABLE}")

    @abstractmethod
    def clear(self) -> None:
        """Remove every item."""

    @abstractmethod
    def replace(self, replacements: Sequence[Replacement]) -> None:
        """Add, replace or remove these items."""

    @abstractmethod
    def optimise(self) -> None:
        """Tidy up and analyse after many items were added."""

    @abstractmethod
    def matching(self, terms: Sequence[str]) -> RawSQL:
        """Find items that contain every term."""

    @abstractmethod
    def in_head(self, terms: Sequence[str]) -> RawSQL:
        """Find items with every term in title or numbers."""

    @abstractmethod
    def in_head_any(self, groups: Sequence[Sequence[str]]) -> RawSQL:
        """Find items with all terms of at least one of the groups in title or numbers."""

    @abstractmethod
    def exact_line(self, line: str) -> RawSQL:
        """Find items with a title or number that equals this line."""

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)

    def _run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            with self.connection.cursor() as cursor:
                cursor.executemany(sql, rows)


class SQLiteIndex(SearchIndex):
    """FTS5, without the lengths of texts, since ranks are not used."""

    def create(self) -> None:
        options = "content='', columnsize=0, tokenize='ascii'"
        self._run(f"CREATE VIRTUAL TABLE {TABLE} USING fts5(head, body, {options})")

    def clear(self) -> None:
        self._run(f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')")  # noqa: S608 our own name

    def replace(self, replacements: Sequence[Replacement]) -> None:
        # A row goes by telling its pieces once more: they are made of the stored document by the same code.
        gone = [("delete", one.item, *self._columns(one.old)) for one in replacements if one.old]
        come = [(one.item, *self._columns(one.new)) for one in replacements if one.new]
        self._run_many(f"INSERT INTO {TABLE}({TABLE}, rowid, head, body) VALUES (%s, %s, %s, %s)", gone)  # noqa: S608 our own name
        self._run_many(f"INSERT INTO {TABLE}(rowid, head, body) VALUES (%s, %s, %s)", come)  # noqa: S608 our own name

    @staticmethod
    def _columns(lines: IndexedLines) -> tuple[str, str]:
        return " ".join(lines.head_pieces), " ".join(lines.text_pieces)

    def optimise(self) -> None:
        self._run(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")  # noqa: S608 our own name
        self._run("ANALYZE disclosure_item")

    def matching(self, terms: Sequence[str]) -> RawSQL:
        return self._found(" AND ".join(map(self._term, terms)))

    def in_head(self, terms: Sequence[str]) -> RawSQL:
        return self._found(f"head : ({' AND '.join(map(self._term, terms))})")

    def in_head_any(self, groups: Sequence[Sequence[str]]) -> RawSQL:
        every = (f"({' AND '.join(map(self._term, terms))})" for terms in groups)
        return self._found(f"head : ({' OR '.join(every)})")

    def exact_line(self, line: str) -> RawSQL:
        return self._found(f"head : {whole(line)}")

    @staticmethod
    def _term(term: str) -> str:
        return f'"{" ".join(phrase(term))}"' if len(term) > 1 else f'"{beginning(term)}" *'

    @staticmethod
    def _found(expression: str) -> RawSQL:
        return RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", (expression,))  # noqa: S608, S611 our name


class PostgreSQLIndex(SearchIndex):
    """Sets of pieces in tsvectors under GIN, and the folded lines beside them.

    GIN knows no places: for a phrase PostgreSQL would unpack the vectors of all candidates, which takes up to twice as
    long as looking for the string in their lines, and misses what stands too far behind. So the pieces alone answer
    for terms of one or two characters, and for longer ones say where to look. Without places a vector has room for
    texts of any length we take: a long one is cut where its different pieces would fill one (1 MB).
    """

    def create(self) -> None:
        columns = "item_id bigint NOT NULL, kind smallint NOT NULL, pieces tsvector NOT NULL, lines text NOT NULL"
        self._run(f"CREATE TABLE {TABLE} ({columns})")
        self._run(f"CREATE INDEX {TABLE}_item ON {TABLE} (item_id)")
        for kind in KINDS:  # one each, so that a scan meets only what it asks for
            self._run(f"CREATE INDEX {TABLE}_{kind} ON {TABLE} USING gin (pieces) WHERE kind = {kind}")

    def clear(self) -> None:
        self._run(f"DELETE FROM {TABLE}")  # noqa: S608 our own name

    def replace(self, replacements: Sequence[Replacement]) -> None:
        known = [one.item for one in replacements if one.old]
        if known:
            self._run(f"DELETE FROM {TABLE} WHERE item_id = ANY(%s)", [known])  # noqa: S608 our own name
        rows = [row for one in replacements if one.new for row in _rows(one.item, one.new)]
        if rows:
            marks = ", ".join(["(%s, %s, %s::tsvector, %s)"] * len(rows))
            values = [value for row in rows for value in row]
            self._run(f"INSERT INTO {TABLE} (item_id, kind, pieces, lines) VALUES {marks}", values)  # noqa: S608 our name

    def optimise(self) -> None:
        for kind in KINDS:
            self._run("SELECT gin_clean_pending_list(%s::regclass)", [f"{TABLE}_{kind}"])
        self._run(f"ANALYZE {TABLE}, disclosure_item")

    def matching(self, terms: Sequence[str]) -> RawSQL:
        # In a whole at once; in a longer text each term may stand in another portion.
        parts = [_rows_with(PORTION, [term]) for term in terms]
        portions = " INTERSECT ".join(sql for sql, _ in parts)
        sql, parameters = _rows_with(WHOLE, terms)
        given = [*parameters, *(one for _, own in parts for one in own)]
        return _once(f"{sql} UNION ALL ({portions})", given)

    def in_head(self, terms: Sequence[str]) -> RawSQL:
        return _once(*_rows_with(HEAD, terms))

    def in_head_any(self, groups: Sequence[Sequence[str]]) -> RawSQL:
        parts = [_rows_with(HEAD, terms) for terms in groups]
        return _once(" UNION ".join(sql for sql, _ in parts), [one for _, own in parts for one in own])

    def exact_line(self, line: str) -> RawSQL:
        return _once(f"{_SELECT} = {HEAD} AND pieces @@ %s::tsquery", [whole(line)])


KINDS = HEAD, WHOLE, PORTION = range(3)  # of rows: title and numbers; all of an item; a part of all of a long one
MOST_PIECES = 40_000  # different ones in a row
_SELECT = f"SELECT item_id FROM {TABLE} WHERE kind"  # noqa: S608 our own name


def _once(sql: str, parameters: Sequence[str]) -> RawSQL:
    """Make an array, evaluated once: without statistics the planner would evaluate the subquery for every item."""
    return RawSQL(f"SELECT unnest(ARRAY({sql}))", parameters)  # noqa: S611 our own words, values apart


def _rows_with(kind: int, terms: Sequence[str]) -> tuple[str, list[str]]:
    """Return SQL for the rows of a kind that contain every term, and its parameters."""
    wanted = " & ".join(piece for term in terms for piece in _needed(term))
    longer = [term for term in terms if len(term) > 2 and not _RUN.fullmatch(term)]  # noqa: PLR2004 others are pieces
    sql = f"{_SELECT} = {kind} AND pieces @@ %s::tsquery" + " AND strpos(lines, %s) > 0" * len(longer)
    return sql, [wanted, *longer]


def _needed(term: str) -> list[str]:
    if len(term) == 1:
        return [f"{beginning(term)}:*"]
    return _runs(term) if _RUN.fullmatch(term) else list({*phrase(term), *_runs(term)})


# Of figures and letters there are few pairs, and nearly every text has them all: four at a time tell texts apart.
_RUN = re.compile("[0-9a-z]{4}")
_EVERY_RUN = re.compile("(?=([0-9a-z]{4}))")


def _runs(line: str) -> list[str]:
    """Return each run of four digits or letters, marked with `y`, with which no other piece begins."""
    return [f"y{run}" for run in _EVERY_RUN.findall(line)]


def _pieces(lines: Iterable[str]) -> set[str]:
    return {piece for line in lines for piece in (*pieces_of(line), *_runs(line))}


def _rows(item: int, lines: IndexedLines) -> Iterator[tuple[int, int, str, str]]:
    yield item, HEAD, " ".join({*_pieces(lines.head), *map(whole, filter(None, lines.head))}), "\n".join(lines.head)
    parts = list(portions([*lines.head, *lines.text]))
    for pieces, part in parts:
        yield item, PORTION if len(parts) > 1 else WHOLE, " ".join(pieces), part


def portions(lines: Iterable[str]) -> Iterator[tuple[set[str], str]]:
    """Split lines into rows of limited pieces; a cut line begins again with the end of the row before."""
    found: set[str] = set()
    kept: list[str] = []
    for line in lines:
        for place in range(0, max(len(line), 1), MOST_PIECES):
            part = line[max(0, place - LONGEST_TERM) : place + MOST_PIECES]
            new = _pieces([part])
            if kept and len(found | new) > MOST_PIECES:
                yield found, "\n".join(kept)
                found, kept = set(), []
            found |= new
            kept.append(part)
    yield found, "\n".join(kept)


def search_index(connection: BaseDatabaseWrapper) -> SearchIndex:
    """Return the index of this connection's database."""
    return {"sqlite": SQLiteIndex, "postgresql": PostgreSQLIndex}[connection.vendor](connection)


def matching(wanted: SearchTerms) -> RawSQL:
    """Find items that contain every term, or the document number that was typed without its brackets."""
    return either(*map(search_index(connection).matching, wanted.readings))


def either(*queries: RawSQL) -> RawSQL:
    """Join queries of the index: what at least one of them finds."""
    parameters = [value for query in queries for value in query.params]
    return RawSQL(" UNION ".join(query.sql for query in queries), parameters)  # noqa: S611 our own queries
