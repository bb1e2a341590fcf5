"""Folded texts as the pieces that databases index: every two neighbouring characters, and the last one of each line.

A string of two or more characters stands in a line exactly where its pieces stand one after another; a single character
stands where a piece begins with it. A character is written as four figures and letters, so no database needs an opinion
on what a letter is, and nothing that somebody types is ever part of a statement.
"""

from collections.abc import Iterable
from hashlib import blake2b
from operator import add

LONGEST_TERM = 100  # characters
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class _Codes(dict[str, str]):
    """Map a character to four digits of base 36; none begins with `x`, `y` or `z`."""

    def __missing__(self, char: str) -> str:
        rest, code = ord(char), ""
        for _ in range(4):
            rest, digit = divmod(rest, 36)
            code = _DIGITS[digit] + code
        self[char] = code
        return code


_CODES = _Codes()


def pieces(line: str) -> list[str]:
    """Return the pieces of one folded line; empty for an empty one."""
    codes = [_CODES[char] for char in line]
    return [*map(add, codes, codes[1:]), *codes[-1:]]


def stream(lines: Iterable[str]) -> list[str]:
    """Return the pieces of several lines in order; no phrase crosses the end of a line."""
    return [piece for line in lines for piece in pieces(line)]


def phrase(term: str) -> list[str]:
    """Return the pieces that follow each other wherever `term` (folded, at least two characters) occurs."""
    codes = [_CODES[char] for char in term]
    return [*map(add, codes, codes[1:])]


def beginning(char: str) -> str:
    """Return the prefix of a piece that begins with this character."""
    return _CODES[char]


def whole(line: str) -> str:
    """Return one piece for a whole line, different from all other pieces."""
    return f"x{blake2b(line.encode(), digest_size=12).hexdigest()}"
