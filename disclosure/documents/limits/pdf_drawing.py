"""What the pages of a PDF draw, counted before any program draws it: forms draw forms, and uses multiply."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from itertools import count
from typing import Any, Self

import pikepdf

from disclosure.errors import Unreadable

from .pdf_streams import TooLarge, unpacked_size

# Measured with PDFium: a line of text holds 650 bytes, a path 270, a state put away 160 while its page is open.
MOST_DRAWN_OF_PAGE = 500_000  # operators that draw, uses multiplied: 325 MB; a dense town plan has 200,000
MOST_DRAWN = 6_000_000  # of a document: 3,000 pages of 2,000, every letter placed by itself
MOST_LETTERS_OF_PAGE = 1_000_000  # bytes in strings, uses multiplied: 240 MB; a wall map has 100,000
MOST_LETTERS = 20_000_000  # of a document: 3,000 pages of 3,000 Chinese letters, two bytes each
MOST_CONTENT_OF_PAGE = 32 * 2**20  # bytes unpacked, uses multiplied; a town plan in lines has 10 to 20 MB
MOST_CONTENT = 256 * 2**20  # bytes of a document: looked at here in ten seconds, and as long by PDFium
MOST_NESTED = 20  # forms in forms; programs that lay sheets upon sheets reach six
MOST_STATES = 1_000  # put away at once; the standard itself asks readers for 28
MOST_VISITED = 200_000  # streams looked at, each as often as other resources stand behind it

_BEFORE = rb"\0\t\n\f\r ()<>\[\]{}%"  # what an operator follows; behind a slash stands a name
_GAP = _BEFORE + b"/"
_DRAWS = re.compile(rb"(?<![^%b])(?:Do|T[jJ]|['\"]|[fFBbSsn]\*?|sh|BI)(?![^%b])" % (_BEFORE, _GAP))
_USES = re.compile(rb"/([^%b]*)[\0\t\n\f\r ]+Do(?![^%b])" % (_GAP, _GAP))
_ALL_USES = re.compile(rb"(?<![^%b])Do(?![^%b])" % (_BEFORE, _GAP))
_STATES = re.compile(rb"(?<![^%b])[qQ](?![^%b])" % (_BEFORE, _GAP))
_HEX = re.compile(rb"<[^<>]*")
_BRACKETS = re.compile(rb"[()\\]")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class DrawingCost:
    """Operators that draw, bytes of content and of strings in it, uses multiplied."""

    drawn: int = 0
    size: int = 0
    letters: int = 0

    def plus(self, other: Self, times: int = 1) -> "DrawingCost":
        """With another, so many times."""
        return DrawingCost(
            self.drawn + other.drawn * times,
            self.size + other.size * times,
            self.letters + other.letters * times,
        )

    def is_within(self, drawn: int, size: int, letters: int) -> bool:
        """Whether nothing is over its limit."""
        return self.drawn <= drawn and self.size <= size and self.letters <= letters


@dataclass(slots=True)
class _Content:
    """What one stream does itself: its cost, which forms it uses how often, and uses whose name is not to be told."""

    cost: DrawingCost
    uses: Counter[str]
    unnamed: int


@dataclass(slots=True)
class Drawing:
    """Counts page after page; raises Unreadable as soon as one, or all together, would take too much."""

    name: str
    total: DrawingCost = DrawingCost()
    _contents: dict[tuple[int, int], _Content] = field(default_factory=dict)
    _forms: dict[tuple[object, ...], DrawingCost | None] = field(default_factory=dict)
    _unnumbered: Iterator[int] = field(default_factory=count)

    def page(self, page: Any, resources: Any) -> None:
        """Add a page with the resources that hold for it."""
        holder = self._holder(resources)
        cost = DrawingCost()
        contents = page.get("/Contents")
        for stream in contents if isinstance(contents, pikepdf.Array) else (contents,):
            if isinstance(stream, pikepdf.Stream):
                cost = self._checked(cost.plus(self._stream(stream, resources, resources, (holder, holder), 0)))
        cost = self._checked(cost.plus(self._letters(resources, holder)))
        self.total = self.total.plus(cost)
        if not self.total.is_within(MOST_DRAWN, MOST_CONTENT, MOST_LETTERS):
            raise Unreadable(f"「{self.name}」的页面内容过多，请拆分成几个文件后再上传。")

    def has_drawn(self, stream: Any) -> bool:
        """Whether a page that was added draws this stream, itself or through others."""
        return stream.objgen in self._contents

    def _checked(self, cost: DrawingCost) -> DrawingCost:
        if not cost.is_within(MOST_DRAWN_OF_PAGE, MOST_CONTENT_OF_PAGE, MOST_LETTERS_OF_PAGE):
            raise Unreadable(f"「{self.name}」有一页的图形或文字过多，请在原软件中简化或转为图片后重新生成 PDF。")
        return cost

    def _stream(self, stream: Any, own: Any, page: Any, holders: tuple[object, object], depth: int) -> DrawingCost:
        """A stream with all that it uses; names are looked for in its own resources, then in the page's."""
        if depth > MOST_NESTED:
            raise self._tangled()
        content = self._content(stream)
        cost, dearest = content.cost, DrawingCost()
        forms = _named(own, "/XObject"), _named(page, "/XObject")
        for name, times in content.uses.items():
            used = self._form(forms[0].get(name, forms[1].get(name)), own, page, holders, depth)
            cost = self._checked(cost.plus(used, times))
        if content.unnamed:  # every form that it could be is looked at, and the dearest is taken
            for form in (*forms[0].values(), *forms[1].values()):
                used = self._form(form, own, page, holders, depth)
                dearest = DrawingCost(*map(max, zip(astuple(dearest), astuple(used), strict=True)))
        return self._checked(cost.plus(dearest, content.unnamed))

    def _form(self, form: Any, own: Any, page: Any, holders: tuple[object, object], depth: int) -> DrawingCost:
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") == "/Image":
            return DrawingCost()
        resources = form.get("/Resources")
        if isinstance(resources, pikepdf.Dictionary):
            own, holders = resources, (form.objgen, holders[1])
        key = (form.objgen, *holders)
        if key not in self._forms:
            if len(self._forms) > MOST_VISITED:
                raise self._tangled()
            self._forms[key] = None
            cost = self._stream(form, own, page, holders, depth + 1)
            self._forms[key] = cost.plus(self._letters(resources, form.objgen))
        known = self._forms[key]
        if known is None:
            raise self._tangled()  # it draws itself
        return known

    def _letters(self, resources: Any, holder: object) -> DrawingCost:
        """Fonts whose letters are drawings: each letter is drawn once where the font is opened."""
        cost = DrawingCost()
        for font in _named(resources, "/Font").values():
            if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") != "/Type3":
                continue
            own = font.get("/Resources", resources)
            for letter in _named(font, "/CharProcs").values():
                if isinstance(letter, pikepdf.Stream):
                    used = self._stream(letter, own, resources, (self._holder(own), holder), 1)
                    cost = self._checked(cost.plus(used))
        return cost

    def _holder(self, resources: Any) -> object:
        """What tells these resources from others: their number, or one that nothing else has."""
        known = isinstance(resources, pikepdf.Dictionary) and resources.is_indirect
        return resources.objgen if known else next(self._unnumbered)

    def _content(self, stream: Any) -> _Content:
        found = self._contents.get(stream.objgen)
        if found is None:
            found = self._contents[stream.objgen] = self._read(stream)
        return found

    def _read(self, stream: Any) -> _Content:
        try:
            unpacked_size(stream, MOST_CONTENT_OF_PAGE)
            data = stream.read_bytes()
        except TooLarge as error:
            raise Unreadable(f"「{self.name}」有一页的内容过大，请用办公软件重新生成 PDF 后再上传。") from error
        except pikepdf.PikepdfError:
            data = stream.read_raw_bytes()  # filters of pictures, or broken off: programs draw what they make of it
        self._require_few_states(data)
        if b"Do" in data:
            uses = Counter(_plain(name) for name in _USES.findall(data))
            unnamed = len(_ALL_USES.findall(data)) - uses.total()
        else:
            uses, unnamed = Counter(), 0
        return _Content(DrawingCost(len(_DRAWS.findall(data)), len(data), _letters(data)), uses, max(unnamed, 0))

    def _require_few_states(self, data: bytes) -> None:
        depth = 0
        for sign in () if data.count(b"q") < MOST_STATES else _STATES.findall(data):
            depth = depth + 1 if sign == b"q" else max(depth - 1, 0)
            if depth > MOST_STATES:
                raise self._tangled()

    def _tangled(self) -> Unreadable:
        return Unreadable(f"「{self.name}」的图形层层嵌套过多，请用办公软件重新生成 PDF 后再上传。")


def _letters(data: bytes) -> int:
    """Bytes in strings; what is in doubt counts, and brackets without end count as letters."""
    count = sum(len(found) // 2 for found in _HEX.findall(data))
    depth = start = done = 0
    for found in _BRACKETS.finditer(data):
        place, sign = found.start(), found[0]
        if place < done or (depth == 0 and sign != b"("):
            continue
        if sign == b"\\":
            done = place + 2
        elif sign == b"(":
            start, depth = (start if depth else place), depth + 1
        else:
            depth -= 1
            count += place - start - 1 if depth == 0 else 0
        if count + (place - start if depth else 0) > MOST_LETTERS_OF_PAGE:
            return count + place - start
    return count + (len(data) - start if depth else 0)


def _plain(name: bytes) -> str:
    """A name as it is kept: bytes that were written by their number among them."""
    return "/" + _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name).decode("utf-8", "surrogateescape")


def _named(holder: Any, key: str) -> Mapping[str, Any]:
    """The entries of a dictionary in a dictionary; none where either is something else."""
    kept = holder.get(key) if isinstance(holder, pikepdf.Dictionary) else None
    return dict(kept.items()) if isinstance(kept, pikepdf.Dictionary) else {}
