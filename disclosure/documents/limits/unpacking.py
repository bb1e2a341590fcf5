"""ZIP read so that a part never costs more than it declares, and that every program sees the same parts.

Raises zipfile.BadZipFile for whatever office programs never write: the caller has the sentence.
"""

import copy
import io
import itertools
import zipfile
from collections import Counter
from collections.abc import Iterator

from . import CHUNK, MOST_PARTS, MOST_RECORDS

_RECORD = b"PK\x01\x02"
_LOCAL = 30  # bytes of a local header without its name
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))  # the others unpack without a limit in between


class TooManyParts(zipfile.BadZipFile):
    """The list of entries alone would take the memory."""


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive with its entries looked through, none of them read."""
    if data.count(_RECORD) > MOST_RECORDS:
        raise TooManyParts("too many entries")
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise TooManyParts("too many entries")
    if any(count > 1 for count in Counter(part.filename for part in parts).values()):
        raise zipfile.BadZipFile("two entries of one name: which one is read depends on the program")
    if any(part.compress_type not in _METHODS for part in parts):
        raise zipfile.BadZipFile("a method of compression that office programs do not write")
    ordered = sorted(parts, key=lambda part: part.header_offset)
    for before, after in itertools.pairwise(ordered):
        if before.header_offset + _LOCAL + before.compress_size > after.header_offset:
            raise zipfile.BadZipFile("entries that share their bytes")
    return archive


def chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part holds, piece by piece, ending where it gives more or less than it declares."""
    asked = copy.copy(part)
    asked.file_size += 1  # the library stops at the declared size without looking whether there is more
    left = part.file_size
    with archive.open(asked) as stream:
        while chunk := stream.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile("a part larger than it declares")
            yield chunk
    if left:
        raise zipfile.BadZipFile("a part smaller than it declares")
