"""What counts as personal data, how it is masked, and that no text takes for ever."""

import re
from pathlib import Path

import pytest

from disclosure.law.privacy import FoundKind, FoundText, find, mask

DATA = Path(__file__).parents[4] / "data"


def kinds(text):
    return [str(one.kind.value) for one in find(text)]


def test_finding_tells_kind_place_text_and_mask():
    assert find("请拨打13800000001。") == [FoundText(FoundKind.MOBILE, 3, 14, "13800000001", "138****0001")]


def check(seventeen):
    """By the weights of GB 11643, worked by powers of two."""
    return "10X98765432"[sum(int(digit) * (2 ** (17 - at) % 11) for at, digit in enumerate(seventeen)) % 11]


@pytest.mark.parametrize("seventeen", ["37030519000101001", "11010519001231002", "82000019050607015"])
def test_identity_number_is_one_by_its_check_character_alone(seventeen):
    right = check(seventeen)
    wrong = "0123456789X"[("0123456789X".index(right) + 1) % 11]

    assert kinds(f"号码{seventeen}{right}") == ["identity number"]
    assert kinds(f"号码{seventeen}{wrong}") == []


@pytest.mark.parametrize("number", ["370305190013010010", "370305190002300010", "990305190001010010"])
def test_identity_number_has_a_day_and_a_region(number):
    assert kinds(f"身份证号{number[:17]}{check(number[:17])}") == []


@pytest.mark.parametrize(
    "text,masked",
    [
        ("手机138 0000 0001", "手机138****0001"),
        ("手机＋８６１３８０００００００１", "手机138****0001"),
        ("手机一三八零零零零零零零一", "手机138****0001"),
        ("手机&#49;&#51;800000001", "手机138****0001"),
        ("手机138\u200b0000\u200b0001", "手机138****0001"),
        ("车牌鲁C·12345", "车牌鲁C****5"),
        ("邮箱zhangsan@163.com", "邮箱z***@163.com"),
        ("家住山东省淄博市临淄区金岭回族镇金岭一村45号", "家住山东省淄博市临淄区金岭回族镇****"),
        ("户主：欧阳小山，身份证37030519000101001" + check("37030519000101001"), "户主：欧**，身份证370305********001" + check("37030519000101001")),
        ("患者王小明，诊断为肝癌", "患者王**，诊断为***"),
    ],
)  # fmt: skip
def test_masks_are_the_usual_ones(text, masked):
    assert mask(text, find(text)) == masked


def test_one_finding_may_be_masked_alone():
    text = "甲13800000001，乙13900000002"

    assert mask(text, find(text)[-1]) == "甲13800000001，乙139****0002"


@pytest.mark.parametrize(
    "text",
    [
        "身份证370305********1234，手机138****1234，姓名张**，车牌鲁C****5，邮箱z***@163.com",
        "索引号：11370305004224000X/2023-00012，金政发〔2023〕15号",
        "办公电话0533-7580000，热线12345、400-000-1234",
        "办公地址：临淄区金岭回族镇金岭路1号，联系邮箱jlzdzb@163.com",
        "统一社会信用代码91370305MA3C000012，项目投资13800000000元",
    ],
)
def test_what_an_office_publishes_is_no_finding(text):
    assert find(text) == []


@pytest.mark.parametrize("words", ["联系电话：", "分管领导 | 党委副书记 | ", "值班手机", "请联系", ""])
def test_mobile_number_is_a_finding_whoever_it_belongs_to(words):
    assert "mobile" in kinds(f"{words}13800000001")


def test_mobile_numbers_in_the_contacts_of_the_reports_of_2020_are_found():
    report = (DATA / "town_report_2020.txt").read_text(encoding="utf-8")
    numbers = iter(["13800000001", "13900000002", "15000000003"])
    published = re.sub("（联系电话略）", lambda _: next(numbers), report)

    assert [one.text for one in find(published) if one.kind == FoundKind.MOBILE] == ["13800000001", "13900000002", "15000000003"]  # fmt: skip
    assert find(report) == []


MEGABYTE = 1_000_000
PATTERNS = [
    "1",
    "138",
    "1 ",
    "a@",
    "a.",
    "村1号",
    "鲁C",
    "&#",
    "<b ",
    "王",
    "姓名：",
    "尿毒症",
    "\n",
    "一",
    "1O",
    "护照",
    "http://",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_hostile_megabyte_is_read_to_its_end(pattern):
    text = pattern * (MEGABYTE // len(pattern)) + "\n电话13800000001"

    assert find(text)[-1].text == "13800000001"
