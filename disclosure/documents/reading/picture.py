"""What a picture carries beside what it shows: where it was taken, by whom, with what words."""

import io
import re
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from disclosure.documents.kinds import SourceFile, decoded
from disclosure.documents.limits.faults import as_unreadable, is_memory_shortage
from disclosure.documents.limits.jpeg import APPLICATIONS, COMMENT, segments
from disclosure.documents.limits.picture import form_of, require_few_pixels, require_modest
from disclosure.documents.passage import Passage, PassageKind
from disclosure.documents.xml import TELLS
from disclosure.errors import Unreadable

_PIXELS = (b"\x97JB2\r\n\x1a\n", b"\xff\x4f\xff\x51", b"II\xbc", b"\0\0\1\0", b"\0\0\0\x0cjP")
_BOXED = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
_NOT_PIXELS = (b"PK", b"\xd0\xcf", b"%PDF", b"{\\rtf")
_OF_PICTURE = {0xE0, 0xE1, 0xE2, 0xEE}  # JFIF, EXIF and XMP (read by Pillow), colours
_PRINTABLE = re.compile(rb"[\x20-\x7e\x80-\xff]{6,}")
TILE_WIDTH, TILE_LENGTH = 322, 323  # of TIFF, which may be larger than the whole
_READERS: dict[str, type[ImageFile]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "GIF": GifImageFile,
    "BMP": BmpImageFile,
    "TIFF": TiffImageFile,
    "WEBP": WebPImageFile,
}
_WORDS = {
    ExifTags.Base.Artist: "作者",
    ExifTags.Base.Copyright: "版权",
    ExifTags.Base.ImageDescription: "说明",
    ExifTags.Base.UserComment: "备注",
    ExifTags.Base.XPAuthor: "作者",
    ExifTags.Base.XPComment: "备注",
    ExifTags.Base.XPTitle: "标题",
    ExifTags.Base.XPSubject: "主题",
    ExifTags.Base.XPKeywords: "关键词",
    ExifTags.Base.CameraOwnerName: "相机所有者",
    ExifTags.Base.BodySerialNumber: "相机序列号",
    ExifTags.Base.HostComputer: "电脑名称",
}


def is_bitmap(data: bytes, name: str) -> bool:
    """Whether the bytes are pixels in a format that nobody here opens: JBIG2, JPEG 2000, JPEG XR, HEIC, icons."""
    if data.startswith(_PIXELS) or data[4:12] in _BOXED:
        return True
    # Inside other files JBIG2 begins without a mark; what begins with one of another kind is not believed.
    return name.lower().endswith((".jb2", ".jbig2")) and decoded(data) is None and not data.startswith(_NOT_PIXELS)


def opened(data: bytes, name: str) -> ImageFile:
    """The picture, its pixels not yet unpacked; raises Unreadable where it is broken or would take too much.

    Only kinds that are offered are opened, each by its own reader: a telephone's JPEG with further pictures behind it
    is its first one, whatever it says of the others.
    """
    with as_unreadable(name, f"图片「{name}」已损坏或不是能读取的图片。"):
        form = form_of(data)
        if form is None:
            raise ValueError("a kind that is not offered")
        require_modest(data, form, name)
        picture = _READERS[form](io.BytesIO(data))
        require_few_pixels(picture.width, picture.height, name)
        if isinstance(picture, TiffImageFile):
            tags = picture.tag_v2
            require_few_pixels(int(tags.get(TILE_WIDTH, 1)), int(tags.get(TILE_LENGTH, 1)), name)
        return picture


def picture_passages(read: SourceFile) -> Iterator[Passage]:
    """The data of a picture that is a file of its own; raises Unreadable where it is broken."""
    opened(read.data, read.name)
    yield from picture_data(read.data, "图片")
    yield Passage("图片", "图片中的文字没有读取", PassageKind.SCAN)


def picture_data(data: bytes, where: str) -> Iterator[Passage]:
    """The data of a picture; what is no picture that Pillow knows (a drawing of vectors) has none."""
    try:
        with as_unreadable(where, "broken"):
            told = list(_told(opened(data, where), where))
            known = {passage.text for passage in told}
            told += [Passage(f"{where}的附加信息", text) for text in _hidden_texts(data) if text not in known]
    except Unreadable as error:
        if is_memory_shortage(error):
            raise
        return
    yield from told


def _hidden_texts(data: bytes) -> Iterator[str]:
    """Yield what Pillow passes over: further comments and data of programs in a JPEG, and what hangs behind a picture.

    Of data in bytes, the runs that are text.
    """
    form = form_of(data)
    if form == "JPEG":
        end = len(data)
        for segment in segments(data):
            end = segment.end
            if segment.marker == COMMENT or (segment.marker in APPLICATIONS and segment.marker not in _OF_PICTURE):
                yield from _runs(data[segment.start + 4 : segment.end])
        yield from _runs(data[end:])
    elif form == "PNG":
        end = data.rfind(b"IEND") + 8
        yield from _runs(data[end:])


def _runs(data: bytes) -> Iterator[str]:
    whole = decoded(data.strip(b"\0")) if data else None
    texts = [whole] if whole else [run.decode("utf-8", "ignore") for run in _PRINTABLE.findall(data)]
    yield from (text for text in texts if TELLS.search(text))


def _told(picture: ImageFile, where: str) -> Iterator[Passage]:
    if picture.format == "PNG":
        picture.load()  # words may stand behind the pixels, where opening does not look
    exif = picture.getexif()
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    places = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if ExifTags.GPS.GPSLatitude in places:
        yield Passage(f"{where}的拍摄位置", _position(places))
    for tag, label in _WORDS.items():
        yield Passage(f"{where}的{label}", _readable(exif.get(tag) or inner.get(tag)))
    for key, value in ((str(key), value) for key, value in picture.info.items()):
        if isinstance(value, str) and not key.lower().startswith("xml"):
            yield Passage(f"{where}的「{key}」", value)
        elif key.lower() in {"comment", "xmp", "xml:com.adobe.xmp"}:
            yield Passage(f"{where}的附加信息", _readable(value))


def _position(places: dict[int, Any]) -> str:
    """纬度 36.500000 N，经度 118.100000 E; what is damaged is shown as it stands."""
    try:
        latitude, longitude = (
            sum(float(part) / 60**power for power, part in enumerate(places[tag]))
            for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return "有拍摄位置"
    north, east = (places.get(tag, "") for tag in (ExifTags.GPS.GPSLatitudeRef, ExifTags.GPS.GPSLongitudeRef))
    return f"纬度 {latitude:.6f} {north}，经度 {longitude:.6f} {east}"


def _readable(value: Any) -> str:
    """Words, also as Windows writes them (UTF-16 in bytes) and with the eight letters that name an encoding."""
    if isinstance(value, str):
        value = value.encode("latin-1", errors="replace")  # as Pillow read it; programs write UTF-8 or GBK there
        return decoded(value) or value.decode("latin-1")
    if not isinstance(value, bytes):
        return "" if value is None else str(value)
    if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0"):
        encoding, value = ("utf-16" if value.startswith(b"U") else "ascii"), value[8:]
    else:
        encoding = "utf-16-le" if b"\0" in value else "utf-8"
    return value.decode(encoding, errors="ignore").strip("\0 ")
