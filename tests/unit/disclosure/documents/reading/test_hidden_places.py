"""Whatever somebody could find in a file is read, or named as unread; and no copy for the public holds the rest."""

import io
import zipfile

import pikepdf
import pytest

from disclosure.documents.jobs import published
from disclosure.documents.passage import PassageKind
from disclosure.documents.reading import passages
from disclosure.errors import Refused
from tests.support.documents import image, p, picture, word
from tests.support.hidden_numbers import HIDDEN, NUMBER

NUMBERS = (NUMBER, "13800138000")


def says(text):
    return any(number in "".join(text.split()) for number in NUMBERS)


@pytest.mark.parametrize("place", HIDDEN)
def test_number_in_any_place_is_read_or_said_to_be_unread(place):
    read = passages(HIDDEN[place], "文件")

    assert any(says(passage.text) or passage.kind is PassageKind.UNREAD for passage in read)


def everything(data):
    """All bytes that somebody could take out of a file, unpacked."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as document:
            document.save(
                made,
                compress_streams=False,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                stream_decode_level=pikepdf.StreamDecodeLevel.all,
            )
        return made.getvalue()
    return data


@pytest.mark.parametrize("place", HIDDEN)
def test_copy_for_the_public_holds_the_number_only_where_it_was_read(place):
    try:
        copy = published(HIDDEN[place], "文件")
    except Refused as error:
        copy, refused = None, str(error)
    if copy is None:
        assert "「文件" in refused
        assert refused.endswith("。")
        return
    raw = everything(copy.data)
    assert says(copy.text) or not any(
        number.encode(code) in raw for number in NUMBERS for code in ("ascii", "utf-16-le")
    )


@pytest.mark.parametrize(
    ("body", "kind"), [(image("p1"), PassageKind.SCAN), (image("p1") + p("一"), PassageKind.PICTURES)]
)
def test_document_of_pictures_alone_is_a_scan(body, kind):
    read = passages(word(body, media={"p1": ("image1.png", picture())}), "甲.docx")

    assert [passage.kind for passage in read if passage.kind is not PassageKind.TEXT] == [kind]
