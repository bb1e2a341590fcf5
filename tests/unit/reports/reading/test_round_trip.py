"""What the project exports reads back equal: every figure, and the texts line by line."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.rendering.prose import plain_text
from reports.editions import edition
from reports.editions.grid import MONEY, Figure, Number
from reports.reading.report import read
from reports.rendering import FORMATS
from reports.rendering.document import ReportDocument
from tests.unit.reports.rendering.reports_to_print import distinct, document, town_texts

FILES = ("docx", "html", "pdf")
SIGNS = "金岭镇公开信息办理答复第一二三12345，。（）《》"
SEEDS = st.integers(0, 2**32)


def _words(random: Random) -> str:
    return "文" + "".join(random.choices(SIGNS, k=random.randint(1, 120))) + "。"


def _value(random: Random, figure: Figure) -> Number | None:
    """Any figure that a cell has room for: blanks, and totals that are no sums, among them."""
    if random.random() < 0.1:
        return None
    if figure.unit == MONEY:
        amount = Decimal(random.choice((0, 1, random.randint(0, 10**15)))) / 10**6
        return int(amount) if amount == amount.to_integral_value() else amount.normalize()
    return random.randint(-(10**6) if figure.signed else 0, random.choice((1, 10**3, 10**5)))


def _listing(random: Random, tag: str) -> str:
    items = "".join(f"<li><p>{_words(random)}</p></li>" for _ in range(random.randint(1, 3)))
    return f"<{tag}>{items}</{tag}><p>又。</p>"


def _table(random: Random) -> str:
    columns = random.randint(1, 4)
    rows = (
        "".join(f"<td><p>{_words(random)[:12]}</p></td>" for _ in range(columns)) for _ in range(random.randint(2, 4))
    )
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


def _text(random: Random) -> str:
    kinds = (
        lambda: f"<p>{_words(random)}</p>",
        lambda: f"<h3>（一）{_words(random)[:9]}</h3>",
        lambda: _listing(random, "ul"),
        lambda: _listing(random, "ol"),
        lambda: _table(random),
    )
    return "".join(random.choice(kinds)() for _ in range(random.randint(0, 4)))


def any_report(seed: int) -> tuple[ReportDocument, dict[str, str], dict[str, Number | None]]:
    random = Random(seed)  # noqa: S311 the same report for a seed
    of = edition(random.choice(("2019", "2021")))
    texts = {text.slot: _text(random) for text in of.texts}
    values = {figure.key: _value(random, figure) for figure in of.figures}
    year, name = random.randint(2019, 2035), random.choice(("示例镇", "某县某区示例街道"))
    given = {"title": of.title.format(authority=name, year=year), "authority": f"{name}人民政府", "year": year}
    signed_on = random.choice((None, date(year + 1, random.randint(1, 12), random.randint(1, 28))))
    return document(of, values, texts, **given, signed_on=signed_on), texts, values


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_any_report_reads_back_equal(seed):
    printed, texts, values = any_report(seed)
    for file in ("docx", "html"):
        report = read(FORMATS[file].render(printed), f"年报.{file}")
        assert report.values == values
        assert report.unread == ()
        assert (report.title, report.year, report.edition_key) == (printed.title, printed.year, printed.edition)
        assert (report.signature, report.signed_on) == (printed.authority, printed.signed_on)
        for slot, html in texts.items():
            assert plain_text(report.texts.get(slot, "")) == plain_text(html)


@settings(max_examples=5, deadline=None)
@given(SEEDS)
def test_any_report_reads_back_equal_from_pdf(seed):
    printed, texts, values = any_report(seed)
    report = read(FORMATS["pdf"].render(printed), "年报.pdf")
    assert report.values == values
    assert report.unread == ()
    assert (report.title, report.year, report.signed_on) == (printed.title, printed.year, printed.signed_on)
    for slot, html in texts.items():
        assert _bare("".join(plain_text(report.texts.get(slot, "")))) == _bare("".join(plain_text(html)))


def _bare(text: str) -> str:
    """The signs without what a page adds or loses: blanks and the numbers of lists."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in "0123456789.|")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("key", ["2019", "2021"])
def test_each_cell_reads_back_its_own_figure(key, file):
    of = edition(key)
    values = distinct(of)
    report = read(FORMATS[file].render(document(of, values, town_texts())), f"年报.{file}")
    assert report.values == values
    assert report.notes == ()
    assert report.sections["6"] == "本年度我镇暂无其他需要报告的事项。"


@pytest.mark.parametrize("file", ["docx", "html"])
def test_the_towns_report_reads_back_line_by_line(town_report, file):
    report = read(FORMATS[file].render(town_report), f"年报.{file}")
    for slot, html in town_texts().items():
        assert plain_text(report.texts[slot]) == plain_text(html)
