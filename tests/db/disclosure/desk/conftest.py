"""People of an office, each with one role."""

import pytest

from tests.support.people import person

ROLES = {"editor": "编辑", "checker": "部门审核", "clearer": "保密审查", "publisher": "发布"}


@pytest.fixture
def member(town):
    """`member("editor", "checker")`: one of the office with these roles."""

    def made(*roles, of=town, name=""):
        return person(of, *(ROLES[role] for role in roles), name=name)

    return made


@pytest.fixture
def office(member):
    """One colleague for each role, by its key."""
    return {role: member(role) for role in ROLES}
