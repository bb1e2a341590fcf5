"""Keys and values for a cache that processes share: keys of one program alone, values that are never unpickled."""

from functools import cache
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any

import django
from django.conf import settings

FOLDERS = ("disclosure", "jinling_portal", "reports", "static", "templates")


def make_key(key: str, key_prefix: str, version: str) -> str:
    """Make a key for Django's KEY_FUNCTION that processes share only if they run the same program and settings.

    The content version does not change with the program, so after an update the pages of the old one would be served.
    """
    return f"{key_prefix}:{program_digest()}:{version}:{key}"


@cache
def program_digest() -> str:
    """Digest all sources, templates and static files, and the settings; computed once a process."""
    digest = sha256(django.__version__.encode())
    digest.update(dumps(_settings(), sort_keys=True, default=lambda value: type(value).__name__).encode())
    base = Path(settings.BASE_DIR)
    for file in sorted(file for folder in FOLDERS for file in (base / folder).rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(str(file.relative_to(base)).encode())
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _settings() -> dict[str, Any]:
    return {name: getattr(settings, name) for name in dir(settings) if name.isupper() and name != "CACHES"}


class BytesAsTheyAre:
    """A serializer for Django's Redis cache that never unpickles: who writes to the server must not run code here."""

    def dumps(self, value: bytes) -> bytes:
        return value

    def loads(self, data: bytes) -> bytes:
        return data
