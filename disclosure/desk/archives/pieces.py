"""件号: consecutive within an authority and an archival year; a file packed again keeps its number."""

from collections.abc import Iterable

from disclosure.errors import Refused
from disclosure.models import ArchivedFile, Authority

from .folder import PackedFolder


class Pieces:
    """Numbers given out before, and in the package that is being written; one query."""

    def __init__(self, authority: Authority, folders: Iterable[PackedFolder]) -> None:
        self._given = _given(authority) | {(one.application, one.record.year): one.record.piece for one in folders}
        self._last: dict[int, int] = {}
        for (_, year), piece in self._given.items():
            self._last[year] = max(piece, self._last.get(year, 0))

    def of(self, application: int, year: int) -> int:
        """Return the number that the file has, or the next one, which is given out by `give`."""
        return self._given.get((application, year), self._last.get(year, 0) + 1)

    def give(self, application: int, year: int, piece: int) -> None:
        """Keep a number for a file that was packed: one that could not be leaves no gap."""
        self._given[(application, year)] = piece
        self._last[year] = max(piece, self._last.get(year, 0))


def require_free(authority: Authority, folders: Iterable[PackedFolder]) -> None:
    """Raise Refused where a number in the package has become another file's. Under the authority's lock; one query."""
    taken = {(year, piece): application for (application, year), piece in _given(authority).items()}
    for folder in folders:
        owner = taken.get((folder.record.year, folder.record.piece), folder.application)
        if owner != folder.application:
            raise Refused("打包期间另有人打了归档包，件号重复。这个包没有登记，请重新打包。")


def _given(authority: Authority) -> dict[tuple[int, int], int]:
    rows = ArchivedFile.objects.filter(package__authority=authority).order_by("pk")
    return {(application, year): piece for application, year, piece in rows.values_list("application", "year", "piece")}
