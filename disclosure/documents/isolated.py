"""The readers, converters and cleaners of this package as the rest of the project calls them: each in a process apart.

Modules that read files are imported by the workers of `disclosure.isolation` alone (a test holds it); what they give is
made of the data classes of `converted`, `passage` and `kinds`.

Everything here raises Unreadable with a sentence where a file is broken, encrypted, too large, unknown or takes more
than it may, and Busy (an Unreadable) where too many files are being read.
"""

from typing import Any

from disclosure.isolation import call

from .archiving.manifest import Manifest
from .archiving.results import PdfReport, ZipEntry
from .kinds import FileKind
from .passage import Passage
from .results import CleanedFile, IdentityProof, ItemDraft, PagePicture, PublishedFile

_HERE = __package__


def _job(function: str, data: bytes, name: str, *more: Any, from_stranger: bool = False) -> Any:
    reference = f"{_HERE}.{function}"
    return call(reference, data, name, *more, about=name, size=len(data), from_stranger=from_stranger)


def kind_of(data: bytes, name: str) -> FileKind:
    """Recognise the kind by content, whatever the name says."""
    return _job("kinds:kind_of", data, name)


def passages(data: bytes, name: str) -> list[Passage]:
    """Read all that a file says, with places."""
    return _job("reading:passages", data, name)


def cleaned(data: bytes, name: str) -> CleanedFile:
    """Make a copy without authors, comments, changes and hidden parts; raises Refused for macros and their like."""
    return _job("cleaning:clean", data, name)


def published(data: bytes, name: str) -> PublishedFile:
    """Make a cleaned copy, with its text and number of pages; raises Refused as `cleaned`."""
    return _job("jobs:published", data, name)


def draft(data: bytes, name: str) -> ItemDraft:
    """Convert a document to the body of an item and guess its fields."""
    return _job("jobs:draft", data, name)


def body_of(data: bytes, name: str) -> str:
    """Convert a document to HTML without its pictures."""
    return _job("jobs:body_of", data, name)


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
