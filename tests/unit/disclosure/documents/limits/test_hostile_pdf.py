"""PDF made to hurt: each is read within its limits or refused with a sentence, by everything that is called on it."""

import pytest

from tests.support import door
from tests.support.hostile import mutations, pdf
from tests.support.proofs import pdf as ordinary

CALLS = tuple(
    f"disclosure.documents.{call}"
    for call in (
        "reading:passages",
        "reading:pages_in",
        "cleaning:clean",
        "converting:convert",
        "cleaning.proofs:proof",
    )
)
# What costs nobody anything, though it looks odd: PDFium and qpdf walk no circle of names.
READ = {
    "actions", "box-inf", "box-nan", "brackets", "fields", "font-masked", "image", "length", "matryoshka", "names",
    "names-deep", "objects-many", "outlines", "outlines-deep", "pages-declared", "references", "script", "structure",
}  # fmt: skip
ABOUT = {
    "forms": "图形或文字过多",
    "forms-circle": "层层嵌套",
    "forms-comments": "图形或文字过多",
    "forms-escaped": "图形或文字过多",
    "forms-inherited": "图形或文字过多",
    "type3": "图形或文字过多",
    "pages-repeated": "已损坏",
    "pages-heavy": "页面内容过多",
    "content-twice": "解压后过大",
    "filters": "解压后过大",
    "lzw": "解压后过大",
    "font": "解压后过大",
    "metadata": "解压后过大",
    "letters": "图形或文字过多",
    "lines": "图形或文字过多",
    "paths": "图形或文字过多",
    "states": "层层嵌套",
    "contents": "图形或文字过多",
    "keys": "打开密码",
}


@pytest.fixture(scope="module")
def files():
    return {file.name: file.data for file in pdf.hostile()}


@pytest.fixture(scope="module")
def found(files):
    return door.outcomes(CALLS, {name: [data] for name, data in files.items()})


def test_every_hostile_pdf_ends_in_a_result_or_a_sentence(found):
    assert len({name for name, _ in found}) >= 50
    assert door.faults(found) == {}


def test_what_is_read_all_the_same_is_known(found):
    read = {name.removesuffix(".pdf") for (name, call), told in found.items() if call == CALLS[0] and told == [door.OK]}

    assert read == READ


@pytest.mark.parametrize("name", ["appearance", "mask", "pattern"])
def test_drawing_that_no_page_shows_is_measured_before_it_is_read(found, name):
    [told] = found[f"{name}.pdf", CALLS[0]]
    assert told.startswith(f"refused: 「{name}.pdf」有一页的图形或文字过多")


@pytest.mark.parametrize(("name", "sentence"), ABOUT.items())
def test_sentence_says_what_is_too_much(found, name, sentence):
    for call in CALLS:
        [told] = found[f"{name}.pdf", call]
        assert told.startswith(f"refused: 「{name}.pdf」")
        assert sentence in told


def test_hostile_files_are_small(files):
    assert {name for name, data in files.items() if len(data) > 300_000} == set()


def test_no_ordinary_pdf_broken_by_chance_shows_an_error(notice):
    files = {
        "页.pdf": mutations.mutations(ordinary(3), 150, seed=1),
        "通知.pdf": mutations.mutations(notice("pdf"), 150, seed=2),
    }
    told = door.outcomes(CALLS, files)

    ends = [one for each in told.values() for one in each]
    assert len(ends) == 300 * len(CALLS)
    assert door.faults(told) == {}
    assert 100 < sum(one == door.OK for one in ends) < len(ends)
