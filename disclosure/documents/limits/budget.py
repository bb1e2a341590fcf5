"""What may still be spent on a file that came, all files inside it together; and what a broken one ends in."""

import csv
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from lxml import etree

from disclosure.documents.passage import Passage
from disclosure.errors import Unreadable

from . import MOST_CHARACTERS, MOST_MARKS, MOST_MARKS_READ, MOST_PASSAGES, MOST_READ
from .faults import as_unreadable

# What libraries raise at files made to hurt. No bare Exception: a slip in our own names is to be seen.
FAULTS = (
    *(etree.LxmlError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, csv.Error),
    *(ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RuntimeError, AssertionError),
    *(OSError, EOFError, SyntaxError),
)


class TooMuch(Unreadable):
    """The file exceeds its budget; the files inside it are not tried either."""


def too_much(name: str, why: str) -> TooMuch:
    """`why` names what there is too much of, with the limit."""
    return TooMuch(f"「{name}」{why}，为安全起见不予读取。请拆分成几个文件后再上传。")


def broken(name: str) -> Unreadable:
    """Return the error for a file that is not what it claims to be."""
    return Unreadable(f"「{name}」已损坏或不完整，请用办公软件打开并重新保存后再上传。")


def guarded(name: str) -> AbstractContextManager[None]:
    """Turn whatever a library raises into the sentence for a broken file."""
    return as_unreadable(name, str(broken(name)))


@dataclass(slots=True)
class Budget:
    """What reading may still cost; each `spend` raises TooMuch where it is used up."""

    unpacked: int = MOST_READ
    marks: int = MOST_MARKS_READ
    characters: int = MOST_CHARACTERS
    passages: int = MOST_PASSAGES

    def spend_bytes(self, count: int, name: str) -> None:
        """Call it before a part is unpacked."""
        self.unpacked -= count
        if self.unpacked < 0:
            raise too_much(name, f"需要解压的内容超过 {MOST_READ // 1024 // 1024} MB")

    def spend_marks(self, count: int, name: str) -> None:
        """Call it before XML or HTML is parsed to a tree, many times its size."""
        self.marks -= count
        if count > MOST_MARKS or self.marks < 0:
            raise too_much(name, f"里的标记过多（最多 {MOST_MARKS // 10_000} 万处）")

    def given_out(self, passages: Iterable[Passage], name: str) -> Iterator[Passage]:
        """Yield the passages; raises TooMuch beyond what anybody could read."""
        for passage in passages:
            self.passages -= 1
            self.characters -= len(passage.text) + len(passage.place)
            if self.passages < 0:
                raise too_much(name, f"里的段落和单元格超过 {MOST_PASSAGES // 10_000} 万个")
            if self.characters < 0:
                raise too_much(name, f"里的文字超过 {MOST_CHARACTERS // 10_000} 万字")
            yield passage
