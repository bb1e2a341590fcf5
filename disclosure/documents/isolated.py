"""The readers, converters and cleaners of this package as the rest of the project calls them: each in a process apart.

Modules that read files are imported by the workers of `disclosure.isolation` alone (a test holds it); what they give is
made of the data classes of `converted`, `passage` and `kinds`.

Everything here raises Unreadable with a sentence where a file is broken, encrypted, too large, unknown or takes more
than it may, and Busy (an Unreadable) where too many files are being read.
"""

from dataclasses import replace
from typing import Any

from disclosure.errors import Unreadable
from disclosure.isolation import call
from disclosure.isolation.office_suite import converted

from .archiving.manifest import Manifest
from .archiving.results import PdfReport, ZipEntry
from .kinds import FileKind, OtherOfficeFormat, OtherSheetFormat, OtherTextFormat
from .passage import Passage, PassageKind
from .results import CONVERTED, CleanedFile, IdentityProof, ItemDraft, PagePicture, PublishedFile

_HERE = __package__
_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), b"Basic/script-lc.xml")  # in DOC and XLS; in ODT and ODS


def _job(function: str, data: bytes, name: str, *more: Any, from_stranger: bool = False) -> Any:
    reference = f"{_HERE}.{function}"
    return call(reference, data, name, *more, about=name, size=len(data), from_stranger=from_stranger)


def _with_others(function: str, data: bytes, name: str) -> tuple[Any, str]:
    """Run a job that takes the formats of other office programs too; return with what format it was converted to.

    The format is empty where nothing had to be converted. Raises Unreadable where LibreOffice is not installed.
    """
    try:
        return _job(function, data, name), ""
    except OtherOfficeFormat as error:
        to = "xlsx" if isinstance(error, OtherSheetFormat) else "docx"
    return _job(function, converted(data, name, to), name), to


def _has_macros(data: bytes) -> bool:
    return any(mark in data for mark in _MACROS)


def to_docx(data: bytes, name: str) -> bytes:
    """Return a text of any office format as DOCX; a DOCX as it is.

    Takes DOC, WPS, RTF and ODT through LibreOffice. Raises Unreadable for what is no such text, and where LibreOffice
    is not installed or cannot open the file.
    """
    try:
        if kind_of(data, name) is FileKind.WORD:
            return data
    except OtherTextFormat:
        return converted(data, name, "docx")
    raise Unreadable(f"「{name}」不是文字文档，请上传 DOCX、DOC、WPS、RTF 或 ODT 文件。")


def kind_of(data: bytes, name: str) -> FileKind:
    """Recognise the kind by content, whatever the name says; raises OtherOfficeFormat for what must be converted."""
    return _job("kinds:kind_of", data, name)


def passages(data: bytes, name: str) -> list[Passage]:
    """Read all that a file says, with places; of older formats what their conversion holds."""
    read, to = _with_others("reading:passages", data, name)
    macros = [Passage("宏", "宏没有读取", PassageKind.UNREAD)] if to and _has_macros(data) else []
    return [*read, *macros]


def cleaned(data: bytes, name: str) -> CleanedFile:
    """Make a copy without authors, comments, changes and hidden parts; raises Refused for macros and their like."""
    return _job("cleaning:clean", data, name)


def published(data: bytes, name: str) -> PublishedFile:
    """Make a cleaned copy, with its text and number of pages; raises Refused as `cleaned`.

    Of older formats the copy is the conversion: nobody can say what else their files hold.
    """
    copy, to = _with_others("jobs:published", data, name)
    if not to:
        return copy
    said = [f"{CONVERTED}（由 LibreOffice 转换成 {to.upper()}，请核对版面）", *(["宏"] if _has_macros(data) else [])]
    return replace(copy, removed=[*said, *copy.removed], is_converted=True)


def draft(data: bytes, name: str) -> ItemDraft:
    """Convert a document to the body of an item and guess its fields."""
    made, to = _with_others("jobs:draft", data, name)
    if not to:
        return made
    said = f"文件由 LibreOffice 转换成 {to.upper()} 后读取，请对照原件核对。"
    return replace(made, body=replace(made.body, warnings=(said, *made.body.warnings)))


def body_of(data: bytes, name: str) -> str:
    """Convert a document to HTML without its pictures."""
    return _with_others("jobs:body_of", data, name)[0]


def members(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """Return name and content of each file of a ZIP."""
    return _job("reading.archive:members", data, name)


def proof(data: bytes, name: str, *, from_stranger: bool = False) -> IdentityProof:
    """Clean a picture or PDF of an identity document."""
    return _job("cleaning.proofs:proof", data, name, from_stranger=from_stranger)


def shown(data: bytes, name: str, alternative: str) -> PagePicture:
    """Clean a picture for a body."""
    return _job("cleaning.pictures:checked", data, name, alternative)


def pdf_report(data: bytes, name: str) -> PdfReport:
    """Judge whether a PDF can be read and is the PDF/A that it says it is."""
    return _job("archiving.pdfa:inspect", data, name)


def package_entries(tail: bytes, name: str, size: int) -> list[ZipEntry]:
    """Read the directory of an archive package from its last bytes."""
    return _job("archiving.entries:entries_of", tail, name, size)


def package_manifest(data: bytes, name: str) -> Manifest:
    """Read the manifest of an archive package."""
    return _job("archiving.manifest:read_manifest", data, name)


def package_catalogue(data: bytes, name: str) -> list[tuple[str, int]]:
    """Read path and pages of each paper that a package's 文件目录.XML lists."""
    return _job("archiving.catalogue:listed", data, name)


def package_metadata(data: bytes, name: str) -> int:
    """Return how many papers a package's 元数据.xml tells of."""
    return _job("archiving.catalogue:require_metadata", data, name)
