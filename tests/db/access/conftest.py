"""A district with two towns, and people of one of them: one for each role."""

import pytest
from django.contrib.auth.models import Group

from disclosure.models import Authority, User


@pytest.fixture
def district(db):
    return Authority.objects.create(code="district", name="某区人民政府", is_own=True)


@pytest.fixture
def town(district):
    return Authority.objects.create(code="town", name="某镇人民政府", parent=district)


@pytest.fixture
def sibling(district):
    return Authority.objects.create(code="sibling", name="邻镇人民政府", parent=district)


@pytest.fixture
def staff(db):
    """`staff(authority, "编辑")`: an account with this role; with `is_superuser=True` and none, everything."""

    def made(authority, *roles, **values):
        username = f"u{User.objects.count()}"
        user = User.objects.create_user(username, authority=authority, is_staff=True, **values)
        user.groups.set(Group.objects.filter(name__in=roles))
        assert user.groups.count() == len(roles)
        return user

    return made
