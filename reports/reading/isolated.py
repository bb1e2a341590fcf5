"""The reader of published reports as the rest of the project calls it: in a process apart."""

from typing import cast

from disclosure.documents.isolated import to_docx
from disclosure.documents.kinds import OtherTextFormat
from disclosure.isolation import call
from reports.editions.printed import PrintedReport


def printed_report(data: bytes, name: str) -> PrintedReport:
    """Read a published report; DOC, WPS, RTF and ODT through LibreOffice where it is installed.

    Raises Unreadable with a sentence, and Busy where too many files are being read.
    """
    try:
        return _read(data, name)
    except OtherTextFormat:
        return _read(to_docx(data, name), name)


def _read(data: bytes, name: str) -> PrintedReport:
    return cast(PrintedReport, call("reports.reading.report:read", data, name, about=name, size=len(data)))
