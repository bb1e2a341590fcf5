"""Whether a PDF is the PDF/A that it says it is (ISO 19005; GB/T 23286), as far as can be told from its objects.

Looked at: the declaration, colours, fonts, scripts and actions, encryption, embedded files, filters, annotations, and
that two programs open it and unpack all it holds. Not looked at: each operator of its pages and the inside of fonts,
for which there are validators such as veraPDF.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from disclosure.documents.kinds import SourceFile, source
from disclosure.documents.limits.faults import as_unreadable
from disclosure.documents.reading.pdf import entries, opened

from .results import PdfReport

_ACTIONS = {
    *("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide", "/SetOCGState"),
    *("/Rendition", "/Trans", "/GoTo3DView"),
}
_NOTES = {
    *("/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight"),
    *("/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget", "/PrinterMark"),
    *("/TrapNet", "/Watermark", "/Redact"),
}
_FORBIDDEN_FILTERS = {"/LZWDecode", "/Crypt"}
_VERSIONS, _LATEST = {"1": "1.4", "2": "1.7", "3": "1.7"}, "2.0"  # of PDF, by part of the standard
_PROFILE_MARK = slice(36, 40)  # where an ICC profile says that it is one
_LATER_FILES = "3"  # the first part of the standard that lets any file be embedded


def inspect(data: bytes, name: str) -> PdfReport:
    """Judge a PDF; raises Unreadable where it is broken, encrypted with a password, or no PDF."""
    read = source(data, name)
    with opened(read) as pdf:
        level = declared_level(pdf)
        faults = [*_declaration(level), *_frame(pdf, level), *_objects(pdf, level), *_pages(pdf)]
        faults += ["有读不出的内容"] if pdf.check_pdf_syntax() else []
        pages = len(pdf.pages)
    if not faults:
        faults += _opened_elsewhere(read, pages)
    return PdfReport(pages, level, tuple(dict.fromkeys(faults)))


def declared_level(pdf: pikepdf.Pdf) -> str:
    """Return "2a" and the like; empty where the file declares nothing, or in properties that cannot be read."""
    try:
        return str(pdf.open_metadata().pdfa_status).lower()
    except Exception:  # noqa: BLE001 properties are XML that anybody may have written
        return ""


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary and stream once, those written inside others as well."""
    for one in pdf.objects:
        waiting = [one]
        while waiting:
            inner = waiting.pop()
            if isinstance(inner, pikepdf.Array):
                waiting += [child for child in inner if _is_inside(child)]
            elif isinstance(inner, pikepdf.Dictionary | pikepdf.Stream):
                yield inner
                waiting += [child for _, child in inner.items() if _is_inside(child)]


def _is_inside(child: Any) -> bool:
    """Whether it is written where it stands; what is only referred to comes by itself."""
    return isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect


def loose_fonts(pdf: pikepdf.Pdf) -> list[str]:
    """Return the names of fonts that the file uses without holding them."""
    fonts = (one for one in dictionaries(pdf) if one.get("/Type") == "/Font")
    return sorted({str(font.get("/BaseFont", "")).lstrip("/") or "无名字体" for font in fonts if not _is_held(font)})


def _is_held(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    if font.get("/Subtype") == "/Type0":  # the fonts below it are looked at by themselves
        below = entries(font.get("/DescendantFonts"))
        return all(_is_held(one) for one in below if isinstance(one, pikepdf.Dictionary))
    descriptor = font.get("/FontDescriptor")
    held = ("/FontFile", "/FontFile2", "/FontFile3")
    return isinstance(descriptor, pikepdf.Dictionary) and any(key in descriptor for key in held)


def _declaration(level: str) -> Iterator[str]:
    if not level:
        yield "没有标明是 PDF/A"


def _frame(pdf: pikepdf.Pdf, level: str) -> Iterator[str]:
    """Yield what is wrong with the file as a whole."""
    if pdf.pdf_version > _VERSIONS.get(level[:1], _LATEST):
        yield f"版本是 PDF {pdf.pdf_version}，高于所标明的标准"
    if pdf.is_encrypted:
        yield "文件经过加密"
    if "/ID" not in pdf.trailer:
        yield "没有文件标识"
    if not any(_is_colour_intent(one) for one in entries(pdf.Root.get("/OutputIntents"))):
        yield "没有输出意图和色彩配置文件"
    yield from (f"字体「{name}」没有嵌入" for name in loose_fonts(pdf))
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        if "/JavaScript" in names:
            yield "含有脚本"
        if "/EmbeddedFiles" in names and level[:1] < _LATER_FILES:
            yield "含有内嵌文件"
    if "/AA" in pdf.Root:
        yield "含有自动执行的动作"
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and ("/XFA" in form or bool(form.get("/NeedAppearances"))):
        yield "含有动态表单"


def _is_colour_intent(intent: Any) -> bool:
    if not isinstance(intent, pikepdf.Dictionary) or intent.get("/S") != "/GTS_PDFA1":
        return False
    profile = intent.get("/DestOutputProfile")
    return isinstance(profile, pikepdf.Stream) and profile.read_bytes()[_PROFILE_MARK] == b"acsp"


def _objects(pdf: pikepdf.Pdf, level: str) -> Iterator[str]:
    for one in dictionaries(pdf):
        yield from _object(one, level)


def _object(one: Any, level: str) -> Iterator[str]:
    if "/JS" in one or str(one.get("/S", "")) in _ACTIONS:
        yield "含有脚本或禁用的动作"
    if level.startswith("1") and (one.get("/S") == "/Transparency" or isinstance(one.get("/SMask"), pikepdf.Stream)):
        yield "含有 PDF/A-1 不允许的透明效果"
    if not isinstance(one, pikepdf.Stream):
        return
    filters = one.get("/Filter")
    if {str(each) for each in (entries(filters) or [filters])} & _FORBIDDEN_FILTERS:
        yield "含有禁用的压缩方式"
    if "/F" in one or "/FFilter" in one:
        yield "内容在文件之外"
    if one.get("/Subtype") == "/PS" or "/PS" in one or "/OPI" in one or "/Ref" in one:
        yield "含有禁用的外部对象"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        if "/AA" in page:
            yield "含有自动执行的动作"
        for note in entries(page.get("/Annots")):
            if isinstance(note, pikepdf.Dictionary):
                yield from _note(note)


def _note(note: Any) -> Iterator[str]:
    kind = str(note.get("/Subtype", ""))
    if kind not in _NOTES:
        yield "含有禁用的批注"
    elif kind not in ("/Popup", "/Link") and "/AP" not in note:
        yield "批注没有固定的外观"


def _opened_elsewhere(read: SourceFile, pages: int) -> list[str]:
    """Open it with PDFium as well, to its last page: a file that only one program reads is not for keeping."""
    with as_unreadable(read.name, f"「{read.name}」已损坏或不完整。"):
        document = pdfium.PdfDocument(read.data)
        try:
            for number in range(len(document)):
                document[number].close()
            return [] if len(document) == pages else ["不同程序读出的页数不同"]
        finally:
            document.close()
