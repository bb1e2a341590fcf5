"""Whether characters that could be a name are words of their sentence: 补贴对象和标准, 户主应签字, 幼儿保育.

A segmenter cuts the line by its dictionary and says of each word what part of speech it is. Where words are looked for,
its guesses at unknown ones are not asked for: it takes 户应 for one.
"""

import re

import rjieba

from .words import BEGINNINGS, DOUBTFUL

Place = tuple[int, int]
Token = tuple[int, int, str]  # start, end, part of speech

_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of characters, which the segmenter does not take
AROUND = 8  # characters before and after a name that the segmenter sees
# Surnames that are far more often a conjunction, an auxiliary or a preposition: what follows must be a given name.
_FUNCTION = frozenset("和应于向")
# Parts of speech of persons, places and other proper names, which given names are listed under: 桂兰 is a village too.
_PROPER = ("nr", "ns", "nz")
_NO_GIVEN_NAME = frozenset(("申报", "接访", "公安", "华侨", "外语", "红旗", "安置", "中西医", "北斗"))
# Characters of which given names are made. Two of them after a surname are read as a name, whatever the dictionary says
_GIVEN = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红萍云鹏辉波斌宇浩凯健俊帆雪荣国建文志永金春海山林东成龙凤"
    "梅莲珍琴香花菊翠淑美爱巧彩庆祥福贵财宝富昌盛兴旺发德义仁信忠孝良善诚正光亮星阳天川江河湖松柏竹石锋钢铁柱栋梁根"
    "树森木水田丰苗康宁安乐欢喜顺利达远恒恩泽润雨露霜冰晶莹洁琳琪瑶瑾瑜璐珊珠轩涵梓欣怡悦诺思博然航晨曦若桐萱嘉佳俊"
    "哲睿豪毅坚武威猛虎彪雄飞鸿鹤燕莺鹃翔腾跃进兵民学立新中卫前大小老敬守克俭勤业才银满囤仓粮斗栓柱锁来"
    "生友全胜运圆翔千里南北西青紫碧素贞霖庭勋岭岩峰岚峻阔广源泉清洪潮汐琦玲珑瑞璋璇玺"
    "绍继承宗祖耀先贤敏慧聪颖智谦礼廉耻勇敢依彤蕾蓉薇芸菲莉茜莎雅韵婷婉娥妮嫣嫚娇媛姗姝嫦"
    "太泰元亨亭京鲁齐宏伦纪纲维权振奋奇勉励培育尧舜禹汤桥斯兆仲伯叔季连久长寿延年有余得宽法鑫焕炳炎煜烨烁"
)


def reads_as_words(text: str, place: Place, *, sure: bool) -> bool:
    """Whether the characters at `place`, which begin with a surname, are words. `text` is folded.

    `sure`: a colon or a number beside it says that a name stands here; then only what cannot be a given name counts.
    """
    start, end = place
    name = text[start:end]
    if name in BEGINNINGS or (not sure and name[:2] in BEGINNINGS and name[2:] not in _GIVEN):
        return True
    tokens = _tokens(text, place)
    begin, stop, speech = tokens[0]
    if begin < start:
        return False
    if stop == start + 1:
        return text[start] in DOUBTFUL and _is_followed_by_words(text, place, tokens[1:])
    if sure or speech.startswith("nr"):
        return False
    if stop == end and end - start > len("姓名"):  # 成大器, 凌云志: sayings that are names
        return text[start + 1] not in _GIVEN
    return stop >= end or text[end - 1] not in _GIVEN


def is_made_of_given(characters: str) -> bool:
    """Whether each of these characters is common in given names."""
    return _GIVEN.issuperset(characters)


def reads_as_person(text: str, place: Place) -> bool:
    """Whether the segmenter, guessing at unknown words as well, takes exactly these characters for a person's name."""
    start, end = place
    tokens = _tokens(text, place, guesses=True)
    if not is_made_of_given(text[start + 1 : end]) or tokens[-1][1] != end:
        return False
    if len(tokens) == 1:
        return tokens[0][0] == start and tokens[0][2].startswith("nr")
    return tokens[0][:2] == (start, start + 1) and text[start] not in DOUBTFUL and len(tokens) == len("姓名")


def _is_followed_by_words(text: str, place: Place, rest: list[Token]) -> bool:
    if not rest:
        return False
    begin, stop, speech = rest[0]
    if stop - begin > 1:
        return not _is_given_name(text[begin:stop], speech)
    return text[place[0]] in _FUNCTION and not is_made_of_given(text[place[0] + 1 : place[1]])


def _is_given_name(word: str, speech: str) -> bool:
    if word in _NO_GIVEN_NAME:
        return False
    return speech.startswith(_PROPER) or is_made_of_given(word)


def _tokens(text: str, place: Place, *, guesses: bool = False) -> list[Token]:
    """The words that overlap `place`, in order; at least one."""
    start, end = place
    low = max(start - AROUND, text.rfind("\n", max(start - AROUND, 0), start) + 1, 0)
    tokens, at = [], low
    seen = _SURROGATES.sub("\ufffd", text[low : end + AROUND])
    for word, speech in rjieba.tag(seen, guesses):
        if at < end and at + len(word) > start:
            tokens.append((at, at + len(word), speech))
        at += len(word)
    return tokens
