"""Capital figures; expected values written out by hand."""

import pytest

from disclosure.law.letters.amounts import in_capitals


@pytest.mark.parametrize(
    "amount, said",
    [
        (0, "零元整"),
        (10, "壹拾元整"),
        (105, "壹佰零伍元整"),
        (1100, "壹仟壹佰元整"),
        (1001, "壹仟零壹元整"),
        (2010, "贰仟零壹拾元整"),
        (10000, "壹万元整"),
        (10010, "壹万零壹拾元整"),
        (100200, "壹拾万零贰佰元整"),
        (123456, "壹拾贰万叁仟肆佰伍拾陆元整"),
        (100000001, "壹亿零壹元整"),
        (300040000, "叁亿零肆万元整"),
        (20001000, "贰仟万壹仟元整"),
    ],
)
def test_amounts_in_capitals(amount, said):
    assert in_capitals(amount) == said


@pytest.mark.parametrize("amount", [-1, 10**12])
def test_nothing_outside_what_a_fee_can_be(amount):
    with pytest.raises(ValueError, match=str(amount)):
        in_capitals(amount)
