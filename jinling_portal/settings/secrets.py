"""Secrets that one machine makes for itself, once, readable by its owner alone."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def new_secret_key() -> str:
    """A key for Django's signatures."""
    return secrets.token_urlsafe(50)


def new_data_key() -> str:
    """A key for personal data: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret in `path`; made and written first if there is none. Two processes at once agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(make(), encoding="ascii")
        try:
            os.link(draft, path)  # fails where another process was first, so theirs stands
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            draft.replace(path)
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()
