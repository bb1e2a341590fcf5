"""Pictures and PDF by which people prove who they are: told by what they hold, opened, and cleaned."""

import io

from PIL import Image

from disclosure.documents.kinds import MOST_PROOF_BYTES, PROOFS, FileKind, SourceFile, too_large
from disclosure.documents.limits.faults import as_unreadable
from disclosure.documents.limits.picture import require_few_pixels
from disclosure.documents.reading.pdf import document_of
from disclosure.documents.reading.picture import opened
from disclosure.documents.results import IdentityProof
from disclosure.errors import Unreadable

from .pdf import pdf_cleaned
from .pictures import stripped, upright

MOST_PIXELS = 50_000_000  # 200 MB once unpacked
MOST_PAGES = 50
QUALITY = 90
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
_KEPT = {"JPEG": JPEG, "PNG": PNG}


def proof(data: bytes, name: str) -> IdentityProof:
    """A copy without places, authors, scripts and embedded files; raises Unreadable with a sentence.

    What a file is called says nothing: its first bytes decide, and it has to open as what they promise. WebP becomes
    JPEG, which every office's machine shows.
    """
    if not data:
        raise Unreadable(f"「{name}」是空文件，里面没有任何内容，请重新选择。")
    if len(data) > MOST_PROOF_BYTES:
        raise Unreadable(too_large(name))
    if data.startswith(b"%PDF-"):
        return IdentityProof(_pdf(data, name), PDF)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return _picture(data, name)
    raise Unreadable(f"「{name}」不是{PROOFS}，请另存为其中一种后再上传。")


def _pdf(data: bytes, name: str) -> bytes:
    read = SourceFile(data, name, FileKind.PDF)
    with document_of(read) as document:
        pages = len(document)
        if pages:
            document[0].close()  # an index without pages behind it is no document
    if not 0 < pages <= MOST_PAGES:
        raise Unreadable(f"「{name}」有 {pages} 页，身份证明应为 1 至 {MOST_PAGES} 页。")
    return pdf_cleaned(read)[0]


def _picture(data: bytes, name: str) -> IdentityProof:
    picture = opened(data, name)
    require_few_pixels(picture.width, picture.height, name, MOST_PIXELS)
    with as_unreadable(name, f"图片「{name}」已损坏，请重新拍照或扫描后再上传。"):
        picture.load()  # to the last pixel: what breaks off is no proof
    if picture.format in _KEPT:
        return IdentityProof(stripped(data, picture, name), _KEPT[picture.format])
    return IdentityProof(_on_paper(picture, name), JPEG)


def _on_paper(picture: Image.Image, name: str) -> bytes:
    """Convert to JPEG, with white behind transparent pixels."""
    with as_unreadable(name, f"图片「{name}」已损坏，请重新拍照或扫描后再上传。"):
        made = io.BytesIO()
        paper = upright(picture)
        if paper.has_transparency_data:
            sheet = Image.new("RGB", paper.size, "white")
            sheet.paste(paper, mask=paper.convert("RGBA").getchannel("A"))
            paper = sheet
        paper.info = {}
        paper.convert("RGB").save(made, "JPEG", quality=QUALITY)
        return made.getvalue()
