"""No plain personal data reaches the disk on its way in or out."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from disclosure.models import Application, PendingImport, User
from tests.factories import AuthorityFactory
from tests.unit.disclosure.exchange.files import text

from .test_applications import GOOD, HEADING, changed

NAME, PHONE = "植入姓名某某", "13800009876"
ROWS = [[*HEADING, "联系电话"], [*changed(name=NAME), PHONE], [*changed(number="2", name=NAME), PHONE]]


# Reads every file below the folders named first, and prints those that hold one of the values named after them.
LOOK = """
import pathlib, sys
split = sys.argv.index("--")
values = [bytes.fromhex(value) for value in sys.argv[split + 1:]]
for folder in sys.argv[1:split]:
    for path in pathlib.Path(folder).rglob("*"):
        if path.is_file() and any(value in path.read_bytes() for value in values):
            print(path)
"""


def traces(directories):
    """List the files that hold a planted value, in any encoding it could have.

    Another process looks: whoever closes a file of the database gives up the locks that SQLite holds on it here.
    """
    planted = [
        value.encode(encoding).hex() for value in (NAME, PHONE) for encoding in ("utf-8", "gb18030", "utf-16-le")
    ]
    command = [sys.executable, "-c", LOOK, *map(str, directories), "--", *planted]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def test_a_planted_value_would_be_found(tmp_path):
    (tmp_path / "within").mkdir()
    (tmp_path / "within" / "表.csv").write_bytes(f"姓名\n{NAME}".encode("gb18030"))
    (tmp_path / "clean.csv").write_bytes(b"clean")
    assert traces([tmp_path]) == [str(tmp_path / "within" / "表.csv")]


@pytest.fixture
def own_authority(transactional_db):
    return AuthorityFactory(code="jinling", is_own=True)


@pytest.fixture
def no_temporary_files(monkeypatch):
    """Whoever makes one fails."""

    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)


def places():
    written = [settings.TEST_DIR, settings.VAR_DIR / "log"]
    return [*written, Path(connection.settings_dict["NAME"]).parent] if connection.vendor == "sqlite" else written


def test_by_command(own_authority, tmp_path, no_temporary_files):
    from django.core.management import call_command

    path = tmp_path / "表.csv"
    path.write_text(text(ROWS), encoding="utf-8")
    call_command("import_records", "applications", str(path))
    path.unlink()
    assert Application.objects.count() == 2
    assert traces(places()) == []


def test_by_screen(own_authority, client, no_temporary_files):
    client.force_login(User.objects.create_superuser("admin"))
    upload = SimpleUploadedFile(f"{NAME}.csv", text(ROWS).encode("gb18030"))
    page = client.post(reverse("admin:disclosure_application_import"), {"authority": own_authority.pk, "file": upload})
    kept = PendingImport.objects.get()
    assert (kept.data, kept.name) == (text(ROWS).encode("gb18030"), f"{NAME}.csv")
    assert traces(places()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM disclosure_pendingimport")
        assert PHONE.encode() not in bytes(cursor.fetchone()[0])
    client.post(reverse("admin:disclosure_application_import_confirm"), {"token": page.context["token"]})
    assert Application.objects.count() == 2
    for file_format in ("xlsx", "csv"):
        answer = client.get(reverse("admin:disclosure_application_export", args=[file_format]))
        assert len(b"".join(answer.streaming_content)) > 100
    assert traces(places()) == []


def test_a_failure_of_the_database_says_no_value(own_authority, monkeypatch):
    from disclosure.errors import Refused
    from disclosure.exchange.importing import import_file
    from disclosure.exchange.resources.applications import ApplicationResource

    import_file("applications", text([HEADING, GOOD]).encode(), "表.csv", own_authority)
    monkeypatch.setattr(ApplicationResource, "stored", lambda *_: lambda _: [])  # as if another were faster
    with pytest.raises(Refused) as refused:
        import_file("applications", text([HEADING, GOOD]).encode(), "表.csv", own_authority)
    assert str(refused.value) == "导入期间有人录入或删除了相关的记录，全部未保存。请重新导入。"
    assert refused.value.__cause__ is None
