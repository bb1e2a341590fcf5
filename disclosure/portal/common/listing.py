"""A list of items: filters, order and page from the address, and the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from disclosure.law.choices.items import Nature, Validity
from disclosure.models import Item
from disclosure.models.item import ItemQuerySet

from .site import Link, Site

PER_PAGE = 20
SORTABLE = ("title", "document_number", "formed_on", "published_on")
NEWEST_FIRST = "-published_on"
_FIRST_SHOWN, _AROUND = 1, 2  # pages that the pager names beside the one shown


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Filters, order and page that an address asks of a list. `unknown`: invalid values, in words for readers."""

    year: int | None = None
    validity: Validity | None = None
    nature: Nature | None = None
    sort: str = NEWEST_FIRST
    page: int = 1
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> "ListQuery":
        """Read the parameters of an address; invalid values are left out and named in `unknown`."""
        read: dict[str, Any] = {}
        unknown = []
        for name, (label, parse) in _PARAMETERS.items():
            value = given.get(name, "").strip()
            if not value:
                continue
            try:
                read[name] = parse(value)
            except (ValueError, OverflowError):
                unknown.append(f"{label}“{value[:20]}”")
        return cls(**read, unknown=tuple(unknown))

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any((self.year, self.validity, self.nature))

    def query_string(self, **changes: object) -> str:
        """Return the query string of this list with changes, `?` included."""
        values = {name: getattr(self, name) for name in _PARAMETERS} | {"page": 1} | changes
        usual = {"sort": NEWEST_FIRST, "page": 1}
        kept = {name: value for name, value in values.items() if value and usual.get(name) != value}
        return f"?{urlencode(kept)}"

    def filter(self, items: ItemQuerySet, today: date) -> ItemQuerySet:
        if self.year:
            items = items.filter(published_on__gte=date(self.year, 1, 1), published_on__lte=date(self.year, 12, 31))
        if self.validity:
            items = items.of_validity(self.validity, today)
        return items.filter(nature=self.nature) if self.nature else items


def _year(text: str) -> int:
    return date(int(text), 1, 1).year


def _sort(text: str) -> str:
    if text.removeprefix("-") not in SORTABLE:
        raise ValueError
    return text


def _page(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


_PARAMETERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "year": ("年份", _year),
    "validity": ("有效性", Validity),
    "nature": ("文件性质", Nature),
    "sort": ("排序", _sort),
    "page": ("页码", _page),
}


class ItemTable(tables.Table):
    title = tables.Column(order_by=("title", "pk"))
    document_number = tables.Column(order_by=("document_number", "pk"), default="")
    formed_on = tables.Column(order_by=("formed_on", "pk"))
    published_on = tables.Column(order_by=("published_on", "pk"))

    class Meta:
        model = Item
        fields = sequence = SORTABLE
        template_name = "portal/browse/catalogue/table.html"

    def __init__(self, items: QuerySet, asked: ListQuery, site: Site, today: date) -> None:
        self.asked, self.site, self.today = asked, site, today
        super().__init__(items, order_by=asked.sort)

    def render_title(self, value: str, record: Item) -> SafeString:
        address = self.site.address("item", index_number=record.index_number)
        return format_html('<a href="{}">{}</a>{}', address, value, validity_mark(record, self.today))

    def render_formed_on(self, value: date) -> SafeString:
        return date_cell(value)

    def render_published_on(self, value: date) -> SafeString:
        return date_cell(value)

    @property
    def headings(self) -> list[dict[str, str]]:
        """List name, address that sorts by the column, and present direction of each heading."""
        sort = self.asked.sort
        directions = {"": "ascending", "-": "descending"}
        return [
            {
                "name": column.name,
                "text": str(column.verbose_name),
                "address": self.asked.query_string(sort=_next_sort(column.name, sort)),
                "sorted": directions[sort[: -len(column.name)]] if sort.removeprefix("-") == column.name else "",
            }
            for column in self.columns
        ]


def _next_sort(name: str, sort: str) -> str:
    """Sort dates newest first and texts ascending; the second time in reverse."""
    first, other = (f"-{name}", name) if name.endswith("_on") else (name, f"-{name}")
    return other if sort == first else first


def date_cell(value: date) -> SafeString:
    """Format a day for a table, where digits align."""
    return format_html('<time datetime="{0}">{0}</time>', value.isoformat())


def validity_mark(item: Item, today: date) -> SafeString:
    """Tag an item that is not, or not fully, in force; empty for others."""
    validity = item.validity_on(today)
    if validity == Validity.IN_FORCE:
        return SafeString("")
    return format_html('<span class="tag tag-{}">{}</span>', validity.value.replace("_", "-"), validity.label)


def page_links(asked: ListQuery, page: Page) -> list[Link | None]:
    """Link the first, the last and the neighbouring pages; None marks a gap, the present page has no address."""
    last, links = page.paginator.num_pages, list[Link | None]()
    around = range(page.number - _AROUND, page.number + _AROUND + 1)
    for number in sorted({_FIRST_SHOWN, last, *around} & set(range(1, last + 1))):
        if links and number - int(_text(links)) > 1:
            links.append(None)
        links.append(Link(str(number), "" if number == page.number else asked.query_string(page=number)))
    return links


def _text(links: list[Link | None]) -> str:
    return next(link.text for link in reversed(links) if link)
