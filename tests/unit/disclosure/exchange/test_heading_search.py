"""Where a table begins, in the ways in which offices lay theirs out."""

import pytest

from disclosure.exchange.files.heading_search import HeadingNames, HeadingsSought, find_heading

NAMES = ("申请编号", "申请人类型", "申请人", "收到日期", "金额（元）")
SOUGHT = HeadingsSought(NAMES, NAMES[:3], ("案件编号", "受理日期"))


def found(*rows):
    """The heading among rows that are numbered from 1; an empty row is not there, as in what readers give."""
    heading = find_heading([(number, list(row)) for number, row in enumerate(rows, 1) if row], SOUGHT)
    return heading and (heading.cells, heading.top, heading.bottom)


@pytest.mark.parametrize(
    "cell",
    ["收到日期", " 收 到日期 ", "收到\n日期", "收到日期（必填）", "收到日期*", "*收到日期：", "收到日期（格式：2020-01-31）(必填)", "收到日期【必填】"],
)  # fmt: skip
def test_a_name_with_blanks_breaks_marks_and_remarks(cell):
    assert HeadingNames(NAMES).name(cell) == "收到日期"


@pytest.mark.parametrize("cell", ["金额(元)", "金额（单位：元）", "金额（人民币元）", "金额（元）（含税）"])
def test_a_name_with_its_unit(cell):
    assert HeadingNames(NAMES).name(cell) == "金额（元）"


@pytest.mark.parametrize(
    "cell", ["金额", "金额（万元）", "金额（元）合计", "收到日期及时间", "", None, 5, "（收到日期）", "收" * 300]
)
def test_what_is_no_name(cell):
    assert HeadingNames(NAMES).name(cell) is None


def test_below_a_title_and_notes():
    rows = [
        ["2026年依申请公开台账", "", "", ""],
        [],
        ["单位：某镇", "", "", "填表人：某某"],
        list(NAMES),
        ["1", "自然人", "某某", "", ""],
    ]
    assert found(*rows) == (list(NAMES), 2, 2)


def test_the_row_that_names_most_and_the_first_of_equals():
    rows = [["申请人", "", ""], NAMES, ["1", "2", "3"], NAMES]
    assert found(*rows) == (list(NAMES), 1, 1)


def test_a_heading_in_two_rows_under_group_titles():
    above = ["申请编号", "申请人信息", "", "收到日期", "金额（元）"]
    below = ["", "申请人类型", "申请人", "", ""]
    assert found(["台账"], above, below, ["1", "自然人", "某某", "", ""]) == (list(NAMES), 1, 2)
    assert found(["台账"], ["申请编号", "", "", "", ""], ["", *NAMES[1:]]) == (list(NAMES), 1, 2)


def test_a_repeated_heading_is_no_second_row():
    assert found(NAMES, NAMES)[1:] == (0, 0)


def test_rows_with_an_empty_one_between_are_apart():
    assert found(["申请编号"], [], ["", *NAMES[1:]])[1:] == (1, 1)


def test_another_kind_is_found_by_its_own_names():
    assert found(["办案台账"], ["案件编号", "受理日期", "别的"]) == (["案件编号", "受理日期", "别的"], 1, 1)


def test_no_heading_at_all():
    assert found(["甲", "乙"], ["1", "2"]) is None


def test_a_heading_says_whether_it_is_complete():
    heading = find_heading([(3, ["申请编号", "申请人", "收到日期"])], SOUGHT)
    assert (heading.matches, heading.is_complete) == (3, False)
    assert find_heading([(3, list(NAMES))], SOUGHT).is_complete
