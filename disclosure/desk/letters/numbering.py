"""文号 of an authority: the next one, and the register of a year with every number explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from disclosure.law.letters.numbers import gaps, in_series, number_text, ordinal
from disclosure.models import Authority, Letter


def word_of(authority: Authority) -> str:
    """What its numbers begin with."""
    return authority.letter_word or authority.code


def next_number(authority: Authority, year: int) -> str:
    """The number after the highest of the year, under the authority's lock.

    The word may change within a year, the count goes on. A voided letter keeps its number.
    """
    numbers = Letter.objects.filter(application__authority=authority, number__contains=in_series(year))
    taken = (ordinal(number) or 0 for number in numbers.values_list("number", flat=True))
    return number_text(word_of(authority), year, max(taken, default=0) + 1)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A number of the year. `letter` None: nobody has it."""

    ordinal: int
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """文号登记簿 of an authority and a year."""

    authority: Authority
    rows: list[RegisterRow]

    @property
    def void(self) -> int:
        """How many numbers belong to letters that were voided."""
        return sum(1 for row in self.rows if row.letter and row.letter.voided_on)

    @property
    def unused(self) -> int:
        """How many numbers no letter has."""
        return sum(1 for row in self.rows if row.letter is None)


def registers(letters: QuerySet[Letter], year: int) -> list[Register]:
    """The register of each authority whose letters these are; one query."""
    numbered = letters.filter(number__contains=in_series(year)).select_related("application__authority")
    ordered = sorted(numbered, key=lambda one: (one.application.authority_id, ordinal(one.number) or 0))
    return [
        Register(authority, list(_rows(list(same))))
        for authority, same in groupby(ordered, key=lambda one: one.application.authority)
    ]


def _rows(letters: list[Letter]) -> Iterator[RegisterRow]:
    rows = [RegisterRow(ordinal(one.number) or 0, one) for one in letters]
    missing = [RegisterRow(number) for number in gaps(row.ordinal for row in rows)]
    yield from sorted([*rows, *missing], key=lambda row: row.ordinal)
