"""The report as downloads."""

from urllib.parse import quote

from django.core.cache import cache
from django.http import HttpResponse

from disclosure.models import Authority
from reports.desk.subjects import published_document
from reports.models import Revision
from reports.rendering import FORMATS, csv

from .published import PublishedReport, fingerprint, reports_with_contents

KEPT = 60 * 60  # seconds that a rendered file stays in memory


# What the public is offered, with its name: for reading on paper first.
KINDS = {"pdf": "版式文件", "docx": "文字文档", "xlsx": "电子表格", "csv": "数据清单", "json": "结构化数据"}


def file_response(format: str, published: PublishedReport, revision: Revision) -> HttpResponse:  # noqa: A002 as in the address
    response = HttpResponse(rendered_file(format, published, revision), content_type=FORMATS[format].media_type)
    response.headers["Content-Disposition"] = _disposition(format, published, revision)
    return response


def figures_response(authority: Authority) -> HttpResponse:
    """The figures of all years in one file; one query."""
    documents = (published_document(one.report, one.current, one.revisions) for one in reports_with_contents(authority))
    response = HttpResponse(csv.several(documents), content_type=FORMATS["csv"].media_type)
    title = f"{authority.name}历年政府信息公开工作年度报告数据"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{authority.code}-figures.csv\"; filename*=UTF-8''{quote(f'{title}.csv', safe='')}"
    )
    return response


def rendered_file(format: str, published: PublishedReport, revision: Revision) -> bytes:  # noqa: A002 as above
    """The bytes of a revision; cached, since a revision never changes."""

    def render() -> bytes:
        return FORMATS[format].render(published_document(published.report, revision))

    key = f"report:{fingerprint(published, revision)}:{format}"
    return cache.get_or_set(key, render, KEPT)  # type: ignore[return-value]


def _disposition(format: str, published: PublishedReport, revision: Revision) -> str:  # noqa: A002 as above
    """The title as file name (RFC 6266), and an ASCII one for clients that know no other."""
    replaced = published.successor(revision) is not None
    title = f"{revision.title}（第{revision.number}版，已更正）" if replaced else revision.title
    mark = f"-{revision.number}" if replaced else ""
    plain = f"{published.report.authority.code}-{published.report.year}{mark}.{format}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(f'{title}.{format}', safe='')}"
