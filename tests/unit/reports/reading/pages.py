"""Pages as offices publish them, made for the tests: a format's tables with what is printed otherwise in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reports.editions import edition
from reports.editions.grid import Edition, FilledCell, Grid, TableLayout, Values, grid

Markup = Callable[[str], str]  # the text of a cell → what stands between its tags


def plain(text: str) -> str:
    return text


def word(text: str) -> str:
    """As Word and WPS paste it: cut into spans, an empty one behind."""
    half = len(text) // 2
    return (
        f'<p class="MsoNormal"><span style="mso-spacerun:\'yes\'">{text[:half]}</span><span>{text[half:]}</span>'
        "<span><o:p></o:p></span></p>"
    )


def fonts(text: str) -> str:
    """As another editor has it: fonts by script, a hard space before the figure."""
    shown = f'<font face="Calibri">&nbsp;</font><font face="仿宋_GB2312">{text}</font>' if text else "&nbsp;"
    return f'<p class="p"><span>{shown}</span><span><o:p> </o:p></span></p>'


def lines(text: str) -> str:
    """Labels in several paragraphs and lines."""
    if len(text) < 4 or text[0].isdigit():
        return f"<p>{text}</p>"
    third = len(text) // 3
    return f"<p>{text[:third]}<br/>{text[third : 2 * third]}</p>\n<p>{text[2 * third :]}</p>"


def spaced(text: str) -> str:
    """Blanks between all signs of a label."""
    return f"<p>{text if text.isdigit() else ' '.join(text)}</p>"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a page prints instead of the format's words: `cells` by figure, `labels` by label."""

    cells: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    markup: Markup = plain

    def text(self, cell: FilledCell) -> str:
        if cell.figure:
            return self.cells.get(cell.figure.key, cell.text)
        return self.labels.get(cell.text, cell.text)

    def cell(self, cell: FilledCell) -> str:
        spans = (("colspan", cell.columns), ("rowspan", cell.rows))
        attributes = "".join(f' {name}="{value}"' for name, value in spans if value > 1)
        return f"<td{attributes}>{self.markup(self.text(cell))}</td>"


AS_IT_IS = Printed()


def table(filled: Grid, printed: Printed = AS_IT_IS, *, first: int = 0, last: int | None = None) -> str:
    """The rows from `first` to before `last` as a table without any <th>."""
    rows = ["".join(printed.cell(cell) for cell in row) for row in filled.cells[first:last]]
    return '<table border="1"><tbody>' + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


def grids(of: Edition, values: Values) -> dict[str, Grid]:
    return {layout.key: grid(layout, of.by_key, values) for layout in of.tables}


def tables(of: Edition, values: Values, printed: Printed = AS_IT_IS) -> dict[str, str]:
    return {key: table(filled, printed) for key, filled in grids(of, values).items()}


TEXTS = {
    "0": ["根据《条例》编制。所列数据的统计期限自2022年1月1日起至2022年12月31日止。"],
    "1": ["（一）主动公开", "全年发布信息 &lt;3&gt; 条。"],
    "5": ["存在的问题：宣传不够。", "改进情况：加强宣传。"],
    "6": ["本年度没有收取信息处理费。"],
}
HEADINGS = {
    str(number): section.heading
    for number, section in enumerate((one for one in edition("2021").sections if one.heading), 1)
}


def page(
    shown: Mapping[str, str],
    *,
    title: str = "示例镇2022年政府信息公开工作年度报告",
    texts: Mapping[str, list[str]] = TEXTS,
    headings: Mapping[str, str | None] = HEADINGS,
    signature: tuple[str, ...] = ("示例镇人民政府", "2023年1月17日"),
    before: str = "",
) -> str:
    """A whole page: the six sections with `shown` tables in 二 to 四; a heading of None is left out."""
    parts = [f"<h1>{title}</h1>" if title else "", *(f"<p>{text}</p>" for text in texts.get("0", []))]
    for number, heading in headings.items():
        parts += [f"<p>{heading}</p>"] if heading else []
        parts += [f"<p>{text}</p>" for text in texts.get(number, [])]
        parts += [shown[number]] if number in shown else []
    parts += [f"<p>{line}</p>" for line in signature]
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{before}<div>'
        + "\n".join(parts)
        + "</div></body></html>"
    )


def values_2021() -> dict[str, int | None]:
    """A small office: only 自然人 and 总计 are filled, and the total of one row is wrong."""
    blank = {figure.key: None for figure in edition("2021").figures if figure.table == "3"}
    filled = {key: 0 for key in blank if key.endswith((".natural", ".total"))}
    other = {figure.key: 0 for figure in edition("2021").figures if figure.table != "3"}
    received = {"3.received.natural": 26, "3.received.total": 99, "3.disclosed.natural": 26, "3.disclosed.total": 26}
    return {**other, **blank, **filled, **received, "2.normative.made": 8, "2.normative.in_force": 18}


def page_2021(*, authority: str = "示例镇", year: int | None = 2022, fees: str = "0", beside: str = "") -> str:
    """A page in the format of 2021 with a renamed heading; `fees` as printed, `beside` narrative above table 3."""
    of = edition("2021")
    shown = tables(of, values_2021(), Printed({"2.charge.amount": fees}))
    texts = {**TEXTS, "0": ["根据《条例》编制。"]} | ({"3": [beside]} if beside else {})
    headings = {**HEADINGS, "5": "五、存在的主要问题及整改措施"}
    title = f"{authority}{year}年政府信息公开工作年度报告" if year else f"{authority}政府信息公开工作年度报告"
    return page(shown, title=title, texts=texts, headings=headings)


def layout(of: Edition, key: str) -> TableLayout:
    return next(one for one in of.tables if one.key == key)
