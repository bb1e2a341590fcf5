"""Cells → values and back: import-export widgets whose errors are ends of Chinese sentences ("「…」" + error).

A cell is what calamine or csv gives: text, a number, a date, a truth value. Empty cells never come here.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import TextChoices
from import_export.widgets import Widget

from disclosure.exchange.errors import BadCell
from disclosure.exchange.folding import folded, half_width, nearest, restored
from disclosure.law.applications.outcomes import Outcome, OutcomeGroup, outcome_from_label
from disclosure.models.richtext import clean_html

from .dates import EXAMPLE, month_alone, serial_day, serial_text, spelt_loosely, valid_day, without_time
from .everyday_words import Words
from .paragraphs import paragraphs
from .readings import LooselyRead

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff\ud800-\udfff]")
BREAKS = re.compile(r"\s*[\r\n\t\v\f\x85\u2028\u2029]+\s*")
SHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BUSY!)|Err:\d{3}")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_APOSTROPHE = re.compile("['‘’＇](?=[0-9０-９])")
MOST_DIGITS = 15  # what a spreadsheet keeps of a number
LOST_DIGITS = "是用科学记数法或过长的数字表示的，表格软件已丢失末尾几位；请把该列设为文本格式，重新填写完整号码"
NO_WORDS = Words({})
EARLIEST, LATEST = 1949, 2100
OPTIONS_SHOWN = 6
OPTION_LENGTH = 14


class TextWidget(Widget):
    """Text. `digits`: for numbers and codes, where lost digits are an error; `lines`: keep line breaks.

    `half_width`: full-width digits and letters are read as half-width ones, as in every number and code.
    """

    kind = "文字"
    SUSPECT_STARTS = frozenset("'#E")  # of neutralised texts and of error values

    def __init__(self, *, digits: bool = False, lines: bool = False, half_width: bool = False) -> None:
        super().__init__()
        self.digits, self.lines, self.half_width = digits, lines, half_width or digits

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Strip the text and the apostrophe that an export put before it; raises LooselyRead where more was folded."""
        text = value.strip() if isinstance(value, str) else _number_as_text(value)
        is_plain = text.isprintable() and text[:1] not in self.SUSPECT_STARTS and "\ufffd" not in text
        if is_plain and not (self.digits and "E" in text.upper()) and (text.isascii() or not self.half_width):
            return text  # most cells: nothing of what follows can apply
        return self._in_half_width(self._judged(restored(text)))

    def _in_half_width(self, text: str) -> str:
        if not self.half_width:
            return text
        if self.digits and _APOSTROPHE.match(text):
            raise LooselyRead(half_width(text[1:]), "前面有撇号的编号")
        if (narrow := half_width(text)) != text:
            raise LooselyRead(narrow, "全角的数字、字母或连字符")
        return text

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
    """A date cell, or a date in one of the accepted spellings; others are read where they can mean one day only.

    `happened`: it is about what has happened, so not after today. `month_end`: a tally of a month may name the month
    alone, and is kept under its last day.
    """

    kind = "日期，如 2020-01-31、2020/1/31、2020年1月31日"
    SPELLINGS = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|年(\d{1,2})月)(\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}.*)?")
    day_zero: date | None = None
    """Day 0 of the file's serial numbers; None where the file does not say."""

    today: date | None = None

    def __init__(self, *, happened: bool = False, month_end: bool = False) -> None:
        super().__init__()
        self.happened, self.month_end = happened, month_end

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        """Return the date without a time of day; raises LooselyRead for another spelling of the only possible day."""
        day = without_time(value)
        if day is None and isinstance(value, str) and (match := self.SPELLINGS.fullmatch(folded(value))):
            day = valid_day(int(match[1]), int(match[2] or match[3] or match[4]), int(match[5]))
        if day is not None:
            return self._possible(day)
        day, form = self._understood(value)
        raise LooselyRead(self._possible(day), form)

    def _understood(self, value: Any) -> tuple[date, str]:
        if last := month_alone(value):
            if self.month_end:
                return last, "只写到月份的按月汇总，按当月最后一天登记"
            raise BadCell(f"只写到月份；这一列要写到日，如 {last}")
        if isinstance(value, str):
            return serial_text(value, self.day_zero) or spelt_loosely(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return serial_day(value, self.day_zero)
        raise BadCell(f"是数字或时间，不是日期；{EXAMPLE}，或设为日期格式")

    def _possible(self, day: date) -> date:
        if not EARLIEST <= day.year <= LATEST:
            raise BadCell(f"的年份不在 {EARLIEST} 年至 {LATEST} 年之间；请核对")
        if self.happened and self.today is not None and day > self.today:
            raise BadCell(f"晚于今天（{self.today}）；这一列登记已经发生的事，请核对年份")
        return day

    def render(self, value: date | None, obj: Any = None, **kwargs: Any) -> date | str:
        """Return a date, so that XLSX gets a date cell."""
        return value or ""


class ChoiceWidget(Widget):
    """One of a few labels that stand for stored values.

    `words`: everyday words that are taken for a value, and said, and those that are refused with a label on offer.
    """

    def __init__(
        self,
        options: type[TextChoices] | Mapping[str, str],
        words: Words = NO_WORDS,
    ) -> None:
        super().__init__()
        self.labels = dict(options.choices) if isinstance(options, type) else dict(options)
        self.by_label = {folded(str(label)): value for value, label in self.labels.items()}
        self.by_word = {folded(word).lower(): value for word, value in words.taken.items()}
        self.hints = {folded(word): label for word, label in words.offered.items()}

    @property
    def kind(self) -> str:
        """Return what may be filled in."""
        return "、".join(map(str, self.labels.values()))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the stored value of a label; raises LooselyRead with that of an everyday word."""
        text = restored(str(value).strip()).lstrip("'")
        if (label := self.find(text)) is not None:
            return label
        if (word := self.by_word.get(folded(text).lower())) is not None:
            raise LooselyRead(word)
        raise BadCell(f"不是可填的值；{self._suggestion(text)}")

    def knows(self, text: str) -> bool:
        """Whether a text is a label or an everyday word for one."""
        return self.find(text) is not None or folded(text).lower() in self.by_word

    def find(self, label: str) -> str | None:
        """Return the value of a label, or None."""
        return self.by_label.get(folded(label))

    def _suggestion(self, text: str) -> str:
        labels = [str(label) for label in self.labels.values()]
        near = self.hints.get(folded(text)) or nearest(text, labels)
        shown = [f"{one[:OPTION_LENGTH]}…" if len(one) > OPTION_LENGTH else one for one in labels[:OPTIONS_SHOWN]]
        rest = f"等{len(labels)}种" if len(labels) > OPTIONS_SHOWN else ""
        return f"{f'是否指「{near}」？' if near else ''}可以填：{'、'.join(shown)}{rest}"

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.labels.get(value, value)) if value else ""


class OutcomeWidget(ChoiceWidget):
    """The leaf rows of table 3, with or without their number."""

    NUMBER = re.compile(r"[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、\s]+")

    def __init__(self, words: Words = NO_WORDS) -> None:
        super().__init__(Outcome, words)

    def find(self, label: str) -> str | None:
        """Accept the printed label and the spellings of `outcomes`."""
        return outcome_from_label(label) or outcome_from_label(self.NUMBER.sub("", label, count=1))

    def _suggestion(self, text: str) -> str:
        """Name the rows of a group that was given instead of one of them."""
        written = folded(self.NUMBER.sub("", text, count=1))
        group = next((group for group in OutcomeGroup if group.label == self.hints.get(written, written)), None)
        if group is None:
            return super()._suggestion(text)
        return f"请写明是其中哪一种：{'、'.join(outcome.label for outcome in Outcome if outcome.group == group)}"
