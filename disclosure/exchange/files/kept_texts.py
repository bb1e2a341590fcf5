"""How long the texts are that a workbook keeps apart from its cells; any number of cells may show the same one."""

import re

from .limits import MOST_STRINGS
from .markup import local, safe_parser

_ANY = re.compile(rb"si[\s/>]")


def text_lengths(texts: bytes) -> list[int]:
    """Return the length of each text in bytes, sometimes with its markup; raises MemoryError for too many."""
    if texts.count(b"<") > 4 * MOST_STRINGS:
        raise MemoryError
    entries = texts.split(b"</si>")
    # A comment, an entry in short form or in another may hold an end that is none, and every place would be wrong.
    is_plain = b"<!" not in texts and all(entry.count(b"<si>") == 1 for entry in entries[:-1])
    if is_plain and sum(1 for _ in _ANY.finditer(texts)) == 2 * (len(entries) - 1):
        return [len(entry) for entry in entries[:-1]]
    return _parsed(texts)


def _parsed(texts: bytes) -> list[int]:
    lengths: list[int] = []
    is_open = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal is_open
        if local(name) == "si":
            if is_open:
                raise ValueError("a kept text inside another")
            is_open = True
            lengths.append(0)

    def end(name: str) -> None:
        nonlocal is_open
        is_open = is_open and local(name) != "si"

    def characters(text: str) -> None:
        if is_open:
            lengths[-1] += len(text.encode())

    parser = safe_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    parser.Parse(texts, True)  # noqa: FBT003 expat's signature
    return lengths
