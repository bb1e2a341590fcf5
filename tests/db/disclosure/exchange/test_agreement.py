"""The rules that have a sentence here and the constraints that the database keeps say the same."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError

from disclosure.exchange.importing import load_rows, preview
from disclosure.exchange.resources import resource_of
from disclosure.law.choices.items import Validity
from tests.factories import CategoryFactory
from tests.unit.disclosure.exchange.files import text

DATES = ("", "2022-12-31", "2023-01-01", "2023-01-02")
CASES = {
    "applications": {
        "申请编号": ("1",),
        "申请人类型": ("自然人",),
        "申请人": ("甲",),
        "收到日期": DATES[2:3],
        "申请内容": ("乙",),
        "办理结果": ("", "予以公开"),
        "办结日期": DATES,
    },
    "cases": {
        "案件编号": ("1",),
        "案件类型": ("行政复议",),
        "是否经复议": ("",),
        "受理日期": DATES[2:3],
        "结果": ("", "其他结果"),
        "办结日期": DATES,
    },
    "matters": {"事项名称": ("甲",), "事项类型": ("行政许可",), "设立日期": DATES[2:3], "取消日期": DATES},
    "items": {
        "标题": ("甲",),
        "栏目": ("政策",),
        "成文日期": DATES[2:3],
        "发布日期": DATES,
        "有效性": ("", *Validity.labels),
        "废止日期": DATES,
        "文件性质": ("", "规章"),
    },
}


def constraints_hold(kind, cells, authority, category):
    """Whether a record with these values could be stored; the values as the widgets read them."""
    resource = resource_of(kind)
    values = {}
    for column in resource.columns:
        cell = cells.get(column.column_name, "")
        values[column.attribute] = column.parse(cell) if cell else column.empty
    if kind == "cases":
        values["route"] = "review"
    if kind == "items":
        values |= {"category": category, "index_number": "1"}
        values["validity"] = values["validity"] or (Validity.REPEALED if values["repealed_on"] else Validity.IN_FORCE)
    names = {field.name for field in resource.model._meta.fields}
    record = resource.model(authority=authority, **{name: value for name, value in values.items() if name in names})
    if kind == "items" and record.published_on:
        record.state = "published"
    try:
        record.full_clean()
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("kind", CASES)
def test_a_row_is_taken_just_where_the_database_would_take_it(authority, kind):
    category = CategoryFactory(authority=authority, name="政策")
    taken = set()
    for combination in product(*CASES[kind].values()):
        cells = dict(zip(CASES[kind], combination, strict=True))
        outcome = preview(load_rows(kind, text([list(cells), combination]).encode(), "表.csv"), authority)
        assert (outcome.rejected == 0) is constraints_hold(kind, cells, authority, category), cells
        taken.add(outcome.rejected == 0)
    assert taken == {True, False}
