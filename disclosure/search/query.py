"""Answering a search: hits in order, their number, and what there is of them. A constant number of queries."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Case, QuerySet, Value, When
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from disclosure.models import Item, SearchDocument

from .facets import NAMES, Counts, Filters, apply_filters, facet_counts, with_facets
from .highlighting import Snippet, highlight, snippets
from .storage import either, matching, search_index
from .suggestions import Suggestions, suggest
from .terms import SearchTerms, parse_terms

PAGE = 15
NOTHING: Counts = {name: Counter() for name in NAMES}


@dataclass(frozen=True, slots=True)
class Hit:
    """A found item with its highlighted title and number, and snippets of other texts."""

    item: Item
    title: SafeString
    document_number: SafeString
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """`counts`: for each filter, hits by value, with all other filters applied."""

    wanted: SearchTerms
    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Counts = field(default_factory=lambda: NOTHING)
    page: int = 1
    suggestions: Suggestions = field(default_factory=Suggestions)

    @property
    def pages(self) -> int:
        """Return the number of pages, at least one."""
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        """Return the rank of the page's first hit."""
        return (self.page - 1) * PAGE + 1

    @property
    def is_filtered_out(self) -> bool:
        """Whether there are hits, but none that the filters leave."""
        return not self.total and any(self.counts.values())


def search(
    authorities: Collection[int], text: str, *, at: datetime, filters: Filters | None = None, page: int = 1
) -> SearchResults:
    """Search the public items of these authorities at that moment for all words of `text`.

    First the item whose title or number is just that, then those with all words in title and numbers, then the rest;
    newest first in each. A page beyond the last is the last. Suggestions come where nothing at all was found.
    """
    wanted, filters = parse_terms(text), filters or Filters()
    if not wanted:
        return SearchResults(wanted)
    visible = Item.objects.published(at).of(authorities)
    found = with_facets(visible.filter(pk__in=matching(wanted)), localdate(at))
    total, by_filter = facet_counts(found, filters)
    if not total:
        is_bare = not any(by_filter.values())
        near = suggest(visible, wanted.terms) if is_bare else Suggestions()
        return SearchResults(wanted, counts=by_filter, suggestions=near)
    page = min(max(page, 1), -(-total // PAGE))
    keys = ranked(apply_filters(found, filters), wanted)[(page - 1) * PAGE : page * PAGE]
    return SearchResults(wanted, _hits(list(keys), wanted), total, by_filter, page)


def ranked(items: QuerySet[Item], wanted: SearchTerms) -> QuerySet[Item, int]:
    """Return the primary keys, best first."""
    index = search_index(connection)
    place = Case(
        When(pk__in=either(*map(index.exact_line, wanted.lines)), then=Value(0)),
        When(pk__in=either(*map(index.in_head, wanted.readings)), then=Value(1)),
        default=Value(2),
    )
    return items.order_by(place, "-published_on", "-id").values_list("pk", flat=True)


def _hits(keys: list[int], wanted: SearchTerms) -> tuple[Hit, ...]:
    items = Item.objects.defer("body", "summary").select_related("authority", "category").in_bulk(keys)
    texts = dict(SearchDocument.objects.filter(pk__in=keys).values_list("pk", "text"))
    return tuple(_hit(items[pk], texts.get(pk, ""), wanted.marked) for pk in keys)


def _hit(item: Item, text: str, terms: tuple[str, ...]) -> Hit:
    title, number = highlight(item.title, terms), highlight(item.document_number, terms)
    return Hit(item, title, number, tuple(snippets(text, terms)))
