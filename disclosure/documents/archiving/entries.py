"""The directory of an archive package, read from its last bytes: a package may be larger than any memory."""

import struct

from disclosure.errors import Unreadable

from .layout import END, END_64, END_64_MARK, END_MARK, LOCATOR_64, LOCATOR_64_MARK, MOST_16, directory, parsed_records
from .results import ZipEntry

MOST_ENTRIES = 500_000
_RECORD = 46  # bytes of a record at least


def entries_of(tail: bytes, name: str, size: int) -> list[ZipEntry]:
    """Return the files of a package of `size` bytes whose last ones are `tail`.

    Raises Unreadable for what is cut off, is no package of this program, or was written anew by another.
    """
    try:
        count, start, begin = _where(tail, size)
        entries = parsed_records(tail[begin:], count)
        is_ours = directory(entries, start) == tail[begin:]
    except (struct.error, ValueError, IndexError) as error:
        raise Unreadable(
            f"「{name}」末尾没有完整的目录：文件不完整、已损坏，或者不是归档包。请重新取得这个文件。"
        ) from error
    if not is_ours:
        raise Unreadable(f"「{name}」的目录不是本系统写成的样子：文件被改动，或者由别的软件重新压缩过。")
    return entries


def _where(tail: bytes, size: int) -> tuple[int, int, int]:
    """Return the number of files, and where the directory starts in the package and in `tail`; raises ValueError."""
    count, start = _told(tail, size)
    begin = len(tail) - (size - start)
    if begin < 0 or count > MOST_ENTRIES or count * _RECORD > len(tail):
        raise ValueError(count)
    return count, start, begin


def _told(tail: bytes, size: int) -> tuple[int, int]:
    mark, _, _, _, count, _, start, _ = END.unpack(tail[-END.size :])
    if mark != END_MARK:
        raise ValueError(mark)
    locator = tail[-END.size - LOCATOR_64.size : -END.size]
    if count < MOST_16 and not locator.startswith(LOCATOR_64_MARK):
        return count, start
    _, _, at, _ = LOCATOR_64.unpack(locator)
    mark, _, _, _, _, _, _, count, _, start = END_64.unpack_from(tail, len(tail) - (size - at))
    if mark != END_64_MARK:
        raise ValueError(mark)
    return count, start
