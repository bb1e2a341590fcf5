"""`/search/`: search an authority and those below it; words and filters stand in the address."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils import timezone

from disclosure.law.choices.items import Nature, Validity
from disclosure.models import Authority, Item
from disclosure.portal.common.pages import page
from disclosure.portal.common.site import Link, Site
from disclosure.search.facets import Filters
from disclosure.search.query import Hit, SearchResults, search

from .columns import SearchColumns

ALL = "all"  # of `?authority=`: the site's own and all below
MOST_YEARS = 12
PAGES_AROUND = 2
NATURES: dict[Any, str] = dict(Nature.choices)
VALIDITIES: dict[Any, str] = dict(Validity.choices)


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A value of a filter as a link that sets it, or clears it where it is set."""

    text: str
    count: int
    address: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class FilterPanel:
    """A filter with its values."""

    title: str
    choices: tuple[FilterLink, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A hit with the address of its page."""

    hit: Hit
    address: str
    authority: str  # named where it is another's than the site's
    validity: str  # said where it is not in force any more


@page
def results(request: HttpRequest, site: Site) -> HttpResponse:
    asking = SearchRequest(request, site)
    found = asking.answer()
    context = {
        "site": site,
        "crumbs": [Link("检索")],
        "asking": asking,
        "results": found,
        "hits": [_result(site, hit, asking) for hit in found.hits],
        "panels": [panel for panel in asking.panels(found) if len(panel.choices) > 1 or _is_set(panel)],
        "suggested": [Link(item.title, item_address(site, item)) for item in found.suggestions.items],
        "words": [Link(word, asking.address(q=word, **NO_FILTER)) for word in found.suggestions.words],
        "pages": list(asking.pages(found)),
    }
    return render(request, "portal/search/page.html", context)


def item_address(site: Site, item: Item) -> str:
    """Return the public page of an item, below its own authority; empty where there is none."""
    own = site if item.authority_id == site.authority.pk else _site_of(item.authority)
    try:
        return own.address("item", index_number=item.index_number)
    except NoReverseMatch:
        return ""


def _site_of(authority: Authority) -> Site:
    return Site(authority, "" if authority.is_own else authority.code)


def _result(site: Site, hit: Hit, asking: "SearchRequest") -> SearchResult:
    item = hit.item
    validity = item.validity_on(asking.day)
    return SearchResult(
        hit,
        item_address(site, item),
        "" if item.authority_id == site.authority.pk else item.authority.name,
        "" if validity == Validity.IN_FORCE else validity.label,
    )


def _is_set(panel: FilterPanel) -> bool:
    return any(choice.is_chosen for choice in panel.choices)


NAMES = ("authority", "category", "year", "nature", "genre", "validity")
NO_FILTER = dict.fromkeys(NAMES, "")


class SearchRequest:
    """Words, filters and page of an address. Invalid values of filters are ignored."""

    def __init__(self, request: HttpRequest, site: Site) -> None:
        self.path, self.site, self.at = request.path, site, timezone.now()
        self.day = timezone.localdate(self.at)
        self.text = request.GET.get("q", "").replace("\0", " ").strip()
        given = {name: request.GET.get(name, "") for name in NAMES}
        self.scope = {one.pk: one for one in _scope(site)}
        by_code = {one.code: one for one in self.scope.values()}
        chosen = by_code.get(given["authority"])
        is_all = given["authority"] == ALL and len(self.scope) > 1
        self.one = None if is_all else chosen or site.authority
        searched = [self.one] if self.one else list(self.scope.values())
        self.columns = SearchColumns(searched if self.text else [], given["category"])
        known = {
            "authority": ALL if is_all else chosen.code if chosen and chosen.pk != site.authority.pk else "",
            "category": self.columns.chosen.code if self.columns.chosen else "",
            "year": _number(given["year"], 4),
            "nature": given["nature"] if given["nature"] in NATURES else "",
            "genre": given["genre"][:40].replace("\0", ""),
            "validity": given["validity"] if given["validity"] in VALIDITIES else "",
        }
        self.given = {name: value for name, value in known.items() if value}
        self.page = int(_number(request.GET.get("page", ""), 6) or 1)

    def answer(self) -> SearchResults:
        """Search; returns the requested page of results."""
        filters = Filters(
            authority=frozenset() if self.one is None else frozenset([self.one.pk]),
            category=self.columns.keys,
            year=int(self.given["year"]) if "year" in self.given else None,
            nature=self.given.get("nature", ""),
            genre=self.given.get("genre", ""),
            validity=self.given.get("validity", ""),
        )
        return search(self.scope, self.text, at=self.at, filters=filters, page=self.page)

    def address(self, **changed: str) -> str:
        """Return the address with changes; back to the first page unless the page changes."""
        told = {"q": self.text, **self.given, **changed}
        return f"{self.path}?{urlencode({name: value for name, value in told.items() if value})}"

    @property
    def without_filters(self) -> str:
        return self.address(**NO_FILTER)

    # --- What can be chosen -------------------------------------------------

    def panels(self, found: SearchResults) -> Iterator[FilterPanel]:
        """Yield every filter with its counts; nothing where nothing was found at all."""
        if not found.total and not found.is_filtered_out:
            return
        if len(self.scope) > 1:
            yield FilterPanel("行政机关", tuple(self._authorities(found.counts["authority"])))
        yield FilterPanel("栏目", tuple(self._columns(found.counts["category"])))
        years = sorted(found.counts["year"].items(), reverse=True)[:MOST_YEARS]
        yield FilterPanel(
            "发布年份", tuple(self._choice("year", str(year), f"{year}年", count) for year, count in years)
        )
        yield FilterPanel("文件性质", tuple(self._named("nature", NATURES, found)))
        yield FilterPanel("体裁", tuple(self._genres(found)))
        yield FilterPanel("有效性", tuple(self._named("validity", VALIDITIES, found)))

    def _choice(self, name: str, value: str, text: str, count: int, back: str = "") -> FilterLink:
        is_chosen = self.given.get(name, "") == value
        return FilterLink(text, count, self.address(**{name: back if is_chosen else value}), is_chosen)

    def _named(self, name: str, labels: dict[Any, str], found: SearchResults) -> Iterator[FilterLink]:
        counts = found.counts[name]
        return (self._choice(name, value, text, counts[value]) for value, text in labels.items() if counts[value])

    def _genres(self, found: SearchResults) -> Iterator[FilterLink]:
        most = sorted(found.counts["genre"].items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_YEARS]
        return (self._choice("genre", genre, genre, count) for genre, count in most if genre)

    def _authorities(self, counts: dict[int, int]) -> Iterator[FilterLink]:
        everything = self.address(authority=ALL, category="")
        yield FilterLink("本机关和下级机关", sum(counts.values()), everything, is_chosen=self.one is None)
        for one in self.scope.values():
            is_site = one.pk == self.site.authority.pk
            if counts[one.pk] or is_site:
                address = self.address(authority="" if is_site else one.code, category="")
                yield FilterLink(one.name, counts[one.pk], address, is_chosen=one == self.one)

    def _columns(self, counts: dict[int, int]) -> Iterator[FilterLink]:
        for column in self.columns.shown():
            if total := sum(counts[pk] for pk in column.below):
                parent = column.parent.code if column.parent else ""
                yield self._choice("category", column.code, column.name, total, parent)

    # --- Pages --------------------------------------------------------------

    def pages(self, found: SearchResults) -> Iterator[FilterLink | None]:
        """Yield links to the first, last and neighbouring pages; None for a gap."""
        around = range(found.page - PAGES_AROUND, found.page + PAGES_AROUND + 1)
        shown = [n for n in range(1, found.pages + 1) if n in {1, found.pages} or n in around]
        for before, number in zip([0, *shown], shown, strict=False):
            if number > before + 1:
                yield None
            yield self.to_page(number, found)

    def to_page(self, number: int, found: SearchResults) -> FilterLink:
        address = self.address(page=str(number) if number > 1 else "")
        return FilterLink(str(number), found.total, address, number == found.page)


def _scope(site: Site) -> list[Authority]:
    """Return the site's authority and all below; one query."""
    own = site.authority
    return [own, *Authority.objects.descendants(own.pk).order_by("code")]


def _number(text: str, digits: int) -> str:
    """Return the digits without leading zeros; empty for anything else."""
    return text.lstrip("0") if text.isascii() and text.isdigit() and len(text) <= digits else ""
