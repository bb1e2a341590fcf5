"""Where in the raw texts what was looked for stands: titles and snippets, safe to show."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .contents import SEPARATOR
from .folding import compose, fold, fold_traced

BEFORE, AROUND = 30, 110  # characters of a snippet: before the first mark, and in all
MOST = 2  # snippets of an item
CUT = "……"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text with `<mark>`s; `source` says where it stands, empty for the body."""

    source: str
    text: SafeString


def highlight(raw: str, terms: Iterable[str]) -> SafeString:
    """Escape the text and put each term in `<mark>`."""
    text = compose(raw)
    return _escaped_with_marks(text, list(_spans(text, terms)), 0, len(text))


def snippets(text: str, terms: Sequence[str]) -> list[Snippet]:
    """Return the first lines of a stored text that contain the terms; without any, its beginning."""
    missing, shown = list(terms), []
    lines = [line.partition(SEPARATOR) for line in text.split("\n")]
    for source, _, words in lines:
        folded = fold(words)
        here = [term for term in missing if term in folded]
        if here:
            shown.append(Snippet(source, _cut(words, terms)))
            missing = [term for term in missing if term not in here]
        if not missing or len(shown) == MOST:
            break
    if not shown:
        shown = [Snippet("", _cut(words, ())) for source, _, words in lines if not source and words][:1]
    return shown


def _cut(raw: str, terms: Iterable[str]) -> SafeString:
    spans = list(_spans(raw, terms))
    begin = max(0, spans[0][0] - BEFORE) if spans else 0
    end = min(len(raw), max(begin + AROUND, spans[0][1] if spans else 0))
    within = [(first, min(last, end)) for first, last in spans if first < end]
    return mark_safe(  # noqa: S308 escaped piece by piece
        (CUT if begin else "") + _escaped_with_marks(raw, within, begin, end) + (CUT if end < len(raw) else "")
    )


def _escaped_with_marks(raw: str, spans: Iterable[Span], begin: int, end: int) -> SafeString:
    parts, place = [], begin
    for first, last in spans:
        parts += [escape(raw[place:first]), "<mark>", escape(raw[first:last]), "</mark>"]
        place = last
    parts.append(escape(raw[place:end]))
    return mark_safe("".join(parts))  # noqa: S308 all of it escaped


def _spans(raw: str, terms: Iterable[str]) -> Iterator[Span]:
    """Yield start and end of each occurrence in the raw text, in order; adjacent ones are joined."""
    text = fold_traced(raw)
    found = sorted(
        (text.places[place], text.places[place + len(term) - 1] + 1)
        for term in terms
        for place in _places(text.text, term)
    )
    begin = end = -1
    for first, last in found:
        if first > end >= 0:
            yield begin, end
            begin = first
        begin, end = (first if begin < 0 else begin), max(end, last)
    if end >= 0:
        yield begin, end


def _places(text: str, term: str) -> Iterator[int]:
    place = text.find(term)
    while place >= 0:
        yield place
        place = text.find(term, place + len(term))
