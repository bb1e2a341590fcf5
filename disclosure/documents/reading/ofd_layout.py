"""Where the text of an OFD page stands: pieces in millimetres, joined to lines, cells and vertical runs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from disclosure.documents.limits import FARTHEST, LONGEST_NUMBER
from disclosure.documents.limits.wholes import whole

SAME_LINE = 1.5  # millimetres that two pieces of one line may differ in height
SAME_COLUMN = 1.0  # millimetres that letters below each other may differ in their left edge
_LONGEST_STEPS = 1000  # letters that one `g` of a line's steps may stand for
CELL_GAP = 1.5  # letters between two pieces that stand in two cells
LAST_NARROW = 0x7F  # letters and figures up to here are half as wide as they are high
MOST_NESTED = 8  # composite objects in composite objects
MOST_DRAWN = 200_000  # objects that composite objects of one page draw, uses multiplied
_LEAST_OF_STACK = 4  # letters below each other that are read as one text
_STACKED = 2  # letters at most of a piece that stands in such a run
_STEP = 2.6  # letters' heights from one to the next in it

Units = Mapping[str, Sequence[etree._Element]]  # noqa: SLF001  # lxml's only name; composite graphic units by their number


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text on a page: its place from the top left in millimetres, and its letters' height."""

    top: float
    left: float
    size: float
    text: str
    right: float


@dataclass(frozen=True, slots=True)
class OfdLine:
    """A line of a page, in millimetres; `width` is the page's. `cells`: its pieces where wide gaps part them."""

    text: str
    left: float
    right: float
    size: float
    width: float
    cells: tuple[str, ...] = ()


class TooManyPieces(ValueError):
    """Composite objects draw each other too often."""


def page_width(root: etree._Element) -> float:
    """Of a page, or of all pages where it stands in the document; 0 where it is not said."""
    boxes = (_numbers(one.text or "") for one in root.iter("{*}PhysicalBox"))
    return next((numbers[2] for numbers in boxes if len(numbers) > 2), 0.0)  # noqa: PLR2004


def pieces_of(root: etree._Element, units: Units) -> list[Piece]:
    """Return the text of a page or unit, that of composite objects in its place among them."""
    left = [MOST_DRAWN]
    return list(_pieces(root, units, left, 0))


def _pieces(root: etree._Element, units: Units, left: list[int], depth: int) -> Iterator[Piece]:
    for drawn in root.iter("{*}TextObject", "{*}CompositeObject"):
        left[0] -= depth > 0
        if left[0] < 0:
            raise TooManyPieces
        if etree.QName(drawn).localname == "TextObject":
            yield from _text_pieces(drawn)
        elif depth < MOST_NESTED:
            across, down = [*_numbers(drawn.get("Boundary", "")), 0.0, 0.0][:2]
            for unit in units.get(drawn.get("ResourceID", ""), ()):
                for piece in _pieces(unit, units, left, depth + 1):
                    right = piece.right + across if piece.right else 0.0
                    yield replace(piece, top=piece.top + down, left=piece.left + across, right=right)
        else:
            raise TooManyPieces


def _text_pieces(drawn: etree._Element) -> Iterator[Piece]:
    left, top = [*_numbers(drawn.get("Boundary", "")), 0.0, 0.0][:2]
    size = (_numbers(drawn.get("Size", "")) or [0.0])[0]
    for code in drawn.iter("{*}TextCode"):
        x, y = ((_numbers(code.get(name, "")) or [0.0])[0] for name in ("X", "Y"))
        advance = _advance(code.get("DeltaX", ""))
        right = 0.0 if advance is None else left + x + advance + size
        yield Piece(top + y, left + x, size, code.text or "", right)


def glyphs_without_text(root: etree._Element) -> int:
    """Count the glyphs that are drawn by their number in the font, with no letter or only a blank for them."""
    count = 0
    for drawn in root.iter("{*}TextObject"):
        text = "".join(code.text or "" for code in drawn.iter("{*}TextCode"))
        for glyphs in drawn.iter("{*}CGTransform"):
            begin = whole(glyphs.get("CodePosition"), 0)
            codes = whole(glyphs.get("CodeCount"), 1)
            numbers = len((glyphs.findtext("{*}Glyphs") or "").split())
            if begin + codes > len(text) or (numbers and not text[begin : begin + codes].strip() and codes > 1):
                count += max(numbers, 1)
    return count


def lines_of(pieces: list[Piece], width: float) -> list[OfdLine]:
    """Pieces at about one height make a line, from left to right."""
    ordered = sorted(pieces, key=lambda piece: piece.top)
    heights = {}
    height = -SAME_LINE * 2
    for place, piece in enumerate(ordered):
        height = piece.top if piece.top - height > SAME_LINE else height
        heights[place] = height
    numbered = sorted(range(len(ordered)), key=lambda place: (heights[place], ordered[place].left))
    lines = (_line([ordered[place] for place in line], width) for _, line in groupby(numbered, key=heights.__getitem__))
    return [line for line in lines if line.text.strip()]


def _line(pieces: list[Piece], width: float) -> OfdLine:
    text, size = "".join(piece.text for piece in pieces), max(piece.size for piece in pieces)
    last = pieces[-1]
    right = max(last.right, last.left + last.size * len(last.text))
    return OfdLine(text, pieces[0].left, right, size, width, tuple(_cells(pieces)))


def _cells(pieces: list[Piece]) -> Iterator[str]:
    """The texts between wide gaps."""
    cell: list[str] = []
    filled, end = False, 0.0
    for piece in pieces:
        if filled and piece.size and piece.left - end > CELL_GAP * piece.size:
            yield "".join(cell).strip()
            cell, filled = [], False
        cell.append(piece.text)
        filled = filled or bool(piece.text.strip())
        end = piece.right or piece.left + sum(0.5 if ord(one) <= LAST_NARROW else 1 for one in piece.text) * piece.size
    if filled:
        yield "".join(cell).strip()


def stacks_of(pieces: Sequence[Piece]) -> list[str]:
    """Join letters that stand below each other, each in a piece of its own: text that is set vertically."""
    short = [piece for piece in pieces if 0 < len(piece.text.strip()) <= _STACKED]
    columns: dict[int, list[Piece]] = defaultdict(list)
    for piece in short:
        columns[round(piece.left / SAME_COLUMN)].append(piece)
    stacks: list[str] = []
    for column in sorted(columns, reverse=True):
        run: list[Piece] = []
        for piece in sorted(columns[column], key=lambda piece: piece.top):
            if run and not 0 < piece.top - run[-1].top <= _STEP * max(piece.size, 1.0):
                stacks += _joined(run)
                run = []
            run.append(piece)
        stacks += _joined(run)
    return stacks


def _joined(run: list[Piece]) -> list[str]:
    return ["".join(piece.text.strip() for piece in run)] if len(run) >= _LEAST_OF_STACK else []


def _numbers(text: str) -> list[float]:
    """Millimetres; none where one of them is no place on any page."""
    words = text.split()
    try:
        found = [float(one) for one in words if len(one) <= LONGEST_NUMBER]
    except ValueError:
        return []
    # The comparison fails for nan as it does for what is too far.
    return found if len(found) == len(words) and all(-FARTHEST <= one <= FARTHEST for one in found) else []


def _advance(text: str) -> float | None:
    """The widths of a line's letters together; `g 3 5.6` stands for three times 5.6. None where none is written."""
    total, words = None, iter(text.split())
    for word in words:
        count, width = (next(words, ""), next(words, "")) if word == "g" else ("1", word)
        for one in _numbers(width):
            total = (total or 0.0) + one * min(whole(count, 1), _LONGEST_STEPS)
    return total
