"""Write audit entries in the transaction of the change: if one of the two fails, neither happened.

Appending locks the end of the chain until the transaction ends, so write entries as late as possible.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from disclosure.errors import Refused
from disclosure.models import Act, ActArchive, ActHead, User, Verb
from disclosure.models.act import HASHED, ORIGIN, Changes, chain_hash, encoded

from .actor import Origin, current
from .diffs import creation_changes, deletion_changes, differences, parts_deleted_with

AT_ONCE = 500
LONGEST_LABEL = 200
AT, CHANGES = HASHED.index("at"), HASHED.index("changes")


@dataclass(frozen=True, slots=True)
class NewAct:
    """An entry to be written. `source` overrides the origin's where a single entry has its own."""

    verb: str
    kind: str = ""
    key: str = ""
    label: str = ""
    authority: int | None = None
    changes: Changes = field(default_factory=dict)
    source: str = ""


def new_act(verb: str, record: models.Model, changes: Changes | None = None, source: str = "") -> NewAct:
    """Make an entry about a record, under the record's `__str__`, which never holds personal data.

    A change of a part of a record (such as an attachment) is logged as a change of that record.
    """
    owner = owner_of(record)
    if owner is not None:
        what = f"{record._meta.verbose_name}「{record}」"
        owner_changes = {f"{what}{_title(record, name)}": pair for name, pair in (changes or {}).items()}
        return new_act(verb if verb not in {"add", "delete"} else "change", owner, owner_changes, source)
    return NewAct(
        verb=verb,
        kind=record._meta.label_lower,
        key=str(record.pk),
        label=str(record)[:LONGEST_LABEL].replace("\0", ""),
        authority=authority_of(record),
        changes=changes or {},
        source=source,
    )


def owner_of(record: models.Model) -> models.Model | None:
    """The record that this one is a part of; None for an independent record."""
    if hasattr(record, "authority_id"):
        return None
    owners = (getattr(record, name, None) for name in ("item", "report", "application", "case"))
    return next((owner for owner in owners if owner), None)


def _title(part: models.Model, name: str) -> str:
    return str(getattr(part._meta.get_field(name), "verbose_name", name))


def authority_of(record: models.Model) -> int | None:
    """The authority a record belongs to; an authority belongs to itself."""
    is_authority = record._meta.label_lower == "disclosure.authority"
    return record.pk if is_authority else getattr(record, "authority_id", None)


def note(verb: str, record: models.Model, changes: Changes | None = None, *, by: object = None) -> None:
    append([new_act(verb, record, changes)], by=by)


# --- One entry for what is done in one go -----------------------------------


@dataclass(slots=True)
class _OneEntry:
    """What is logged within `one_entry`, until it is over. `merged`: of the record and its parts."""

    merged: NewAct
    by: object
    others: list[NewAct] = field(default_factory=list)

    def take(self, act: NewAct) -> None:
        """Merge a change of the record, keep what is logged of others, and looks and the like, as it is."""
        is_same = (act.kind, act.key) == (self.merged.kind, self.merged.key)
        if is_same and act.verb in {"change", Verb.HANDLE, self.merged.verb}:
            self.merged = replace(self.merged, changes=_both(self.merged.changes, act.changes))
        else:
            self.others.append(act)


_one_entry: ContextVar[_OneEntry | None] = ContextVar("one_entry", default=None)


@contextmanager
def one_entry(verb: str, record: models.Model, changes: Changes | None = None, *, by: object) -> Iterator[None]:
    """Log what the block changes of a record and its parts as one entry with this verb, when the block is over.

    `changes`: what was done, besides the fields that are logged in the block. Without any nothing is logged. What the
    block logs of other records is written before it. Use it in a transaction: where the block raises, nothing is
    logged and everything has to be undone.
    """
    gathered = _OneEntry(new_act(verb, record, changes), by)
    token = _one_entry.set(gathered)
    try:
        yield
    finally:
        _one_entry.reset(token)
    merged = [gathered.merged] if gathered.merged.changes else []
    if entries := [*gathered.others, *merged]:
        append(entries, by=by)


def _both(first: Changes, then: Changes) -> Changes:
    """Two changes one after the other: of a field that changed twice its first and its last value, of notes both."""
    merged = dict(first)
    for name, (before, after) in then.items():
        if name not in merged:
            merged[name] = [before, after]
        elif before == "" and merged[name][0] == "" and after:
            merged[name] = ["", "；".join(part for part in (merged[name][1], after) if part)]
        else:
            merged[name] = [merged[name][0], after]
    return merged


def append(entries: Iterable[NewAct], *, by: object = None, at: datetime | None = None) -> None:
    """Add entries to the end of the chain, or to the entry of `one_entry` around it.

    `by` overrides the current user; `at` defaults to now.
    """
    gathered = _one_entry.get()
    if gathered is None or at is not None or by is not gathered.by:
        _append(entries, by=by, at=at)
        return
    for act in entries:
        gathered.take(act)


@transaction.atomic(savepoint=False)  # an entry that cannot be written undoes everything around it
def _append(entries: Iterable[NewAct], *, by: object, at: datetime | None) -> None:
    head, origin, now = locked_head(), current(), at or timezone.now()
    user = by if isinstance(by, User) else origin.user()
    rows = _rows(entries, head, origin, user, now)
    while batch := list(islice(rows, AT_ONCE)):
        _insert(batch)
    head.save(force_update=True)


def _rows(
    entries: Iterable[NewAct], head: ActHead, origin: Origin, user: User | None, at: datetime
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows in order, each chained to the one before; moves `head` along.

    An action on no authority's record (an export, a search) belongs to the authority of whoever did it.
    """
    who, name = (user.pk, display_name(user)) if user else (None, origin.name or "程序")
    own = user.authority_id if user else None
    for act in entries:
        number, previous = head.number + 1, head.hash
        source = (act.source or origin.source)[:LONGEST_LABEL]
        values = (
            *(previous, number, at, who, name, origin.address, str(origin.channel), source),
            *(act.authority or own, str(act.verb), act.kind, act.key, act.label, act.changes),
        )
        head.number, head.hash = number, chain_hash(values)
        yield (*values, head.hash)


COLUMNS = [str(Act._meta.get_field(name).column) for name in (*HASHED, "hash")]  # type: ignore[union-attr]
INSERT = f"INSERT INTO {Act._meta.db_table} ({', '.join(COLUMNS)}) VALUES "  # noqa: S608 our own names
MARKS = f"({', '.join(['%s'] * len(COLUMNS))})"


def _insert(rows: list[tuple[Any, ...]]) -> None:
    """Insert past the ORM, which takes three times as long and slows imports noticeably."""
    at = connection.ops.adapt_datetimefield_value(rows[0][AT])
    stored = [(*row[:AT], at, *row[AT + 1 : CHANGES], encoded(row[CHANGES]), row[-1]) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(INSERT + ", ".join([MARKS] * len(stored)), list(chain.from_iterable(stored)))
        else:
            cursor.executemany(INSERT + MARKS, stored)


def locked_head() -> ActHead:
    """The end of the chain, locked until the transaction ends."""
    head = ActHead.objects.select_for_update().first()
    if head is None:
        ActHead.objects.bulk_create([ActHead(number=0, hash=ORIGIN)], ignore_conflicts=True)
        head = (
            ActHead.objects.select_for_update().get()
        )  # perhaps another process's, which was first and has appended since
        if not head.number and (Act.objects.exists() or ActArchive.objects.exists()):
            raise Refused("办理记录的末尾已丢失，不能再记录。请运行 verify_audit 核对，并与维护人员联系。")
    return head


def display_name(user: User) -> str:
    return (user.get_full_name() or user.get_username())[:LONGEST_LABEL]


# --- Changing a record and writing it down ----------------------------------


def load_stored(record: models.Model) -> models.Model | None:
    """The record as the database has it, locked; None for a new one."""
    if record._state.adding or record.pk is None:
        return None
    return type(record)._base_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()


WATCHED = {"disclosure.user", "auth.group"}  # logged by `listeners`, whatever code saves them


def is_logged_automatically(record: models.Model) -> bool:
    return record._meta.label_lower in WATCHED


@transaction.atomic
def save_recorded(record: models.Model, *, by: object = None) -> None:
    """Save a record and log what changed; a save that changes nothing leaves no entry."""
    before = None if is_logged_automatically(record) else load_stored(record)
    record.save()
    if is_logged_automatically(record):
        return
    if before is None:
        note("add", record, creation_changes(record), by=by)
    elif changes := differences(before, record):
        note("change", record, changes, by=by)


@transaction.atomic
def delete_recorded(record: models.Model, *, by: object = None) -> None:
    """Delete a record and log what it and its parts were."""
    gone = [] if is_logged_automatically(record) else [*parts_deleted_with(record), record]
    entries = [new_act("delete", part, deletion_changes(part)) for part in gone]
    record.delete()
    append(entries, by=by)
