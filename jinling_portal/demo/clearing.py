"""Clear the demonstration: what it brought, and nothing that the office has added."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils import timezone

from disclosure.desk.audit.diffs import deletion_changes
from disclosure.desk.audit.log import append, new_act, note, save_recorded
from disclosure.desk.office.checklist import OPEN
from disclosure.errors import Refused
from disclosure.models import Act, Authority, Category, DemoRecord, OldAddress, SetupCode, User, Verb
from reports.models import AnnualReport, Revision

from .authority import OFFICE
from .marks import KINDS, keys_of, marked

ONLY_LOOKED = (Verb.LOOK, Verb.SEARCH, Verb.EXPORT)
BLANK_STEP = "identity"


@dataclass(frozen=True, slots=True)
class Record:
    """A record in a list that the office reads before it decides."""

    kind: type[Model]
    key: int
    label: str

    @property
    def name(self) -> str:
        return f"{self.kind._meta.label_lower}:{self.key}"

    @property
    def kind_name(self) -> str:
        return str(self.kind._meta.verbose_name)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is there: how many records of each kind the demonstration brought, and what the office did beside them.

    `added`: the office's own records, which stay. `changed`: records of the demonstration that somebody has worked on.
    """

    brought: dict[str, int] = field(default_factory=dict)
    added: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)


def demo_authority() -> Authority | None:
    return Authority.objects.filter(is_demo=True).first()


def contents(authority: Authority) -> Contents:
    """List what clearing would take and what it would leave; some queries for each kind of record."""
    brought, added, changed = {}, [], []
    for kind in KINDS:
        keys, there = marked(kind), keys_of(kind, authority)
        brought[str(kind._meta.verbose_name)] = len(keys & there)
        added += _records(kind, there - keys)
        changed += _records(kind, _worked_on(kind) & keys & there)
    return Contents(brought, added, changed)


@transaction.atomic
def clear_demo(*, by: Any, keep: Collection[str] = ()) -> Contents:
    """Delete what the demonstration brought, but for the records named in `keep` and those that others rest on.

    The town itself goes as well where nothing is left of it; else it stays, without the made-up address, to be named by
    the set-up. The audit entries stay, with one for each record that goes. Raises Refused without a demonstration.
    """
    authority = Authority.objects.select_for_update(of=("self",)).filter(is_demo=True).first()
    if authority is None:
        raise Refused("本站没有演示数据，不用清除。")
    if not DemoRecord.objects.exists():
        raise Refused(
            "演示数据是旧版本装入的，没有标记，分不清哪些是本单位加的。请换一个空的数据文件夹重新开始（make office）。"
        )
    before = contents(authority)
    for kind in KINDS:
        kept = {record.key for record in before.changed if record.kind is kind and record.name in keep}
        _delete(kind, (marked(kind) & keys_of(kind, authority)) - kept)
    DemoRecord.objects.all().delete()
    note(Verb.CLEAR_DEMO, authority, {name: [str(number), ""] for name, number in before.brought.items()}, by=by)
    _leave_or_delete(authority, by)
    if not SetupCode.objects.exists():  # the set-up has begun: the next start loads no demonstration
        SetupCode.objects.create(digest="", expires_at=timezone.now(), used_at=timezone.now())
    return before


def _records(kind: type[Model], keys: set[int]) -> list[Record]:
    rows = kind._default_manager.filter(pk__in=keys).order_by("pk")
    return [Record(kind, row.pk, str(row)) for row in rows]


def _worked_on(kind: type[Model]) -> set[int]:
    """Keys of records that a person changed; what the demonstration did itself was nobody's."""
    acts = Act.objects.filter(kind=kind._meta.label_lower, user__isnull=False).exclude(verb__in=ONLY_LOOKED)
    return {int(key) for key in acts.values_list("key", flat=True).distinct() if key.isdigit()}


def _delete(kind: type[Model], keys: set[int]) -> None:
    """Delete records with their parts, each with its audit entry; one that the office's records rest on stays."""
    rows = list(kind._default_manager.filter(pk__in=keys))
    if kind is AnnualReport:
        Revision.objects.filter(report__in=keys).delete()  # protected against everything else
    gone = []
    for row in rows:
        entry = new_act(Verb.DELETE, row, deletion_changes(row))
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            continue
        gone.append(entry)
    append(gone)


def _leave_or_delete(authority: Authority, by: Any) -> None:
    rests = any(keys_of(kind, authority) for kind in KINDS)
    if not rests and not _is_used(authority):
        _delete_columns(authority)
        append([new_act(Verb.DELETE, authority, deletion_changes(authority))], by=by)
        authority.delete()
        return
    for name, value in OFFICE.items():
        if getattr(authority, name) == value:
            setattr(authority, name, "")
    authority.is_demo, authority.setup_step, authority.first_tasks = False, BLANK_STEP, OPEN
    save_recorded(authority, by=by)


def _is_used(authority: Authority) -> bool:
    """Whether people or other records of the office belong to the town, or other authorities stand below it."""
    related = (User, OldAddress)
    return any(model.objects.filter(authority=authority).exists() for model in related) or _has_dependents(authority)


def _has_dependents(authority: Authority) -> bool:
    """Whether the database would refuse to let the town go for any reason but its columns."""
    for relation in authority._meta.related_objects:
        model = relation.related_model
        if isinstance(model, str) or model is Category or relation.many_to_many or model is Act:
            continue
        if model._base_manager.filter(**{relation.field.name: authority}).exists():
            return True
    return False


def _delete_columns(authority: Authority) -> None:
    """Delete the columns from the leaves up, since each protects the one above."""
    while leaves := Category.objects.filter(authority=authority, children__isnull=True):
        if not leaves.exists():
            return
        leaves.delete()
