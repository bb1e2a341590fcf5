"""The parts of a workbook that is an archive, read to their end before calamine may open it."""

import zipfile
from collections.abc import Callable

from disclosure.documents.limits.unpacking import chunks, opened
from disclosure.exchange.errors import FileRefused

from .faults import damaged
from .limits import LARGEST_INDEX, LARGEST_UNPACKED


class Archive:
    """The parts by lower-case name, as calamine looks them up."""

    def __init__(self, data: bytes, name: str, index: tuple[str, ...], is_scanned: Callable[[str], bool]) -> None:
        """Raises FileRefused for what would unpack to more than memory should hold.

        `index`: parts that are small in every workbook. `is_scanned`: whether a part is looked through later.
        """
        self.name = name
        self.archive = opened(data)
        self.parts: dict[str, zipfile.ZipInfo] = {part.filename.lower(): part for part in self.archive.infolist()}
        if len(self.parts) < len(self.archive.infolist()):
            raise damaged(name)  # of two parts that differ in large and small letters, which is read?
        if sum(part.file_size for part in self.parts.values()) > LARGEST_UNPACKED:
            raise FileRefused(f"「{name}」解压后过大，可能不是正常的表格。请分成几个文件导入。")
        for part, found in self.parts.items():
            if is_scanned(part):
                continue
            if part in index and found.file_size > LARGEST_INDEX:
                raise FileRefused(f"「{name}」中的工作表目录或样式过大，可能不是正常的表格。请复制到新工作簿后再导入。")
            for _ in chunks(self.archive, found):
                pass  # to its end, which no reader may pass: calamine does not look at the size declared

    def read(self, part: str) -> bytes:
        """Return a part, never more than its declared size; empty where there is none."""
        found = self.parts.get(part.lower())
        return b"" if found is None else b"".join(chunks(self.archive, found))
