"""Bringing records in: all of a file or nothing of it, in one transaction, whoever else writes at the time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from disclosure.desk.audit.actor import acting
from disclosure.desk.audit.diffs import changes_from_values, creation_changes
from disclosure.desk.audit.log import NewAct, append, new_act, owner_of
from disclosure.desk.common.locking import lock_authority
from disclosure.errors import Refused
from disclosure.models import ActChannel, Authority, Verb

from .cells.readings import Readings
from .columns import RecordResource, Values
from .errors import Problems
from .headings import headings_sought
from .isolated import opened_table
from .matching import MatchedRows, match_rows
from .parsing import Parsed, Progress, no_progress, parse
from .resources import resource_of

MOST_SHOWN = 200  # rows of a preview
WRITTEN_AT_ONCE = 500
DIGEST_SHOWN = 16  # of the file's checksum, with each record; the import's own act has all of it
MOST_TOLD = 5  # bad cells in one sentence


@dataclass(frozen=True)
class PreviewRow:
    """A row of a preview: what it changes, and label, old and new value of each field."""

    row: int
    is_new: bool
    values: list[tuple[str, str, str]]


@dataclass
class ImportResult:
    """What an import does, or would do."""

    kind: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: Problems = field(default_factory=Problems)
    readings: Readings = field(default_factory=Readings)
    notes: list[str] = field(default_factory=list)
    lines: list[PreviewRow] = field(default_factory=list)
    fingerprint: str = ""
    """Equal for two looks at a file that find the same records to make and the same values to replace."""

    @property
    def rejected(self) -> int:
        """Return the number of rejected rows."""
        return len(self.problems.rows)

    @property
    def summary(self) -> str:
        """Return the counts as the command prints them."""
        return f"新增 {self.new}，变更 {self.changed}，未变 {self.unchanged}，拒绝 {self.rejected}"


class OutdatedPreview(Refused):
    """The records changed since the preview; `outcome` is what the import would do now."""

    def __init__(self, outcome: ImportResult) -> None:
        super().__init__("预览之后有人改动了相关记录，导入的结果与预览的不同，尚未保存。请核对新的预览后再确认。")
        self.outcome = outcome


def load_rows(
    kind: str,
    data: bytes,
    name: str,
    progress: Callable[[int], Progress] | None = None,
    *,
    sheet: str = "",
    today: date | None = None,
) -> Parsed:
    """Parse the rows of a file; `progress` gets their number and returns a callback for each row.

    `sheet`: the worksheet to read; raises SeveralSheets where it must be named. `today`: another day than the clock's.
    """
    with opened_table(data, name, headings_sought(resource_of(kind), sheet)) as table:
        bar = progress(table.head.total) if progress else no_progress
        parsed = parse(kind, table, bar, today=today or timezone.localdate())
    parsed.sheet = sheet
    parsed.digest = sha256(data).hexdigest()
    return parsed


@transaction.atomic
def preview(
    parsed: Parsed, authority: Authority, progress: Progress = no_progress, *, by: object = None
) -> ImportResult:
    """Return what the import would do; stores nothing."""
    return _ImportRun(parsed, authority, progress, by).run(write=False)


def run_import(
    parsed: Parsed,
    authority: Authority,
    progress: Progress = no_progress,
    *,
    expected: str | None = None,
    by: object = None,
) -> ImportResult:
    """Import all rows, or none if one is rejected. Every record made or changed gets its audit entry.

    Raises Outdated where `expected` (the fingerprint of a preview) is no longer what the import does, and Refused where
    another writer was faster.
    """
    run = _ImportRun(parsed, authority, progress, by)
    try:
        with transaction.atomic(), acting(channel=ActChannel.IMPORT):
            # Two imports of one authority wait for each other; others may still add records that refer to it.
            lock_authority(authority)
            outcome = run.run(write=True)
            if outcome.problems:
                transaction.set_rollback(True)
            elif expected is not None and expected != outcome.fingerprint:
                raise OutdatedPreview(outcome)
    except IntegrityError:
        # Its own text would carry values of the record into the log.
        raise Refused("导入期间有人录入或删除了相关的记录，全部未保存。请重新导入。") from None
    return outcome


def import_file(
    kind: str, data: bytes, name: str, authority: Authority, *, by: object = None, today: date | None = None
) -> ImportResult:
    """Read and import in one go; raises Refused with the first bad cells where a row is rejected."""
    outcome = run_import(load_rows(kind, data, name, today=today), authority, by=by)
    if outcome.problems:
        first = "；".join(str(problem) for problem in list(outcome.problems)[:MOST_TOLD])
        raise Refused(f"「{name}」有 {outcome.rejected} 行不能导入，全部未保存：{first}。")
    return outcome


class _ImportRun:
    """One pass over the rows, batch by batch, with constant memory."""

    def __init__(self, parsed: Parsed, authority: Authority, progress: Progress, by: object = None) -> None:
        self.parsed, self.authority, self.progress, self.by = parsed, authority, progress, by
        self.resource: RecordResource = parsed.resource
        self.resource.by = by
        self.outcome = ImportResult(
            self.resource.kind,
            problems=parsed.problems.copy(),
            readings=parsed.readings.copy(),
            notes=list(parsed.notes),
        )
        # Keyed, since it is kept beside the file until confirmed and old values go into it.
        self.digest = salted_hmac("disclosure.exchange.preview", parsed.sheet, algorithm="sha256")

    def run(self, *, write: bool) -> ImportResult:
        """Check all rows; write as long as none is rejected."""
        done, outcome = 0, self.outcome
        for batch in match_rows(self.parsed, self.authority, outcome.problems, outcome.readings):
            self._note(batch)
            if write and not outcome.problems and (batch.new or batch.changed):
                self._write(batch)
            done += batch.size
            self.progress(done)
        outcome.fingerprint = self.digest.hexdigest()
        if write and not outcome.problems:
            append([self._whole()], by=self.by)
            outcome.notes += self.resource.settled(outcome.new + outcome.changed)
        if outcome.unchanged and not self.resource.natural_key:
            outcome.notes.append(f"有 {outcome.unchanged} 行与已有的记录完全相同，视为已经导入，没有重复增加。")
        return outcome

    def _note(self, batch: MatchedRows) -> None:
        outcome = self.outcome
        outcome.new += len(batch.new)
        outcome.changed += len(batch.changed)
        outcome.unchanged += len(batch.unchanged)
        self.digest.update(repr([number for number, _ in batch.new]).encode())
        self.digest.update(
            repr([(one.row, one.record.pk, sorted(one.before.items())) for one in batch.changed]).encode()
        )
        if len(outcome.lines) < MOST_SHOWN:
            outcome.lines = sorted(outcome.lines + self._lines(batch), key=lambda line: line.row)[:MOST_SHOWN]

    def _lines(self, batch: MatchedRows) -> list[PreviewRow]:
        blank = dict.fromkeys(batch.attributes, "")
        lines = [PreviewRow(row, True, self._described(record, blank)) for row, record in batch.new[:MOST_SHOWN]]  # noqa: FBT003
        return (
            lines
            + [
                PreviewRow(change.row, False, self._described(change.record, change.before))  # noqa: FBT003 a field of a record
                for change in batch.changed[:MOST_SHOWN]
            ]
        )

    def _described(self, record: models.Model, before: Values) -> list[tuple[str, str, str]]:
        """Return label, old and new value of each field; of a new record without empty ones."""
        shown = self.resource.shown
        told = ((name, shown(name, old), shown(name, getattr(record, name))) for name, old in before.items())
        return [(self.resource.title(name), old, new) for name, old, new in told if old or new]

    def _write(self, batch: MatchedRows) -> None:
        manager = self.resource.model._default_manager
        manager.bulk_create([record for _, record in batch.new], batch_size=WRITTEN_AT_ONCE)
        append(self._acts(batch), by=self.by)
        if batch.changed:
            # As an upsert: one statement for many records, and unlike bulk_update it keeps hashes and bodies in step.
            key = self.resource.natural_key
            altered = [name for name in (*batch.attributes, *self.resource.derived) if name not in key]
            for change in batch.changed:
                change.record.pk = None  # it is found by its natural key, which must be the only conflict
            manager.bulk_create(
                [change.record for change in batch.changed],
                batch_size=WRITTEN_AT_ONCE,
                update_conflicts=True,
                unique_fields=self.resource.unique_fields,
                update_fields=[*altered, *self.resource.hash_fields(altered)],
            )
        self.resource.written([record for _, record in batch.new] + [change.record for change in batch.changed])

    # --- The record of acts -------------------------------------------------

    def _acts(self, batch: MatchedRows) -> Iterator[NewAct]:
        """Make an audit entry for each record: file and row of a new one, the changes of an old one."""
        file = self.parsed.digest[:DIGEST_SHOWN]
        for row, record in batch.new:
            yield new_act(Verb.ADD, record, creation_changes(record) if owner_of(record) else None, f"{file} 第{row}行")
        for one in batch.changed:
            yield new_act(Verb.CHANGE, one.record, changes_from_values(one.record, one.before), f"{file} 第{one.row}行")

    def _whole(self) -> NewAct:
        """Record the import itself, with the file's whole checksum."""
        return NewAct(
            verb=Verb.IMPORT,
            kind=self.resource.model._meta.label_lower,
            label=self.outcome.summary,
            authority=self.authority.pk,
            source=self.parsed.digest,
        )
