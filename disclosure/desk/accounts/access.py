"""Decide who may see and change which records; every screen and every action asks here.

A person with an authority reads its records and those of all authorities below, and acts for their own; below only
where a Grant says so. A person without one belongs to the whole installation. A superuser has every permission, but
with an authority no more records than anybody else of it. None stands for the program itself.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from disclosure.errors import Refused
from disclosure.models import Authority, Grant, User

Person = User | AnonymousUser | None
Rows = TypeVar("Rows", bound=QuerySet)
# Cached on the user object, which lasts one request, as Django caches permissions.
KEPT, ONLY = "_scope", "_only_authority"


@dataclass(frozen=True, slots=True)
class Scope:
    """Primary keys of authorities; None stands for all there are and will be."""

    authority: int | None
    readable: frozenset[int] | None
    writable: frozenset[int] | None


EVERYTHING = Scope(None, None, None)
NOTHING = Scope(None, frozenset(), frozenset())


def is_bound(user: Any) -> bool:
    """Whether this person belongs to one authority (or is anonymous) and not to the whole installation."""
    return _scope(user).readable is not None


def readable(user: Any) -> QuerySet[Authority]:
    """Authorities whose records this person may see: their own and all below."""
    return _authorities(_scope(user).readable)


def writable(user: Any) -> QuerySet[Authority]:
    """Authorities for which this person may act: their own, and those below that were granted."""
    return _authorities(_scope(user).writable)


def only_readable(user: Any) -> int | None:
    """Return the key of the one authority whose records this person sees; None where there are more, or none."""
    return _only(user, _scope(user).readable)


def only_writable(user: Any) -> int | None:
    """Return the key of the one authority for which this person may act; None where there are more, or none."""
    return _only(user, _scope(user).writable)


def narrowed(records: Rows, user: Any) -> Rows:
    """Filter `records` to what this person may see; the model's `authority_path` leads to the owner."""
    return _within(records, _scope(user).readable)


def visible_audit_entries(acts: Rows, user: Any) -> Rows:
    """Filter audit entries to those this person may see.

    That is their own, and those on records they may read. What was done while the record belonged to another authority
    stays that authority's; what was done while it belonged to none (for example an account of the whole installation)
    goes with the record.
    """
    allowed = _scope(user).readable
    return acts if allowed is None else acts.filter(Q(authority__in=allowed) | Q(authority=None))


def narrowed_to_act(records: Rows, user: Any) -> Rows:
    """Filter `records` to what this person may change, or refer to in a record of theirs."""
    return _within(records, _scope(user).writable)


def may_read(user: Any, record: Model) -> bool:
    allowed = _scope(user).readable
    return allowed is None or _authority_of(record) in allowed


def may_act(user: Any, record: Model) -> bool:
    allowed = _scope(user).writable
    return allowed is None or _authority_of(record) in allowed


def require_act(user: Any, record: Model) -> None:
    """Raise Refused unless the person may act for the record's authority, both as given and as stored."""
    if not is_bound(user):
        return
    stored = None if record.pk is None else type(record)._base_manager.filter(pk=record.pk).first()
    if not all(may_act(user, version) for version in (record, stored) if version is not None):
        raise Refused("您只能办理本机关和已授权机关的记录，请与管理员联系。")


def owned(model: type[Model]) -> bool:
    return hasattr(model, "authority_path")


def _within(records: Rows, allowed: frozenset[int] | None) -> Rows:
    if allowed is None:
        return records
    path: str = records.model.authority_path
    return records.filter(**{f"{path}__in": allowed})


def _only(user: Any, allowed: frozenset[int] | None) -> int | None:
    """Asks the database, once a request, only for people of the whole installation."""
    if allowed is not None:
        return next(iter(allowed)) if len(allowed) == 1 else None
    if not hasattr(user, ONLY):
        keys = list(Authority.objects.values_list("pk", flat=True).order_by()[:2])
        setattr(user, ONLY, keys[0] if len(keys) == 1 else None)
    only: int | None = getattr(user, ONLY)
    return only


def _authorities(allowed: frozenset[int] | None) -> QuerySet[Authority]:
    return Authority.objects.all() if allowed is None else Authority.objects.filter(pk__in=allowed)


def _authority_of(record: Model) -> int | None:
    """Primary key at the end of the record's `authority_path`; no query where the path has one step."""
    *steps, last = record.authority_path.split("__")  # type: ignore[attr-defined]  # a model without `authority_path` is a programming error
    owner: Any = record
    for step in steps:
        owner = getattr(owner, step)
    return owner.pk if last == "pk" else getattr(owner, f"{last}_id")


def _scope(user: Any) -> Scope:
    """Cached for the request; one query."""
    if user is None:
        return EVERYTHING
    if not user.is_authenticated:
        return NOTHING
    if user.authority_id is None:
        return EVERYTHING
    kept: Scope | None = getattr(user, KEPT, None)
    if kept is None or kept.authority != user.authority_id:
        kept = _load_scope(user)
        setattr(user, KEPT, kept)
    return kept


def _load_scope(user: User) -> Scope:
    granted = Exists(Grant.objects.filter(person=user.pk, authority=OuterRef("pk")))
    tree = Authority.objects.descendants(user.authority_id, include_self=True)
    rows = dict(tree.annotate(granted=granted).values_list("pk", "granted"))
    own = user.authority_id
    return Scope(own, frozenset(rows), frozenset(pk for pk, also in rows.items() if also or pk == own))
