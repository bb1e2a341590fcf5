"""People of an office, each with one role."""

import pytest
from django.contrib.auth.models import Group

from disclosure.models import User
from tests.factories import AuthorityFactory

ROLES = {"editor": "编辑", "checker": "部门审核", "clearer": "保密审查", "publisher": "发布"}


@pytest.fixture
def town(db):
    return AuthorityFactory()


@pytest.fixture
def person(town):
    """`person("editor", "checker")`: a colleague with these roles."""

    def made(*roles, of=town, name=""):
        user = User.objects.create_user(name or f"p{User.objects.count()}", authority=of, is_staff=True)
        user.groups.set(Group.objects.filter(name__in=[ROLES[role] for role in roles]))
        return user

    return made


@pytest.fixture
def office(person):
    """One colleague for each role, by its key."""
    return {role: person(role) for role in ROLES}
