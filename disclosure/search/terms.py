"""What somebody typed as the strings to look for."""

import re
from dataclasses import dataclass

from .folding import drop_blanks, fold_characters
from .tokens import LONGEST_TERM

MOST_TERMS = 8
# A document number however it is spaced: 金政发 〔2020〕 3 号. Before its bracket only behind an ideograph.
_NUMBER = re.compile(r"(?:(?<=[\u3400-\u9fff]) +)?\( *(\d{4}) *\) *(第?) *(\d+)(?: *(号))?")
_PART = re.compile(r'(?:^|(?<=\s))"([^"]+)"(?=\s|$)|(\S+)')


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """Folded strings that every hit must contain; empty where nothing was asked.

    `is_cut`: more was typed than a search looks for.
    """

    terms: tuple[str, ...]
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse_terms(text: str) -> SearchTerms:
    """Split at blanks; quoted words keep theirs, document numbers lose them. Never raises."""
    folded = _NUMBER.sub(r"(\1)\2\3\4", " ".join(fold_characters(text).split()))
    found = (drop_blanks(quoted or word) for quoted, word in _PART.findall(folded[:LONGEST_TERM]))
    terms = list(dict.fromkeys(term for term in found if term))
    needed = [one for one in terms if not any(one in other for other in terms if other != one)]
    return SearchTerms(tuple(needed[:MOST_TERMS]), len(folded) > LONGEST_TERM or len(needed) > MOST_TERMS)
