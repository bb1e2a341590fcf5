"""A report's texts read once: sentences, claims and lists, for every check that asks."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from .findings import Subject
from .language.claims import Claim, claims
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
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @cached_property
    def mentions(self) -> list[Mention]:
        return [mention for paragraph in self.paragraphs for mention in of_paragraph(paragraph)]

    @cached_property
    def claims(self) -> list[Claim]:
        return [claim for paragraph in self.paragraphs for claim in claims(paragraph, self.scope)]

    @cached_property
    def lists(self) -> list[ListOfParts]:
        return [one for paragraph in self.paragraphs for one in lists(paragraph)]


def unjudged(subject: Subject) -> list[Mention]:
    """Figures in the texts that no check could judge, in their order: unread is not right."""
    text = text_of(subject)
    judged = {claim.mention for claim in text.claims if claim.quantity.complete(subject.edition, subject.values)}
    judged |= {mention for one in text.lists if one.fault is not None for mention in (one.total, *one.parts)}
    return [mention for mention in text.mentions if mention not in judged]


def text_of(subject: Subject) -> Text:
    return _read(subject.year, subject.authority.names, tuple(subject.texts.items()))


@lru_cache(maxsize=8)
def _read(year: int, names: tuple[str, ...], texts: tuple[tuple[str, str], ...]) -> Text:
    return Text(Scope(year, names), tuple(paragraphs(dict(texts))))
