"""Into which column a document probably goes: where documents with like words, numbers and issuers went before.

Pure: earlier documents and columns are given. Nothing is said where the best two columns are close together.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt

import rjieba

from .guessing import STOP

NEAREST = (1.0, 0.5, 0.25)  # what the most alike earlier documents of a column count
SAME_ISSUER, SAME_ENDING = 0.1, 0.05  # added to the likeness of words
OTHER_SERIES = 0.3  # of the likeness that stays where one has a number of a series and the other has none, or another
NAMED = 0.4  # for a column whose whole name stands in the title
IN_TEXT = 0.2  # of a word that only the text uses, against one of the title
LEAST, AHEAD = 0.4, 0.2  # how alike the best must be, and how far ahead of the second, to be a guess
MOST_TEXT = 20_000

_SERIES = re.compile(r"[\u4e00-\u9fff]+")
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]\s*$")


@dataclass(frozen=True, slots=True)
class ComparedDocument:
    """A document to compare. Earlier ones need no `text`, the words of the body."""

    title: str
    document_number: str = ""
    publisher: str = ""
    text: str = ""

    @property
    def series(self) -> str:
        """Return the words before the year of its number (金政办发); empty without a number."""
        found = _SERIES.match(self.document_number.strip())
        return found[0] if found else ""

    @property
    def ending(self) -> str:
        """Return the last two characters of its title, which tell 通知 from 解读."""
        return _BRACKETED.sub("", self.title.strip())[-2:]


@dataclass(frozen=True, slots=True)
class ColumnCandidate:
    """A column with its score; scores only compare with each other."""

    column: int
    score: float


class CategoryProfile:
    """An office's columns with what stands in them, to be asked for any number of documents."""

    def __init__(
        self, columns: Mapping[int, str], placed: Iterable[tuple[int, ComparedDocument]], office: str = ""
    ) -> None:
        """`columns`: the names of those that hold documents, by key; `office`: the body's name, which says nothing."""
        self.columns = {key: [word for word in rjieba.cut(name) if len(word) > 1] for key, name in columns.items()}
        self.silent = STOP | set(rjieba.cut(office))
        self.placed = [(column, document) for column, document in placed if column in columns]
        titles = [Counter(self._words(document.title)) for _, document in self.placed]
        self.known_in = Counter(word for words in titles for word in words)
        self.holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, words in enumerate(titles):
            for word, weight in self._weighed(words).items():
                self.holders[word].append((place, weight))
        self.series: dict[int, set[str]] = defaultdict(set)
        for column, document in self.placed:
            self.series[column].add(document.series)
        self.all_series = {document.series for _, document in self.placed}

    def ranked(self, document: ComparedDocument, most: int = 3) -> list[ColumnCandidate]:
        """List the columns with the highest scores, best first; empty where none scores."""
        found = [ColumnCandidate(column, score) for column, score in self._scores(document).items() if score > 0]
        return nlargest(most, found, key=lambda one: (one.score, -one.column))

    def guess(self, document: ComparedDocument) -> int | None:
        """Return the column of a document; None where the best is not clearly ahead."""
        first, *others = [*self.ranked(document, 2), ColumnCandidate(0, 0.0)]
        ahead = first.score - (others[0].score if others else 0.0)
        return first.column if first.score >= LEAST and ahead >= AHEAD else None

    def _scores(self, document: ComparedDocument) -> dict[int, float]:
        alike: dict[int, list[float]] = defaultdict(list)
        # A series that never came before tells nothing about where its documents go.
        series = document.series if document.series in self.all_series else ""
        for place, in_words in self._likeness(document).items():
            column, other = self.placed[place]
            by_issuer = SAME_ISSUER * (bool(document.publisher) and document.publisher == other.publisher)
            likeness = in_words + by_issuer + SAME_ENDING * (document.ending == other.ending)
            alike[column].append(likeness if series == other.series else likeness * OTHER_SERIES)
        scores = {}
        for column, words in self.columns.items():
            named = NAMED * sum(word in document.title for word in words) / max(len(words), 1)
            if not self._takes(column, series):
                named *= OTHER_SERIES
            nearest = nlargest(len(NEAREST), alike[column])
            scores[column] = named + sum(share * one for share, one in zip(NEAREST, nearest, strict=False))
        return scores

    def _takes(self, column: int, series: str) -> bool:
        """Whether the column holds documents of this series; an empty column takes those without a number."""
        return series in self.series[column] if self.series[column] else not series

    def _likeness(self, document: ComparedDocument) -> dict[int, float]:
        """Return the cosine of the words for every earlier document that shares one."""
        words = Counter(self._words(document.title))
        for word in set(self._words(document.text[:MOST_TEXT])):
            words[word] += IN_TEXT  # type: ignore[assignment]  # a Counter takes any number
        found: dict[int, float] = defaultdict(float)
        for word, weight in self._weighed(words).items():
            for place, other in self.holders.get(word, ()):
                found[place] += weight * other
        return found

    def _words(self, text: str) -> Sequence[str]:
        return [word for word in rjieba.cut(text) if _is_word(word) and word not in self.silent]

    def _weighed(self, words: Mapping[str, float]) -> dict[str, float]:
        """Weigh rare words more, normalised to length 1."""
        total = len(self.placed)
        weights = {word: log(1 + total / self.known_in.get(word, 1)) * count for word, count in words.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}


def _is_word(word: str) -> bool:
    return len(word) > 1 and all("\u4e00" <= sign <= "\u9fff" for sign in word)
