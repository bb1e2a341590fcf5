"""OLE compound files, the container of .xls and .et: one stream by its name. The whole file is in memory anyway."""

import struct
from collections.abc import Iterator

_HEADER = 512
_SMALLEST_SHIFT, _LARGEST_SHIFT = 6, 12  # of a sector's size
_ENTRY = 128  # bytes of a directory entry
_IN_HEADER = 109  # places of the table of tables that the header itself holds
_STREAM, _ROOT = 2, 5
_LAST_SECTOR = 0xFFFFFFFA  # larger numbers are marks, not places


class CompoundFile:
    """The streams of a compound file; raises ValueError or struct.error where it is broken."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if not (_SMALLEST_SHIFT <= small_shift <= shift <= _LARGEST_SHIFT):
            raise ValueError("sectors of an impossible size")
        self.size, self.small_size = 1 << shift, 1 << small_shift
        tables, directory, _, self.cutoff, small_table, _, more = struct.unpack_from("<I I I I I I I", data, 44)
        self.next = self._numbers(self._tables(more)[: tables or None])
        self.entries = dict(self._entries(b"".join(self._chain(directory))))
        root = next((found for found in self.entries.values() if found[0] == _ROOT), None)
        if root is None:
            raise ValueError("no root")
        self.small = b"".join(self._chain(root[1]))[: root[2]]
        self.small_next = self._numbers(self._places(small_table, self.next))

    def stream(self, name: str) -> bytes | None:
        """Return what a stream holds, or None where there is none of this name."""
        kind, start, length = self.entries.get(name, (0, 0, 0))
        if kind != _STREAM:
            return None
        if length >= self.cutoff:
            return b"".join(self._chain(start))[:length]
        size = self.small_size
        places = self._places(start, self.small_next)
        return b"".join(self.small[place * size : (place + 1) * size] for place in places)[:length]

    def _tables(self, more: int) -> list[int]:
        """Return the places of all tables that say which sector follows which."""
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", self.data, 76))
        left = len(self.data) // self.size
        while more < _LAST_SECTOR and left > 0:
            numbers = struct.unpack(f"<{self.size // 4}I", self._sector(more))
            places += numbers[:-1]
            more, left = numbers[-1], left - 1
        return [place for place in places if place < _LAST_SECTOR]

    def _numbers(self, places: list[int]) -> list[int]:
        joined = b"".join(map(self._sector, places))
        return list(struct.unpack(f"<{len(joined) // 4}I", joined))

    def _sector(self, place: int) -> bytes:
        start = (place + 1) * self.size
        if start >= len(self.data):
            raise ValueError("a sector beyond the end")
        return self.data[start : start + self.size].ljust(self.size, b"\0")

    def _chain(self, start: int) -> Iterator[bytes]:
        return map(self._sector, self._places(start, self.next))

    def _places(self, start: int, following: list[int]) -> list[int]:
        """Return the places of a chain; raises ValueError where it goes round or leaves the table."""
        places: list[int] = []
        while start < _LAST_SECTOR:
            if start >= len(following) or len(places) > len(following):
                raise ValueError("a broken chain")
            places.append(start)
            start = following[start]
        return places

    def _entries(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int, int]]]:
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[start : start + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            first, size = struct.unpack_from("<II", entry, 116)
            if kind in {_STREAM, _ROOT}:
                yield entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace"), (kind, first, size)
