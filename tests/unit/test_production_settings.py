"""Production settings pass Django's own checks for deployment, without one silenced."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


# Of the tests themselves: their database, and what browser tests of the same process need.
OURS = {"TEST_DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
SHOWN = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))
"""


@pytest.fixture
def production(tmp_path):
    """`production("manage.py", "check")`: what Python says to this with production's settings."""
    given = {
        "DJANGO_SETTINGS_MODULE": "jinling_portal.settings.production",
        "SECRET_KEY": "zR8-kV3_qW7xN2mB5tY9uH4jL6pD1sF0gC8aE3rT7iO2-bK5nM1xQ",
        "DATA_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
        "ALLOWED_HOSTS": "xxgk.example.cn",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "VAR_DIR": str(tmp_path),
        "OIDC_ISSUER": "https://sso.example.cn",
        "OIDC_CLIENT_ID": "portal",
        "OIDC_CLIENT_SECRET": "secret",
    }

    def done(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name not in OURS} | given,
            capture_output=True,
            text=True,
            check=False,
        )

    return done


def test_deployment_check_is_clean(production):
    done = production("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.stderr == ""
    assert done.returncode == 0
    assert "no issues (0 silenced)" in done.stdout


def test_browsers_are_told_to_come_encrypted_and_to_keep_cookies_to_themselves(production):
    wanted = {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "DEBUG": False,
    }

    assert json.loads(production("-c", SHOWN, *wanted).stdout) == wanted


def test_production_knows_no_demonstration(production):
    assert json.loads(production("-c", SHOWN, "DEMONSTRATION").stdout) == {"DEMONSTRATION": False}
