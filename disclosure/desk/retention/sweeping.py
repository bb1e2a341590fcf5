"""Delete what is left over: files that no record names, expired pending data, expired attempt counts."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from disclosure.desk.accounts import attempt_limits, known_devices
from disclosure.desk.archives.jobs import sweep as sweep_packages
from disclosure.models import KnownDevice, Paper, PendingImport, PendingPaper

ROOT = "papers"
YOUNG = timedelta(days=1)  # a file may be there before its record is


def sweep_files(now: datetime) -> int:
    """Delete files of papers without a record, as a crash may leave them; returns how many."""
    swept = 0
    for folder in default_storage.listdir(ROOT)[0] if default_storage.exists(ROOT) else ():
        names = [f"{ROOT}/{folder}/{name}" for name in default_storage.listdir(f"{ROOT}/{folder}")[1]]
        kept = set(Paper.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in kept and default_storage.get_modified_time(name) < now - YOUNG:
                default_storage.delete(name)
                swept += 1
    return swept


def sweep_waiting(now: datetime) -> int:
    """Delete expired pending imports and uploads, and archive packages nobody fetched; returns how many."""
    expired = sum(model.objects.expired(now).delete()[0] for model in (PendingImport, PendingPaper))
    return expired + sweep_packages(now)


def sweep_attempts(now: datetime) -> int:
    """Delete expired attempt counts, and devices long unused; returns how many."""
    swept = attempt_limits.sweep(now.timestamp())
    return swept + KnownDevice.objects.filter(used_at__lt=now - known_devices.KEPT).delete()[0]
