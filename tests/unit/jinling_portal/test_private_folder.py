"""What the program writes is for its owner alone, in a folder that was open before as well."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
OURS = {
    "TEST_DATABASE_URL",
    "TEST_RUN",
    "DATABASE_URL",
    "SECRET_KEY",
    "DATA_KEYS",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "EMAIL_URL",
}
WRITES = """
import logging
import django
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
call_command("migrate", "contenttypes", verbosity=0)
default_storage.save("papers/x.bin", ContentFile(b"x"))
logging.getLogger("django").error("x")
from django.conf import settings
for name in ("exports", "seals"):
    (settings.VAR_DIR / name).mkdir(parents=True, exist_ok=True)
    (settings.VAR_DIR / name / "x.txt").write_text("x")
"""


def run(var, code, **environment):
    given = {
        **{name: value for name, value in os.environ.items() if name not in OURS},
        "DJANGO_SETTINGS_MODULE": "jinling_portal.settings.development",
        "VAR_DIR": str(var),
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("is_there", [False, True])
def test_nobody_else_reads_what_is_written(tmp_path, is_there):
    var = tmp_path / "var"
    if is_there:
        (var / "media").mkdir(parents=True)
        for folder in (var, var / "media"):
            folder.chmod(0o755)

    run(var, WRITES)

    made = [path for path in var.rglob("*") if path != var / "media"]
    assert {path.name for path in made} >= {"secret_key", "data_key", "db.sqlite3", "x.bin", "errors.log", "x.txt"}
    assert var.stat().st_mode & 0o777 == 0o700
    assert [(str(path), oct(path.stat().st_mode)) for path in made if path.stat().st_mode & 0o077] == []


SENDS = """
import django
django.setup()
from django.conf import settings
from django.core.mail import send_mail
print(settings.EMAIL_BACKEND, settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") or send_mail("s", "code 1234", None, ["a@b.invalid"]))
"""


@pytest.mark.parametrize(
    "address", [None, "", "consolemail://", "dummymail://", "filemail:///tmp/mails", "memorymail://"]
)
def test_without_a_server_mail_goes_nowhere(tmp_path, address):
    given = {} if address is None else {"EMAIL_URL": address}

    assert run(tmp_path, SENDS, **given).split() == ["disclosure.desk.audit.mail.NoServer", "0"]


def test_server_is_asked_for_by_its_address(tmp_path):
    told = run(tmp_path, SENDS, EMAIL_URL="smtp+tls://user:password@mail.example.invalid:587")

    assert told.split() == ["django.core.mail.backends.smtp.EmailBackend", "True"]
