"""Files from outside made into PDF/A, in a process apart as every reading of them (`disclosure.isolation`)."""

from datetime import date

from disclosure.documents.archiving.results import ArchivalCopy
from disclosure.isolation import Limits, call
from disclosure.isolation.limits import MEMORY, MOST_SECONDS, WALL

# Drawing 300 pages takes a minute and a half; nobody waits for it but whoever packs.
_LIMITS = Limits(2 * MOST_SECONDS, 2 * MOST_SECONDS * WALL, MEMORY)


def archival_copy(data: bytes, name: str, title: str, day: date, *, is_ours: bool = False) -> ArchivalCopy:
    """Make a file into PDF/A under this title; raises Unreadable where that took too much, Busy where too many wait.

    `is_ours`: this program set its pages.
    """
    job = f"{__package__}.copies:archival"
    return call(job, data, name, title, day, is_ours, about=name, size=len(data), limits=_LIMITS)
