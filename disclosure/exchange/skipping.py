"""Rows below the heading that hold no record: totals, remarks, headings once more. Skipped, and said."""

import re
from collections.abc import Sequence

from .cells.readings import rows_named
from .columns import RecordColumn
from .files.heading_search import HeadingNames
from .files.table import COVERED, Cells, SpreadsheetTable
from .folding import folded

_TOTAL = re.compile(
    r"(本页|本月|本季度?|本年|全年|年度|上年|累计)?(合计|小计|总计|共计|累计|总和)(\d.*|[件条元:：(（].*)?"
)
_REMARK = re.compile(
    r"[(\[【〔*※]*(注|备注|附注|说明|附|填[表报写]\w{0,3}|制表\w{0,2}|编制\w{0,2}|审核\w{0,2}|复核\w{0,2}|经办\w{0,2}"
    r"|单位\w{0,4}|部门\w{0,3}|主管\w{0,3}|负责人|联系\w{0,2}|联系电话|电话|日期|时间|打印\w{0,2}|报送\w{0,2}|盖章)\d?"
    r"(\(\w{1,6}\))?[:.]"
)
_ALONE = re.compile(
    r"第\d+页(,?共\d+页)?|共\d+页|\d+/\d+|-\d+-"
    r"|(\d{4}年度?)?(第?[一二三四1-4]季度|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|[上下]半年)|\d{4}年度?"
)
_HINT = re.compile(
    r"\(.*\)|(必|选|可)(填|选)(项|列)?|非必填|可不填|可空|不填|(例|如|示例|格式|填|请).*|(文本|日期|数字|文字|数值)(格式)?"
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
FEWEST_NUMBERED = 3  # cells of a row that numbers the columns

TOTAL, REMARK, REPEATED, HINT, NUMBERING = (
    "合计、小计一类的行",
    "注、填表人、月份一类的说明",
    "重复的标题或列名",
    "列名下面的填写说明",
    "列的编号",
)


class RowSkipper:
    """Tells rows that hold no record from rows that hold a bad one; asked only about rows that cannot be stored.

    Below the explanations of the columns, a row in which every column is filled that must be is a record, whatever it
    says.
    """

    def __init__(self, table: SpreadsheetTable, places: Sequence[tuple[int, RecordColumn]]) -> None:
        self.table = table
        self.columns = dict(places)
        self.names = HeadingNames(column.column_name for _, column in places)
        self.must = [position for position, column in places if column.filled]
        self.above = {_texts(cells) for cells in table.head.above} - {()}
        self.openings = {texts[0] for texts in self.above}
        self.skipped: dict[str, list[int]] = {}
        self.last = table.head.bottom
        """The last row of the heading and of what is skipped directly below it."""

    def skips(self, number: int, cells: Cells) -> bool:
        """Whether a row is none of a record; notes it then, unless it holds nothing but blanks."""
        if not any(str(cell).strip() for cell in cells):
            return not any((number, column) in self.table.flaws for column in range(1, len(cells) + 1))
        why = self._why(number, cells)
        if why is None:
            return False
        self.skipped.setdefault(why, []).append(number)
        if number == self.last + 1:
            self.last = number
        return True

    @property
    def notes(self) -> list[str]:
        """Return a sentence for each sort of row that was skipped."""
        return [f"{rows_named(rows, len(rows))}是{why}，没有导入。" for why, rows in self.skipped.items()]

    def _why(self, number: int, cells: Cells) -> str | None:
        """Look at the first cell before the others: a file may have half a million bad rows."""
        first = next((text for cell in cells if cell != "" and (text := folded(str(cell)))), "")
        if not first:
            return None
        if (first in self.openings and _texts(cells) in self.above) or self._repeats_heading(first, cells):
            return REPEATED
        if number == self.last + 1 and (why := _below_heading(_texts(cells))):
            return why
        if all(position < len(cells) and str(cells[position]).strip() for position in self.must):
            return None
        if _TOTAL.fullmatch(first):
            return TOTAL
        return REMARK if self._is_remark(number, first, cells) else None

    def _is_remark(self, number: int, first: str, cells: Cells) -> bool:
        if _REMARK.match(first):
            return True
        is_alone = sum(1 for cell in cells if cell != "") == 1
        return is_alone and (bool(_ALONE.fullmatch(first)) or self._is_merged(number))

    def _repeats_heading(self, first: str, cells: Cells) -> bool:
        """Whether every cell names its own column."""
        if self.names.name(first) is None:
            return False
        named = 0
        for position, cell in enumerate(cells):
            if str(cell).strip():
                column = self.columns.get(position)
                if column is None or self.names.name(cell) != column.column_name:
                    return False
                named += 1
        return named > 1

    def _is_merged(self, number: int) -> bool:
        """Whether the only cell of a row lies over at least half of the columns."""
        places = ((number, column) for column in range(1, max(self.columns) + 2))
        covered = sum(self.table.flaws.get(place) == COVERED for place in places)
        return covered >= max(2, len(self.columns) // 2)


def _texts(cells: Cells) -> tuple[str, ...]:
    return tuple(text for cell in cells if (text := folded(str(cell))))


def _below_heading(texts: tuple[str, ...]) -> str | None:
    """Say what a row directly below the heading is if it explains or numbers the columns."""
    if len(texts) > 1 and all(_HINT.fullmatch(text) for text in texts):
        return HINT
    return NUMBERING if _numbers_columns(texts) else None


def _numbers_columns(texts: tuple[str, ...]) -> bool:
    """Whether a row is 1 2 3 …, or 甲 乙 1 2 … as in statistical tables."""
    stems = 0
    while stems < len(texts) and texts[stems] == _STEMS[stems : stems + 1]:
        stems += 1
    numbers = [text.removesuffix(".0").strip("()") for text in texts[stems:]]
    return len(texts) >= FEWEST_NUMBERED and numbers == [str(number) for number in range(1, len(numbers) + 1)]
