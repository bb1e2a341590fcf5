import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.exchange.folding import folded, letters, neutralised, restored
from disclosure.law.privacy import mask_address, mask_email, mask_name, mask_number


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_is_neutralised(start):
    assert neutralised(f"{start}1+1") == f"'{start}1+1"


@given(st.text(alphabet="'=+-@\t甲a", max_size=6))
def test_neutralising_is_taken_back_exactly(text):
    assert restored(neutralised(text)) == text
    assert not neutralised(text).startswith(tuple("=+-@\t"))


def test_full_and_half_width_brackets_are_the_same():
    assert folded(" 金额（元） ") == folded("金额(元)") == folded("金额 （元)")


@pytest.mark.parametrize("column,name", [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA"), (16384, "XFD")])
def test_names_of_columns(column, name):
    assert letters(column) == name


@pytest.mark.parametrize(
    "mask,value,masked",
    [
        (mask_name, "张三", "张*"),
        (mask_name, "张某某", "张**"),
        (mask_name, "某某市某某有限公司", "某**"),
        (mask_name, "张", "张*"),
        (mask_name, "", ""),
        (mask_number, "000000190001011234", "000000********1234"),
        (mask_number, "13800001234", "138****1234"),
        (mask_number, "3.70305E+17", "3.7****E+17"),
        (mask_number, "0533-1234", "*******34"),
        (mask_number, "12", "**"),
        (mask_email, "someone@example.com", "s***@example.com"),
        (mask_address, "某某市某某区某某路1号", "某某市某某区****"),
        (mask_address, "某路1号", "某**"),
    ],
)
def test_masks(mask, value, masked):
    assert mask(value) == masked
