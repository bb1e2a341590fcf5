"""Where nothing was found: the nearest titles, and the words that would find something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import rjieba
from django.db import connection
from django.db.models import QuerySet

from disclosure.models import Item

from .folding import fold
from .fuzzy_matching import as_document_number, number_parts, parts_around_typo, similar_phrases
from .storage import search_index

MOST_LOOKED_AT = 200  # newest items with what is near in their titles, and as many with one of the words
MOST_TITLES, MOST_WORDS = 5, 6
MOST_ASKED = 24  # groups of strings in one question to the index


class TitleRow(NamedTuple):
    """The fields that are compared; the rest is read only for the few items shown."""

    pk: int
    title: str
    document_number: str
    keywords: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`items`: the nearest by title or keywords, best first.

    `words`: what titles have nearly as it was typed, parts of the query, and keywords to search for.
    """

    items: tuple[Item, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)


def words_of(terms: Iterable[str]) -> list[str]:
    """List the distinct Chinese words of two characters or more in the terms."""
    found = (word for term in terms for word in rjieba.cut_for_search(term, True))  # noqa: FBT003 its own signature
    return list(dict.fromkeys(word for word in found if len(word) > 1))


def suggest(items: QuerySet[Item], terms: Sequence[str]) -> Suggestions:
    """Suggest from items that somebody may see; three queries at most, none where there is nothing to look for."""
    parts, words = [part for term in terms for part in number_parts(term)], words_of(terms)
    near = [(part,) for part in parts] + [pair for term in terms for pair in parts_around_typo(term)]
    looked_at = list(
        dict.fromkeys(head for asked in (near, [(word,) for word in words]) for head in _newest(items, asked))
    )
    titles = [item.title for item in looked_at]
    phrases = [phrase for term in terms for phrase in similar_phrases(term, titles)]
    heads = [fold(f"{item.title} {item.document_number}") for item in looked_at]
    good = [word for word in (*parts, *terms, *words) if any(word in head for head in heads)]
    wanted = [*map(fold, phrases), *parts, *words]
    texts = [f"{head} {fold(item.keywords)}" for head, item in zip(heads, looked_at, strict=True)]
    nearness = {
        item: sum(len(one) for one in wanted if one in text) for item, text in zip(looked_at, texts, strict=True)
    }
    ranked = sorted(looked_at, key=lambda item: -nearness[item])[:MOST_TITLES]
    keywords = [one for item in ranked for one in item.keywords.replace("，", " ").replace("；", " ").split()]
    offered = [*phrases, *(as_document_number(one) if one in parts else one for one in good), *keywords]
    return Suggestions(_whole([item.pk for item in ranked]), tuple(dict.fromkeys(offered))[:MOST_WORDS])


def _newest(items: QuerySet[Item], groups: Sequence[tuple[str, ...]]) -> list[TitleRow]:
    """Find the newest items with all strings of one of the groups in title or numbers."""
    if not groups:
        return []
    found = items.filter(pk__in=search_index(connection).in_head_any(groups[:MOST_ASKED]))
    newest = found.order_by("-published_on", "-id")[:MOST_LOOKED_AT]
    return [TitleRow(*row) for row in newest.values_list(*TitleRow._fields)]


def _whole(keys: list[int]) -> tuple[Item, ...]:
    found = Item.objects.defer("body", "summary").select_related("authority").in_bulk(keys)
    return tuple(found[pk] for pk in keys)
