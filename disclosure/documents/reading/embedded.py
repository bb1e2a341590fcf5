"""A file inside a file: its reader hands it on, and `reading` opens it as any other, so no reader calls the others."""

from dataclasses import dataclass

from disclosure.documents.limits.budget import Budget


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """`budget` is shared with the file around it; None gives it one of its own."""

    name: str
    data: bytes
    budget: Budget | None = None
