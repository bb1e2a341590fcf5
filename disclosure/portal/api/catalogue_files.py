"""The catalogue (条例 art. 12) as a file, of the whole, a column, a year: streamed, however many items there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from itertools import chain
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.timezone import localdate, now

from disclosure.exchange.exporting import as_csv
from disclosure.exchange.folding import neutralised
from disclosure.models import Item
from disclosure.portal.common.columns import CATALOGUE, ColumnNode, ColumnTree
from disclosure.portal.common.listing import ListQuery
from disclosure.portal.common.pages import conditional_response, data
from disclosure.portal.common.site import Link, Missing, Site
from disclosure.portal.items.structured_data import dataset

from .answers import ROW_FIELDS, Answers

AT_ONCE = 1000  # items
KINDS = {"csv": ("CSV", "text/csv; charset=utf-8"), "json": ("JSON", "application/json; charset=utf-8")}
HEADINGS = (
    "索引号", "标题", "发文字号", "栏目", "发布机构", "成文日期", "发布日期", "有效性", "内容概述", "主题词", "地址",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The items of a site, newest first, with what their rows need."""

    title: str
    items: QuerySet[Item]
    columns: ColumnTree
    rows: Answers

    def as_csv(self) -> Iterator[bytes]:
        """Stream the rows for spreadsheets, with dates like 2020-01-31."""
        return as_csv(chain([HEADINGS], map(self._cells, self._read())))

    def as_json(self) -> Iterator[bytes]:
        """Stream the rows for programs, one a line."""
        authority = self.rows.named(self.rows.site.authority).model_dump_json()
        before = f'{{"authority":{authority},"items":[\n'
        for item in self._read():
            yield f"{before}{self.rows.row(item, self.columns.column_of(item).category).model_dump_json()}".encode()
            before = ",\n"
        yield (before if before.startswith("{") else "").encode() + b"\n]}\n"

    def etag(self, asked: str) -> str:
        """Compute a tag from the items, the latest change, and the day, on which validity may end."""
        state = self.items.order_by().aggregate(Count("pk"), Sum("pk"), Max("changed_at"))
        paths = [self._path(column) for column in self.columns.all]
        shown = (asked, state, paths, self.rows.site.authority.name, self.rows.root, self.rows.today)
        return f'"{blake2b(repr(shown).encode(), digest_size=12).hexdigest()}"'

    def _read(self) -> Iterator[Item]:
        return self.items.only(*ROW_FIELDS).order_by("-published_on", "-pk").iterator(chunk_size=AT_ONCE)

    def _cells(self, item: Item) -> list[str]:
        published_on = item.published_on.isoformat() if item.published_on else ""
        texts = (item.index_number, item.title, item.document_number, self._path(self.columns.column_of(item)))
        more = (item.validity_on(self.rows.today).label, item.summary, item.keywords)
        return [
            *map(neutralised, texts),
            neutralised(item.publisher or self.rows.site.authority.name),
            item.formed_on.isoformat(),
            published_on,
            *map(neutralised, map(str, more)),
            self.rows.url("item", index_number=item.index_number),
        ]

    def _path(self, column: ColumnNode) -> str:
        return "/".join(one.name for one in column.path)


@data
def catalogue_file(request: HttpRequest, site: Site, format: str) -> HttpResponse:  # noqa: A002 as in the address
    """Stream all published items."""
    return _file(request, site, format)


@data
def column_file(request: HttpRequest, site: Site, column: str, format: str) -> HttpResponse:  # noqa: A002 as in the address
    """Stream the items of a column and of all columns below it."""
    return _file(request, site, format, column)


def file_links(site: Site, asked: ListQuery, column: str = "") -> tuple[Link, ...]:
    """Link the catalogue's files, filtered like the list that shows the links."""
    name, given = ("column-file", {"column": column}) if column else ("catalogue-file", {})
    query = asked.query_string(page=1, sort="").removesuffix("?")
    return tuple(
        Link(label, f"{site.address(name, format=kind, **given)}{query}") for kind, (label, _) in KINDS.items()
    )


def catalogue_dataset(
    request: HttpRequest, site: Site, files: Iterable[Link], updated_on: date | None, column: str = ""
) -> dict[str, Any]:
    """Describe the catalogue, or that of a column, as a Dataset of schema.org."""
    name = f"{site.authority.name}公开信息目录" + (f"·{column}" if column else "")
    says = f"{site.authority.name}主动公开的政府信息的索引号、标题、发文字号、栏目、日期、有效性和内容概述。"
    return dataset(request, site, name, says, (file.address for file in files), updated_on=updated_on)


def _file(request: HttpRequest, site: Site, form: str, code: str = "") -> HttpResponse:
    if form not in KINDS:
        raise Missing("目录只提供 CSV 和 JSON 两种文件。", Link(CATALOGUE, site.address("catalogue")))
    asked = ListQuery.parse(request.GET.dict())
    if asked.unknown:
        raise Missing(f"目录中没有{'、'.join(asked.unknown)}。", Link(CATALOGUE, site.address("catalogue")))
    made = _catalogue(request, site, asked, code, now())
    etag = made.etag(f"{form}{code}{asked.query_string()}")
    return conditional_response(request, etag, lambda: _streamed(made, form))


def _catalogue(request: HttpRequest, site: Site, asked: ListQuery, code: str, at: datetime) -> CatalogueFile:
    columns, today = ColumnTree(site), localdate(at)
    items = Item.objects.published(at).filter(authority=site.authority)
    title = f"{site.authority.name}公开信息目录"
    if code:
        column = columns.by_code(code)
        if column is None:
            raise Missing("没有这个栏目，或者栏目已经取消。", Link(CATALOGUE, site.address("catalogue")))
        items, title = items.filter(category__in=column.subtree_keys()), f"{title}·{column.name}"
    year = f"·{asked.year}年" if asked.year else ""
    return CatalogueFile(title + year, asked.filter(items, today), columns, Answers.of(request, site, today))


def _streamed(made: CatalogueFile, form: str) -> HttpResponse:
    pieces = made.as_csv() if form == "csv" else made.as_json()
    response: Any = StreamingHttpResponse(pieces, content_type=KINDS[form][1])
    name = quote(f"{made.title}.{form}", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"catalogue.{form}\"; filename*=UTF-8''{name}"
    return response
