"""How much the streams of a PDF become once unpacked, told without keeping what comes out."""

import base64
import binascii
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

FLATE = {"/FlateDecode", "/Fl"}
LZW = {"/LZWDecode", "/LZW"}
RUNS = {"/RunLengthDecode", "/RL"}
ASCII85, HEX = {"/ASCII85Decode", "/A85"}, {"/ASCIIHexDecode", "/AHx"}
MOST_FILTERS = 4  # programs that write PDF use one, old ones two, one of them for plain ASCII
_STEP = 2**20  # bytes that are unpacked at a time
_CLEAR, _END = 256, 257  # codes of LZW that are no letters
_LONGEST_CODE = 12


class TooLarge(Exception):  # says what the stream is
    """More comes out than was allowed."""


def filters_of(stream: Any) -> list[str]:
    """The filters by name, in the sequence in which they are undone."""
    given = stream.get("/Filter")
    if isinstance(given, pikepdf.Array):
        return [str(one) for one in list(given)[: MOST_FILTERS + 1]]
    return [] if given is None else [str(given)]


def unpacked_size(stream: Any, most: int) -> int:
    """Bytes that come out of all filters, those of pictures left as they are; raises TooLarge over `most`.

    The size is counted by what every step gives, so that no library has to hold it: predictors never lengthen it.
    """
    filters = filters_of(stream)
    if len(filters) > MOST_FILTERS:
        raise TooLarge
    data = stream.read_raw_bytes()
    for place, name in enumerate(filters):
        if name in _PLAIN:
            data = _PLAIN[name](data)
        elif name not in _PACKED:
            break
        elif place + 1 == len(filters):
            return _PACKED[name](data, most)
        elif name in FLATE:
            data = b"".join(_within(_inflated(data), most))
        else:
            raise TooLarge  # nothing comes after these in any program's files
    return len(data)


def _inflated(data: bytes) -> Iterator[bytes]:
    """A step at a time, as far as the data are sound."""
    unpacker = zlib.decompressobj()
    try:
        while data and not unpacker.eof:
            yield unpacker.decompress(data, _STEP)
            data = unpacker.unconsumed_tail
    except zlib.error:
        return


def _within(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooLarge
        yield piece


def _size_of_flate(data: bytes, most: int) -> int:
    return sum(len(piece) for piece in _within(_inflated(data), most))


def _size_of_lzw(data: bytes, most: int) -> int:
    """From the codes alone: each new one stands for one letter more than the one read before it."""
    lengths, size, before = [1] * 258, 0, 0
    bits = held = place = 0
    while place < len(data) or held >= _LONGEST_CODE:
        width = min(max(len(lengths) + 1, 511).bit_length(), _LONGEST_CODE)
        while held < width and place < len(data):
            bits, held, place = (bits << 8 | data[place]) & 0xFFFFFF, held + 8, place + 1
        if held < width:
            break
        held -= width
        code = bits >> held & (1 << width) - 1
        if code == _END:
            break
        if code == _CLEAR:
            lengths, before = [1] * 258, 0
            continue
        length = lengths[code] if code < len(lengths) else before + 1
        if before and len(lengths) < 1 << _LONGEST_CODE:
            lengths.append(before + 1)
        size, before = size + length, length
        if size > most:
            raise TooLarge
    return size


def _size_of_runs(data: bytes, most: int) -> int:
    size = len(data) * 64  # two bytes become 128 at most
    if size > most:
        raise TooLarge
    return size


def _ascii85(data: bytes) -> bytes:
    try:
        return base64.a85decode(data.strip().removesuffix(b"~>"), ignorechars=b" \t\n\r\v\f\0")
    except ValueError:
        return data * 4  # z stands for four zeros


def _hex(data: bytes) -> bytes:
    try:
        return binascii.unhexlify(b"".join(data.strip().removesuffix(b">").split()))
    except binascii.Error:
        return data


_PACKED: dict[str, Callable[[bytes, int], int]] = {
    **dict.fromkeys(FLATE, _size_of_flate),
    **dict.fromkeys(LZW, _size_of_lzw),
    **dict.fromkeys(RUNS, _size_of_runs),
}
_PLAIN: dict[str, Callable[[bytes], bytes]] = {**dict.fromkeys(ASCII85, _ascii85), **dict.fromkeys(HEX, _hex)}
