"""What somebody typed as the strings to look for."""

import re
from dataclasses import dataclass

from .folding import drop_blanks, fold_characters
from .tokens import LONGEST_TERM

MOST_TERMS = 8
# A document number however it is spaced: 金政发 〔2020〕 3 号. Before its bracket only behind an ideograph.
_NUMBER = re.compile(r"(?:(?<=[\u3400-\u9fff]) +)?\( *(\d{4}) *\) *(第?) *(\d+)(?: *(号))?")
# A whole query that is a number without its brackets: 金政发2026 13号, 金政发202613号. A year and four digits at most.
_BARE_NUMBER = re.compile(r"([\u3400-\u9fff]{1,12}) *((?:19|20)\d\d)[ -]*(第?) *([1-9]\d{0,3}) *号?")
_PART = re.compile(r'(?:^|(?<=\s))"([^"]+)"(?=\s|$)|(\S+)')


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """Folded strings that every hit must contain; empty where nothing was asked.

    `is_cut`: more was typed than a search looks for. `number`: what was typed, read as a document number without its
    brackets; empty where it is none. A hit contains it or all terms.
    """

    terms: tuple[str, ...]
    is_cut: bool = False
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def readings(self) -> tuple[tuple[str, ...], ...]:
        """The groups of strings of which a hit must contain one group as a whole."""
        return (self.terms, (self.number,)) if self.number else (self.terms,)

    @property
    def lines(self) -> tuple[str, ...]:
        """What a title or number is that is just what was typed."""
        return tuple("".join(reading) for reading in self.readings)

    @property
    def marked(self) -> tuple[str, ...]:
        """All strings that are shown marked in a hit."""
        return tuple(term for reading in self.readings for term in reading)


def parse_terms(text: str) -> SearchTerms:
    """Split at blanks; quoted words keep theirs, document numbers lose them. Never raises."""
    spaced = " ".join(fold_characters(text).split())
    folded = _NUMBER.sub(r"(\1)\2\3\4", spaced)
    found = (drop_blanks(quoted or word) for quoted, word in _PART.findall(folded[:LONGEST_TERM]))
    terms = list(dict.fromkeys(term for term in found if term))
    needed = [one for one in terms if not any(one in other for other in terms if other != one)]
    is_cut = len(folded) > LONGEST_TERM or len(needed) > MOST_TERMS
    return SearchTerms(tuple(needed[:MOST_TERMS]), is_cut, _bare_number(spaced))


def _bare_number(text: str) -> str:
    found = _BARE_NUMBER.fullmatch(text)
    return f"{found[1]}({found[2]}){found[3]}{found[4]}号" if found else ""
