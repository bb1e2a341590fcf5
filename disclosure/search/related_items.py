"""What is published already of what somebody is about to apply for (条例 art. 36(1)): few, and only what fits."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import combinations

import rjieba
from django.db import connection
from django.db.models import QuerySet

from disclosure.models import Item

from .folding import fold
from .storage import search_index
from .suggestions import MOST_ASKED, MOST_LOOKED_AT

MOST = 5
FITS = 0.6  # of the characters of the words that were typed, how many stand in title, numbers and keywords
SHORTEST = 5  # characters of a document's number: a year alone is none
LONGEST = 60  # characters of a text that are looked for: a name, or how a description begins
# What every application says; a year or a number is never among them.
COMMON = frozenset(
    (
        *("申请", "公开", "信息", "政府", "政府信息", "信息公开", "有关", "相关", "关于", "情况", "内容"),
        *("材料", "文件", "通知", "资料", "获取", "提供", "要求", "希望", "年度", "全部"),
    )
)
_FIGURES = re.compile(r"\d{2,}")


def find_related(
    authorities: Collection[int], *, name: str = "", number: str = "", description: str = "", at: datetime
) -> tuple[Item, ...]:
    """Find the items that match what was typed, best first; two queries at most, none for an empty text.

    A document number that is typed whole fits by itself. Otherwise what the name says (without one, how the description
    begins) has to stand in title and numbers for the greater part, and every year and number that it names.
    """
    visible = Item.objects.published(at).of(authorities).select_related("category")
    found = list(_by_document_number(visible, number))
    words = _words(name) or _words(description)
    found += [item for item in _items_sharing_words(visible, words) if item not in found]
    return tuple(found[:MOST])


def _by_document_number(visible: QuerySet[Item], number: str) -> Iterable[Item]:
    line = fold(number)
    if len(line) < SHORTEST:
        return ()
    return visible.filter(pk__in=search_index(connection).exact_line(line)).defer("body")[:MOST]


def _words(text: str) -> list[str]:
    """List the distinct words of two characters or more, without common ones."""
    folded = fold(" ".join(text.split())[:LONGEST])
    cut = (word for word in rjieba.cut(folded) if len(word) > 1 and not word.isspace())
    return list(dict.fromkeys(word for word in cut if word not in COMMON))


def _items_sharing_words(visible: QuerySet[Item], words: list[str]) -> list[Item]:
    """Find items with two of the words (or the only one) in title or numbers whose match is close enough."""
    if not words:
        return []
    longest = sorted(words, key=lambda word: -len(word))
    groups: Sequence[tuple[str, ...]] = list(combinations(longest, min(2, len(longest))))[:MOST_ASKED]
    newest = visible.filter(pk__in=search_index(connection).in_head_any(groups)).order_by("-published_on", "-id")
    judged = [(_share_of_words(item, words), item) for item in newest.defer("body")[:MOST_LOOKED_AT]]
    return [item for fit, item in sorted(judged, key=lambda pair: -pair[0]) if fit >= FITS]


def _share_of_words(item: Item, words: list[str]) -> float:
    """Return the share of the words' characters that the item's head contains; 0 if a year or number differs."""
    head = fold(f"{item.title} {item.document_number} {item.keywords}")
    figures = {figure for word in words for figure in _FIGURES.findall(word)}
    if any(figure not in head for figure in figures):
        return 0.0
    return sum(len(word) for word in words if word in head) / sum(map(len, words))
