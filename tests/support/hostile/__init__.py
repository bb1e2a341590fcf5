"""Files made to hurt whoever reads them: small on disk, endless to read. Each stands for its kind.

Every module of this package holds one family of formats and gives its files by one function, `hostile()`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostileFile:
    """`name` with the ending by which it is sent; `about` says what is wrong with it."""

    name: str
    data: bytes
    about: str
