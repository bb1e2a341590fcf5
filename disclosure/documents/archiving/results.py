"""What is told of a file that goes into an archive package, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfReport:
    """`level`: the part and level of PDF/A that the file declares, such as "2a"; empty without a declaration.

    `faults`: sentences about what contradicts PDF/A, none where all that is looked at is in order.
    """

    pages: int
    level: str
    faults: tuple[str, ...] = ()

    @property
    def is_archival(self) -> bool:
        return bool(self.level) and not self.faults


@dataclass(frozen=True, slots=True)
class ArchivalCopy:
    """A file as PDF/A. `data` is None where it cannot be: `why_not` says why, and the original goes in as it is.

    `how`: how the copy came about; empty where the file itself is PDF/A already and `data` are its own bytes.
    """

    data: bytes | None
    level: str = ""
    pages: int = 0
    how: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A stored (uncompressed) file of a package: `offset` is that of its header."""

    name: str
    offset: int
    size: int
    crc: int
