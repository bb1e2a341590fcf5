"""Whether an archive package is whole and unchanged. A package comes from outside: nothing in it is trusted.

The file is read in slices, so a package of any size takes no more memory than its largest file. What is in it is read
in processes apart (`disclosure.isolation`). Faults are sentences; what was not looked at is said as well.
"""

import hashlib
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path, PurePosixPath

from disclosure.documents.archiving.layout import end_of, local_header
from disclosure.documents.archiving.manifest import (
    CATALOGUE,
    MOST_BYTES,
    NAME,
    README,
    SUMS,
    Manifest,
    ManifestFile,
    ManifestRecord,
    sums,
)
from disclosure.documents.archiving.results import ZipEntry
from disclosure.documents.isolated import (
    package_catalogue,
    package_entries,
    package_manifest,
    package_metadata,
    pdf_report,
)
from disclosure.errors import Unreadable
from disclosure.isolation import Busy
from disclosure.models import ArchivePackage

from .folder import CONTENTS, COVER, METADATA, REMARKS

TAIL = 32 * 2**20  # bytes; a directory of 200,000 files
LARGEST = 256 * 2**20  # bytes of one file
CHUNK = 2**20
PDF = "PDF"
_SHOWN = 120  # characters of a name in a sentence


@dataclass(slots=True)
class Verified:
    """`checked` and `unchecked`: sentences on what was looked at, and what was not."""

    faults: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    records: int = 0
    files: int = 0
    is_registered: bool = False  # packed here, and the checksum of the whole is that of the packing


Progress = Callable[[int, int], None]
"""Told the number of files that were read, and of all."""


def verify(path: Path, progress: Progress = lambda *_: None) -> Verified:
    """Verify a package; raises Unreadable where it is none, or so damaged that nothing in it can be found."""
    with path.open("rb") as file:
        return Verification(file, path.name, path.stat().st_size).run(progress)


class Verification:
    """One package while it is read."""

    def __init__(self, file: BufferedReader, name: str, size: int) -> None:
        self._file, self._name, self._size = file, name, size
        self._result = Verified()

    def run(self, progress: Progress) -> Verified:
        entries = self._entries()
        if self._result.faults:  # whatever is in a file of another shape is not opened
            self._result.unchecked.append("文件结构有问题，其中的文件一个也没有打开核对。")
            return self._result
        by_name = {one.name: one for one in entries}
        manifest = self._manifest(by_name)
        self._completeness(manifest, by_name)
        digests = self._contents(manifest, by_name, progress)
        self._sums(manifest, by_name, digests)
        self._records(manifest, by_name)
        self._registration(manifest)
        self._result.records, self._result.files = len(manifest.records), len(entries)
        self._tell(manifest)
        return self._result

    # --- Structure ------------------------------------------------------------------

    def _entries(self) -> list[ZipEntry]:
        """Read the directory; every byte of the package must belong to one of its files."""
        tail = self._slice(max(self._size - TAIL, 0), min(self._size, TAIL))
        entries = package_entries(tail, self._name, self._size)
        self._result.faults += _name_faults([one.name for one in entries])
        at = 0
        for entry in entries:
            if entry.size > LARGEST:
                self._fault(f"「{shown(entry.name)}」声明的大小超过 {LARGEST // 2**20} MB，不予读取。")
            header = local_header(entry)
            if entry.offset != at or self._slice(at, len(header)) != header:
                self._fault(f"「{shown(entry.name)}」的文件头与目录不一致：归档包被改动，或者由别的软件写过。")
                break
            at = end_of(entry)
        return entries

    def _manifest(self, by_name: dict[str, ZipEntry]) -> Manifest:
        if NAME not in by_name or by_name[NAME].size > MOST_BYTES:
            raise Unreadable(f"「{self._name}」里没有可用的清单（{NAME}），不是完整的归档包，无法核对。")
        return package_manifest(self._data(by_name[NAME]), self._name)

    def _completeness(self, manifest: Manifest, by_name: dict[str, ZipEntry]) -> None:
        listed = Counter(one.path for one in manifest.files)
        for path in (path for path, count in listed.items() if count > 1):
            self._fault(f"清单把「{shown(path)}」列了不止一次。")
        for path in sorted(listed.keys() - by_name.keys()):
            self._fault(f"缺少文件：清单列有「{shown(path)}」，归档包里没有。")
        for path in sorted(by_name.keys() - listed.keys() - {NAME, SUMS}):
            self._fault(f"多出文件：归档包里有「{shown(path)}」，清单没有列。")
        if SUMS not in by_name:
            self._fault(f"缺少文件：没有校验值文件「{SUMS}」。")

    # --- Contents -------------------------------------------------------------------

    def _contents(
        self, manifest: Manifest, by_name: dict[str, ZipEntry], progress: Progress
    ) -> dict[str, tuple[int, str]]:
        """Read every file once; returns size and checksum by path."""
        known = {one.path: one for one in manifest.files}
        digests = {}
        for done, entry in enumerate(by_name.values(), 1):
            digest, crc = self._digest(entry)
            digests[entry.name] = (entry.size, digest)
            if crc != entry.crc:
                self._fault(f"「{shown(entry.name)}」的内容与 ZIP 自带的校验码不符：文件已损坏或被改动。")
            listed = known.get(entry.name)
            if listed is not None and (listed.size, listed.sha256) != (entry.size, digest):
                self._fault(f"「{shown(entry.name)}」的校验值与清单不符：文件或者清单被改动。")
            elif listed is not None and listed.format.startswith(PDF):
                self._pdf(listed, entry)
            progress(done, len(by_name))
        return digests

    def _pdf(self, listed: ManifestFile, entry: ZipEntry) -> None:
        """Open it, and hold against each other what it is and what the manifest says."""
        try:
            report = pdf_report(self._data(entry), shown(entry.name))
        except Busy:
            raise
        except Unreadable as error:
            self._fault(f"「{shown(entry.name)}」打不开：{error}")
            return
        if report.pages != listed.pages:
            self._fault(f"「{shown(entry.name)}」有 {report.pages} 页，清单写的是 {listed.pages} 页。")
        declared = listed.format.removeprefix("PDF/A-")
        if declared == listed.format:
            return
        if report.level != declared:
            is_what = f"是 PDF/A-{report.level}" if report.level else "不是 PDF/A"
            self._fault(f"「{shown(entry.name)}」{is_what}，清单写的是 {listed.format}。")
        elif report.faults:
            self._fault(f"「{shown(entry.name)}」不符合 {listed.format}：{'、'.join(report.faults)}。")

    def _sums(self, manifest: Manifest, by_name: dict[str, ZipEntry], digests: dict[str, tuple[int, str]]) -> None:
        """The file of checksums must say the same as the manifest, and of the manifest itself what it is."""
        if SUMS not in by_name:
            return
        wanted = sums([*((one.path, one.sha256) for one in manifest.files), (NAME, digests[NAME][1])])
        if (len(wanted), hashlib.sha256(wanted).hexdigest()) != digests[SUMS]:
            self._fault(f"「{SUMS}」与清单不一致：清单或者校验值文件被改动。")

    # --- What belongs together ------------------------------------------------------

    def _records(self, manifest: Manifest, by_name: dict[str, ZipEntry]) -> None:
        if not manifest.records:
            self._fault("清单里没有一件申请。")
        folders = tuple(f"{one.folder}/" for one in manifest.records)
        if len(set(folders)) < len(folders):
            self._fault("清单里有两件申请用了同一个文件夹。")
        for path in by_name:
            if not path.startswith(folders) and path not in (NAME, SUMS, CATALOGUE, README):
                self._fault(f"「{shown(path)}」不属于清单里的任何一件申请。")
        for required in (CATALOGUE, README):
            if required not in by_name:
                self._fault(f"缺少文件：没有「{required}」。")
        for record in manifest.records:
            self._record(record, by_name)
        self._catalogue(manifest, by_name)

    def _record(self, record: ManifestRecord, by_name: dict[str, ZipEntry]) -> None:
        for name in (COVER, CONTENTS, REMARKS, METADATA):
            if f"{record.folder}/{name}" not in by_name:
                self._fault(f"「{shown(record.folder)}」缺少「{name}」。")
        told = by_name.get(f"{record.folder}/{METADATA}")
        if told is None:
            return
        try:
            papers = package_metadata(self._data(told), shown(told.name))
        except Busy:
            raise
        except Unreadable as error:
            self._fault(str(error))
            return
        if papers != record.documents:
            self._fault(f"「{shown(record.folder)}」的元数据著录 {papers} 件，清单写的是 {record.documents} 件。")

    def _catalogue(self, manifest: Manifest, by_name: dict[str, ZipEntry]) -> None:
        """文件目录.XML lists as many papers and pages as the manifest, and none that is not there."""
        told = by_name.get(CATALOGUE)
        if told is None:
            return
        try:
            listed = package_catalogue(self._data(told), CATALOGUE)
        except Busy:
            raise
        except Unreadable as error:
            self._fault(str(error))
            return
        for path in (path for path, _ in listed if path and path not in by_name):
            self._fault(f"「{CATALOGUE}」列有「{shown(path)}」，归档包里没有。")
        told_of = (len(listed), sum(pages for _, pages in listed))
        wanted = (sum(one.documents for one in manifest.records), sum(one.pages for one in manifest.records))
        if told_of != wanted:
            self._fault(
                f"「{CATALOGUE}」共 {told_of[0]} 件 {told_of[1]} 页，清单写的是 {wanted[0]} 件 {wanted[1]} 页。"
            )

    def _registration(self, manifest: Manifest) -> None:
        """Hold the whole file against what this installation recorded when it packed it; one query."""
        package = ArchivePackage.objects.filter(token=manifest.package).first()
        if package is None:
            told = "本系统没有登记过这个归档包（可能是别处打的包），整包校验值无从核对。"
            self._result.unchecked.append(told)
            return
        self._file.seek(0)
        if hashlib.file_digest(self._file, "sha256").hexdigest() == package.digest:
            self._result.is_registered = True
            self._result.checked.append("整包校验值与打包时登记的一致")
        else:
            self._fault("整包校验值与打包时登记的不一致：归档包在打包以后被改动。")

    def _tell(self, manifest: Manifest) -> None:
        pdfs = sum(one.format.startswith(PDF) for one in manifest.files)
        others = sum("/原件/" in one.path and not one.format.startswith(PDF) for one in manifest.files)
        self._result.checked[:0] = [
            "ZIP 的每个字节都属于所列的文件",
            f"{len(manifest.files)} 个文件的大小和校验值，与清单逐一对照，不缺不多",
            f"{pdfs} 个 PDF 能够打开，页数、PDF/A 标识、字体嵌入、输出意图和禁用内容",
            "封面、目录、备考表、元数据和文件目录齐全，件数页数相符",
        ]
        self._result.unchecked += [
            "PDF/A 只核对上述要点，没有逐条核对 ISO 19005；需要全面核对的，请用 veraPDF 等专用软件。",
            "文字内容是否真实、纸质原件是否相符，程序不能判断。",
        ]
        if others:
            self._result.unchecked.append(f"{others} 个其他格式的原件只核对了校验值，没有打开。")

    # --- Bytes ----------------------------------------------------------------------

    def _slice(self, start: int, count: int) -> bytes:
        self._file.seek(start)
        return self._file.read(count)

    def _data(self, entry: ZipEntry) -> bytes:
        return self._slice(end_of(entry) - entry.size, entry.size)

    def _digest(self, entry: ZipEntry) -> tuple[str, int]:
        self._file.seek(end_of(entry) - entry.size)
        digest, crc, left = hashlib.sha256(), 0, entry.size
        while left and (chunk := self._file.read(min(left, CHUNK))):
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
            left -= len(chunk)
        return digest.hexdigest(), crc

    def _fault(self, sentence: str) -> None:
        self._result.faults.append(sentence)


def _name_faults(names: Sequence[str]) -> Iterator[str]:
    """Names that programs read differently, or that lead out of the folder into which a package is unpacked."""
    for name in names:
        parts = PurePosixPath(name).parts
        is_outside = name.startswith("/") or ".." in parts or "\\" in name or ":" in name
        is_odd = (
            name != str(PurePosixPath(name)) or not name.isprintable() or name != unicodedata.normalize("NFC", name)
        )
        if not name or is_outside or is_odd:
            yield f"文件名「{shown(name)}」不安全或者不规范，解开时可能写到别处。这个归档包不可信，请不要解开。"
    folded = Counter(name.casefold() for name in names)
    for name in (name for name, count in folded.items() if count > 1):
        yield f"有不止一个文件叫「{shown(name)}」。"


def shown(name: str) -> str:
    """A name from outside as it may stand in a sentence."""
    return "".join(one if one.isprintable() else "?" for one in name)[:_SHOWN]
