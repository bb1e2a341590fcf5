"""A line on top of a letter that was made."""

import io

import docx
import pytest

from disclosure.law.choices.letters import LetterKind
from disclosure.rendering.letters import Unfit, fill, marked, samples
from disclosure.rendering.letters.building import default_template
from disclosure.rendering.letters.marking import headed

WORDS = "作废　本文书于2026年3月23日作废。原因：写错了年份"


def letter_of(kind):
    return fill(default_template(kind), samples(kind))


def lines(content):
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize("kind", LetterKind)
def test_line_stands_first_and_nothing_else_changes(kind):
    letter = letter_of(kind)

    assert lines(headed(letter, WORDS)) == [WORDS, *lines(letter)]


def test_same_letter_and_words_give_the_same_bytes():
    letter = letter_of(LetterKind.CORRECTION)

    assert headed(letter, WORDS) == headed(letter, WORDS)


def test_what_is_no_letter_is_unfit():
    with pytest.raises(Unfit, match="已损坏"):
        headed(b"PK broken", WORDS)


def test_marked_letter_is_printed_too():
    content, printed = marked(letter_of(LetterKind.REPLY), "答复书", WORDS)

    assert lines(content)[0] == WORDS
    assert printed.startswith(b"%PDF-")
