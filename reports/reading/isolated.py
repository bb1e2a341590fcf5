"""The reader of published reports as the rest of the project calls it: in a process apart."""

from typing import cast

from disclosure.isolation import call
from reports.editions.printed import PrintedReport


def printed_report(data: bytes, name: str) -> PrintedReport:
    """Read a published report; raises Unreadable with a sentence, and Busy where too many files are being read."""
    return cast(PrintedReport, call("reports.reading.report:read", data, name, about=name, size=len(data)))
