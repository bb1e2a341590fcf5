"""What kind of file some bytes are: by what they hold, for a name is only what somebody typed."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePath

from disclosure.errors import Unreadable

from .limits.budget import Budget, guarded
from .package import COMPOUND, Package

MOST_BYTES = 50 * 1024 * 1024  # of one file
OFFERED = "DOCX、XLSX、PDF、OFD、HTML、TXT、JPG、PNG"
PICTURES = "PNG、JPG、GIF、WebP、BMP"  # that may stand in a body
_STREAMS = ("EncryptedPackage", "WordDocument", "Workbook", "Book", "PowerPoint Document")
_ODF_TEXT, _ODF_SHEET = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
_START = 4000  # characters of a text in which its format is named
MOST_PROOF_BYTES = 10 * 1024 * 1024  # of one picture or PDF by which somebody proves who they are
PROOFS = "JPG、PNG 图片或者 PDF"  # and WebP, which nobody looks for by its name


class OtherOfficeFormat(Unreadable):
    """The file is of an office program, in a format that is read only once it was converted."""


class OtherTextFormat(OtherOfficeFormat):
    """A text, which becomes a DOCX: DOC, WPS, RTF, ODT."""


class OtherSheetFormat(OtherOfficeFormat):
    """A workbook, which becomes an XLSX: XLS, ET, ODS."""


class FileKind(Enum):
    """The kinds that can be read; the value is the usual ending."""

    WORD = "docx"
    SHEET = "xlsx"
    PDF = "pdf"
    OFD = "ofd"
    HTML = "html"
    TEXT = "txt"
    JPEG = "jpg"
    PNG = "png"
    ARCHIVE = "zip"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self]


CONTENT_TYPES = {
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
    FileKind.OFD: "application/ofd",
    FileKind.HTML: "text/html",
    FileKind.TEXT: "text/plain",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.ARCHIVE: "application/zip",
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: bytes, name for messages, kind, and the budget for reading it."""

    data: bytes
    name: str
    kind: FileKind
    budget: Budget = field(default_factory=Budget, compare=False, repr=False)

    def package(self) -> Package:
        """Open its parts within its budget."""
        return Package(self.data, self.name, self.budget)


def source(data: bytes, name: str, budget: Budget | None = None) -> SourceFile:
    """Recognise the file; raises Unreadable for what is empty, too large, old, encrypted or unknown."""
    if not data:
        raise Unreadable(f"「{name}」是空文件，里面没有任何内容。")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"「{name}」超过 {MOST_BYTES // 1024 // 1024} MB，请压缩其中的图片或拆分后再上传。")
    budget = budget or Budget()
    with guarded(name):
        return SourceFile(data, name, _kind(data, name, budget), budget)


def too_large(name: str) -> str:
    """Return the sentence about an identity document over `MOST_PROOF_BYTES`."""
    return f"「{name}」超过 {MOST_PROOF_BYTES // 2**20} MB，请缩小或压缩后再上传。"


def kind_of(data: bytes, name: str) -> FileKind:
    """Recognise the kind; raises Unreadable as `source`."""
    return source(data, name).kind


def _kind(data: bytes, name: str, budget: Budget) -> FileKind:
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(COMPOUND):
        raise _of_compound(data, name)
    if data.startswith(b"{\\rtf"):
        raise OtherTextFormat(_to_convert(name, "RTF", "DOCX"))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_package(Package(data, name, budget))
    text = decoded(data)
    if text is None:
        raise Unreadable(f"「{name}」不是能读取的文件，请上传 {OFFERED} 文件。")
    _refuse_packed_text(text[:_START], name)
    return FileKind.HTML if _is_markup(text, name) else FileKind.TEXT


def _kind_of_package(package: Package) -> FileKind:
    if any(name.lower() == "ofd.xml" for name in package.names):
        return FileKind.OFD
    if "mimetype" in package.names and (form := _odf(package)):
        raise form
    if "[Content_Types].xml" not in package.names:
        return FileKind.ARCHIVE
    if package.main_part("word/"):
        return FileKind.WORD
    if package.main_part("xl/") and "xl/workbook.bin" not in package.names:
        return FileKind.SHEET
    raise Unreadable(f"「{package.name}」不是 Word 或 Excel 文件，请另存为 DOCX、XLSX 或 PDF 后再上传。")


def _odf(package: Package) -> Unreadable | None:
    """Return the error for a file of OpenDocument, which says what it is in a part of its own."""
    form = package.read("mimetype")[:100].decode("ascii", "replace")
    if form.startswith(_ODF_TEXT):
        return OtherTextFormat(_to_convert(package.name, " ODT ", "DOCX"))
    if form.startswith(_ODF_SHEET):
        return OtherSheetFormat(_to_convert(package.name, " ODS ", "XLSX"))
    return None


def _of_compound(data: bytes, name: str) -> Unreadable:
    """Tell the files of older office programs by the names of their streams."""
    has = {stream for stream in _STREAMS if stream.encode("utf-16-le") in data}
    if "EncryptedPackage" in has:
        return Unreadable(f"「{name}」设有打开密码，请去掉密码后再上传。")
    if "WordDocument" in has:
        return OtherTextFormat(_to_convert(name, "旧格式（DOC、WPS）", "DOCX"))
    if has & {"Workbook", "Book"} and "PowerPoint Document" not in has:
        return OtherSheetFormat(_to_convert(name, "旧格式（XLS、ET）", "XLSX"))
    return Unreadable(f"「{name}」是旧格式的文件（DOC、XLS、WPS 等），请在办公软件中另存为 DOCX 或 XLSX 后再上传。")


def _to_convert(name: str, form: str, to: str) -> str:
    return f"「{name}」是{form}文件，请在办公软件中另存为 {to} 后再上传。"


def _refuse_packed_text(start: str, name: str) -> None:
    """Raise Unreadable for texts whose words are not where a reader of lines looks for them."""
    if "MIME-Version:" in start and ("multipart/" in start or "Content-Transfer-Encoding:" in start):
        raise Unreadable(f"「{name}」是网页归档或邮件（MHT、EML），请在浏览器或办公软件中另存为 DOCX 或 PDF 后再上传。")
    if start.lstrip("\ufeff \r\n\t").startswith("<?xml"):
        if 'progid="Word.Document"' in start or _ODF_TEXT in start:
            raise OtherTextFormat(_to_convert(name, "XML 格式的文档", "DOCX"))
        if 'progid="Excel.Sheet"' in start or _ODF_SHEET in start:
            raise OtherSheetFormat(_to_convert(name, "XML 格式的表格", "XLSX"))


def decoded(data: bytes) -> str | None:
    """Decode the bytes in the encodings that offices use; None where they are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16")
    if b"\x00" in data:
        return None
    text = _as(data, "utf-8-sig")
    return text if text is not None else _as(data, "gb18030")


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_markup(text: str, name: str) -> bool:
    start = text.lstrip()[:1000].lower()
    by_name = PurePath(name).suffix.lower() in {".html", ".htm", ".xhtml"}
    return start.startswith(("<!doctype html", "<html")) or "<html" in start or (by_name and "<" in text)
