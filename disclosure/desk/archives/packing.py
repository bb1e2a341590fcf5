"""Packing finished applications for the archives (条例 art. 45), one after the other into one file.

The file is written private, and put in its place only when it is whole. Then one transaction marks what was packed, by
whom and with which checksum, in the records and in the audit log.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Self

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from disclosure.desk.accounts.access import require_act
from disclosure.desk.applications.papers import SEE_APPLICANT
from disclosure.desk.audit.actor import current
from disclosure.desk.audit.log import NewAct, append, display_name, new_act
from disclosure.desk.common.locking import lock_authority
from disclosure.desk.common.records import Actor
from disclosure.documents.archiving.layout import StoredZip, end_of
from disclosure.documents.archiving.manifest import CATALOGUE, NAME, README, SUMS, Manifest, ManifestFile, sums
from disclosure.documents.archiving.results import ZipEntry
from disclosure.errors import DisclosureError, Refused
from disclosure.isolation import Busy
from disclosure.models import Application, ArchivedFile, ArchivePackage, Authority, User, Verb
from disclosure.models.act import Changes
from disclosure.models.archive import package_token
from disclosure.rendering.archives.metadata import catalogue

from .folder import Folder, PackedFolder
from .pieces import Pieces, require_free
from .readme import readme

AT_ONCE = 20  # applications that are loaded together
PRIVATE = 0o600
PARTS = ("steps", "parties", "opinions", "papers", "cases", "letters__docx", "letters__pdf")
QUERIES = 2 + len(PARTS)  # of a batch: the applications, each of their parts, and the letters between two of these


def finished(authority: Authority, year: int | None = None) -> QuerySet[Application]:
    """Applications that are decided and whose reply went out; of a year those concluded in it, in order of that day.

    The year is that of 办结日期, as in the annual report (DA/T 22-2015: a file of several years belongs to the last).
    """
    found = Application.objects.filter(authority=authority, concluded_on__isnull=False, settled_on__isnull=False)
    if year is not None:
        found = found.filter(concluded_on__year=year)
    return found.order_by("concluded_on", "number", "pk")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An application that could not be packed."""

    number: str
    why: str


def require_finished(application: Application) -> None:
    """Raise Refused with what is still to be done."""
    if application.concluded_on is None:
        raise Refused(f"申请「{application}」还没有办结，不能归档。请先作出答复并发出。")
    if application.settled_on is None:
        raise Refused(f"申请「{application}」的答复还没有发出，不能归档。请先登记发出。")


def require_may_pack(by: Actor, authority: Authority) -> None:
    """Raise Refused for who does not see applicants, or does not act for the authority."""
    if not by.has_perm(SEE_APPLICANT):
        raise Refused("您没有查看申请材料的权限，不能打包归档，请与管理员联系。")
    require_act(by, authority)


def loaded(keys: Sequence[int]) -> Iterator[Application]:
    """Yield applications with all that their files hold, in the order of `keys`; `QUERIES` for each `AT_ONCE`."""
    waiting = iter(keys)
    while batch := list(islice(waiting, AT_ONCE)):
        rows = Application.objects.filter(pk__in=batch).select_related("authority", "handler", "fee")
        found = {one.pk: one for one in rows.prefetch_related(*PARTS)}
        yield from (found[key] for key in batch if key in found)


class Packing:
    """A package while it is written, application by application, into `path`.

    It can be put aside between two applications (`suspended`) and taken up again by another request (`resumed`).
    """

    def __init__(self, path: Path, authority: Authority, *, year: int | None, at: datetime) -> None:
        """`path` must not exist; it is made readable for nobody else. `year`: None for a single application."""
        self.path, self.authority, self.year, self.at = path, authority, year, at
        self.token = package_token()
        self.folders: list[PackedFolder] = []
        self.left_out: list[LeftOut] = []
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE), "w+b")
        self._package = StoredZip(self._file)
        self._pieces = Pieces(authority, ())

    def add(self, application: Application) -> None:
        """Pack one application; one that cannot be read is left out as a whole, with the reason."""
        entries = list(self._package.entries)
        try:
            require_finished(application)
            year = application.concluded_on.year  # type: ignore[union-attr]  # it is finished
            piece = self._pieces.of(application.pk, year)
            self.folders.append(Folder(self._package, application, year=year, piece=piece, at=self.at).written())
            self._pieces.give(application.pk, year, piece)
        except Busy:
            self._restart(entries)
            raise
        except DisclosureError as error:
            self._restart(entries)
            self.left_out.append(LeftOut(application.number, str(error)))

    def close(self) -> None:
        """Write what tells of the package as a whole; raises Refused where nothing was packed."""
        if not self.folders:
            raise Refused("没有打成归档包。" + "".join(f"「{one.number}」：{one.why}" for one in self.left_out))
        files = [file for folder in self.folders for file in folder.files]
        entries = [entry for folder in self.folders for entry in folder.entries]
        files.append(self._add(CATALOGUE, catalogue(entries), "XML"))
        files.append(self._add(README, readme(self.authority, self.year, self.at, len(self.folders)), "TXT"))
        manifest = self._manifest(files).as_bytes()
        self._add(NAME, manifest, "JSON")
        listed = [(one.path, one.sha256) for one in files] + [(NAME, hashlib.sha256(manifest).hexdigest())]
        self._add(SUMS, sums(listed), "TXT")
        self._package.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _add(self, name: str, data: bytes, form: str) -> ManifestFile:
        self._package.add(name, data)
        return ManifestFile(name, len(data), hashlib.sha256(data).hexdigest(), form)

    def _manifest(self, files: Sequence[ManifestFile]) -> Manifest:
        return Manifest(
            package=self.token,
            made_at=localtime(self.at).isoformat(timespec="seconds"),
            authority=self.authority.name,
            fonds=self.authority.fonds_number,
            year=self.year or 0,
            records=tuple(one.record for one in self.folders),
            files=tuple(files),
        )

    def _restart(self, entries: Sequence[ZipEntry]) -> None:
        """Go on behind these files, as if nothing had been written since."""
        end = end_of(entries[-1]) if entries else 0
        self._file.seek(end)
        self._file.truncate()
        self._package = StoredZip(self._file, entries)

    # --- Between two requests -------------------------------------------------------

    def suspended(self) -> dict[str, Any]:
        """Return what `resumed` needs, as plain values."""
        return {
            "token": self.token,
            "year": self.year,
            "at": self.at.isoformat(),
            "folders": [asdict(one) for one in self.folders],
            "left_out": [asdict(one) for one in self.left_out],
            "entries": [asdict(one) for one in self._package.entries],
        }

    @classmethod
    def resumed(cls, path: Path, authority: Authority, state: dict[str, Any]) -> Self:
        """Take up what `suspended` put aside."""
        packing = cls.__new__(cls)
        packing.path, packing.authority, packing.year = path, authority, state["year"]
        packing.token, packing.at = state["token"], datetime.fromisoformat(state["at"])
        packing.folders = [PackedFolder.restored(one) for one in state["folders"]]
        packing.left_out = [LeftOut(**one) for one in state["left_out"]]
        packing._file = path.open("r+b")  # noqa: SLF001 its own
        packing._restart([ZipEntry(**one) for one in state["entries"]])  # noqa: SLF001 its own
        packing._pieces = Pieces(authority, packing.folders)  # noqa: SLF001 its own
        return packing


@transaction.atomic
def mark_packed(packing: Packing, *, by: User | None) -> ArchivePackage:
    """Record what was packed, when, by whom and with which checksum; the package must be closed.

    Raises Refused where somebody else gave out the same piece numbers meanwhile.
    """
    authority = lock_authority(packing.authority)
    require_free(authority, packing.folders)
    with packing.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    package = ArchivePackage(authority=authority, token=packing.token, year=packing.year, made_at=packing.at)
    package.made_by, package.name = by, display_name(by) if by else current().name
    package.digest, package.size = digest, packing.path.stat().st_size
    package.save()
    ArchivedFile.objects.bulk_create(_mark(package, folder) for folder in packing.folders)
    told: Changes = {"归档包": ["", f"{package}，SHA-256 {digest}"]}
    acts = [_act(folder, authority, told) for folder in packing.folders]
    append([*acts, new_act(Verb.PACK, package, {"归档件数": ["", str(len(acts))], "校验值": ["", digest]})], by=by)
    return package


def _mark(package: ArchivePackage, folder: PackedFolder) -> ArchivedFile:
    record = folder.record
    return ArchivedFile(
        package=package,
        application_id=folder.application,
        year=record.year,
        piece=record.piece,
        retention=package.authority.keeping,
        documents=record.documents,
        pages=record.pages,
        originals_only=record.originals_only,
    )


def _act(folder: PackedFolder, authority: Authority, told: Changes) -> NewAct:
    number = folder.record.number
    kind = Application._meta.label_lower
    return NewAct(Verb.PACK, kind, str(folder.application), number, authority.pk, told)
