"""A piece of a file's text and the place where it stands, or what is said of a part that holds no text to read."""

from dataclasses import dataclass
from enum import Enum


class PassageKind(Enum):
    """TEXT was read. The others say what was not, in `Passage.text`, a sentence.

    PICTURES: pictures beside text, whose pixels nobody read. SCAN: a page or file that is nothing but a picture.
    UNREAD: a part of which nobody knows what it says; it must not go out.
    """

    TEXT = "text"
    PICTURES = "pictures"
    SCAN = "scan"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Passage:
    """`place` in words that staff find it by: 第3段, 表格1第2行第1列, 批注1, 工作表「名单」A2, 文件属性「作者」."""

    place: str
    text: str
    kind: PassageKind = PassageKind.TEXT
