"""People of an office."""

from django.contrib.auth.models import Group

from disclosure.models import Authority, User

HANDLER = "依申请办理"


def person(authority: Authority | None = None, *roles: str, name: str = "", **given) -> User:
    """One of the staff with these roles, read anew: nothing is remembered of what they may do."""
    made = User.objects.create_user(name or f"u{User.objects.count()}", authority=authority, is_staff=True, **given)
    made.groups.set(groups := Group.objects.filter(name__in=roles))
    assert len(groups) == len(set(roles)), f"no such role: {roles}"
    return User.objects.get(pk=made.pk)


def handler(authority: Authority | None, **given) -> User:
    return person(authority, HANDLER, **given)
