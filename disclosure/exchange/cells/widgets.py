"""Cells → values and back: import-export widgets whose errors are ends of Chinese sentences ("「…」" + error).

A cell is what calamine or csv gives: text, a number, a date, a truth value. Empty cells never come here.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import isfinite
from typing import Any

from django.db.models import TextChoices
from import_export.widgets import Widget

from disclosure.exchange.errors import BadCell
from disclosure.exchange.folding import folded, nearest, restored
from disclosure.law.applications.outcomes import Outcome, OutcomeGroup, outcome_from_label
from disclosure.models.richtext import clean_html

from .paragraphs import paragraphs

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff\ud800-\udfff]")
BREAKS = re.compile(r"\s*[\r\n\t\v\f\x85\u2028\u2029]+\s*")
SHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BUSY!)|Err:\d{3}")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
MOST_DIGITS = 15  # what a spreadsheet keeps of a number
LOST_DIGITS = "是用科学记数法或过长的数字表示的，表格软件已丢失末尾几位；请把该列设为文本格式，重新填写完整号码"
EARLIEST, LATEST = 1900, 2100
OPTIONS_SHOWN = 6
OPTION_LENGTH = 14


class TextWidget(Widget):
    """Text. `digits`: for numbers and codes, where lost digits are an error; `lines`: keep line breaks."""

    kind = "文字"
    SUSPECT_STARTS = frozenset("'#E")  # of neutralised texts and of error values

    def __init__(self, *, digits: bool = False, lines: bool = False) -> None:
        super().__init__()
        self.digits, self.lines = digits, lines

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Strip the text and the apostrophe that an export put before it."""
        text = value.strip() if isinstance(value, str) else _number_as_text(value)
        is_plain = text.isprintable() and text[:1] not in self.SUSPECT_STARTS and "\ufffd" not in text
        if is_plain and not (self.digits and "E" in text.upper()):
            return text  # most cells: nothing of what follows can apply
        return self._judged(restored(text))

    def _judged(self, text: str) -> str:
        if UNREADABLE.search(text):
            raise BadCell("含有无法辨认的字符（乱码或控制字符）；请在原文件中更正")
        if SHEET_ERROR.fullmatch(text):
            raise BadCell("是表格软件的错误值；请更正这个单元格")
        if self.digits and SCIENTIFIC.fullmatch(text):
            raise BadCell(LOST_DIGITS)
        if self.lines:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return BREAKS.sub(" ", text).strip()


def _number_as_text(value: Any) -> str:
    """Write 1.0 as "1"; raises BadCell for anything but an exact number."""
    if isinstance(value, bool):
        raise BadCell("是逻辑值（TRUE/FALSE），这里应填文字")
    if isinstance(value, int | float):
        if not abs(value) < 10**MOST_DIGITS:  # nor is what is no number at all
            raise BadCell(LOST_DIGITS)
        return str(int(value)) if value == int(value) else repr(value)
    raise BadCell("是日期或时间，这里应填文字；请把该列设为文本格式后重新填写")


class RichTextWidget(TextWidget):
    """Sanitise HTML; plain text becomes paragraphs."""

    def __init__(self) -> None:
        super().__init__(lines=True)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the body as the model will store it, for comparison with what is stored."""
        return clean_html(paragraphs(super().clean(value)))


class DateWidget(Widget):
    """A date cell, or a date in one of the accepted spellings."""

    kind = "日期，如 2020-01-31、2020/1/31、2020年1月31日"
    SPELLINGS = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|年(\d{1,2})月)(\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}.*)?")
    EXAMPLE = "请写成 2020-01-31 的样子"

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        """Return the date without a time of day."""
        if isinstance(value, datetime):
            value = value.date()
        found = value if isinstance(value, date) else self._spelt(value)
        if not EARLIEST <= found.year <= LATEST:
            raise BadCell(f"的年份不在 {EARLIEST} 年至 {LATEST} 年之间；请核对")
        return found

    def _spelt(self, value: Any) -> date:
        if not isinstance(value, str):
            raise BadCell(f"是数字或时间，不是日期；{self.EXAMPLE}，或设为日期格式")
        match = self.SPELLINGS.fullmatch(folded(value))
        if match is None:
            raise BadCell(f"不是日期；{self._hint(folded(value))}")
        year, month, day = int(match[1]), int(match[2] or match[3] or match[4]), int(match[5])
        try:
            return date(year, month, day)
        except ValueError:
            raise BadCell(f"不是有效日期，{year}年{month}月没有{day}日；请核对") from None

    def _hint(self, text: str) -> str:
        """Say what to write instead, if the meaning is clear."""
        if match := re.fullmatch(r"(\d{4})[.]?(\d{2}|(?<=[.])\d)[.]?(\d{2}|(?<=[.])\d)", text):
            return f"请写成 {match[1]}-{match[2]:0>2}-{match[3]:0>2}"
        return f"{self.EXAMPLE}（年份写四位）"

    def render(self, value: date | None, obj: Any = None, **kwargs: Any) -> date | str:
        """Return a date, so that XLSX gets a date cell."""
        return value or ""


class ChoiceWidget(Widget):
    """One of a few labels that stand for stored values; `synonyms` maps other spellings to values."""

    def __init__(
        self, options: type[TextChoices] | Mapping[str, str], synonyms: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.labels = dict(options.choices) if isinstance(options, type) else dict(options)
        self.by_label = {folded(str(label)): value for value, label in self.labels.items()}
        self.by_label |= {folded(label): value for label, value in (synonyms or {}).items()}

    @property
    def kind(self) -> str:
        """Return what may be filled in."""
        return "、".join(map(str, self.labels.values()))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the stored value of a label."""
        text = restored(str(value).strip())
        found = self.find(text)
        if found is None:
            raise BadCell(f"不是可填的值；{self._suggestion(text)}")
        return found

    def find(self, label: str) -> str | None:
        """Return the value of a label, or None."""
        return self.by_label.get(folded(label))

    def _suggestion(self, text: str) -> str:
        labels = [str(label) for label in self.labels.values()]
        near = nearest(text, labels)
        shown = [f"{one[:OPTION_LENGTH]}…" if len(one) > OPTION_LENGTH else one for one in labels[:OPTIONS_SHOWN]]
        rest = f"等{len(labels)}种" if len(labels) > OPTIONS_SHOWN else ""
        return f"{f'是否指「{near}」？' if near else ''}可以填：{'、'.join(shown)}{rest}"

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.labels.get(value, value)) if value else ""


class OutcomeWidget(ChoiceWidget):
    """The leaf rows of table 3, with or without their number."""

    NUMBER = re.compile(r"[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、\s]+")

    def __init__(self) -> None:
        super().__init__(Outcome)

    def find(self, label: str) -> str | None:
        """Accept the printed label and the spellings of `outcomes`."""
        return outcome_from_label(label) or outcome_from_label(self.NUMBER.sub("", label, count=1))

    def _suggestion(self, text: str) -> str:
        """Name the rows of a group that was given instead of one of them."""
        group = next((group for group in OutcomeGroup if group.label == folded(text)), None)
        if group is None:
            return super()._suggestion(text)
        return f"请写明是其中哪一种：{'、'.join(outcome.label for outcome in Outcome if outcome.group == group)}"


class IntegerWidget(Widget):
    kind = "不小于 1 的整数"
    LARGEST = 2**31 - 1

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        number = _decimal(value)
        if number != number.to_integral_value() or not 1 <= number <= self.LARGEST:
            raise BadCell(f"不是{self.kind}")
        return int(number)

    def render(self, value: int | None, obj: Any = None, **kwargs: Any) -> int | str:
        """Return a number, so that XLSX gets a number cell."""
        return "" if value is None else value


class WorkingDaysWidget(IntegerWidget):
    """Working days; more than the law allows is for the clock to report, more than these is a typing error."""

    kind = "1 到 999 的整数"
    LARGEST = 999


class MoneyWidget(Widget):
    """An amount in 元, not negative, with at most two decimals."""

    kind = "以元为单位的数字，最多两位小数"
    LARGEST = Decimal(10) ** 13  # SQLite keeps fifteen digits of a number
    CENT = Decimal("0.01")
    NOISE = Decimal("0.000001")  # of binary fractions: 0.1 + 0.2

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        number = _decimal(value)
        amount = number.quantize(self.CENT, ROUND_HALF_UP) if abs(number) < self.LARGEST else number
        if number < 0:
            raise BadCell("是负数；金额不能小于 0")
        if amount >= self.LARGEST:
            raise BadCell("太大；请核对是否以元为单位")
        if abs(amount - number) > (0 if isinstance(value, str) else self.NOISE):
            raise BadCell("的小数超过两位；金额最多精确到分")
        return amount

    def render(self, value: Decimal | None, obj: Any = None, **kwargs: Any) -> Decimal | str:
        """Return a number, so that XLSX gets a number cell."""
        return "" if value is None else value


_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")


def _decimal(value: Any) -> Decimal:
    """Accept a number cell, or a number written with ¥, 元 or thousands separators."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadCell("不是数字")
    if not isinstance(value, str):
        if isinstance(value, float) and not isfinite(value):
            raise BadCell("不是数字")
        return Decimal(repr(value))
    text = folded(restored(value.strip())).removeprefix("¥").removesuffix("元")
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise BadCell("不是数字；请只填数字，不带单位和文字")
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise BadCell("不是数字") from None
