"""A report's texts read once: sentences, claims and lists, for every check that asks."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from .findings import Subject
from .language.claims import LONGEST, Claim, claims
from .language.lists import lists
from .language.mentions import Mention, of_paragraph
from .language.parts import ListOfParts
from .language.scope import Scope
from .language.sentences import Paragraph, Sentence, paragraphs


@dataclass(frozen=True)
class Text:
    """All texts of a report."""

    scope: Scope
    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Without those that no person wrote: their figures are told as unjudged."""
        return [one for paragraph in self.paragraphs for one in paragraph if len(one.text) <= LONGEST]

    @cached_property
    def mentions(self) -> list[Mention]:
        return [mention for paragraph in self.paragraphs for mention in of_paragraph(paragraph)]

    @cached_property
    def claims(self) -> list[Claim]:
        return [claim for paragraph in self.paragraphs for claim in claims(paragraph, self.scope)]

    @cached_property
    def lists(self) -> list[ListOfParts]:
        return [one for paragraph in self.paragraphs for one in lists(paragraph)]


def text_of(subject: Subject) -> Text:
    return _read(subject.year, subject.authority.names, tuple(subject.texts.items()))


@lru_cache(maxsize=8)
def _read(year: int, names: tuple[str, ...], texts: tuple[tuple[str, str], ...]) -> Text:
    return Text(Scope(year, names), tuple(paragraphs(dict(texts))))
