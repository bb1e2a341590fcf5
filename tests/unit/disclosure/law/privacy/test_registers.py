"""Chat accounts, cards and slips of the pen; people whom a register names, with the kind that says why."""

import pytest

from disclosure.law.privacy import find, mask


def found(text):
    return [(str(one.kind.value), one.text) for one in find(text)]


@pytest.mark.parametrize(
    "text,kind,value,masked",
    [
        ("当事人微信：zhang_san66，已核实", "wechat", "zhang_san66", "当事人微信：z***，已核实"),
        ("微信号 wxid_abcdefg", "wechat", "wxid_abcdefg", "微信号 w***"),
        ("来信人QQ：123450001。", "qq", "123450001", "来信人QQ：*******01。"),
        ("社保卡号：A12345678", "social security card", "A12345678", "社保卡号：*******78"),
        ("居民身份证号为370305190001010011", "identity number", "370305190001010011", "居民身份证号为370305********0011"),
        ("身份证号：37030519000101001", "identity number", "37030519000101001", "身份证号：370305*******1001"),
        ("身份证号：3703 0519 0001 0100 11", "identity number", "3703 0519 0001 0100 11", "身份证号：370305********0011"),
    ],
)  # fmt: skip
def test_numbers_are_found_by_what_they_are_called(text, kind, value, masked):
    assert found(text) == [(kind, value)]
    assert mask(text, find(text)) == masked


@pytest.mark.parametrize(
    "text",
    [
        "微信公众号：jinlingfabu2020",
        "微信号：jinlingfabu（官方公众号）",
        "便民服务中心微信：jlbmzx_2020",
        "QQ群：123450001",
        "咨询QQ：123450001",
        "微信：138****0001，QQ：12345****",
        "单位社保编号：3703001234",
        "编号370305190001010011",
        "身份证号370305190013010011",
        "统一社会信用代码：370305190001010011",
    ],
)
def test_accounts_of_offices_and_numbers_that_nobody_calls_so_are_none(text):
    assert found(text) == []


def test_mobile_number_used_for_a_chat_stays_a_mobile_number():
    assert found("微信/QQ：13800000001") == [("mobile", "13800000001")]


@pytest.mark.parametrize(
    "text,kind,names",
    [
        ("低保对象名单：王小明、李大山。", "hardship list", ["王小明", "李大山"]),
        ("特困人员公示\n2024年3月\n序号 姓名\n1 王小明\n2 李大山\n公示期7天", "hardship list", ["王小明", "李大山"]),
        ("退役军人光荣牌发放名册：王小明（二级）、李大山（一级）", "veteran list", ["王小明", "李大山"]),
        ("家庭人口2人：王小明（本人）、李大山（之子）", "family member", ["王小明", "李大山"]),
        ("征收补偿公示：王小明 88.6平方米 215300元", "compensated household", ["王小明"]),
        ("王小明户，补偿41.2万元", "compensated household", ["王小明"]),
        ("王小明等5人越级上访", "petitioner", ["王小明"]),
        ("举报人为王小明", "petitioner", ["王小明"]),
        ("取消王小明、李大山两户低保待遇", "hardship list", ["王小明", "李大山"]),
    ],
)
def test_kind_of_a_name_says_what_the_register_would_give_away(text, kind, names):
    assert found(text) == [(kind, name) for name in names]


def test_names_that_were_found_without_a_register_keep_their_kind():
    """Reasons for letting a finding stay are kept under its kind."""
    assert found("低保户王小明") == [("name", "王小明")]
    assert found("困难儿童名单：王小明，8岁") == [("minor", "王小明")]


def test_a_list_ends_where_a_line_names_nobody():
    text = "低保对象名单\n1.王小明\n2.李大山\n特此公告\n马小军\n"

    assert [value for _, value in found(text)] == ["王小明", "李大山"]


@pytest.mark.parametrize(
    "text",
    [
        "低保评议小组成员名单：王小明、李大山。",
        "慰问优抚对象，党委书记马志刚、镇长丁一鸣参加。",
        "临时救助：王家庄村3户、李家庄、金岭一村5户。",
        "低保户、特困户、文明户、边缘易致贫户共32户。",
        "各村：\n低保标准调整如下：\n一、提高标准\n二、动态管理",
        "信访人应当如实反映情况。",
    ],
)
def test_officials_places_and_policies_are_nobody(text):
    assert found(text) == []
