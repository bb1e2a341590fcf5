"""People of an office, each with one role, as on the desk's own tests."""

from tests.db.disclosure.desk.conftest import member, office

__all__ = ["member", "office"]
