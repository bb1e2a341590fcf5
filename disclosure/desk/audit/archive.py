"""Move old audit entries into files that carry their hashes, so that the chain can still be verified.

A file is gzipped JSON lines, one object per entry with all its fields. The database lets entries go only where a row of
`ActArchive` covers them and they are older than six months (网络安全法 art. 21).
"""

import gzip
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from disclosure.errors import Refused
from disclosure.models import Act, ActArchive
from disclosure.models.act import HASHED, ORIGIN

from .log import NewAct, append, locked_head
from .verify import AT, CHUNK, ChainWalk, Fault, Row

LEAST_DAYS = 184  # six months of any length


def folder() -> Path:
    return Path(settings.VAR_DIR) / "audit"


@transaction.atomic
def archive_acts(*, now: datetime, days: int | None = None) -> tuple[Path, ActArchive] | None:
    """Archive everything before the first entry younger than `days`; None where there is nothing.

    Raises Refused for a period shorter than the law allows, and for a chain that is broken.
    """
    days = settings.AUDIT_KEEP_DAYS if days is None else days
    if days < LEAST_DAYS:
        raise Refused(f"办理记录至少保留六个月（{LEAST_DAYS}天，网络安全法第二十一条），不能只留{days}天。")
    locked_head()
    through = _last_before(now - timedelta(days=days))
    if through is None:
        return None
    before = ActArchive.objects.order_by("through").last()
    walk = ChainWalk(before.through, before.hash) if before else ChainWalk(0, ORIGIN)
    first = walk.number + 1
    path = folder() / f"acts-{first:010d}-{through:010d}.jsonl.gz"
    _write(path, walk, through)
    archive = ActArchive.objects.create(
        through=through, first=first, hash=walk.hash, name=path.name, digest=_digest(path), at=now
    )
    _remove(through)
    append([_entry(archive)], at=now)
    return path, archive


def _last_before(limit: datetime) -> int | None:
    young = Act.objects.filter(at__gte=limit).aggregate(first=Min("number"))["first"]
    old = Act.objects.all() if young is None else Act.objects.filter(number__lt=young)
    return old.aggregate(last=Max("number"))["last"]


def _entry(archive: ActArchive) -> NewAct:
    label = f"第{archive.first}条至第{archive.through}条"
    changes: dict[str, list[str | None]] = {"digest": ["", archive.digest], "name": ["", archive.name]}
    return NewAct("archive", archive._meta.label_lower, str(archive.through), label, changes=changes)


def _write(path: Path, walk: ChainWalk, through: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    acts = Act.objects.filter(number__lte=through).order_by("number").values_list(*HASHED, "hash")
    with draft.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
        draft.chmod(0o600)
        for row in acts.iterator(chunk_size=CHUNK):
            fault = next(walk.faults([row]), None)
            if fault:
                raise Refused(f"办理记录不完整，没有归档：{fault} 请先运行 verify_audit 核对。")
            packed.write(_line(row))
        packed.close()
        raw.flush()
        os.fsync(raw.fileno())
    draft.replace(path)


def _line(row: Row) -> bytes:
    fields = dict(zip((*HASHED, "hash"), row, strict=True)) | {"at": row[AT].isoformat(timespec="microseconds")}
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _remove(through: int) -> None:
    """The only statement that deletes entries; the database's trigger checks each of them."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Act._meta.db_table} WHERE number <= %s", [through])  # noqa: S608


def archived_rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields: dict[str, Any] = json.loads(line)
            fields["at"] = datetime.fromisoformat(fields["at"])
            yield tuple(fields[name] for name in (*HASHED, "hash"))


def archive_faults(path: Path, archive: ActArchive) -> Iterator[Fault]:
    day = timezone.localdate(archive.at)
    if _digest(path) != archive.digest:
        yield Fault(archive.first, day, "起的归档文件与归档时的摘要不符：文件被改动或损坏。")
    before = ActArchive.objects.filter(through=archive.first - 1).first()
    walk = ChainWalk(before.through, before.hash) if before else ChainWalk(archive.first - 1, ORIGIN)
    try:
        yield from walk.faults(archived_rows(path))
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        yield Fault(walk.number + 1, day, "起的归档内容无法读取。")
        return
    if (walk.number, walk.hash) != (archive.through, archive.hash):
        yield Fault(walk.number, day, "不是归档的最后一条：文件末尾缺少或多出记录。")
