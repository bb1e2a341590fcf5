"""How a report ends: whose name and which day; and what a web page prints below it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .blocks import Block, Line, squeezed

_DAY = re.compile(r"(20[0-9]{2})[年.\-/]([0-9]{1,2})[月.\-/]([0-9]{1,2})日?$")
_CHINESE_DAY = re.compile(
    r"([二〇零○O0][〇零○O0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$"
)
_DIGITS = {sign: digit for digit, signs in enumerate(("〇零○O0", *"一二三四五六七八九")) for sign in signs}
_LONGEST_NAME, _TEN = 40, 10
_SENTENCE = ("。", "；", "：", "！", "？", "，")
_BELOW = re.compile(
    r"^(?:打印|关闭|【?打印本页】?|【.*(?:打印|关闭).*】|分享|扫一扫|上一[篇条]|下一[篇条]|责任编辑|编辑[:：]|来源[:：]|主办[:：]|主办单位"
    r"|承办单位|版权所有|网站地图|网站标识码|相关链接|相关文件|附件下载|友情链接|联系我们|政府网站标识码|.{0,12}ICP备|.{0,6}公网安备)"
)


# What a site prints between a title and its text.
_IMPRINT = re.compile(
    r"^(?:(?:发布|发文|成文|生成|公开|更新)?(?:日期|时间)[::]|(?:信息)?来源[::]|作者[::]|浏览|点击|阅读|访问|字号|字体|【?字体|打印|分享"
    r"|索引号|文号|发布机构|责任编辑|20[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[0-9:]*$|来源|发布|浏览))"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """The end of a report: its day, and the name above it; empty where it is not signed."""

    signed_on: date | None = None
    authority: str = ""


def without_end(blocks: Sequence[Block], authority: str) -> tuple[list[Block], Signature]:
    """Take the signature off the end of the last section, with all that a web page prints below it.

    A name without a day is one only if it is that of `authority`, whom the title names.
    """
    kept = list(blocks)
    for place, block in enumerate(kept):
        if isinstance(block, Line) and (day := _day(block.text)):
            name = _CHINESE_DAY.sub("", _DAY.sub("", _plain(block.text)))
            if name or not place:
                return kept[:place], Signature(day, name)
            name = _name(kept[place - 1])
            return kept[: place - bool(name)], Signature(day, name)
    for place, block in enumerate(kept):
        if isinstance(block, Line) and _BELOW.match(squeezed(block.text)):
            kept = kept[:place]
            break
    name = _name(kept[-1]) if kept else ""
    if name and authority and _is_same(name, authority):
        return kept[:-1], Signature(None, name)
    return kept, Signature()


def is_imprint(text: str) -> bool:
    """Whether a line below the title is the site's: when and by whom it was put there, how often it was read."""
    return bool(_IMPRINT.match(_plain(text)))


def _is_same(name: str, authority: str) -> bool:
    """Whether a signature is the title's authority: one may name the county, the other 人民政府."""
    one, other = name.removesuffix("人民政府"), squeezed(authority).removesuffix("人民政府")
    return bool(one) and (one in other or other in one)


def _name(block: Block) -> str:
    """The line above the day where it may be a name: short, and no sentence."""
    if not isinstance(block, Line) or len(squeezed(block.text)) > _LONGEST_NAME:
        return ""
    return "" if block.text.rstrip().endswith(_SENTENCE) else squeezed(block.text)


def _plain(text: str) -> str:
    return squeezed(unicodedata.normalize("NFKC", text))


def _day(text: str) -> date | None:
    """The day that a short line ends with; None where the line says more, or names no day of the calendar."""
    plain = _plain(text)
    if len(plain) > _LONGEST_NAME + 11 or any(mark in plain for mark in "。,;:()自至"):
        return None
    try:
        if found := _DAY.search(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _CHINESE_DAY.search(plain):
            year = int("".join(str(_DIGITS[sign]) for sign in found[1]))
            return date(year, _chinese(found[2]), _chinese(found[3]))
    except ValueError:
        return None
    return None


def _chinese(written: str) -> int:
    """一 to 三十一; raises ValueError for what is no number."""
    tens, ten, ones = written.partition("十")
    if not ten:
        return _DIGITS[written] if len(written) == 1 else int("x")
    return (_DIGITS[tens] if tens else 1) * _TEN + (_DIGITS[ones] if ones else 0)
