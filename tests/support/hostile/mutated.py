"""Ordinary files with a few bytes changed: of the file itself, or of the parts inside a ZIP."""

import io
import random
import zipfile
import zlib
from collections.abc import Iterator

_NUMBERS = (b"-1", b"0", b"nan", b"1e999", b"999999999999", b"\xc2\xb2", b"9" * 5000)


def mutations(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """As many files, the same for the same seed; of a ZIP every third is hurt itself, the others in their parts."""
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    parts = _parts(data)
    for number in range(count):
        if parts is None or number % 3 == 0:
            yield _mutated(data, chance)
        else:
            hurt = chance.sample(sorted(parts), min(len(parts), chance.choice((1, 1, 2))))
            yield _packed({name: _mutated(part, chance) if name in hurt else part for name, part in parts.items()})


def _parts(data: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error):
        return None


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def _mutated(data: bytes, chance: random.Random) -> bytes:
    hurt = bytearray(data)
    for _ in range(chance.choice((1, 2, 8))):
        if not hurt:
            break
        chance.choice((_flipped, _cut, _doubled, _moved, _renumbered))(hurt, chance)
    return bytes(hurt)


def _flipped(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 10, 1000, len(data)))]


def _doubled(data: bytearray, chance: random.Random) -> None:
    start, length = chance.randrange(len(data)), chance.choice((1, 20, 400))
    data[start:start] = data[start : start + length] * chance.choice((1, 2, 50))


def _moved(data: bytearray, chance: random.Random) -> None:
    start, length = chance.randrange(len(data)), chance.choice((4, 40, 400))
    piece = data[start : start + length]
    del data[start : start + length]
    at = chance.randrange(len(data) + 1)
    data[at:at] = piece


def _renumbered(data: bytearray, chance: random.Random) -> None:
    """A number between quotation marks or tags becomes one that nobody counts with."""
    places = [place for place in range(len(data)) if 48 <= data[place] <= 57 and data[place - 1] in b'">']
    if places:
        start = chance.choice(places)
        end = start
        while end < len(data) and 48 <= data[end] <= 57:
            end += 1
        data[start:end] = chance.choice(_NUMBERS)
