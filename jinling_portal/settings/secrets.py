"""Private files: the folder the program writes to, and secrets that a machine creates for itself."""

import base64
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def new_data_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def keep_private(folder: Path) -> Path:
    """Create the folder, or restrict it, so that only its owner may read it; also sets the umask."""
    os.umask(0o077)
    with suppress(OSError):  # another's, or where nothing may be written: not ours to close
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    return folder


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Read the secret in `path`, creating it first if it is missing. Concurrent processes agree on one."""
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
