"""Documents → files. Renderers take a `Document` and make no query."""

from collections.abc import Callable
from dataclasses import dataclass

from . import csv, docx, html, json, pdf, xlsx
from .document import ReportDocument


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its renderer, media type and file extension."""

    render: Callable[[ReportDocument], bytes]
    media_type: str
    extension: str


class UnknownFormat(LookupError):
    """There is no such file format."""


class _Formats(dict[str, Format]):
    """The formats by name; an unknown name raises UnknownFormat, which lists the known ones."""

    def __missing__(self, name: str) -> Format:
        raise UnknownFormat(f"不能导出为「{name}」，可选的文件格式有：{'、'.join(self)}。")


_OFFICE = "application/vnd.openxmlformats-officedocument."

FORMATS = _Formats(
    docx=Format(docx.render, f"{_OFFICE}wordprocessingml.document", "docx"),
    xlsx=Format(xlsx.render, f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    pdf=Format(pdf.render, "application/pdf", "pdf"),
    html=Format(html.render, "text/html; charset=utf-8", "html"),
    csv=Format(csv.render, "text/csv; charset=utf-8", "csv"),
    json=Format(json.render, "application/json", "json"),
)
