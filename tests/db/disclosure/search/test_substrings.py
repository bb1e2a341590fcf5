"""The index against plain reading: every string that is there is found, nothing is found that is not."""

import re
import unicodedata
from random import Random

import pytest

from disclosure.models import Item
from disclosure.search.staff import narrow

pytestmark = pytest.mark.django_db

SAME = str.maketrans("〔[【“”‘’—–", "(((\"\"''--") | str.maketrans("〕]】", ")))")


def plain(text):
    """Folded once more in other words: the whole string at once, then the blanks one after the other."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(SAME)
    text = re.sub(r"\s+", " ", text).strip()
    kept = ""
    for place, char in enumerate(text):
        if char == " ":
            before, after = text[place - 1], text[place + 1]
            foreign = [one.isascii() and one.isalpha() for one in (before, after)]
            if not (all(foreign) or (before.isdigit() and after.isdigit())):
                continue
        kept += char
    return kept


def lines(text):
    attached = [line.partition("\t")[2] for line in text.attachment.splitlines()]
    fields = [text.title, text.document_number, text.index_number, text.publisher, text.keywords, text.summary]
    return [plain(one) for one in [*fields, *text.paragraphs, *attached, "附表.xlsx" if text.attachment else ""]]


def queries(random, raw, total):
    """Pieces of the texts, and strings made of two pieces that mostly stand nowhere; none with blanks, which part words."""
    while total:
        line = random.choice(raw)
        begin = random.randrange(max(1, len(line) - 1))
        query = line[begin : begin + random.choice([2, 2, 2, 3, 3, 4, 5, 8, 12, 30])]
        if random.random() < 0.3:
            other = random.choice(raw)
            place = random.randrange(len(other))
            query = query[:2] + other[place : place + 2]
        if len(plain(query)) >= 2 and not re.search(r"\s", query) and not re.match(r"[\"“”].*[\"“”]$", query):
            total -= 1
            yield query


@pytest.mark.parametrize("seed,length", [(1, 150), (2, 600)])
def test_finds_what_plain_reading_finds(corpus, seed, length):
    given = corpus(200, length=length, seed=seed)
    random = Random(seed)  # noqa: S311 the same queries every time
    held = {one.index_number: lines(one) for one in given}
    raw = [line for one in given for line in (one.title, one.document_number, *one.paragraphs) if line]
    raw += [line.partition("\t")[2] for one in given for line in one.attachment.splitlines()]
    found_none = 0

    for query in queries(random, raw, 500):
        wanted = {number for number, texts in held.items() if any(plain(query) in text for text in texts)}
        found = set(narrow(Item.objects.all(), query).values_list("index_number", flat=True))
        found_none += not wanted
        assert found == wanted, query

    assert found_none > 20  # the strings that stand nowhere were tried


@pytest.mark.parametrize("char", "岭镇A5，㎡")
def test_finds_single_characters(corpus, char):
    held = {one.index_number: lines(one) for one in corpus(60)}

    found = set(narrow(Item.objects.all(), char).values_list("index_number", flat=True))

    assert found == {number for number, texts in held.items() if any(plain(char) in text for text in texts)}


def test_several_words_are_all_there(corpus):
    held = {one.index_number: lines(one) for one in corpus(200)}
    words = "森林防火", "5年", "open"

    found = set(narrow(Item.objects.all(), " ".join(words)).values_list("index_number", flat=True))

    assert found == {
        number for number, texts in held.items() if all(any(word in text for text in texts) for word in words)
    }
    assert found
