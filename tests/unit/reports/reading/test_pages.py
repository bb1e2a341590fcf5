"""Web pages as offices publish them: real figures in the markup and with the deviations that were met, cell by cell."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from disclosure.errors import Unreadable
from reports.editions import edition
from reports.editions.printed import PrintedReport, UnreadCell
from reports.models import number
from reports.reading.report import read

from .pages import HEADINGS, TEXTS, Printed, fonts, grids, lines, page, plain, spaced, table, tables, values_2021, word

DATA = Path(__file__).parents[3] / "data" / "published_reports.json"
REAL = json.loads(DATA.read_text(encoding="utf-8"))
E2019, E2021 = edition("2019"), edition("2021")


def figures_of(real) -> dict:
    """The figures of a real report by key."""
    of, rows = edition(real["edition"]), {key: dict(table) for key, table in real["tables"].items()}
    places = {key: {row: iter(values) for row, values in table.items()} for key, table in rows.items()}
    printed = ((figure.key, next(places[figure.table][figure.row])) for figure in of.figures)
    return {key: None if value is None else number(Decimal(value)) for key, value in printed}


def read_page(html: str) -> PrintedReport:
    return read(html.encode(), "年报.html")


def shown(**printed) -> dict[str, str]:
    return tables(E2021, values_2021(), Printed(**printed))


@pytest.mark.parametrize("markup", [plain, word, fonts, lines, spaced], ids=lambda one: one.__name__)
@pytest.mark.parametrize("real", REAL, ids=[f"{one['authority']}{one['year']}" for one in REAL])
def test_real_figures_are_read_cell_by_cell(real, markup):
    values = figures_of(real)
    made = tables(edition(real["edition"]), values, Printed(real["printed"], markup=markup))

    report = read_page(page(made, title=real["title"]))

    assert report.values == values
    assert (report.authority, report.year, report.edition_key) == (real["authority"], real["year"], real["edition"])
    assert report.unread == ()


def test_sections_and_texts_stand_under_their_headings():
    report = read_page(page(shown()))

    assert report.sections == {
        "0": TEXTS["0"][0],
        "1": "（一）主动公开\n全年发布信息 <3> 条。",
        "2": "",
        "3": "",
        "4": "",
        "5": "存在的问题：宣传不够。\n改进情况：加强宣传。",
        "6": "本年度没有收取信息处理费。",
    }
    assert report.texts["other"] == "<p>本年度没有收取信息处理费。</p>"
    assert report.headings == tuple(HEADINGS.values())
    assert (report.signature, str(report.signed_on)) == ("示例镇人民政府", "2023-01-17")
    assert report.notes == ()


def test_an_index_table_may_come_first():
    index = "<table><tr><td>名称</td><td>示例镇2022年政府信息公开年度报告</td></tr><tr><td>索引号</td><td>0143/2024-2</td></tr></table>"
    report = read_page(page(shown(), before=index))
    assert report.values == values_2021()
    assert "索引号" not in report.sections["0"]


def test_the_whole_report_may_stand_in_one_cell_of_a_layout_table():
    inside = page(shown())
    body = inside[inside.index("<div>") : inside.index("</body>")]
    html = (
        "<html><body><table><tr>" + "<td></td>" * 300 + "</tr>"
        f'<tr><td>首页</td><td colspan="298">{body}</td><td>&nbsp;</td></tr></table></body></html>'
    )
    assert read_page(html).values == values_2021()
    assert read_page(html).sections == read_page(inside).sections


def test_a_layout_table_inside_a_layout_table():
    inside = page(shown())
    body = inside[inside.index("<div>") : inside.index("</body>")]
    html = f"<table><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
    assert read_page(f"<html><body>{html}</body></html>").values == values_2021()


def nested(report: str) -> str:
    """Bring the eight rows of 不予公开 into two tables inside the outer one: the labels, then the figures."""
    filled = grids(E2021, values_2021() | {"3.other_law.natural": 5})["3"]
    before = "".join("".join(Printed().cell(cell) for cell in row) for row in ())
    rows = []
    for position, row in enumerate(filled.cells):
        cells = list(row)
        if position == 7:  # the first row below 不予公开
            group = filled.cells[7:15]
            labels = "".join(f"<tr><td>{[c for c in one if not c.figure][-1].text}</td></tr>" for one in group)
            figures = "".join(
                "<tr>" + "".join(f"<td>{c.text}</td>" for c in one if c.figure) + "</tr>" for one in group
            )
            tall = cells[0]
            rows.append(
                f'<td>{tall.text}</td><td><table>{labels}</table></td><td colspan="7"><table>{figures}</table></td>'
            )
        elif not 7 < position < 15:
            rows.append("".join(_cell(cell) for cell in cells))
    return before + "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _cell(cell) -> str:
    height = cell.rows - 7 if cell.text == "三、本年度办理结果" else cell.rows
    return f'<td rowspan="{height}" colspan="{cell.columns}">{cell.text}</td>'


def test_figures_of_a_group_may_stand_in_nested_tables():
    report = read_page(page(shown() | {"3": nested("")}))
    assert report.values == values_2021() | {"3.other_law.natural": 5}
    assert report.unread == ()


@pytest.mark.parametrize("at", [6, 9, 15, 20])
def test_a_table_may_be_split_with_the_tall_cell_printed_twice(at):
    filled = grids(E2021, values_2021())["3"]
    first, second = table(filled, last=at), table(filled, first=at)
    second = second.replace("<tr>", "<tr><td>三、本年度办理结果</td>", 1)
    made = shown() | {"3": f"{first}<p>　</p>{second}"}
    report = read_page(page(made))
    assert report.values == values_2021()
    assert report.unread == ()


def test_a_split_table_may_repeat_its_head():
    filled = grids(E2021, values_2021())["3"]
    head = table(filled, last=3).removesuffix("</tbody></table>")
    second = head + table(filled, first=15).removeprefix('<table border="1"><tbody>')
    assert read_page(page(shown() | {"3": table(filled, last=15) + second})).values == values_2021()


def test_all_tables_may_be_one():
    made = shown()
    rows = [made[key].removeprefix('<table border="1"><tbody>').removesuffix("</tbody></table>") for key in "234"]
    assert read_page(page({"2": f"<table>{''.join(rows)}</table>"})).values == values_2021()


def test_the_section_title_may_be_the_first_row():
    made = shown()
    made["2"] = made["2"].replace("<tbody>", '<tbody><tr><td colspan="4">二、主动公开政府信息情况</td></tr>', 1)
    report = read_page(page(made, headings={**HEADINGS, "2": None}))
    assert report.values == values_2021()
    assert report.sections["1"].endswith("全年发布信息 <3> 条。")


def test_a_line_may_stand_between_heading_and_table():
    texts = {**TEXTS, "2": ["单位：示例局 2022年度"], "3": ["该部分以表格形式报告。表格如下："]}
    report = read_page(page(shown(), texts=texts))
    assert report.values == values_2021()
    assert report.sections["2"] == "单位：示例局 2022年度"
    assert report.texts["section-3"] == "<p>该部分以表格形式报告。表格如下：</p>"


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        ("1", "一、概述"),
        ("1", "一、工作总体推进情况"),
        ("1", "一、总体情况、"),
        ("1", "总体情况"),
        ("1", "1、 总体情况"),
        ("2", "二、行政机关主动公开政府信息情况"),
        ("2", "二、主动公开信息情况"),
        ("4", "四、政府信息公开行政法复议、行政诉讼情况"),
        ("5", "五、存在的主要问题及整改措施"),
        ("5", "五、政府信息公开工作存在的主要问题及改进情况"),
        ("3", "三、 收到 和 处理 政府信息公开申请情况"),
    ],
)
def test_a_heading_may_be_renamed(number, heading):
    report = read_page(page(shown(), headings={**HEADINGS, number: heading}))
    assert report.section_headings[number] == heading
    assert report.sections == read_page(page(shown())).sections


@pytest.mark.parametrize("number", list(HEADINGS))
def test_a_heading_may_be_missing_and_this_is_said(number):
    report = read_page(page(shown(), headings={**HEADINGS, number: None}))
    assert number not in report.section_headings
    assert any("的标题" in note and "没有找到第" in note for note in report.notes)
    assert report.values == values_2021()


def test_the_reports_own_one_to_six_may_stand_inside_section_one():
    own = [
        "一、总体情况",
        "工作正常。",
        "二、工作机制保障",
        "设有小组。",
        "三、主动公开工作情况",
        "公开3件。",
        "四、政府信息公开申请情况",
    ]
    own += ["收到34件。", "五、政府信息管理", "及时更新。", "六、政府信息公开平台建设", "发布121条。"]
    report = read_page(page(shown(), texts={**TEXTS, "1": own}))
    assert report.sections["1"] == "\n".join(own)
    assert report.sections["5"] == "\n".join(TEXTS["5"])
    assert report.headings[:2] == ("一、总体情况", "一、总体情况")


def test_the_preamble_may_stand_inside_section_one():
    report = read_page(page(shown(), texts={**TEXTS, "0": [], "1": [*TEXTS["0"], *TEXTS["1"]]}))
    assert report.sections["0"] == ""
    assert report.sections["1"].startswith(TEXTS["0"][0])


@pytest.mark.parametrize(
    ("printed", "labels", "note"),
    [
        ({"2.normative.made": "8（其中修订6件）"}, {}, "印作「8（其中修订6件）」，按 8 读取（其余文字按附注处理）。"),
        ({}, {"规章": "规章 (全区机关均无制定规章的权限)"}, ""),
        ({}, {"现行有效件数": "现行有效件数(历史累计)"}, ""),
        ({}, {"本年制发件数": "本年(2023)制发件数"}, ""),
        ({}, {"现行有效件数": "现行有效件"}, "「现行有效件」按「现行有效件数」读取"),
        ({}, {"行政规范性文件": "规范性文件"}, "「规范性文件」按「行政规范性文件」读取"),
        ({}, {"2.其他法律行政法规禁止公开": "2.其他法律行政止公开"}, "按「2.其他法律行政法规禁止公开」读取"),
    ],
)
def test_remarks_and_damage_in_labels_and_cells(printed, labels, note):
    report = read_page(page(shown(cells=printed, labels=labels)))
    assert report.values == values_2021()
    assert note in "".join(report.notes)
    assert {label.printed.replace(" ", "") for one in report.tables for label in one.labels} == {
        text.replace(" ", "") for text in labels.values()
    }


def test_instructions_in_headings_are_no_figures():
    labels = {
        "本年增/减": "本年增/减(指2019年增加或减少的事项数,减用负值表示,如-8)",
        "上一年项目数量": "上一年项目数量(指2018年事项数)",
    }
    values = {figure.key: 1 for figure in E2019.figures}
    report = read_page(page(tables(E2019, values, Printed(labels=labels))))
    assert report.values == values


def test_a_heading_in_yuan_is_converted_and_said():
    made = shown(cells={"2.charge.amount": "251000"}, labels={"本年收费金额（单位：万元）": "本年收费金额(单位:元)"})
    report = read_page(page(made))
    assert report.values["2.charge.amount"] == Decimal("25.1")
    assert "换算为万元" in "".join(report.notes)


def test_a_blank_is_kept_and_what_cannot_be_read_is_named():
    cells = {
        "3.received.business": "",
        "3.received.research": "/",
        "3.received.charity": "见附件",
        "4.review.open": "—",
    }
    report = read_page(page(shown(cells=cells)))
    assert {report.values[key] for key in cells} == {None}
    assert report.unread == (
        UnreadCell("3", "一、本年新收政府信息公开申请数量", "科研机构", "/"),
        UnreadCell("3", "一、本年新收政府信息公开申请数量", "社会公益组织", "见附件"),
        UnreadCell("4", "行政复议", "尚未审结", "—"),
    )


def test_a_blank_table_is_blank():
    values = dict.fromkeys(E2019.by_key)
    report = read_page(
        page(tables(E2019, values | {"2.regulation.made": 0}), title="某县某乡2019年政府信息公开工作年度报告")
    )
    assert report.values == values | {"2.regulation.made": 0}
    assert report.unread == ()


def test_columns_are_told_by_their_headings():
    """Two columns that changed places, with a blank one behind."""
    swap = {"商业企业": "科研机构", "科研机构": "商业企业"}
    values = values_2021() | {"3.received.business": 4, "3.received.research": 9}
    swapped = {"3.received.business": "9", "3.received.research": "4"}
    report = read_page(page(tables(E2021, values, Printed(swapped, swap))))
    assert (report.values["3.received.business"], report.values["3.received.research"]) == (4, 9)


def test_a_row_whose_cells_cannot_be_told_apart_is_named():
    made = shown()
    lost = "<td>26</td><td></td><td></td><td></td><td></td><td></td><td>99</td>"
    assert lost in made["3"]
    made["3"] = made["3"].replace(lost, "<td>26</td><td>99</td><td>1</td>")
    report = read_page(page(made))
    assert report.unread == (UnreadCell("3", "一、本年新收政府信息公开申请数量", "", "26 | 99 | 1"),)
    assert report.values["3.received.natural"] is None


def test_a_row_that_is_missing_is_named():
    made = shown()
    at = made["3"].index('<tr><td colspan="3">四、结转下年度继续办理')
    made["3"] = made["3"][:at] + "</tbody></table>"
    report = read_page(page(made))
    assert report.unread == (UnreadCell("3", "四、结转下年度继续办理", "", ""),)


def test_the_edition_is_that_of_the_tables_not_of_the_year():
    values = {figure.key: 2 for figure in E2019.figures}
    report = read_page(page(tables(E2019, values), title="示例街道2023年政府信息公开工作年度报告"))
    assert (report.year, report.edition_key, report.values) == (2023, "2019", values)


def test_table_three_of_the_other_edition_is_carried_over_and_said():
    """其他处理 as one row in a report of 2021."""
    old = {figure.key: 3 for figure in E2019.figures}
    made = shown() | {"3": tables(E2019, old)["3"]}
    report = read_page(page(made))
    assert report.edition_key == "2021"
    assert {table.key: table.edition_key for table in report.tables} == {"2": "2021", "3": "2019", "4": "2021"}
    assert report.values["3.other.natural"] == 3
    assert report.values["3.not_corrected.natural"] is None
    assert report.values["3.received.total"] == 3
    assert "表3「（六）其他处理」在原件中只有一行，读入「3.其他」，其余各行留空。" in report.notes
    assert report.unread == ()


def test_three_rows_are_summed_into_one_and_this_is_said():
    new = {figure.key: 2 for figure in E2021.figures}
    made = tables(E2019, {figure.key: 1 for figure in E2019.figures}) | {"3": tables(E2021, new)["3"]}
    report = read_page(page(made, title="示例镇2020年政府信息公开工作年度报告"))
    assert report.edition_key == "2019"
    assert report.values["3.otherwise.natural"] == 6
    assert "表3「（六）其他处理」在原件中分为3行，按合计读取。" in report.notes


def test_a_picture_of_a_table_is_said_to_be_one():
    report = read_page(page(shown() | {"3": '<p><img src="t3.png" width="600"></p>'}))
    assert [table.key for table in report.tables if table.is_picture] == ["3"]
    assert UnreadCell("3", "", "", "图片") in report.unread
    assert "表3是图片，不能读取" in "".join(report.notes)


def test_a_table_that_is_not_there_is_said():
    made = shown()
    del made["4"]
    report = read_page(page(made))
    assert [table.key for table in report.tables] == ["2", "3"]
    assert "没有找到表4，没有读取它的数据。" in report.notes
    assert report.values["4.review.total"] is None


def test_a_small_table_in_a_text_is_no_table_of_the_report():
    own = "<table><tr><td>类别</td><td>数量</td></tr><tr><td>行政许可</td><td>9</td></tr><tr><td>行政处罚</td><td>14</td></tr></table>"
    texts = {**TEXTS, "1": ["发布如下：", own]}
    report = read_page(page(shown(), texts=texts))
    assert report.values == values_2021()
    assert report.sections["1"].endswith("类别 | 数量\n行政许可 | 9\n行政处罚 | 14")
    assert report.texts["overview"].endswith("<td><p>14</p></td></tr></tbody></table>")


def test_a_footnote_below_a_table_is_kept():
    report = read_page(
        page(shown(), texts={**TEXTS, "5": ["注：含上年度结转数量。"]}, headings={**HEADINGS, "5": None})
    )
    assert report.sections["4"] == "注：含上年度结转数量。"


@pytest.mark.parametrize(
    ("title", "authority", "year"),
    [
        ("示例镇2022年度政府信息公开工作年度报告", "示例镇", 2022),
        ("示例镇政府信息公开工作年度报告", "示例镇", 2022),  # by its period
        ("", "示例镇人民政府", 2022),  # by its signature
    ],
)
def test_authority_and_year(title, authority, year):
    report = read_page(page(shown(), title=title))
    assert (report.authority, report.year) == (authority, year)


def test_what_a_site_prints_below_is_left_out():
    report = read_page(page(shown(), signature=("扫一扫在手机打开当前页", "主办单位：某某", "ICP备00000000号")))
    assert report.sections["6"] == "\n".join(TEXTS["6"])


def test_scripts_and_hidden_parts_are_not_read():
    texts = {**TEXTS, "6": ["<span style='display:none'>隐藏</span>明文<script>var a='一、总体情况'</script>"]}
    report = read_page(page(shown(), texts=texts))
    assert report.sections["6"] == "明文"
    assert "script" not in report.texts["other"]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.html", "空文件"),
        (
            "<html><body><p>关于召开会议的通知</p></body></html>".encode(),
            "通知.html",
            "没有找到政府信息公开年度报告的表格",
        ),
        (b"\x89PNG\r\n\x1a\n", "a.png", "不能作为年报读取"),
        ("一、总体情况".encode(), "a.txt", "不能作为年报读取"),
        (b"<html>" + b"<div>" * 400 + b"x", "a.html", "嵌套过深"),
        (b"<html><table><tr>" + b'<td colspan="1000" rowspan="1000">' * 1000 + b"<tr>" * 1000, "a.html", "万格"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, name, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(data, name)


def test_menus_and_lists_of_other_years_may_come_first():
    menu = "".join(f"<li><a href='#'>栏目{number}</a></li>" for number in range(150))
    years = "".join(f"<li>示例镇{year}年政府信息公开工作年度报告</li>" for year in (2021, 2020, 2019))
    report = read_page(page(shown(), before=f"<ul>{menu}<li>政府信息公开年报</li>{years}</ul>"))
    assert (report.authority, report.year) == ("示例镇", 2022)
    assert report.sections["0"] == TEXTS["0"][0]


def test_what_a_site_prints_below_the_title_is_left_out():
    imprint = ["发布时间：2023-01-17 09:30", "来源：党政办", "浏览次数：123", "字号：大 中 小", *TEXTS["0"]]
    report = read_page(page(shown(), texts={**TEXTS, "0": imprint}))
    assert report.sections["0"] == TEXTS["0"][0]


def test_a_table_of_contents_is_no_section():
    report = read_page(page(shown(), texts={**TEXTS, "0": [*TEXTS["0"], "目录", *HEADINGS.values(), "说明如下。"]}))
    assert report.sections["1"] == read_page(page(shown())).sections["1"]
    assert report.sections["0"].endswith("说明如下。")
