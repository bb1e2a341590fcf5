"""角色一览: which role may do what, as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from disclosure.desk.accounts.roles import ROLES, permission_verb


@dataclass(frozen=True, slots=True)
class RoleTableRow:
    """An action, and for each role in order whether it may be taken."""

    name: str
    allowed: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class RoleTablePart:
    """The actions on one kind of record."""

    name: str
    rows: tuple[RoleTableRow, ...]


def role_table() -> list[RoleTablePart]:
    """Return the kinds of record in the order in which the roles name them; one query."""
    order = {"view": 0, "add": 1, "change": 2, "delete": 3}
    ranked: dict[str, list[tuple[int, RoleTableRow]]] = {}
    for name, permission in _permissions():
        row = RoleTableRow(permission_verb(permission), tuple(name in role.permissions for role in ROLES))
        rank = order.get(permission.codename.partition("_")[0], len(order))
        ranked.setdefault(permission.content_type.name, []).append((rank, row))
    return [RoleTablePart(kind, tuple(row for _, row in sorted(rows, key=_rank))) for kind, rows in ranked.items()]


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
    stored = Permission.objects.filter(condition).select_related("content_type")
    by_name = {f"{one.content_type.app_label}.{one.codename}": one for one in stored}
    return ((name, by_name[name]) for name in wanted if name in by_name)
