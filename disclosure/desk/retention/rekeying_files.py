"""Files encrypted under a key of personal data: those on disk, and pending ones in the database."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Substr

from disclosure.errors import WrongKey
from disclosure.models import Paper, PendingImport, PendingPaper
from disclosure.models.encryption import KEY_ID_BYTES
from disclosure.models.pending import PURPOSE

from .rekeying import GONE, Renewed, Store, iter_rows, newest, reencrypt

DRAFT = ".new"


def file_stores() -> list[Store]:
    return [
        PaperFiles(),
        PendingFiles(PendingImport, lambda _: PURPOSE),
        PendingFiles(PendingPaper, lambda one: one.purpose),
    ]


class PendingFiles:
    """Pending files in the database, kept a day at most."""

    def __init__(self, model: type[PendingImport | PendingPaper], purpose: Callable[[Any], str]) -> None:
        self.model, self.purpose = model, purpose
        self.title = f"{model._meta.verbose_name}的文件"

    def counts_by_key(self) -> Counter[str]:
        ids = self._marked().values_list("beginning").annotate(number=models.Count("pk")).order_by()
        return Counter({_text(key): number for key, number in ids})

    def renew(self) -> Iterator[Renewed]:
        stale = [
            key for key, beginning in self._marked().values_list("pk", "beginning") if _text(beginning) != newest()
        ]
        for key in stale:
            yield self._renewed(key)

    def _marked(self) -> models.QuerySet[Any]:
        output = models.BinaryField()
        return self.model.objects.annotate(beginning=Substr("content", 1, KEY_ID_BYTES, output_field=output))

    def _renewed(self, key: Any) -> Renewed:
        row = self.model.objects.defer("name").filter(pk=key).first()
        if row is None:  # sent or abandoned meanwhile
            return Renewed()
        old = bytes(row.content)
        try:
            new = reencrypt(old, self.purpose(row))
        except WrongKey:
            return Renewed(unreadable=1)
        return Renewed(self.model.objects.filter(pk=key, content=old).update(content=new))


class PaperFiles:
    """材料 and 文书: one file on disk each."""

    title = "材料和文书的文件"

    def counts_by_key(self) -> Counter[str]:
        """By the id at the start of each file; a missing file is under no key."""
        return Counter(_id_of(Path(paper.file.path)) for paper in self._kept())

    def renew(self) -> Iterator[Renewed]:
        """One at a time; the old or the new file exists at every moment."""
        for paper in self._kept():
            if _id_of(Path(paper.file.path)) == newest():
                continue
            yield self._renewed(paper.pk)

    @staticmethod
    def _kept() -> Iterator[Paper]:
        return iter_rows(Paper.objects.exclude(file="").only("token", "file"))

    @staticmethod
    @transaction.atomic
    def _renewed(key: int) -> Renewed:
        """Under the row's lock, so that a file erased meanwhile does not come back."""
        locked = Paper.objects.select_for_update(of=("self",)).only("token", "file")
        paper = locked.exclude(file="").filter(pk=key).first()
        if paper is None:
            return Renewed()
        path = Path(paper.file.path)
        try:
            new = reencrypt(path.read_bytes(), paper.purpose)
        except (WrongKey, FileNotFoundError):
            return Renewed(unreadable=1)
        _replace(path, new)
        return Renewed(1)


def _id_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return _text(file.read(KEY_ID_BYTES))
    except FileNotFoundError:
        return GONE


def _replace(path: Path, data: bytes) -> None:
    """Write `data` in the file's place, complete and synced before the old one goes."""
    draft = path.with_name(path.name + DRAFT)
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(path.stat().st_mode)
    draft.replace(path)


def _text(beginning: Any) -> str:
    return bytes(beginning or b"").decode("ascii", "replace")
