"""Links that narrow a list: from a figure of the annual report to the records behind it.

`disclosure` knows nothing of reports. Whoever can resolve the value of `?figure=` registers a function in
`FIGURE_FILTERS`; the lists ask them in turn.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest

FIGURE_PARAMETER = "figure"


class Narrowed(NamedTuple):
    """The records that a link leaves of a list: 只显示`what`的记录, and the address to go back to, if any."""

    records: QuerySet
    what: str
    back: str = ""


Answer = tuple[QuerySet, str] | tuple[QuerySet, str, str] | None
FIGURE_FILTERS: list[Callable[[HttpRequest, QuerySet], Answer]] = []


def narrowed(request: HttpRequest, records: QuerySet[Any]) -> Narrowed | None:
    """Return the records behind the figure that the address names; None for an unknown figure."""
    answers = (resolve(request, records) for resolve in FIGURE_FILTERS)
    answer = next((answer for answer in answers if answer is not None), None)
    return Narrowed(*answer) if answer else None
