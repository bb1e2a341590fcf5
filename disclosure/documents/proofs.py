"""Pictures and PDF by which people prove who they are: told by what they hold, opened, and cleaned."""

import io
import zlib

from PIL import Image, ImageOps

from disclosure.errors import Unreadable

from .cleaning_pdf import pdf_cleaned
from .converted import Proof
from .kinds import MOST_PROOF_BYTES, PROOFS, Kind, Source, too_large
from .pictures import stripped
from .reading_pdf import document_of
from .reading_picture import opened

MOST_PIXELS = 50_000_000  # about 150 MB once unpacked
MOST_PAGES = 50
QUALITY = 90
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"


def proof(data: bytes, name: str) -> Proof:
    """A copy without places, authors, scripts and embedded files; raises Unreadable with a sentence.

    What a file is called says nothing: its first bytes decide, and it has to open as what they promise. WebP becomes
    JPEG, which every office's machine shows.
    """
    if not data:
        raise Unreadable(f"「{name}」是空文件，里面没有任何内容，请重新选择。")
    if len(data) > MOST_PROOF_BYTES:
        raise Unreadable(too_large(name))
    if data.startswith(b"%PDF-"):
        return Proof(_pdf(data, name), PDF)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return _picture(data, name)
    raise Unreadable(f"「{name}」不是{PROOFS}，请另存为其中一种后再上传。")


def _pdf(data: bytes, name: str) -> bytes:
    read = Source(data, name, Kind.PDF)
    with document_of(read) as document:
        pages = len(document)
        if pages:
            document[0].close()  # an index without pages behind it is no document
    if not 0 < pages <= MOST_PAGES:
        raise Unreadable(f"「{name}」有 {pages} 页，身份证明应为 1 至 {MOST_PAGES} 页。")
    return pdf_cleaned(read)[0]


def _picture(data: bytes, name: str) -> Proof:
    picture = opened(data, name)
    if picture.width * picture.height > MOST_PIXELS:
        raise Unreadable(f"图片「{name}」像素过多，请缩小后再上传。")
    try:
        opened(data, name).load()  # to the last pixel: what breaks off is no proof
        return _cleaned(data, picture)
    except (OSError, ValueError, SyntaxError, zlib.error, Image.DecompressionBombError) as error:
        raise Unreadable(f"图片「{name}」已损坏，请重新拍照或扫描后再上传。") from error


def _cleaned(data: bytes, picture: Image.Image) -> Proof:
    if picture.format in {"JPEG", "PNG"}:
        return Proof(stripped(data, picture), JPEG if picture.format == "JPEG" else PNG)
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    made = io.BytesIO()
    paper.save(made, "JPEG", quality=QUALITY)
    return Proof(made.getvalue(), JPEG)
