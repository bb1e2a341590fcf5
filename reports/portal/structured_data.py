"""Reports as schema.org data, for search engines."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from disclosure.portal.common.site import Site
from disclosure.portal.items.structured_data import dataset, datasets_data, organisation
from reports.models import Revision
from reports.rendering import FORMATS

from .files import KINDS
from .published import PublishedReport

_TABLES = ("csv", "json")  # the formats that hold figures for programs


def report_data(request: HttpRequest, site: Site, published: PublishedReport, revision: Revision) -> SafeString:
    year, title = published.report.year, revision.title

    def file(kind: str) -> str:
        return site.address("report-file", year=year, format=kind)

    publisher = organisation(site.authority, request.build_absolute_uri(site.home))
    report: dict[str, Any] = {
        "@type": "Report",
        "name": title,
        "url": request.build_absolute_uri(site.address("report", year=year)),
        "inLanguage": "zh-CN",
        "datePublished": localdate(published.first_published_at).isoformat(),
        "dateModified": localdate(revision.published_at).isoformat(),
        "isAccessibleForFree": True,
        "author": publisher,
        "publisher": publisher,
        "encoding": [
            {
                "@type": "MediaObject",
                "encodingFormat": FORMATS[kind].media_type.partition(";")[0],
                "contentUrl": request.build_absolute_uri(file(kind)),
            }
            for kind in KINDS
        ],
    }
    figures = dataset(
        request,
        site,
        f"{title}数据",
        f"{title}各表的全部数据，每项一行。",
        map(file, _TABLES),
        updated_on=localdate(revision.published_at),
        years=str(year),
    )
    return datasets_data(report, figures)


def figures_data(request: HttpRequest, site: Site, reports: Sequence[PublishedReport]) -> SafeString:
    if not reports:
        return SafeString("")
    years = [one.report.year for one in reports]
    name = f"{site.authority.name}历年政府信息公开工作年度报告数据"
    newest = max(localdate(one.current.published_at) for one in reports)
    says = f"{site.authority.name}历年年度报告各表的全部数据，每项一行，各年相接。"
    span = f"{min(years)}/{max(years)}"
    files = [site.address("report-figures")]
    return datasets_data(dataset(request, site, name, says, files, updated_on=newest, years=span))
