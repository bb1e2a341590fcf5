"""Figures in the texts that no check could judge: unread is not right."""

from .arithmetic import shares
from .findings import Subject
from .growth import compared
from .language.mentions import Mention
from .reading import text_of


def unjudged(subject: Subject) -> list[Mention]:
    """In the order of the texts."""
    text = text_of(subject)
    judged = {claim.mention for claim in text.claims if claim.quantity.complete(subject.edition, subject.values)}
    judged |= {mention for one in text.lists if one.fault is not None for mention in (one.total, *one.parts)}
    judged |= {share for share, _, _ in shares(text)} | {growth.mention for growth, _, _ in compared(subject)}
    return [mention for mention in text.mentions if mention not in judged]
