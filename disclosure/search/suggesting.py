"""Where nothing was found: the nearest titles, and the words that would find something."""

from collections.abc import Iterable
from dataclasses import dataclass

import rjieba
from django.db import connection
from django.db.models import QuerySet

from disclosure.models import Item

from .folding import fold
from .storage import storage

MOST_LOOKED_AT = 200  # newest items with one of the words in their titles
MOST_TITLES, MOST_WORDS = 5, 6


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`items`: the nearest by title or keywords, best first. `words`: parts of the query and keywords to search for."""

    items: tuple[Item, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)


def words_of(terms: Iterable[str]) -> list[str]:
    """The Chinese words in what was looked for, of two characters or more; each once."""
    found = (word for term in terms for word in rjieba.cut_for_search(term, True))  # noqa: FBT003 its own signature
    return list(dict.fromkeys(word for word in found if len(word) > 1))


def suggestions(items: QuerySet[Item], terms: Iterable[str]) -> Suggestions:
    """From items that somebody may see; one query, or none where the query has no words."""
    words = words_of(terms)
    if not words:
        return Suggestions()
    near = items.filter(pk__in=storage(connection).headed_by_any(words)).order_by("-published_on", "-id")
    looked_at = list(near.defer("body", "summary").select_related("authority")[:MOST_LOOKED_AT])
    ranked = sorted(looked_at, key=lambda item: -_nearness(item, words))[:MOST_TITLES]
    heads = [fold(f"{item.title}{item.document_number}") for item in looked_at]
    good = [word for word in words if any(word in head for head in heads)]
    keywords = [one for item in ranked for one in item.keywords.replace("，", " ").replace("；", " ").split()]
    return Suggestions(tuple(ranked), tuple(dict.fromkeys([*good, *keywords]))[:MOST_WORDS])


def _nearness(item: Item, words: Iterable[str]) -> int:
    """How many characters of the words stand in title, number and keywords."""
    text = fold(f"{item.title} {item.document_number} {item.keywords}")
    return sum(len(word) for word in words if word in text)
