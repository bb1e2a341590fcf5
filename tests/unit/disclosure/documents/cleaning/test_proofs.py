"""What proves who somebody is: told by its content, opened to the end, and without what nobody needs to know."""

import io

import pikepdf
import pytest
from PIL import Image

from disclosure.documents.cleaning.proofs import proof
from disclosure.documents.kinds import MOST_PROOF_BYTES
from disclosure.errors import Unreadable
from tests.support.proofs import MAKER, PLACE, pdf, picture

UPRIGHT = 0x0112


@pytest.mark.parametrize(("form", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg")])
def test_picture_is_kept_without_place_and_maker(form, media_type):
    made = proof(picture(form), "没有后缀的名称")

    kept = Image.open(io.BytesIO(made.data))
    assert (made.media_type, kept.size, dict(kept.getexif())) == (media_type, (40, 30), {})
    assert PLACE.encode() not in made.data
    assert MAKER.encode() not in made.data


def test_pdf_is_kept_without_author_and_script():
    made = proof(pdf(), "证明.jpg")

    with pikepdf.open(io.BytesIO(made.data)) as kept:
        assert (made.media_type, len(kept.pages), list(kept.docinfo)) == ("application/pdf", 1, [])
        assert "/OpenAction" not in kept.Root


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00 a program",
        b"<html><script>1</script></html>",
        "说明文字".encode(),
        b"PK\x03\x04",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
)
def test_name_of_a_picture_makes_none(data):
    with pytest.raises(Unreadable, match=r"「身份证\.jpg」不是JPG、PNG 图片或者 PDF"):
        proof(data, "身份证.jpg")


@pytest.mark.parametrize(
    "data",
    [
        picture(size=(400, 300))[:600],
        b"\xff\xd8\xff\xe0" + b"x" * 50,
        b"\x89PNG\r\n\x1a\n" + b"x" * 50,
        b"RIFF\x00\x00\x00\x00WEBPx",
    ],
)
def test_what_breaks_off_is_refused(data):
    with pytest.raises(Unreadable, match="已损坏"):
        proof(data, "身份证.jpg")


def test_broken_pdf_is_refused():
    with pytest.raises(Unreadable, match="已损坏或不完整"):
        proof(b"%PDF-1.7 and no more", "证明.pdf")


def test_locked_pdf_is_refused():
    locked = pdf(encryption=pikepdf.Encryption(owner="x", user="x"))

    with pytest.raises(Unreadable, match="设有打开密码"):
        proof(locked, "证明.pdf")


def test_pdf_of_a_book_is_refused():
    assert proof(pdf(50), "证明.pdf").media_type == "application/pdf"
    with pytest.raises(Unreadable, match="有 51 页，身份证明应为 1 至 50 页"):
        proof(pdf(51), "证明.pdf")


def test_pdf_without_a_page_is_refused():
    with pytest.raises(Unreadable):
        proof(pdf(0), "证明.pdf")


def test_ten_megabytes_are_taken_and_one_byte_more_is_not():
    exactly = picture("PNG")
    exactly += b"\0" * (MOST_PROOF_BYTES - len(exactly))

    assert proof(exactly, "图.png").media_type == "image/png"
    with pytest.raises(Unreadable, match="超过 10 MB"):
        proof(exactly + b"\0", "图.png")


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    huge = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(huge, "PNG")

    with pytest.raises(Unreadable, match="像素过多"):
        proof(huge.getvalue(), "图.png")


def test_empty_file_is_refused():
    with pytest.raises(Unreadable, match="空文件"):
        proof(b"", "图.png")
