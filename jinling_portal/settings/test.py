"""The tests: fixed secrets, cheap password hashing, a database of their own, everything else as installed."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any, cast

from .base import *
from .base import LOGGING, database, env

# One directory a run, made and removed by tests/conftest.py; parallel workers learn its name from the environment.
TEST_DIR = (
    Path(tempfile.gettempdir()) / f"jinling-portal-tests-{os.environ.setdefault('TEST_RUN', secrets.token_hex(8))}"
)

# What tests of one worker write must not be seen by those of another, which run at the same time.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")

DEBUG = False
SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"  # noqa: S105 signs nothing outside tests
DATA_KEYS = ["dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# Not DATABASE_URL: that one may name the office's own database.
DATABASES: dict[str, dict[str, Any]] = {
    "default": database(env.str("TEST_DATABASE_URL", default=f"sqlite:///{TEST_DIR / 'db.sqlite3'}")),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as installed: live server and test then meet on it as two connections do, WAL included.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"  # no power cut to survive
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = TEST_DIR / "media" / WORKER  # tests tell what files are left
MAINTENANCE_FILE = TEST_DIR / f"maintenance-{WORKER}"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
cast("dict[str, Any]", LOGGING["handlers"])["file"]["filename"] = TEST_DIR / f"errors-{WORKER}.log"
# In memory, emptied after every test; the shared cache has its own tests.
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
