"""Production settings pass Django's own checks for deployment, without one silenced."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_deployment_check_is_clean(tmp_path):
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

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"} | given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout
