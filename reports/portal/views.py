"""政府信息公开年报: the list by year, a report as a page and as files, and its earlier revisions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from disclosure.portal.common.pages import conditional_response, data, page, public, with_etag
from disclosure.portal.common.site import Link, Missing, Site, site_of
from reports.models import Revision

from .files import KINDS, figures_response, file_response
from .published import PublishedReport, fingerprint, other_authorities, published_report, published_reports
from .reading import downloads, entry, history, sections
from .structured_data import figures_data, report_data
from .trends import all_years, neighbouring_years

COLUMN = "政府信息公开年报"


@page
def report_list(request: HttpRequest, site: Site) -> HttpResponse:
    others = [
        Link(authority.name, site_of(authority).address("reports")) for authority in other_authorities(site.authority)
    ]
    reports = published_reports(site.authority, figures=True)
    context = {
        "site": site,
        "crumbs": [Link(COLUMN)],
        "entries": [entry(site, published) for published in reports],
        "data": figures_data(request, site, reports),
        "figures": site.address("report-figures"),
        "others": others,
        "trends": all_years(site, reports, localdate()),
    }
    return render(request, "portal/reports/list.html", context)


@page
def report(request: HttpRequest, site: Site, year: int) -> HttpResponse:
    published = _published_or_404(site, year)
    return _report_page(request, site, published, published.current)


@page
def report_revision(request: HttpRequest, site: Site, year: int, number: int) -> HttpResponse:
    published = _published_or_404(site, year)
    revision = _revision_or_404(site, published, number)
    if revision is published.current:
        return redirect(site.address("report", year=year))
    return _report_page(request, site, published, revision)


@public
def report_file(request: HttpRequest, site: Site, year: int, format: str) -> HttpResponse:  # noqa: A002 as in the address
    published = _published_or_404(site, year)
    return _file(request, _known_format(site, year, format), published, published.current)


@public
def report_revision_file(request: HttpRequest, site: Site, year: int, number: int, format: str) -> HttpResponse:  # noqa: A002 as in the address
    published = _published_or_404(site, year)
    return _file(request, _known_format(site, year, format), published, _revision_or_404(site, published, number))


@data
@with_etag
def report_figures(request: HttpRequest, site: Site) -> HttpResponse:  # noqa: ARG001 a view
    return figures_response(site.authority)


@public
def report_as_html(request: HttpRequest, site: Site, year: int) -> HttpResponse:  # noqa: ARG001 a view
    """`/reports/2020.html`: redirects to the page, which is the HTML."""
    return redirect(site.address("report", year=year), permanent=True)


@public
def redirect_to_file(request: HttpRequest, site: Site, year: int, format: str) -> HttpResponse:  # noqa: A002, ARG001 a view
    """`/reports/2020/.docx` and the like, as readers might type them."""
    return redirect(site.address("report-file", year=year, format=format), permanent=True)


def _report_page(request: HttpRequest, site: Site, published: PublishedReport, revision: Revision) -> HttpResponse:
    context = {
        "site": site,
        "crumbs": [Link(COLUMN, site.address("reports")), *_crumbs(site, published, revision)],
        "year": published.report.year,
        "title": _split_title(revision.title, published.report.year),
        "revision": revision,
        "is_historical": published.report.is_historical,
        "first_published_at": published.first_published_at,
        "successor": published.successor(revision),
        "current": site.address("report", year=published.report.year),
        "history": history(site, published),
        "sections": sections(published, revision),
        "downloads": downloads(site, published, revision),
        "trends": neighbouring_years(site, published) if revision is published.current else None,
    }
    if revision is published.current:
        context["data"] = report_data(request, site, published, revision)
    return render(request, "portal/reports/report.html", context)


def _split_title(title: str, year: int) -> tuple[str, str]:
    """A title in two parts: it may break after 「…年」 (GB/T 9704, 7.3.1)."""
    head, mark, tail = title.partition(f"{year}年")
    return head + mark, tail


def _crumbs(site: Site, published: PublishedReport, revision: Revision) -> list[Link]:
    year = published.report.year
    if revision is published.current:
        return [Link(f"{year}年")]
    return [Link(f"{year}年", site.address("report", year=year)), Link(f"第{revision.number}版")]


def _file(request: HttpRequest, format: str, published: PublishedReport, revision: Revision) -> HttpResponse:  # noqa: A002 as in the address
    etag = f'"{fingerprint(published, revision)}-{format}"'
    return conditional_response(
        request, etag, lambda: file_response(format, published, revision), modified=revision.published_at
    )


def _published_or_404(site: Site, year: int) -> PublishedReport:
    published = published_report(site.authority, year)
    if published is None:
        raise Missing(f"{site.authority.name}没有发布{year}年的政府信息公开工作年度报告。", _to_list(site))
    return published


def _revision_or_404(site: Site, published: PublishedReport, number: int) -> Revision:
    revision = published.revision(number)
    if revision is None:
        year = published.report.year
        current = Link(f"{year}年年度报告", site.address("report", year=year))
        raise Missing(f"{year}年的年度报告没有第{number}版。", current, _to_list(site))
    return revision


def _known_format(site: Site, year: int, format: str) -> str:  # noqa: A002 as in the address
    if format not in KINDS:
        reading = Link(f"{year}年年度报告", site.address("report", year=year))
        raise Missing("年度报告不提供这种格式的文件。", reading, _to_list(site))
    return format


def _to_list(site: Site) -> Link:
    return Link("按年份查看已发布的年度报告", site.address("reports"))
