"""ZIP files that lie about their entries, or have too many of them."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from . import HostileFile

MB = 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is to be written, true or not; `at`: where its bytes stand, if not behind those before."""

    name: str
    raw: bytes
    size: int
    checksum: int = 0
    method: int = zipfile.ZIP_DEFLATED
    at: int | None = None
    packed: int | None = None


def entry(name: str, data: bytes) -> Entry:
    """An honest one."""
    return Entry(name, deflated(data), len(data), zlib.crc32(data))


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def zeros(megabytes: int, start: bytes = b"") -> bytes:
    """`start` and that many megabytes of blanks, packed: one block made once and repeated."""
    packer = zlib.compressobj(9, wbits=-15)
    first = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 4 * MB) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + block * (megabytes // 4) + packer.flush(zlib.Z_FINISH)


def written(entries: list[Entry]) -> bytes:
    """A ZIP of these entries, byte for byte as they say."""
    made, directory = io.BytesIO(), b""
    for one in entries:
        name = one.name.encode()
        offset = made.tell() if one.at is None else one.at
        packed = len(one.raw) if one.packed is None else one.packed
        common = struct.pack("<HHHHHIIIHH", 20, 0x800, one.method, 0, 33, one.checksum, packed, one.size, len(name), 0)
        if one.at is None:
            made.write(b"PK\x03\x04" + common + name + one.raw)
        directory += b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
    start = made.tell()
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), start, 0)
    return made.getvalue() + directory + end


def lying(parts: Mapping[str, bytes], part: str, *, megabytes: int = 1500) -> bytes:
    """These parts, of which one goes on for so long behind the end that it declares, and the checksum agrees."""
    start = parts[part]
    lie = Entry(part, zeros(megabytes, start), len(start), zlib.crc32(start))
    return written([lie if name == part else entry(name, data) for name, data in parts.items()])


def hostile() -> Iterator[HostileFile]:
    text = "正文".encode()
    yield HostileFile("假大小.zip", lying({"一.txt": text}, "一.txt"), "unpacks to 1.5 GB, declares six bytes")
    yield HostileFile("短.zip", written([Entry("一.txt", deflated(text), 5 * MB, 0)]), "declares more than it holds")
    big = zeros(280)
    yield HostileFile(
        "重叠.zip",
        written([Entry("0.txt", big, 280 * MB), *(Entry(f"{n}.txt", big, 280 * MB, at=0) for n in range(1, 150))]),
        "150 entries of the same bytes",
    )
    yield HostileFile(
        "同名.zip", written([entry("一.txt", text), entry("一.txt", b"other")]), "two entries of one name"
    )
    yield HostileFile("很多.zip", _many(6000), "6,000 entries")
    yield HostileFile("多而小.zip", written([entry(f"{n}.txt", b"x") for n in range(4000)]), "4,000 files")
    packed = lzma.compress(b" " * 4 * MB, lzma.FORMAT_ALONE)
    lzma_entry = Entry("一.txt", struct.pack("<BBH", 9, 4, 5) + packed[:5] + packed[13:], 4 * MB, method=14)
    yield HostileFile("LZMA.zip", written([lzma_entry]), "a method that unpacks without a limit in between")
    yield HostileFile("名.zip", written([entry("../" * 9000 + "etc/passwd", text), entry("a\0b.txt", text)]), "names")
    yield HostileFile("空.zip", b"PK\x05\x06" + b"\0" * 18, "no entries")
    yield HostileFile("断.zip", written([entry("一.txt", text)])[:-15], "cut off within its directory")
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    yield HostileFile("64.zip", b"PK\x03\x04" + b"\0" * 40 + end, "a directory of four gigabytes")
    yield HostileFile("套.zip", _nested(40), "archives within archives")


def _many(count: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(count):
            archive.writestr(str(number), b"")
    return made.getvalue()


def _nested(depth: int) -> bytes:
    inside = b"x"
    for _ in range(depth):
        inside = written([entry("内.zip", inside)])
    return inside
