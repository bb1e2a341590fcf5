"""Ordinary files broken by chance, the same ways each time: what storage, mail and bad luck do to them."""

import random
from collections.abc import Callable, Iterator

NUMBERS = (
    b"0",
    b"-1",
    b"255",
    b"65536",
    b"4294967295",
    b"99999999999",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
)
LONGEST = 200  # bytes that one change reaches


def mutations(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`count` files that each differ from `data` in one to four places."""
    chance = random.Random(seed)  # noqa: S311  # to be the same each time is its use
    for _ in range(count):
        made = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            chance.choice(WAYS)(made, chance)
        yield bytes(made)


def _range(made: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(max(len(made), 1))
    return start, min(start + chance.randint(1, LONGEST), len(made))


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
    """Where digits stand, if there are any, other digits; somewhere, bytes that are read as a length."""
    digits = [place for place in range(len(made)) if 0x30 <= made[place] <= 0x39] if chance.random() < 0.5 else []
    start = chance.choice(digits) if digits else chance.randrange(max(len(made), 1))
    number = chance.choice(NUMBERS)
    made[start : start + (1 if digits else len(number))] = number


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip,
    _cut_out,
    _cut_off,
    _repeat,
    _blank,
    _swap,
    _number,
)
