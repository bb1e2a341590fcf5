"""The endpoints of the API. Titles and descriptions are Chinese: the page `/api/` shows them."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja import Path, Query, Router
from ninja.errors import HttpError

from disclosure.models import Authority, Item
from disclosure.portal.common import converters  # noqa: F401 makes `index` known
from disclosure.portal.common.columns import ColumnNode, ColumnTree
from disclosure.portal.common.listing import ListQuery
from disclosure.portal.common.site import Missing, site_of
from disclosure.portal.items.views import published_item
from disclosure.search.facets import Filters
from disclosure.search.query import PAGE, search

from .answers import ROW_FIELDS, Answers
from .endpoint import GONE, UNPROCESSABLE, endpoint, site_of_request
from .parameters import ItemsParameters, SearchParameters
from .schemas import AuthorityAnswer, ColumnsAnswer, HitsAnswer, ItemAnswer, ItemsAnswer

ALL = "all"
router = Router(tags=["公开信息"])

IndexNumber = Annotated[
    str, Path(title="索引号", description="照原样填写，特殊字符按网址的规则编码；现成的网址见目录中的每一条。")
]


@endpoint(
    router,
    "authority/",
    AuthorityAnswer,
    name="authority",
    title="行政机关",
    says="公开信息的行政机关及其公开工作机构，以及本站的其他行政机关。",
    sample="",
)
def authority(request: HttpRequest) -> AuthorityAnswer:
    """Describe the authority and name the others of the installation; two queries."""
    site = site_of_request(request)
    others = list(Authority.objects.exclude(pk=site.authority.pk).order_by("code"))
    return Answers.of(request, site, localdate()).authority(others)


@endpoint(
    router,
    "columns/",
    ColumnsAnswer,
    name="columns",
    title="栏目",
    says="全部栏目的树，以及每个栏目的信息条数和最近更新日期。",
    sample="",
)
def columns(request: HttpRequest) -> ColumnsAnswer:
    """List the column tree with counts; three queries."""
    site, at = site_of_request(request), now()
    tree, rows = ColumnTree(site), Answers.of(request, site, localdate(at))
    total = sum(tree.fill_counts(at).counts.values())
    return ColumnsAnswer(total=total, columns=[rows.column(one) for one in tree.first_level])


@endpoint(
    router,
    "items/",
    ItemsAnswer,
    name="items",
    title="公开信息目录",
    says="公开信息的元数据，每次一页；可按栏目、发布年份、有效性、文件性质筛选，可排序。",
    sample="?validity=in_force&sort=-formed_on&page_size=5",
)
def items(request: HttpRequest, asked: Query[ItemsParameters]) -> ItemsAnswer:
    """List a page of items; four queries."""
    site, at = site_of_request(request), now()
    tree, today = ColumnTree(site), localdate(at)
    found = Item.objects.published(at).filter(authority=site.authority)
    if asked.column:
        found = found.filter(category__in=_column(tree, asked.column).subtree_keys())
    found = ListQuery(year=asked.year, validity=asked.validity, nature=asked.nature).filter(found, today)
    name, sign = asked.sort.removeprefix("-"), "-" * asked.sort.startswith("-")
    total, first = found.count(), (asked.page - 1) * asked.page_size
    shown = found.only(*ROW_FIELDS).order_by(f"{sign}{name}", f"{sign}pk")[first : first + asked.page_size]
    rows = Answers.of(request, site, today)
    return ItemsAnswer(
        total=total,
        page=asked.page,
        pages=-(-total // asked.page_size),
        items=[rows.row(item, tree.column_of(item).category) for item in (shown if first < total else ())],
    )


@endpoint(
    router,
    "items/{index:index_number}/",
    ItemAnswer,
    name="item",
    title="一条公开信息",
    says="一条信息的全部：元数据、正文、附件、相关信息、历次版本。网址见目录中的每一条。",
    may_be_gone=True,
)
def item(request: HttpRequest, index_number: IndexNumber) -> ItemAnswer:
    """Describe an item by its index number; six queries."""
    site, at = site_of_request(request), now()
    found = published_item(site, index_number, at)
    if found is None:
        withdrawn = Item.objects.withdrawn(at).filter(authority=site.authority, index_number=index_number)
        if withdrawn.exists():
            raise HttpError(GONE, "这条信息已经撤回，不再公开。")
        raise Missing("没有这个索引号的公开信息，可能网址有误，或者信息没有公开。")
    return Answers.of(request, site, localdate(at)).item(found, at)


@endpoint(
    router,
    "search/",
    HitsAnswer,
    name="search",
    title="检索",
    says="标题、文号、正文和附件文字中含有全部检索词的信息，与检索页面的结果相同。",
    sample="?q=办法",
)
def search_items(request: HttpRequest, asked: Query[SearchParameters]) -> HitsAnswer:
    """Search as the search page does; a constant number of queries."""
    site, at = site_of_request(request), now()
    scope = [site.authority, *Authority.objects.descendants(site.authority.pk).order_by("code")]
    filters = Filters(
        authority=frozenset() if asked.authority == ALL else frozenset([_authority(scope, asked.authority).pk]),
        category=_searched_columns(scope, asked),
        year=asked.year,
        nature=asked.nature or "",
        genre=asked.genre or "",
        validity=asked.validity or "",
    )
    found = search([one.pk for one in scope], asked.q, at=at, filters=filters, page=asked.page)
    rows = Answers.of(request, site, localdate(at))
    return HitsAnswer(
        total=found.total,
        page=asked.page,
        pages=-(-found.total // PAGE),
        items=[rows.hit(hit) for hit in (found.hits if found.page == asked.page else ())],
        suggestions=list(found.suggestions.words),
    )


def _authority(scope: list[Authority], code: str | None) -> Authority:
    """Find the authority by its code, the site's own without one; raises HttpError."""
    found = next((one for one in scope if one.code == code), None) if code else scope[0]
    if found is None:
        raise HttpError(UNPROCESSABLE, f"本机关和下级机关中没有代码为“{code}”的行政机关。")
    return found


def _searched_columns(scope: list[Authority], asked: SearchParameters) -> frozenset[int]:
    if not asked.column:
        return frozenset()
    if asked.authority == ALL:
        raise HttpError(UNPROCESSABLE, "栏目属于一个行政机关，不能在所有机关中按栏目检索；请去掉栏目，或指定一个机关。")
    return frozenset(_column(ColumnTree(site_of(_authority(scope, asked.authority))), asked.column).subtree_keys())


def _column(tree: ColumnTree, code: str) -> ColumnNode:
    column = tree.by_code(code)
    if column is None:
        raise HttpError(UNPROCESSABLE, f"没有代号为“{code}”的栏目，代号见“栏目”接口。")
    return column
