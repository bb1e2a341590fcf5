"""PDF/A-2b whose pages are pictures: of scans and photographs, and of PDF that are not PDF/A themselves.

Nothing is claimed that was not made here: colours by sRGB, no fonts, no scripts, one picture a page. A picture in JPEG
goes in bit by bit as it came, unless it has to be turned or is not in a colour space that pages know.
"""

import io
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
import pypdfium2 as pdfium
from PIL import Image, ImageCms

from disclosure.documents.cleaning.pictures import ORIENTATION, upright
from disclosure.documents.kinds import FileKind, SourceFile
from disclosure.documents.limits.faults import as_unreadable
from disclosure.documents.reading.pdf import opened as opened_pdf
from disclosure.documents.reading.picture import opened as opened_picture
from disclosure.errors import Unreadable

from .pdfa import inspect, loose_fonts
from .results import ArchivalCopy

LEVEL = "2b"
A4 = (595.276, 841.89)  # points
LEAST_DPI = 96  # a small picture is not blown up beyond that
DPI, MOST_PIXELS = 200, 12_000_000  # of a drawn page; A2 at 200 dpi has 15 million
MOST_DRAWN = 300  # pages: a minute and a half
QUALITY, TURNED_QUALITY = 85, 95
# PDFium has fonts of its own in their place, with the same widths.
_STANDARD = ("Courier", "Helvetica", "Times", "Arial", "TimesNewRoman")
_DATE = slice(24, 36)  # of an ICC profile: when it was made
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def of_picture(read: SourceFile, title: str) -> ArchivalCopy:
    """Put a JPEG or PNG on a page; raises Unreadable where the picture is broken."""
    picture = opened_picture(read.data, read.name)
    with as_unreadable(read.name, f"图片「{read.name}」已损坏。"):
        picture.load()  # to the last pixel: what breaks off cannot be kept as if it were whole
        data = _bound([_as_it_came(read, picture)], title)
    return ArchivalCopy(data, LEVEL, 1, "由图片原样转为PDF/A")


def of_pdf(read: SourceFile, title: str, *, is_ours: bool) -> ArchivalCopy:
    """Keep what is PDF/A as it is, and draw the pages of any other PDF; says why where that would lose something.

    `is_ours`: this program set its pages, so all that can be missing is the declaration, which is added.
    """
    report = inspect(read.data, read.name)
    if report.is_archival:
        return ArchivalCopy(read.data, report.level, report.pages)
    if is_ours and (made := _declared(read, title)):
        return ArchivalCopy(made, LEVEL, report.pages, "补写PDF/A标识，文字和版式不变")
    if report.pages > MOST_DRAWN:
        return ArchivalCopy(None, pages=report.pages, why_not=f"超过 {MOST_DRAWN} 页，没有转换")
    with opened_pdf(read) as pdf:
        missing = [name for name in loose_fonts(pdf) if not _plain(name).startswith(_STANDARD)]
        if missing:
            why = f"字体「{'、'.join(missing[:3])}」没有嵌入，转换会缺字"
            return ArchivalCopy(None, pages=report.pages, why_not=why)
        copy = io.BytesIO()
        pdf.save(copy, encryption=False)
    with as_unreadable(read.name, f"「{read.name}」已损坏或不完整。"):
        data = _bound(_drawn(copy.getvalue()), title)
    return ArchivalCopy(data, LEVEL, report.pages, f"由PDF逐页转为图像（{DPI} dpi）")


def _plain(name: str) -> str:
    """A font's name without the six letters that mark a part of it."""
    return name[7:] if name[6:7] == "+" else name


def _declared(read: SourceFile, title: str) -> bytes | None:
    """Add the declaration and colours of PDF/A-2b; None where more than these is missing."""
    with opened_pdf(read) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        _declare(pdf, title)
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    return made.getvalue() if inspect(made.getvalue(), read.name).is_archival else None


# --- Pictures ---------------------------------------------------------------------------------------


class PagePicture:
    """A picture as a page holds it: bytes in `coding`, size in pixels, one colour or three; points a pixel."""

    def __init__(self, data: bytes, coding: str, picture: Image.Image, *, scale: float = 0.0) -> None:
        self.data, self.coding = data, coding
        self.width, self.height = picture.size
        self.colours = "/DeviceGray" if picture.mode == "L" else "/DeviceRGB"
        self.scale = scale


def _as_it_came(read: SourceFile, picture: Image.Image) -> PagePicture:
    is_plain = picture.mode in ("L", "RGB") and picture.getexif().get(ORIENTATION, 1) == 1
    if read.kind == FileKind.JPEG and is_plain:
        return PagePicture(read.data, "/DCTDecode", picture)
    flat = _flat(upright(picture))
    if read.kind == FileKind.JPEG:
        return _jpeg(flat, TURNED_QUALITY)
    return PagePicture(flat.tobytes(), "", flat)


def _flat(picture: Image.Image) -> Image.Image:
    """Grey or RGB in eight bits, on white where it is transparent."""
    if picture.has_transparency_data:
        sheet = Image.new("RGB", picture.size, "white")
        sheet.paste(picture, mask=picture.convert("RGBA").getchannel("A"))
        return sheet
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _jpeg(picture: Image.Image, quality: int, *, scale: float = 0.0) -> PagePicture:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=quality)
    return PagePicture(made.getvalue(), "/DCTDecode", picture, scale=scale)


def _drawn(data: bytes) -> Iterator[PagePicture]:
    """Draw each page, grey where it has no colour."""
    document = pdfium.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            scale = min(DPI / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
            picture = page.render(scale=scale).to_pil().convert("RGB")
            page.close()
            yield _jpeg(picture.convert("L") if _is_grey(picture) else picture, QUALITY, scale=1 / scale)
    finally:
        document.close()


def _is_grey(picture: Image.Image) -> bool:
    small = picture.resize((max(picture.width // 4, 1), max(picture.height // 4, 1)))
    _, blue, red = small.convert("YCbCr").split()
    extremes: list[Any] = [edge for band in (blue, red) for edge in band.getextrema()]
    return all(abs(edge - 128) <= 4 for edge in extremes)  # noqa: PLR2004 128 is grey


# --- Pages ------------------------------------------------------------------------------------------


def _bound(pictures: Iterable[PagePicture], title: str) -> bytes:
    """Bind pictures as PDF/A-2b; the same pictures always give the same bytes."""
    with pikepdf.new() as pdf:
        _declare(pdf, title)
        for picture in pictures:
            _add(pdf, picture)
        if not pdf.pages:
            raise Unreadable("文件里没有页面。")
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True, min_version="1.7")
    return made.getvalue()


def _declare(pdf: pikepdf.Pdf, title: str) -> None:
    profile = pdf.make_stream(_srgb(), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    xmp = _XMP.format(title=escape(title)).encode()
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _add(pdf: pikepdf.Pdf, picture: PagePicture) -> None:
    width, height, scale = picture.width, picture.height, picture.scale
    if scale:
        paper = (width * scale, height * scale)
    else:
        paper = A4 if height >= width else A4[::-1]
        scale = min(paper[0] / width, paper[1] / height, 72 / LEAST_DPI)
    image = pdf.make_stream(
        picture.data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name(picture.colours),
    )
    if picture.coding:
        image.Filter = pikepdf.Name(picture.coding)
    box = (width * scale, height * scale)
    left, bottom = (paper[0] - box[0]) / 2, (paper[1] - box[1]) / 2
    drawing = f"q {box[0]:.3f} 0 0 {box[1]:.3f} {left:.3f} {bottom:.3f} cm /P Do Q".encode()
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(paper[0], 3), round(paper[1], 3)],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image)),
        Contents=pdf.make_stream(drawing),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


@cache
def _srgb() -> bytes:
    """The profile of sRGB, without the hour at which it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_DATE] = b"\x07\xd0\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"  # 2000-01-01
    return bytes(profile)
