"""An authority, and the commands as an office runs them."""

from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import AuthorityFactory
from tests.unit.disclosure.exchange.files import xlsx


@dataclass
class Answer:
    status: int
    out: str
    err: str

    @property
    def lines(self):
        return self.err.splitlines()

    @property
    def summary(self):
        return self.out.splitlines()[-1]


@pytest.fixture
def authority(db):
    return AuthorityFactory(code="jinling", is_own=True)


@pytest.fixture
def import_records(authority, tmp_path):
    """`import_records(kind, rows or bytes, name)` → exit status and what was printed."""

    def run(kind, content, name="表.xlsx", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else xlsx(content))
        out, err = StringIO(), StringIO()
        status = 0
        try:
            call_command("import_records", kind, str(path), stdout=out, stderr=err, **options)
        except CommandError as error:
            status = error.returncode
            err.write(f"{error}\n")
        except SystemExit as leaving:
            status = leaving.code
        return Answer(status, out.getvalue(), err.getvalue())

    return run
