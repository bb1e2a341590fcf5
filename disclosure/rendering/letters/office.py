"""An office's own template, tried and filled by the workers of `disclosure.isolation`: it is a file from outside."""

from collections.abc import Mapping

from disclosure.law.choices.letters import LetterKind

from .fields import Value
from .filling import fill, tried, unknown_fields
from .marking import headed
from .printing import pdf
from .reading import unprinted


def judged(template: bytes, name: str, kind: str) -> tuple[list[str], list[str]]:
    """The fields that letters of this kind do not have, and what the PDF will lack; raises Unfit."""
    if unknown := unknown_fields(template, LetterKind(kind)):
        return unknown, []
    pdf(tried(template, LetterKind(kind)), name)
    return [], unprinted(template)


def filled(template: bytes, name: str, values: Mapping[str, Value]) -> tuple[bytes, bytes]:
    """The letter as DOCX and PDF; raises Unfit."""
    content = fill(template, values)
    return content, pdf(content, name)


def marked(letter: bytes, name: str, words: str) -> tuple[bytes, bytes]:
    """A letter with a line on top of it, as DOCX and PDF; raises Unfit."""
    content = headed(letter, words)
    return content, pdf(content, name)
