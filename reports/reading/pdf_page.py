"""One page of a PDF as letters, ruled lines and pictures, in points from its lower left corner."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from disclosure.documents.kinds import SourceFile
from disclosure.documents.reading.pdf import require_few_letters
from disclosure.errors import Unreadable

MOST_OBJECTS = 200_000  # drawn things of a document; a page of a ruled table has some hundred
MOST_DEPTH = 4  # forms inside forms
_THIN = 3.0  # points: what is narrower is a line
_LARGE = 0.03  # of a page: smaller pictures are seals and logos
_GAP = 0.6  # of a letter's height: letters farther apart are no one string, whatever the program says
_SKEW = 0.8  # points that a straight line may lean


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its box. `size` is that of its type; `run` is the number of the string that it was printed with."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    run: int

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: at `at`, from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What a page shows. `pictures` are the upper edges of the large ones."""

    width: float
    height: float
    letters: list[Letter] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Left:
    """What may still be read of a document."""

    read: SourceFile
    letters: int = 0
    objects: int = MOST_OBJECTS

    def spend(self) -> None:
        self.objects -= 1
        if self.objects < 0:
            raise Unreadable(f"「{self.read.name}」的版面过于复杂，请用办公软件重新生成 PDF 后再上传。")


def page_of(document: pdfium.PdfDocument, number: int, left: Left) -> Page:
    """Read a page; raises Unreadable for more letters or lines than any report has."""
    opened = document[number]
    try:
        page = Page(*opened.get_size())
        words = opened.get_textpage()
        try:
            left.letters += words.count_chars()
            require_few_letters(left.letters, left.read)
            page.letters = list(_letters(words))
        finally:
            words.close()
        _draw(page, opened.raw, left)
        return page
    finally:
        opened.close()


def _letters(words: pdfium.PdfTextPage) -> Iterator[Letter]:
    handle, box = words.raw, raw.FS_RECTF()
    run, end, printed = 0, None, None
    for place in range(words.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(handle, place))
        if sign in "\r\n\x00\ufffe\ufeff" or not raw.FPDFText_GetLooseCharBox(handle, place, box):
            continue
        if box.right - box.left <= 0 and not sign.strip():
            continue
        low, high = sorted((box.bottom, box.top))
        drawn = ctypes.cast(raw.FPDFText_GetTextObject(handle, place), ctypes.c_void_p).value
        if drawn != printed or end is None or not -_GAP <= (box.left - end) / max(high - low, 1.0) <= _GAP:
            run += 1
        end, printed = box.right, drawn
        yield Letter(sign, box.left, low, box.right, high, high - low, run)


Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _draw(page: Page, handle: object, left: Left) -> None:
    for number in range(raw.FPDFPage_CountObjects(handle)):
        _object(page, raw.FPDFPage_GetObject(handle, number), _SAME, left, 0)


def _object(page: Page, drawn: object, outer: Matrix, left: Left, depth: int) -> None:
    left.spend()
    kind = raw.FPDFPageObj_GetType(drawn)
    matrix = _times(_matrix(drawn), outer)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        _path(page, drawn, matrix, left)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        width, height = abs(matrix[0]) + abs(matrix[2]), abs(matrix[1]) + abs(matrix[3])
        if width * height > _LARGE * page.width * page.height:
            page.pictures.append(max(matrix[5], matrix[5] + matrix[1] + matrix[3]))
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
        for number in range(raw.FPDFFormObj_CountObjects(drawn)):
            _object(page, raw.FPDFFormObj_GetObject(drawn, number), matrix, left, depth + 1)


def _matrix(drawn: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _path(page: Page, drawn: object, matrix: Matrix, left: Left) -> None:
    """Keep the straight edges of a path: strokes, and filled boxes that are as narrow as a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
    points: list[tuple[float, float]] = []
    pieces: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFPath_CountSegments(drawn)):
        left.spend()
        segment = raw.FPDFPath_GetPathSegment(drawn, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        point = (
            matrix[0] * x.value + matrix[2] * y.value + matrix[4],
            matrix[1] * x.value + matrix[3] * y.value + matrix[5],
        )
        if kind == raw.FPDF_SEGMENT_MOVETO:
            points = [point]
            pieces.append(points)
        elif kind == raw.FPDF_SEGMENT_LINETO and points:
            points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    for piece in pieces:
        _edges(page, piece, is_stroked=bool(stroke.value))


def _edges(page: Page, points: list[tuple[float, float]], *, is_stroked: bool) -> None:
    if len(points) < 2:  # noqa: PLR2004
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    if high - low <= _THIN < right - left:
        page.across.append(Rule((low + high) / 2, left, right))
    elif right - left <= _THIN < high - low:
        page.down.append(Rule((left + right) / 2, low, high))
    elif is_stroked:
        for (x, y), (to_x, to_y) in pairwise(points):
            if abs(y - to_y) <= _SKEW < abs(x - to_x):
                page.across.append(Rule((y + to_y) / 2, min(x, to_x), max(x, to_x)))
            elif abs(x - to_x) <= _SKEW < abs(y - to_y):
                page.down.append(Rule((x + to_x) / 2, min(y, to_y), max(y, to_y)))
