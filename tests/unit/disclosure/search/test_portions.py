"""Long texts on PostgreSQL: in several rows, of which each phrase stands in one."""

import pytest

from disclosure.search import storage
from disclosure.search.tokens import LONGEST_TERM


@pytest.fixture(autouse=True)
def _small_rows(monkeypatch):
    monkeypatch.setattr(storage, "MOST_PIECES", 300)


def test_every_phrase_stands_in_one_portion():
    line = "".join(chr(0x4E00 + n) for n in range(2000))

    parts = [lines for _, lines in storage.portions([line, "尾"])]

    assert len(parts) > 5
    for place in range(2000 - LONGEST_TERM):
        assert any(line[place : place + LONGEST_TERM] in part for part in parts)


def test_short_text_is_one_portion_with_its_lines():
    ((pieces, lines),) = storage.portions(["甲乙", "", "丙"])

    assert lines == "甲乙\n\n丙"
    assert len(pieces) == 3
