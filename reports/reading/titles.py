"""The title of a report, in the variants that offices print: whose, and of which year."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .blocks import squeezed

_LONGEST = 80  # characters of a title
_YEAR = re.compile(r"(20[0-9]{2}|二[〇零○O0][一二三四五六七八九〇零○]{2})")
_DIGITS = str.maketrans("〇零○O一二三四五六七八九", "00001" + "23456789")
_SUBJECT = re.compile(r"(?:政府信息与政务公开|政府信息公开|政务公开|信息公开)")
_END = re.compile(r"(?:年度报告|年报|工作报告|报告|告年度报)(?:\([^()]*\))?$")
_BEFORE = re.compile(r"^(?:《|关于|标题[::]?|信息名称[::]?|名称[::]?|题名[::]?|\[[^\]]*\])+")
_PREAMBLE = re.compile(r"(?:[>|»›→]|首页|当前位置|根据|按照|依据|现将|本报告|为|。|;)")
_PERIOD = re.compile(r"(20[0-9]{2})年?1月1日(?:起)?(?:至|到|-|—|~)(?:20[0-9]{2}年?)?12月31日")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed; `authority` is empty and `year` None where it does not name them."""

    text: str
    authority: str = ""
    year: int | None = None


def title_in(lines: Sequence[str]) -> tuple[int, int, Title] | None:
    """Find the title among the lines above the first section: where it begins, how many lines it takes, what it says.

    It may be broken after the authority or the year. Of several the one that says most is taken, then the last: menus
    and lists of other years come first.
    """
    found = [(start, count, title) for start, count, text in _candidates(lines) if (title := parsed(text))]
    if not found:
        return None
    return max(found, key=lambda one: (bool(one[2].authority) + (one[2].year is not None), -one[1], one[0]))


def _candidates(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for start, line in enumerate(lines):
        yield start, 1, line
    for start, (first, second) in enumerate(pairwise(lines)):
        yield start, 2, first + second
    for start, parts in enumerate(zip(lines, lines[1:], lines[2:], strict=False)):
        yield start, 3, "".join(parts)


def parsed(text: str) -> Title | None:
    """Read a title; None where the text is none."""
    plain = squeezed(unicodedata.normalize("NFKC", text)).rstrip("》").replace("〔", "[").replace("〕", "]")
    plain = _BEFORE.sub("", plain)
    if len(plain) > _LONGEST or not _END.search(plain) or _PREAMBLE.search(plain):
        return None
    subject = _SUBJECT.search(plain)
    if subject is None:
        return None
    year = _YEAR.search(plain)
    ends = [subject.start(), *([year.start()] if year else [])]
    authority = plain[: min(ends)].removesuffix("关于").strip("·-—_ ")
    if re.search(r"[0-9:/]", authority):
        return None
    return Title(_BEFORE.sub("", squeezed(text)), authority, _number(year[1]) if year else None)


def _number(written: str) -> int:
    return int(written.translate(_DIGITS))


def year_of_period(texts: Iterable[str]) -> int | None:
    """The year whose 1 January to 31 December the report says its figures cover; None where it does not say."""
    for text in texts:
        if found := _PERIOD.search(squeezed(unicodedata.normalize("NFKC", text))):
            return int(found[1])
    return None
