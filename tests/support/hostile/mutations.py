"""Ordinary files broken by chance, the same ways each time: what storage, mail and bad luck do to them."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator

# Where a file has digits: numbers that nobody counts with. Elsewhere: bytes that are read as a length.
DIGITS = (b"-1", b"0", b"nan", b"1e999", b"65536", b"4294967295", b"999999999999", b"\xc2\xb2", b"9" * 5000)
BYTES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"255", b"99999999999")
LONGEST = 400  # bytes that one change reaches


def mutations(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`count` files that each differ in one to four places; of a ZIP two of three are changed within one or two parts."""
    chance = random.Random(seed)  # noqa: S311  # to be the same each time is its use
    parts = _parts(data)
    for number in range(count):
        if parts is None or number % 3 == 0:
            yield _changed(data, chance)
        else:
            hurt = chance.sample(sorted(parts), min(len(parts), chance.choice((1, 1, 2))))
            yield _packed({name: _changed(part, chance) if name in hurt else part for name, part in parts.items()})


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


def _changed(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        chance.choice(WAYS)(made, chance)
    return bytes(made)


def _range(made: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(max(len(made), 1))
    return start, min(start + chance.choice((1, 20, chance.randint(1, LONGEST))), len(made))


def _flip(made: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        if made:
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)


def _cut_out(made: bytearray, chance: random.Random) -> None:
    start, end = _range(made, chance)
    del made[start:end]


def _cut_off(made: bytearray, chance: random.Random) -> None:
    del made[chance.randrange(len(made) // 2, len(made) + 1) :]


def _repeat(made: bytearray, chance: random.Random) -> None:
    start, end = _range(made, chance)
    made[end:end] = made[start:end] * chance.randint(1, 20)


def _blank(made: bytearray, chance: random.Random) -> None:
    start, end = _range(made, chance)
    made[start:end] = bytes(end - start)


def _swap(made: bytearray, chance: random.Random) -> None:
    (one, one_end), (other, other_end) = sorted((_range(made, chance), _range(made, chance)))
    if one_end <= other:
        made[one:other_end] = made[other:other_end] + made[one_end:other] + made[one:one_end]


def _number(made: bytearray, chance: random.Random) -> None:
    digits = [place for place in range(len(made)) if 0x30 <= made[place] <= 0x39] if chance.random() < 0.7 else []
    if digits:
        start = end = chance.choice(digits)
        while end < len(made) and 0x30 <= made[end] <= 0x39:
            end += 1
        made[start:end] = chance.choice(DIGITS)
    else:
        start, number = chance.randrange(max(len(made), 1)), chance.choice(BYTES)
        made[start : start + len(number)] = number


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    *(_flip, _cut_out, _cut_off, _repeat, _blank, _swap),
    *(_number, _number),
)
