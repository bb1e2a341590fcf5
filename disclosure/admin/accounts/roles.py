"""角色一览: which role may do what, as a table that a person can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from disclosure.desk.accounts.roles import ROLES, permission_verb


@dataclass(frozen=True, slots=True)
class Act:
    """A row: what is done, and for each role in order whether it may."""

    name: str
    allowed: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The acts on one kind of record."""

    name: str
    acts: tuple[Act, ...]


def role_table() -> list[Part]:
    """By kind of record in the order in which the roles name them; one query."""
    order = {"view": 0, "add": 1, "change": 2, "delete": 3}
    rows: dict[str, list[tuple[int, Act]]] = {}
    for name, permission in _permissions():
        act = Act(permission_verb(permission), tuple(name in role.permissions for role in ROLES))
        rank = order.get(permission.codename.partition("_")[0], len(order))
        rows.setdefault(permission.content_type.name, []).append((rank, act))
    return [Part(kind, tuple(act for _, act in sorted(acts, key=_rank))) for kind, acts in rows.items()]


def _rank(ranked: tuple[int, Any]) -> int:
    return ranked[0]


def _permissions() -> Iterator[tuple[str, Permission]]:
    wanted: dict[str, None] = {}
    for role in ROLES:
        wanted |= dict.fromkeys(sorted(role.permissions, key=lambda name: name.partition("_")[2]))
    condition = Q(pk__in=[])
    for name in wanted:
        app, _, codename = name.partition(".")
        condition |= Q(content_type__app_label=app, codename=codename)
    found = Permission.objects.filter(condition).select_related("content_type")
    named = {f"{one.content_type.app_label}.{one.codename}": one for one in found}
    return ((name, named[name]) for name in wanted if name in named)
