"""Letters that have no meaning of their own: code points for private use, which show what a font makes of them.

A number written in them looks like a number on paper, and no program can tell which.
"""

import re
from collections.abc import Iterable, Iterator

from disclosure.documents.passage import Passage, PassageKind

# U+E5E5 is the blank of GBK; U+F000 to U+F0FF are signs of symbol fonts, such as the dots and boxes of lists.
_PRIVATE = re.compile("[\ue000-\ue5e4\ue5e6-\uefff\uf100-\uf8ff\U000f0000-\U0010fffd]")
_SYMBOL = re.compile("[\uf000-\uf0ff]")
MOST_SYMBOLS = 3  # different ones in one passage; with more one could write words


def unread_letters(text: str) -> int:
    """Count the letters that cannot be read."""
    if text.isascii():
        return 0
    symbols = _SYMBOL.findall(text)
    return len(_PRIVATE.findall(text)) + (len(symbols) if len(set(symbols)) > MOST_SYMBOLS else 0)


def with_unread_letters(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Yield the passages, and after each that has such letters how many there are."""
    for passage in passages:
        yield passage
        if passage.kind is PassageKind.TEXT and (count := unread_letters(passage.text)):
            yield Passage(passage.place, unread_sentence(count), PassageKind.UNREAD)


def unread_sentence(count: int) -> str:
    """Say that so many letters cannot be read."""
    return f"有 {count} 个字用的是字体自带的编码，显示的是什么字不能读取"
