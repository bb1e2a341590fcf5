"""The bytes of an archive package: a ZIP in which every file is stored as it is, and nothing stands between them.

One way of writing gives one sequence of bytes, so that a package can be compared with what it would have to be: no byte
of it is left that nobody looked at. Nothing is compressed: what is stored needs no program but its own format's, and
nothing in it can grow when it is unpacked. Names are UTF-8; ZIP64 is used where a package needs it.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from .results import ZipEntry

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
END_64 = struct.Struct("<4sQ2H2I4Q")
LOCATOR_64 = struct.Struct("<4sIQI")
_OFFSET_64 = struct.Struct("<2HQ")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END_64_MARK, LOCATOR_64_MARK = b"PK\x06\x06", b"PK\x06\x07"
_PLAIN, _LARGE = 20, 45  # versions needed to extract
_UNIX = 3 << 8
_UTF8 = 0x800
_STORED = 0
_TIME, _DATE = 0, 0x21  # 1980-01-01, the earliest that ZIP knows: when a file was packed is told by the manifest
_PRIVATE = 0o100600 << 16
MOST_16, MOST_32 = 0xFFFF, 0xFFFFFFFF


def local_header(entry: ZipEntry) -> bytes:
    """Return what stands before the bytes of a file."""
    name = entry.name.encode()
    sizes = (entry.crc, entry.size, entry.size)
    return _LOCAL.pack(LOCAL_MARK, _PLAIN, _UTF8, _STORED, _TIME, _DATE, *sizes, len(name), 0) + name


def end_of(entry: ZipEntry) -> int:
    """Return where the next file, or the directory, begins."""
    return entry.offset + _LOCAL.size + len(entry.name.encode()) + entry.size


def directory(entries: Sequence[ZipEntry], start: int) -> bytes:
    """Return the directory that stands from `start` to the end of the package."""
    records = b"".join(map(_record, entries))
    count, size = len(entries), len(records)
    end = [records]
    if count >= MOST_16 or start >= MOST_32 or size >= MOST_32:
        rest = END_64.size - 12  # bytes behind the field that says so
        versions = (_UNIX | _LARGE, _LARGE, 0, 0)
        end += [END_64.pack(END_64_MARK, rest, *versions, count, count, size, start)]
        end += [LOCATOR_64.pack(LOCATOR_64_MARK, 0, start + size, 1)]
    told = (min(count, MOST_16), min(count, MOST_16), min(size, MOST_32), min(start, MOST_32))
    return b"".join([*end, END.pack(END_MARK, 0, 0, *told, 0)])


def _record(entry: ZipEntry) -> bytes:
    name = entry.name.encode()
    is_far = entry.offset >= MOST_32
    more = _OFFSET_64.pack(1, 8, entry.offset) if is_far else b""
    version = _LARGE if is_far else _PLAIN
    fields = (_UNIX | version, version, _UTF8, _STORED, _TIME, _DATE, entry.crc, entry.size, entry.size)
    rest = (len(name), len(more), 0, 0, 0, _PRIVATE, min(entry.offset, MOST_32))
    return _CENTRAL.pack(CENTRAL_MARK, *fields, *rest) + name + more


def parsed_records(data: bytes, count: int) -> list[ZipEntry]:
    """Read the records of a directory; raises struct.error, ValueError where they are none."""
    entries, at = [], 0
    for _ in range(count):
        fields = _CENTRAL.unpack_from(data, at)
        crc, size, name_length, more_length, offset = fields[7], fields[9], fields[10], fields[11], fields[16]
        at += _CENTRAL.size
        name = data[at : at + name_length].decode()
        if offset == MOST_32 and more_length == _OFFSET_64.size:
            offset = _OFFSET_64.unpack_from(data, at + name_length)[2]
        at += name_length + more_length
        entries.append(ZipEntry(name, offset, size, crc))
    return entries


class StoredZip:
    """Writes a package file by file into `file`, from where it stands; `entries`: those that are in it already."""

    def __init__(self, file: BinaryIO, entries: Iterable[ZipEntry] = ()) -> None:
        self._file = file
        self.entries = list(entries)

    def add(self, name: str, data: bytes) -> None:
        start = end_of(self.entries[-1]) if self.entries else 0
        entry = ZipEntry(name, start, len(data), zlib.crc32(data))
        self._file.write(local_header(entry))
        self._file.write(data)
        self.entries.append(entry)

    def close(self) -> None:
        """Write the directory; the file stays open."""
        self._file.write(directory(self.entries, end_of(self.entries[-1]) if self.entries else 0))
