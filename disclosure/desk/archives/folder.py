"""One application as a folder of a package: its papers as PDF/A, its originals, cover, index, remarks, metadata."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.utils.timezone import localtime

from disclosure.documents.archiving.layout import StoredZip
from disclosure.documents.archiving.manifest import ManifestFile, ManifestRecord
from disclosure.documents.archiving.results import ArchivalCopy, PdfReport
from disclosure.documents.isolated import pdf_report
from disclosure.errors import Refused, Unreadable
from disclosure.isolation import Busy
from disclosure.law.archives.arrangement import archival_code
from disclosure.models import Application, Paper
from disclosure.rendering.archives.isolated import archival_copy
from disclosure.rendering.archives.metadata import CatalogueEntry, metadata

from .documents import GONE, Document, documents_of
from .fields import act_fields, paper_fields, record_fields
from .filed import Filed, FileFacts
from .frame import contents, cover, remarks

ROOT = "电子档案"
COVER, CONTENTS, REMARKS, METADATA = "00-卷宗封面.pdf", "01-卷内文件目录.pdf", "98-备考表.pdf", "元数据.xml"
NOT_ARCHIVAL = "未转为PDF/A：排版所得不符合标准"
ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "text/html": "html",
    "application/zip": "zip",
    "application/ofd": "ofd",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


@dataclass(slots=True)
class PackedFolder:
    """What became of one application."""

    application: int
    record: ManifestRecord
    files: list[ManifestFile]
    entries: list[CatalogueEntry]
    unconverted: list[str] = field(default_factory=list)

    @classmethod
    def restored(cls, plain: dict[str, Any]) -> Self:
        """Make from what `dataclasses.asdict` gave."""
        return cls(
            plain["application"],
            ManifestRecord(**plain["record"]),
            [ManifestFile(**one) for one in plain["files"]],
            [CatalogueEntry(**one) for one in plain["entries"]],
            plain["unconverted"],
        )


class Folder:
    """Writes one application into a package, paper by paper: no more than one file is in memory."""

    def __init__(self, package: StoredZip, application: Application, *, year: int, piece: int, at: datetime) -> None:
        self._package, self._application, self._at = package, application, at
        self._year, self._piece = year, piece
        authority = application.authority
        self.retention = authority.keeping
        self.code = archival_code(authority.fonds_number, year, self.retention, piece)
        self.path = f"{ROOT}/{year}-{piece:04}"
        self._files: list[ManifestFile] = []
        self._pages = 0

    def written(self) -> PackedFolder:
        """Write all of it; raises Refused where a paper cannot be read."""
        application = self._application
        filed = [self._filed(place, one) for place, one in enumerate(documents_of(application), 1)]
        facts = FileFacts(
            application, self.code, self.retention, self._year, self._piece, self._pages, localtime(self._at).date()
        )
        frame = ((COVER, cover(facts)), (CONTENTS, contents(facts, filed)), (REMARKS, remarks(facts, filed)))
        reports = {name: self._add_page(name, page)[1] for name, page in frame}
        papers = [paper_fields(one, self.code) for one in filed]
        self._add(METADATA, metadata(record_fields(facts), papers, act_fields(application)), "XML")
        unconverted = [f"{one.document.title}：{one.note}" for one in filed if one.is_original_only]
        unconverted += [f"{name}：{NOT_ARCHIVAL}" for name, report in reports.items() if not report.is_archival]
        entries = [self._entry(one) for one in filed]
        return PackedFolder(application.pk, self._record(filed), self._files, entries, unconverted)

    def _record(self, filed: list[Filed]) -> ManifestRecord:
        erased = self._application.erased_on
        return ManifestRecord(
            self.path,
            self._application.number,
            self._year,
            self._piece,
            self.code,
            str(self.retention.label),
            len(filed),
            self._pages,
            sum(one.is_original_only for one in filed),
            str(erased) if erased else "",
        )

    def _entry(self, one: Filed) -> CatalogueEntry:
        document = one.document
        return CatalogueEntry(
            one.place,
            self.code,
            document.author,
            document.title,
            document.number,
            f"{document.on:%Y%m%d}",
            one.pages,
            "",
            one.path,
            one.note,
        )

    # --- Papers ---------------------------------------------------------------------

    def _filed(self, place: int, document: Document) -> Filed:
        if document.is_gone:
            return Filed(document, place, note=GONE)
        if document.page is not None:
            path, report = self._add_page(f"文件/{place:03}-{document.title}.pdf", document.page())
            first, is_kept = self._turned(report.pages), not report.is_archival
            note = _joined(document.note, NOT_ARCHIVAL if is_kept else "")
            return Filed(document, place, path, report.pages, first, _form(report), note, is_original_only=is_kept)
        return self._of_paper(place, document, document.paper)  # type: ignore[arg-type]  # by the contract of Document

    def _of_paper(self, place: int, document: Document, paper: Paper) -> Filed:
        data, ending = self._read(paper, document), _ending(paper)
        copy = _copy(data, document, ending)
        first = self._turned(copy.pages)
        if copy.data is None:
            path = self._add_original(place, document, data, ending, copy.pages)
            note = _joined(document.note, f"未转为PDF/A，只有原件：{copy.why_not}")
            return Filed(document, place, path, copy.pages, first, ending.upper(), note, path, is_original_only=True)
        originals, other = [], document.original
        if copy.how:
            originals.append(self._add_original(place, document, data, ending, _pages_of_original(ending, copy)))
        if other is not None and other.file:
            originals.append(self._add_original(place, document, self._read(other, document), _ending(other)))
        form = f"PDF/A-{copy.level}"
        path = self._add(f"文件/{place:03}-{document.title}.pdf", copy.data, form, copy.pages)
        return Filed(
            document, place, path, copy.pages, first, form, _joined(document.note, copy.how), "；".join(originals)
        )

    def _add_original(self, place: int, document: Document, data: bytes, ending: str, pages: int = 0) -> str:
        return self._add(f"原件/{place:03}-{document.title}.{ending}", data, ending.upper(), pages)

    def _add_page(self, name: str, data: bytes) -> tuple[str, PdfReport]:
        """Add a page of the program, by what it turns out to be and not by what it was meant to be."""
        report = pdf_report(data, name)
        return self._add(name, data, _form(report), report.pages), report

    def _turned(self, pages: int) -> int:
        """Count pages of the file, and return the first of them."""
        first = self._pages + 1
        self._pages += pages
        return first if pages else 0

    def _read(self, paper: Paper, document: Document) -> bytes:
        try:
            return paper.read()
        except FileNotFoundError as error:
            raise Refused(f"材料「{document.title}」的文件已不在服务器上，请从备份中恢复后再打包。") from error

    def _add(self, name: str, data: bytes, form: str, pages: int = 0) -> str:
        path = f"{self.path}/{name}"
        self._package.add(path, data)
        self._files.append(ManifestFile(path, len(data), hashlib.sha256(data).hexdigest(), form, pages))
        return path


def _copy(data: bytes, document: Document, ending: str) -> ArchivalCopy:
    """Make the paper into PDF/A; what takes too much stays as it is, and only a busy program is no answer."""
    try:
        return archival_copy(data, f"{document.title}.{ending}", document.title, document.on, is_ours=document.is_ours)
    except Busy:
        raise
    except Unreadable as error:
        return ArchivalCopy(None, why_not=str(error))


def _pages_of_original(ending: str, copy: ArchivalCopy) -> int:
    return copy.pages if ending == "pdf" else 0


def _form(report: PdfReport) -> str:
    return f"PDF/A-{report.level}" if report.is_archival else "PDF"


def _joined(*notes: str) -> str:
    return "；".join(note for note in notes if note)


def _ending(paper: Paper) -> str:
    return ENDINGS.get(paper.media_type, "bin")
