"""The texts of the guide (条例 art. 12): the office's own, or such as fit every authority, from `fixtures/guide.txt`.

There a line `# anchor heading` begins a section; every other line is a paragraph.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings

from disclosure.portal.common.site import Site

_STANDARD = Path(settings.BASE_DIR) / "fixtures" / "guide.txt"


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A section of the guide; the office's own text is the field `guide_` + anchor of Authority."""

    anchor: str
    heading: str
    paragraphs: tuple[str, ...] = ()


def guide_sections(site: Site) -> list[GuideSection]:
    """List the sections that follow the one about the office."""
    return [
        replace(part, paragraphs=_paragraphs(own)) if (own := getattr(site.authority, f"guide_{part.anchor}")) else part
        for part in _standard_sections()
    ]


@cache
def _standard_sections() -> tuple[GuideSection, ...]:
    sections = _STANDARD.read_text(encoding="utf-8").split("# ")[1:]
    return tuple(_section(*section.split("\n", 1)) for section in sections)


def _section(head: str, text: str) -> GuideSection:
    anchor, heading = head.split(" ", 1)
    return GuideSection(anchor, heading, _paragraphs(text))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
