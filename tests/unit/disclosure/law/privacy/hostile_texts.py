"""Texts made to keep the guard busy: each asks one of its expressions or loops for as much as it can give.

Whoever adds an expression adds the text that is worst for it. All are repetitions, so that any size can be had.
"""

from itertools import product

# One of every sort of character that an expression tells apart.
CHARACTERS = [
    "1",
    "一",
    "１",
    "a",
    "X",
    "王",
    "村",
    "号",
    "：",
    "，",
    "、",
    " ",
    "\n",
    "\t",
    "@",
    ".",
    "-",
    "(",
    "&",
    "<",
    "\u200b",
    "²",
]
PAIRS = ["".join(pair) for pair in product(CHARACTERS, repeat=2)]

# What each finder looks for, over and over, with and without what it needs to end.
WORDS = [
    *("1~~~", "13", "13 ", "1 3 ", "8 9 ", "6 2 ", "0086 ", "4-4", "12 ", "1234-", "13800000001 ", "13800000001，"),
    *(
        "37030519000101001",
        "370305190001010018 ",
        "6217000000000003180，",
        "0X",
        "1O ",
        "⓪①②",
        "&#49;",
        "&#",
        "<b ",
        "<b>",
    ),
    *("a@a.", "a@163.com,", "a-", "http://", "www.", "sfz=", "护照", "护照 E", "鲁C", "鲁C ", "京A 1 ", "WJ"),
    *(
        "金岭一村45号，",
        "金岭一村45号楼2单元，13800000001。",
        f"{'村' * 44}1号。",
        f"{'a' * 44}1号,",
        "户籍地址：",
        "家住",
    ),
    *(
        "户主：",
        "户主王小明，",
        "姓名：",
        "姓名：王小明",
        "王小明、",
        "王小明13800000001，",
        "关于王",
        "的王",
        "王小明，8岁，",
    ),
    *(
        "王小明患尿毒症，",
        "因因因因因因尿毒症",
        "患有",
        "急性炎",
        "智力一级",
        f"{'卡号' * 14}#13800000001，",
        f"{'现住址' * 9}13800000001，",
    ),
    *(
        "低保",
        "低保名单：",
        "低保名单\n",
        "低保名单：王小明、",
        "低保名单\n1.王小明\n",
        "1.王小明\n",
        "取消王小明，",
        "对王小明的",
    ),
    *(
        "家庭成员：",
        "妻王小明，",
        "王小明（本人，",
        "王小明户",
        "王小明 补偿",
        "补偿1",
        "王小明等5人",
        "王小明多次多次多次",
        "信访",
        "举报",
    ),
    *(
        "姓名：王小明 | 低保 | ",
        "微信",
        "微信：",
        "微信：abcdefgh，",
        "微信号号号号",
        "QQ",
        "QQ：123456789，",
        "社保卡号",
        "社保卡号：A12345678，",
    ),
    *(
        "身份证号：",
        "身份证号：370305190001010018，",
        "男，370305190001010018，",
        "1990 ",
        "编号",
        "户名：",
        "单位：中心；",
    ),
]


def distinct_names(size):
    """A text in which nobody is named twice."""
    count = size // 8
    return "".join(f"户主：王{chr(0x4E00 + at % 20_000)}{chr(0x5000 + at // 20_000)}。 " for at in range(count))


def repeated(piece, size):
    """The piece as often as fits."""
    return piece * (size // len(piece))
