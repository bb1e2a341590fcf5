"""Re-encrypt all personal data under the newest key while the site runs (个保法).

A value is read without a lock, encrypted anew, and written only if it has not changed; what was saved meanwhile stays,
since it was saved under the newest key. Locked rows are left for the next round, so nobody waits long and nothing
deadlocks. It can be interrupted and started again at any moment.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, models, transaction

from disclosure.desk.applications.online.codes import SCHEME
from disclosure.desk.audit.log import NewAct, append
from disclosure.desk.items.privacy import renewed_digests
from disclosure.errors import WrongKey
from disclosure.models import Application, Item, Verb
from disclosure.models.encryption import (
    VERSION,
    EncryptedTextField,
    KeyedHashField,
    decrypt,
    decrypt_bytes,
    encrypt,
    encrypt_bytes,
    keys,
)

AT_ONCE = 200  # values read, re-encrypted and written together
ROUNDS = 5  # retries of locked rows
ID_START, ID_LENGTH = len(VERSION) + 2, 8  # of the key's id in a stored text, counted from one as SQL does
UNKNOWN, GONE = "", "-"  # in place of a key id: unknown key, missing file


@dataclass(frozen=True, slots=True)
class Renewed:
    """Numbers of values re-encrypted, and of values that no configured key can read."""

    renewed: int = 0
    unreadable: int = 0


class Store(Protocol):
    """A place that holds encrypted values."""

    title: str

    def counts_by_key(self) -> Counter[str]:
        """Number of values by key id; the empty id stands for an unknown key."""

    def renew(self) -> Iterator[Renewed]: ...


def newest() -> str:
    return keys()[0].id


def text_columns() -> list[Store]:
    stores = []
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
        if fields:
            stores.append(TextColumns(model, fields))
    return list(stores)


def iter_rows(rows: models.QuerySet[Any]) -> Iterator[Any]:
    """All rows by primary key, with no query open while they are processed.

    SQLite refuses a write on a connection that still reads what another connection has changed since.
    """
    rows = rows.order_by("pk")
    page = list(rows[:AT_ONCE])
    while page:
        yield from page
        page = list(rows.filter(pk__gt=page[-1].pk)[:AT_ONCE])


def reencrypt(sealed: bytes, purpose: str) -> bytes:
    """The file encrypted under the newest key; raises WrongKey."""
    return encrypt_bytes(decrypt_bytes(sealed, purpose), purpose)


def log_renewal(renewed: int) -> None:
    if renewed:
        append([NewAct(Verb.REKEY, label=f"{renewed} 个加密的值改用编号 {newest()} 的密钥")])


def keyed_codes() -> int:
    """Number of query codes still hashed with a key; they can be renewed only when their applicants ask."""
    return Application.objects.exclude(code_hash="").exclude(code_hash__startswith=f"{SCHEME}$").count()


# --- Columns of texts -------------------------------------------------------------


class TextColumns:
    """The encrypted fields of a model, with their keyed hashes."""

    def __init__(self, model: type[models.Model], fields: Sequence[EncryptedTextField]) -> None:
        meta = model._meta
        quoted = connection.ops.quote_name
        self.title, self.fields = f"{meta.verbose_name}的个人信息", fields
        self.table, self.key = quoted(meta.db_table), quoted(str(meta.pk.column))
        self.columns = [quoted(str(field.column)) for field in fields]
        hashes = [field for field in meta.concrete_fields if isinstance(field, KeyedHashField)]
        self.hashes = {field.source: (quoted(str(field.column)), field) for field in hashes}

    def counts_by_key(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for column in self.columns:
            part = f"substr({column}, {ID_START}, {ID_LENGTH})"
            for key, number in _rows(f"SELECT {part}, count(*) FROM {self.table} WHERE {column} <> '' GROUP BY 1"):  # noqa: S608 our own names, here and below
                found[key] += number
        return found

    def renew(self) -> Iterator[Renewed]:
        """In the order of the primary key; locked rows are retried while that makes progress."""
        for number in range(ROUNDS):
            left = False
            for done, is_whole in self._round():
                left |= not is_whole
                yield done if number == 0 else Renewed(done.renewed)  # unreadable values are counted once
            if not left:
                return

    def _round(self) -> Iterator[tuple[Renewed, bool]]:
        last: Any = None
        while rows := self._stale(last):
            last = rows[-1][0]
            yield self._renewed(rows)

    def _stale(self, last: Any) -> list[tuple[Any, ...]]:
        current = f"{VERSION}:{newest()}:"
        stale = " OR ".join(
            f"({column} <> '' AND substr({column}, 1, {len(current)}) <> %s)" for column in self.columns
        )
        behind, parameters = ("", []) if last is None else (f"{self.key} > %s AND ", [last])
        names = ", ".join((self.key, *self.columns))
        return _rows(
            f"SELECT {names} FROM {self.table} WHERE {behind}({stale}) ORDER BY {self.key} LIMIT {AT_ONCE}",  # noqa: S608
            [*parameters, *[current] * len(self.columns)],
        )

    def _renewed(self, rows: list[tuple[Any, ...]]) -> tuple[Renewed, bool]:
        changes = [(key, self._changes(values)) for key, *values in rows]
        unreadable = sum(bad for _, (_, bad) in changes)
        wanted = {key: change for key, (change, _) in changes if change}
        renewed = 0
        with transaction.atomic():
            free = self._locked(list(wanted))
            with connection.cursor() as cursor:
                for key in free:
                    sets, conditions, parameters = _statement(wanted[key])
                    sql = f"UPDATE {self.table} SET {sets} WHERE {self.key} = %s AND {conditions}"  # noqa: S608
                    cursor.execute(sql, [*parameters[0], key, *parameters[1]])
                    renewed += len(wanted[key]) if cursor.rowcount else 0
        return Renewed(renewed, unreadable), len(free) == len(wanted)

    def _locked(self, wanted: list[Any]) -> list[Any]:
        """Lock those of these rows that nobody else has locked; SQLite locks all of them."""
        if not wanted or connection.vendor != "postgresql":
            return wanted
        marks = ", ".join(["%s"] * len(wanted))
        sql = f"SELECT {self.key} FROM {self.table} WHERE {self.key} IN ({marks}) FOR NO KEY UPDATE SKIP LOCKED"  # noqa: S608
        return [key for (key,) in _rows(sql, wanted)]

    def _changes(self, values: list[str]) -> tuple[list["CipherChange"], int]:
        made, unreadable = [], 0
        for field, column, old in zip(self.fields, self.columns, values, strict=True):
            if not old or old.startswith(f"{VERSION}:{newest()}:"):
                continue
            try:
                plain = decrypt(old, field.purpose)
            except WrongKey:
                unreadable += 1
                continue
            hashed = self.hashes.get(field.name)
            beside = ((hashed[0], hashed[1].hashed(plain)),) if hashed else ()
            made.append(CipherChange(column, old, encrypt(plain, field.purpose), beside))
        return made, unreadable


@dataclass(frozen=True, slots=True)
class CipherChange:
    """A column's old and new ciphertext, and the hashes that depend on it."""

    column: str
    old: str
    new: str
    beside: tuple[tuple[str, str], ...] = ()


def _statement(changes: list[CipherChange]) -> tuple[str, str, tuple[list[str], list[str]]]:
    pairs = [pair for change in changes for pair in ((change.column, change.new), *change.beside)]
    sets = ", ".join(f"{column} = %s" for column, _ in pairs)
    conditions = " AND ".join(f"{change.column} = %s" for change in changes)
    return sets, conditions, ([value for _, value in pairs], [change.old for change in changes])


def _rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


# --- Reasons by which findings stay -------------------------------------------------


class JustificationDigests:
    """A justification is known by a keyed hash of the text it is about, so it is recomputed from the item.

    A justification of text that the item no longer contains stays as it is. The same for other records that have
    `justifications`: override `records` and `renewed`.
    """

    title = "保留个人信息的理由"

    def records(self) -> models.QuerySet:
        return Item.with_amendments.all()

    def renewed(self, record: Any) -> dict[str, str]:
        return renewed_digests(record)

    def counts_by_key(self) -> Counter[str]:
        """Those under an older key; the rest cannot be told from those about deleted text."""
        older = sum(len(pairs) for _, pairs in self._pairs())
        return Counter({UNKNOWN: older} if older else {})

    def renew(self) -> Iterator[Renewed]:
        for record, pairs in self._pairs():
            with transaction.atomic():
                for old, new in pairs:
                    given = record.justifications.all()
                    if not given.filter(digest=new).exists():
                        given.filter(digest=old).update(digest=new)
            yield Renewed(len(pairs))

    def _pairs(self) -> Iterator[tuple[Any, list[tuple[str, str]]]]:
        if len(keys()) == 1:
            return
        for record in iter_rows(self.records().filter(justifications__isnull=False).distinct()):
            known = {one.digest for one in record.justifications.all()}
            pairs = [(old, new) for old, new in self.renewed(record).items() if old in known]
            if pairs:
                yield record, pairs
