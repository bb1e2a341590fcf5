"""What a person may grant to others: never more than their own rights, and nothing to themselves."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from disclosure.errors import Refused
from disclosure.models import User

from .access import is_bound, may_act
from .roles import NAMES


def grantable_permissions(user: Any) -> QuerySet[Permission]:
    if user.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(user=user) | Q(group__user=user)).distinct()


def grantable_groups(user: Any) -> QuerySet[Group]:
    """The office's roles for an administrator; other groups only where the person has all their permissions."""
    if user.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=grantable_permissions(user).values("pk"))
    return Group.objects.filter(Q(name__in=NAMES) | ~Q(permissions__in=beyond)).distinct()


def may_manage(user: Any, person: User) -> bool:
    """Whether the person may change this account: same authority, and no more rights than their own."""
    return may_act(user, person) and (user.is_superuser or not person.is_superuser)


def require_manage(user: Any, person: User) -> None:
    """Raise Refused for an account beyond the person's own rights, as stored or as it would become."""
    stored = User.objects.filter(pk=person.pk).first() if person.pk else None
    if not all(may_manage(user, version) for version in (person, stored) if version is not None):
        raise Refused("您只能管理本机关和已授权机关的账号，也不能设置系统管理员。")
    if stored and person.pk == user.pk and _rights(stored) != _rights(person) and has_limited_reach(user):
        raise Refused("不能修改自己的所属机关和权限，请由其他管理员修改。")


def has_limited_reach(user: Any) -> bool:
    """False only for a superuser of the whole installation."""
    return is_bound(user) or not user.is_superuser


def _rights(person: User) -> tuple[Any, ...]:
    return person.authority_id, person.is_superuser, person.is_staff, person.is_active
