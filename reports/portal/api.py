"""年度报告 in the API: the list, and each report in the format of `/reports/YEAR.json`."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from ninja import Path, Router
from pydantic import Field

import disclosure.portal.common.converters  # noqa: F401 makes `year` known
from disclosure.portal.api.endpoint import endpoint, site_of_request
from disclosure.portal.api.schemas import Model
from disclosure.portal.common.site import Missing

from .files import KINDS, rendered_file
from .published import published_report, published_reports

router = Router(tags=["年度报告"])
Year = Annotated[int, Path(title="年份", description="四位数字，如 2020。")]


class ReportFile(Model, title="报告文件"):
    kind: str = Field(title="文件格式")
    label: str = Field(title="名称")
    url: str = Field(title="下载网址")


class ReportEntry(Model, title="年度报告目录的一条"):
    year: int = Field(title="年份")
    title: str = Field(title="标题")
    revision: int = Field(title="第几版", description="每更正一次增加1。")
    published_at: datetime = Field(title="首次发布时间")
    corrected_at: datetime | None = Field(title="更正时间", description="没有更正过的为空值。")
    url: str = Field(title="网页")
    api_url: str = Field(title="本年报告的接口网址")
    files: list[ReportFile] = Field(title="文件")


class ReportsAnswer(Model, title="年度报告目录"):
    reports: list[ReportEntry] = Field(title="已发布的年度报告", description="从新到旧。")


class ReportAuthority(Model, title="报告的行政机关"):
    code: str = Field(title="代码")
    name: str = Field(title="名称", description="落款所用的名称。")


class ReportText(Model, title="报告的一段文字"):
    slot: str = Field(title="位置代号")
    html: str = Field(title="文字", description="网页格式。")
    lines: list[str] = Field(title="纯文字", description="每段一行。")


class ReportCell(Model, title="单元格"):
    """A cell; rows and columns count from 0."""

    row: int = Field(title="行", description="从0起。")
    column: int = Field(title="列", description="从0起。")
    rowspan: int = Field(title="占几行")
    colspan: int = Field(title="占几列")
    header: bool = Field(title="是否表头")
    text: str = Field(title="文字")
    figure: str | None = Field(title="数据代号", description="固定文字的单元格为空值。")
    value: int | float | None = Field(title="数据")


class ReportTable(Model, title="报告的一张表"):
    key: str = Field(title="表的代号")
    title: str = Field(title="表的标题")
    columns: int = Field(title="列数")
    header_rows: int = Field(title="表头的行数")
    rows: list[list[str]] = Field(title="各行文字", description="合并的单元格只在其第一行出现。")
    cells: list[ReportCell] = Field(title="单元格")


class ReportSection(Model, title="报告的一部分"):
    heading: str = Field(title="标题", description="开头的说明没有标题，为空。")
    texts: list[ReportText] = Field(title="文字")
    tables: list[ReportTable] = Field(title="表")


class ReportFigure(Model, title="报告的一项数据"):
    key: str = Field(title="数据代号", description="各年相同。")
    table: str = Field(title="表的代号")
    row: str = Field(title="行")
    column: str = Field(title="列")
    value: int | float | None = Field(title="数据")
    unit: str = Field(title="单位", description="count 为件数或个数，money 为万元。")
    formula: bool = Field(title="是否合计")


class ReportAnswer(Model, title="年度报告"):
    """A whole report, as `reports.rendering.json` writes it."""

    authority: ReportAuthority = Field(title="行政机关")
    year: int = Field(title="年份")
    edition: str = Field(title="格式代号")
    title: str = Field(title="标题")
    state: str = Field(title="状态", description="已发布的为空。")
    revision: int = Field(title="第几版")
    origin: str = Field(title="来源", description="counted：本站编制；historical：由原已公布的文件读入，数据按原件。")
    signed_on: date | None = Field(title="落款日期")
    notes: list[str] = Field(title="更正说明")
    sections: list[ReportSection] = Field(title="各部分")
    figures: list[ReportFigure] = Field(title="全部数据")


@endpoint(
    router,
    "reports/",
    ReportsAnswer,
    name="reports",
    title="年度报告目录",
    says="已发布的政府信息公开工作年度报告及其文件。",
    sample="",
)
def reports(request: HttpRequest) -> ReportsAnswer:
    """The published reports; two queries."""
    return ReportsAnswer(reports=list(_entries(request)))


@endpoint(
    router,
    "reports/{year:year}/",
    ReportAnswer,
    name="report",
    title="一年的年度报告",
    says="一年报告的全文、各表和全部数据，以最近一次更正后的为准。网址见年度报告目录。",
)
def report(request: HttpRequest, year: Year) -> HttpResponse:
    site = site_of_request(request)
    published = published_report(site.authority, year)
    if published is None:
        raise Missing(f"{site.authority.name}没有发布{year}年的政府信息公开工作年度报告。")
    content = rendered_file("json", published, published.current)
    return HttpResponse(content, content_type="application/json; charset=utf-8")


def _entries(request: HttpRequest) -> Iterator[ReportEntry]:
    site, root = site_of_request(request), request.build_absolute_uri("/").rstrip("/")
    for published in published_reports(site.authority):
        year, current = published.report.year, published.current
        yield ReportEntry(
            year=year,
            title=current.title,
            revision=current.number,
            published_at=_second(published.first_published_at),
            corrected_at=_second(current.published_at) if published.is_corrected else None,
            url=root + site.address("report", year=year),
            api_url=root + site.address("api-report", year=year),
            files=[
                ReportFile(kind=kind, label=label, url=root + site.address("report-file", year=year, format=kind))
                for kind, label in KINDS.items()
            ],
        )


def _second(moment: datetime) -> datetime:
    return localtime(moment).replace(microsecond=0)
