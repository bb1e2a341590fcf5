"""Pictures made to hurt: each is read within its limits or refused with a sentence, by everything that is called on it."""

import pytest

from tests.support import door
from tests.support.documents import picture
from tests.support.hostile import mutations, pictures

CALLS = (
    *(f"disclosure.documents.{call}" for call in ("reading:passages", "cleaning:clean", "cleaning.proofs:proof")),
    "tests.support.hostile.pictures:put_into_a_text",
    "tests.support.hostile.pictures:put_into_a_document",
)
PROOF = CALLS[2]
# What costs nobody anything, though it looks odd: only the first of many frames is looked at, and of data that share
# their bytes Pillow takes no more than there are.
READ = {
    "circle.jpg", "exif.jpg", "parts.jpg", "xmp.jpg",
    "data.png", "exif.png", "exif-words.png", "frames.png", "words-plain.png",
    "chunks.webp", "exif.webp",
}  # fmt: skip
ABOUT = {
    "scans.jpg": "结构过于复杂",
    "scans-small.jpg": "结构过于复杂",
    "segments.jpg": "结构过于复杂",
    "filling.jpg": "结构过于复杂",
    "filling-behind.jpg": "结构过于复杂",
    "zero.jpg": "已损坏",
    "huge.jpg": "像素过多",
    "huge.png": "像素过多",
    "words.png": "已损坏",
    "profile.png": "已损坏",
    "fifty.webp": "像素过多",
    "sheet.webp": "像素过多",
    "canvas.webp": "像素过多",
    "frames.webp": "结构过于复杂",
}


@pytest.fixture(scope="module")
def files():
    return {file.name: file.data for file in pictures.hostile()}


@pytest.fixture(scope="module")
def found(files):
    return door.outcomes(CALLS, {name: [data] for name, data in files.items()})


def test_every_hostile_picture_ends_in_a_result_or_a_sentence(found):
    assert len({name for name, _ in found}) >= 40
    assert door.faults(found) == {}


def test_what_is_read_all_the_same_is_known(found):
    assert {name for (name, call), told in found.items() if call == PROOF and told == [door.OK]} == READ


@pytest.mark.parametrize(("name", "sentence"), ABOUT.items())
def test_sentence_says_what_is_too_much(found, name, sentence):
    [told] = found[name, PROOF]

    assert told.startswith(f"refused: 图片「{name}」")
    assert sentence in told


def test_films_and_kinds_that_nobody_offers_are_shown_on_no_page(found):
    refused = {name for (name, call), [told] in found.items() if call == CALLS[3] and told.startswith(door.REFUSED)}

    assert refused >= {
        "frames.gif", "huge.gif", "huge.bmp", "huge.tif", "tiles.tif", "samples.tif",
        "other.ppm", "other.pcx", "other.tga", "other.ico", "program.eps",
    }  # fmt: skip


def test_hostile_files_are_small(files):
    assert {name for name, data in files.items() if len(data) > 300_000} == set()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"])
def test_no_ordinary_picture_broken_by_chance_shows_an_error(form):
    more = {"author": "拍摄者", "place": True} if form in ("JPEG", "PNG", "WEBP", "TIFF") else {}
    whole = picture(form, size=(60, 40), **more)
    told = door.outcomes(CALLS, {f"图.{form.lower()}": mutations.mutations(whole, 300, seed=3)})

    ends = [one for each in told.values() for one in each]
    assert len(ends) == 300 * len(CALLS)
    assert door.faults(told) == {}
    assert 50 < sum(one == door.OK for one in ends) < len(ends)
