"""The six sections of a report: its headings recognised by their words, their numbers and the tables below them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from reports.editions.grid import Edition

from .blocks import Block, Line, Picture, Table, squeezed
from .labels import plain, without_number

_NUMBERS = "一二三四五六七八九十"
_NUMBERED = re.compile(r"^(?:([一二三四五六七八九十])\s*[、.．,，:： ]\s*|([1-9])\s*[、.．,，]\s*(?!\d))(?=\S)")
_LONGEST = 40  # characters of a heading
_ENDED = ("。", "；", ";", "，", ",")
_OTHER_WORDS = {
    "1": ("概述", "工作概述", "总体推进情况", "工作总体推进情况", "政府信息公开总体情况", "工作总体情况", "基本情况"),
    "2": ("行政机关主动公开政府信息情况", "主动公开信息情况"),
    "3": ("收到和处理政府信息公开申请的情况", "依申请公开政府信息情况"),
    "4": ("因政府信息公开申请行政复议、提起行政诉讼的情况", "行政复议、行政诉讼情况"),
    "5": (
        "存在的主要问题及整改措施",
        "政府信息公开工作存在的主要问题及改进情况",
        "存在问题及改进措施",
        "存在的问题和改进情况",
    ),
    "6": ("其他需要说明的事项", "需要报告的其他事项", "其他需要报告事项"),
}
_LEAST = 0.62  # likeness of a heading that carries its own number; more without one
_BARE = 0.82
_LISTED = 0.2  # less for a heading in a table of contents


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A line that could head a section."""

    place: int
    text: str
    number: str  # 1 to 9, empty without one


@dataclass(frozen=True, slots=True)
class Sections:
    """Where each section begins, its heading, and every first-level heading in printed order."""

    starts: Mapping[str, int]  # section → place of its heading
    named: Mapping[str, str]  # section → heading as printed
    headings: tuple[str, ...]


def names_of(edition: Edition) -> dict[str, str]:
    """The headings of a format by the number of the section, without it."""
    headed = [section.heading for section in edition.sections if section.heading]
    return {str(number): without_number(plain(heading)) for number, heading in enumerate(headed, 1)}


def sections_in(blocks: Sequence[Block], edition: Edition, tables: Mapping[str, int], first: int) -> Sections:
    """Find the headings from block `first` on. `tables` are the places of the tables by their section.

    The heading of a section with a table stands before it and after the table before; of several lines that would do
    the most alike is taken, then the one right above the table, else the first.
    """
    names = names_of(edition)
    lines = list(_heading_lines(blocks, first))
    listed = _listed(lines, names)
    starts: dict[str, int] = {}
    named: dict[str, str] = {}
    least = first
    for number, name in names.items():
        lowest = max([least, *(place for section, place in tables.items() if int(section) < int(number))])
        highest = min((place for section, place in tables.items() if int(section) >= int(number)), default=len(blocks))
        rated = [
            (_rating(line, number, name, tables) - _LISTED * (line.place in listed), line)
            for line in lines
            if lowest <= line.place < highest
        ]
        rated = [(rating, line) for rating, line in rated if rating > 0]
        if rated:
            best = max(rated, key=lambda pair: (pair[0], -pair[1].place))[1]
            starts[number], named[number] = best.place, best.text
            least = best.place + 1
    return Sections(starts, named, tuple(_printed(lines, starts, names)))


def _heading_lines(blocks: Sequence[Block], first: int) -> list[HeadingLine]:
    found = []
    for place, block in enumerate(blocks):
        if place < first or not isinstance(block, Line):
            continue
        text = unicodedata.normalize("NFKC", block.text).strip()
        is_short = len(squeezed(text)) <= _LONGEST and not block.text.rstrip().endswith(_ENDED)
        if is_short and not block.listing:
            found.append(HeadingLine(place, block.text.strip(), _number(text)))
    return found


def _number(text: str) -> str:
    found = _NUMBERED.match(text)
    if found is None:
        return ""
    return str(_NUMBERS.index(found[1]) + 1) if found[1] else found[2]


def _rating(line: HeadingLine, number: str, name: str, tables: Mapping[str, int]) -> float:
    """How well a line heads a section; 0 where it does not."""
    likeness = _likeness(line.text, (name, *_OTHER_WORDS.get(number, ())))
    is_above = number in tables and 0 < tables[number] - line.place <= 4  # noqa: PLR2004 a line or two may stand between
    if line.number:
        fits = likeness >= _LEAST or (is_above and line.number == number and likeness > 0.3)  # noqa: PLR2004
    else:
        fits = likeness >= _BARE
    if not fits:
        return 0
    return likeness + 0.3 * (line.number == number) + 0.5 * is_above


def _listed(lines: Sequence[HeadingLine], names: Mapping[str, str]) -> set[int]:
    """The places of headings that another one follows, as in a table of contents (or where tables are lost)."""
    alike = {line.place: [name for name in names.values() if _likeness(line.text, (name,)) >= _BARE] for line in lines}
    return {
        place for place, mine in alike.items() if mine and any(other not in mine for other in alike.get(place + 1, ()))
    }


def _likeness(text: str, names: tuple[str, ...]) -> float:
    bare = without_number(plain(text)).lstrip("、.,")
    return max(_alike(bare, plain(name)) for name in names)


@lru_cache(maxsize=8192)
def _alike(one: str, other: str) -> float:
    """How alike two headings are; 0 without a look where too few signs are in both."""
    if 2 * sum(sign in other for sign in one) < min(len(one), len(other)):
        return 0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _printed(lines: Sequence[HeadingLine], starts: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """Every heading in printed order: the sections', and what repeats one of theirs under a number of its own."""
    chosen, first = set(starts.values()), min(starts.values(), default=0)
    numbered = [line for line in lines if line.number and line.place >= first]
    repeats = {line.place for line in numbered if max(_likeness(line.text, (n,)) for n in names.values()) >= _BARE}
    return [line.text for line in lines if line.place in chosen | repeats]


def pictured(blocks: Sequence[Block]) -> bool:
    """Whether a section shows a picture where no table was found."""
    return any(isinstance(block, Picture) for block in blocks) and not any(isinstance(b, Table) for b in blocks)
