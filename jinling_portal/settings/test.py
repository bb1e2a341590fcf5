"""The tests: fixed secrets, cheap password hashing, everything else as installed."""

import tempfile
from pathlib import Path

from .base import *
from .base import database, env

DEBUG = False
SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"  # noqa: S105 signs nothing outside tests
DATA_KEYS = ["dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database(env.str("DATABASE_URL", default="sqlite:///:memory:"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "jinling-portal-tests" / "media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
