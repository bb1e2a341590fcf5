"""What a checkout needs before it can serve: a migrated database and the collected static files."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

STAMP = ".collected"  # in STATIC_ROOT: the fingerprint of what was collected


def migrate_if_needed() -> bool:
    """Migrate the database; returns whether there was anything to do."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_static_if_needed() -> bool:
    """Collect and compress the static files if any changed; returns whether any did."""
    root = Path(settings.STATIC_ROOT)
    stamp, fingerprint = root / STAMP, _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Changes with any static file's name, size or time, and with the storage class."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for file in sorted(_static_files()):
        status = file.stat()
        digest.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            yield Path(storage.path(name))
