"""Pictures are looked at part by part before they are opened; what is ordinary passes, and what hides is found."""

import io
import struct

import pytest
from PIL import Image

from disclosure.documents.cleaning import clean
from disclosure.documents.cleaning.pictures import shown, without_segments
from disclosure.documents.cleaning.proofs import proof
from disclosure.documents.limits import picture as picture_limits
from disclosure.documents.limits.faults import as_unreadable
from disclosure.documents.limits.jpeg import COMMENT, SCAN, segments
from disclosure.documents.limits.picture import MOST_PIXELS, form_of, require_modest
from disclosure.documents.reading.picture import picture_data
from disclosure.errors import Refused, Unreadable
from tests.support.documents import picture
from tests.support.hostile.pictures import chunk, gif_frames, png, riff, with_segments
from tests.support.proofs import MAKER
from tests.support.proofs import picture as photo


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_kinds_that_are_offered_are_told_by_their_bytes(form):
    data = picture(form)

    assert form_of(data) == form
    assert shown(data, "示例").width == 6


@pytest.mark.parametrize("form", ["PPM", "PCX", "TGA", "ICO", "EPS", "JPEG2000", "SGI", "DDS", "ICNS"])
def test_kinds_that_nobody_offers_are_opened_by_nothing(form):
    made = io.BytesIO()
    Image.new("RGB", (16, 16)).save(made, form)

    assert form_of(made.getvalue()) is None
    assert shown(made.getvalue(), "示例") is None


@pytest.mark.parametrize(
    "more", [{}, {"progressive": True}, {"quality": 30, "subsampling": 2}, {"restart_marker_blocks": 1}]
)
def test_segments_of_a_jpeg_hold_every_byte_of_it(more):
    data = photo("JPEG", size=(200, 120), **more)
    parts = list(segments(data))

    assert data[:2] + b"".join(data[one.start : one.end] for one in parts) == data
    assert sum(one.marker == SCAN for one in parts) == (10 if more.get("progressive") else 1)


def test_comment_between_scans_goes_and_no_pixel_changes():
    data = photo("JPEG", size=(200, 120), progressive=True)
    second = [one.start for one in segments(data) if one.marker == SCAN][1]
    marked = data[:second] + b"\xff\xfe" + struct.pack(">H", 2 + len(MAKER.encode())) + MAKER.encode() + data[second:]
    kept = without_segments(marked)

    assert COMMENT in {one.marker for one in segments(marked)}
    assert MAKER.encode() not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize(
    "broken",
    [b"\xff\xe1\0\0", b"\xff\xe1\0\1", b"\xff\xe1\xff\xff", b"\xff\xe1"],
    ids=["no length", "less than a length", "longer than the file", "nothing behind"],
)
def test_segment_that_does_not_fit_is_an_error_and_no_circle(broken):
    with pytest.raises(ValueError, match="does not fit"):
        list(segments(b"\xff\xd8" + broken))


def test_telephones_picture_with_another_behind_it_is_cleaned_and_shown_as_its_first():
    made = io.BytesIO()
    first, second = Image.new("RGB", (40, 30), "navy"), Image.new("RGB", (40, 30), "red")
    exif = Image.Exif()
    exif[0x013B] = MAKER
    first.save(made, "MPO", save_all=True, append_images=[second], exif=exif)
    data = made.getvalue()

    for kept in (clean(data, "图.jpg").data, proof(data, "图.jpg").data, shown(data, "示例").data):
        assert MAKER.encode() not in kept
        assert kept.count(b"\xff\xd8\xff") == 1
        assert Image.open(io.BytesIO(kept)).getpixel((5, 5)) == Image.open(io.BytesIO(data)).getpixel((5, 5))


@pytest.mark.parametrize(
    ("width", "height", "taken"), [(10_000, 8_000, True), (10_000, 8_001, False), (9_921, 7_016, True)]
)
def test_pixels_are_read_before_anything_is_opened(width, height, taken):
    data = png(width=width, height=height, data=b"")

    assert (width * height <= MOST_PIXELS) is taken
    if taken:
        require_modest(data, "PNG", "图.png")
    else:
        with pytest.raises(Unreadable, match=r"图片「图\.png」像素过多"):
            require_modest(data, "PNG", "图.png")


@pytest.mark.parametrize(
    ("kind", "more"),
    [(b"VP8X", {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0"}), (b"VP8L", {"lossless": True}), (b"VP8 ", {})],
)
def test_size_of_webp_is_read_from_each_of_its_heads(kind, more):
    made = io.BytesIO()
    Image.new("RGB", (600, 4)).save(made, "WEBP", **more)
    data = made.getvalue()

    assert data[12:16] == kind
    assert picture_limits._webp_size(kind, data[20:30]) == (600, 4)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (with_segments(picture("JPEG"), *[(0xFE, b"")] * 2_001), "JPEG"),
        (with_segments(picture("JPEG"), *[(0xE1, bytes(65_000))] * 400), "JPEG"),
        (png(chunk(b"tEXt", b"a\0" + bytes(25 * 2**20))), "PNG"),
        (png(*[chunk(b"tEXt", b"")] * 100_001), "PNG"),
        (riff(*[(b"ANMF", b"")] * 2_001), "WEBP"),
        (gif_frames(2_001, 2, 2), "GIF"),
        (gif_frames(200, 1_000, 1_000), "GIF"),
    ],
)
def test_too_many_parts_are_refused(data, form):
    with pytest.raises(Unreadable, match="图片「图」结构过于复杂，请用看图软件重新保存"):
        require_modest(data, form, "图")


def test_film_of_an_ordinary_length_stays_a_film():
    made = io.BytesIO()
    frames = [Image.new("L", (60, 40), number * 8) for number in range(30)]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], duration=50, comment=MAKER.encode())
    kept = shown(made.getvalue(), "示例")

    assert (kept.content_type, Image.open(io.BytesIO(kept.data)).n_frames) == ("image/gif", 30)
    assert MAKER.encode() not in kept.data


@pytest.mark.parametrize(
    "error", [ValueError, KeyError, OverflowError, UnicodeError, RuntimeError, OSError, UserWarning]
)
def test_whatever_a_library_raises_becomes_the_sentence(error):
    with pytest.raises(Unreadable, match="坏了") as told, as_unreadable("甲", "坏了"):
        raise error("x")

    assert isinstance(told.value.__cause__, error)


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_what_is_too_much_for_the_machine_has_a_sentence_of_its_own(error):
    with pytest.raises(Unreadable, match="「甲」过大或结构过于复杂"), as_unreadable("甲", "坏了"):
        raise error


def test_refusals_of_our_own_and_the_end_of_the_program_pass():
    with pytest.raises(Refused, match="另一句"), as_unreadable("甲", "坏了"):
        raise Refused("另一句")
    with pytest.raises(KeyboardInterrupt), as_unreadable("甲", "坏了"):
        raise KeyboardInterrupt


@pytest.mark.parametrize("call", [lambda data: shown(data, "示例"), lambda data: list(picture_data(data, "图片1"))])
def test_want_of_memory_is_never_taken_for_a_picture_without_data(call, monkeypatch):
    def full(picture):
        raise MemoryError

    monkeypatch.setattr("PIL.Image.Image.getexif", full)
    with pytest.raises(Unreadable, match="过大或结构过于复杂"):
        call(picture("PNG", orientation=6))
