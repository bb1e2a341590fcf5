"""An office's own templates, handled in a process apart as every file from outside (`disclosure.isolation`)."""

from collections.abc import Mapping

from disclosure.isolation import call
from disclosure.law.choices.letters import LetterKind

from .fields import Value


def judged(template: bytes, name: str, kind: LetterKind) -> tuple[list[str], list[str]]:
    """The fields that letters of this kind do not have, and what the PDF will lack; raises Unfit, Unreadable."""
    job = f"{__package__}.office:judged"
    return call(job, template, name, kind.value, about=name, size=len(template))


def filled(template: bytes, name: str, values: Mapping[str, Value]) -> tuple[bytes, bytes]:
    """The letter as DOCX and PDF; raises Unfit, Unreadable."""
    job = f"{__package__}.office:filled"
    return call(job, template, name, dict(values), about=name, size=len(template))


def marked(letter: bytes, name: str, words: str) -> tuple[bytes, bytes]:
    """The letter with a line on top of it, as DOCX and PDF; raises Unfit, Unreadable."""
    job = f"{__package__}.office:marked"
    return call(job, letter, name, words, about=name, size=len(letter))
