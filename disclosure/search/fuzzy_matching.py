"""What somebody may have meant: a string with a slip of the pen in it, a document number told in part."""

import re
from collections import Counter
from collections.abc import Iterable

from .folding import fold_traced

SHORTEST, LONGEST = 4, 20  # characters of a string in which a slip is looked for
TYPO_LENGTH = 2  # neighbouring characters that may be wrong: one wrong, one missing, one too many, two exchanged
MOST_PHRASES = 2
_NUMBER = re.compile(
    r"(?P<organ>[\u3400-\u9fff]{0,8}?)\(?(?:(?P<year>(?:19|20)\d\d)\)?[-/年第]*)?(?:第?(?P<number>\d{1,4})号?)?"
)


def parts_around_typo(term: str) -> list[tuple[str, ...]]:
    """List what remains of a string for each place of a typo: the parts around it, each of two characters or more."""
    if not SHORTEST <= len(term) <= LONGEST:
        return []
    pairs = ((term[:place], term[place + TYPO_LENGTH :]) for place in range(len(term) - TYPO_LENGTH + 1))
    found = (tuple(part for part in pair if len(part) > 1) for pair in pairs)
    return [parts for parts in found if parts]


def similar_phrases(term: str, titles: Iterable[str]) -> list[str]:
    """List the pieces of titles that differ from a string by one typo, most frequent first."""
    if not SHORTEST <= len(term) <= LONGEST:
        return []
    pattern = re.compile("|".join(_typo_pattern(term, place) for place in range(len(term) - TYPO_LENGTH + 1)))
    found: Counter[str] = Counter()
    for title in titles:
        folded = fold_traced(title)
        for match in pattern.finditer(folded.text):
            if match[0] != term and match[0].isalnum() == term.isalnum() and _is_one_typo(term, match[0]):
                found[title[folded.places[match.start()] : folded.places[match.end() - 1] + 1]] += 1
    return [phrase for phrase, _ in found.most_common(MOST_PHRASES)]


def _typo_pattern(term: str, place: int) -> str:
    before, behind = re.escape(term[:place]), re.escape(term[place + TYPO_LENGTH :])
    return f"{before}.{{1,3}}{behind}" if before and behind else f"{before}.{{2}}{behind}"


def _is_one_typo(term: str, other: str) -> bool:
    """Whether one character is wrong, missing or extra, or two neighbours are swapped."""
    begin = next((n for n, (one, two) in enumerate(zip(term, other, strict=False)) if one != two), len(term))
    for mine, theirs in ((1, 1), (1, 0), (0, 1)):
        if term[begin + mine :] == other[begin + theirs :]:
            return True
    return (
        term[begin : begin + TYPO_LENGTH] == other[begin : begin + TYPO_LENGTH][::-1]
        and term[begin + TYPO_LENGTH :] == other[begin + TYPO_LENGTH :]
    )


def number_parts(term: str) -> list[str]:
    """List the parts of a document number that others may share: (2020)3号, 金政发(2020); without a year: )3号."""
    found = _NUMBER.fullmatch(term)
    if found is None or not (found["year"] or (found["organ"] and found["number"])):
        return []
    organ, year, number = found["organ"], found["year"], found["number"]
    parts = [f"({year}){number}号" if year and number else "", f"{organ}({year})" if organ and year else ""]
    if number and not year:
        parts.append(f"){number}号")
    return [part for part in parts if part]


def as_document_number(part: str) -> str:
    """Write a part of a number as documents do, with 〔〕."""
    return part.replace("(", "〔").replace(")", "〕").removeprefix("〕")
