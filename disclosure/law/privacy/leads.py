"""Words that may stand between a name and a number said to be its own: 王小明，男，身份证号码：370305…."""

import re

_MARKS = frozenset(",，:;；、|()-")
_LEADING = (
    "男 女 汉 回 满 汉族 回族 满族 蒙古族 藏族 维吾尔族 苗族 壮族 朝鲜族 土家族 彝族 侗族 瑶族 白族 哈萨克族 "
    "撒拉族 东乡族 性别 公民 居民 身份证 身份 证件 有效 号码 号牌 号 联系 电话 手机 方式 移动 银行 卡号 卡 账号 帐号 "
    "账户 存折 一卡通 本人 的 邮箱 电子 护照 是 为 职业 务农 农商行 工商 农业 建设 开户行 +86 86 残疾人 残疾 证 家住 "
    "租住 现住 暂住 居住 住 住址 在 现 家庭 户籍 地址 驾驶 微信 微信号 QQ 社保 社保卡 社会保障 医保 医保卡"
)
_WORDS = frozenset(_LEADING.split())
_TIMES = re.compile(
    r"[0-9]{1,2}岁|(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:出?生)?",
)
_ENDS_OF_TIMES = frozenset("岁年月日生")
LONGEST_WORD, SHORTEST_TIME, LONGEST_TIME = 4, 2, 13
MOST = 24


def lead_ins(text: str, low: int, high: int) -> list[int]:
    """Positions from `low`, farthest first, from which at most `MOST` such words lead to `high`.

    Computed once per position, from the end: 卡号 is one word or two, and a regular expression would try both each
    time.
    """
    fewest = {high: 0}
    for place in range(high, low, -1):
        count = fewest.get(place, MOST)
        if count < MOST:
            for begin in _begins(text, low, place):
                fewest[begin] = min(fewest.get(begin, MOST), count + 1)
    return sorted(fewest)


def _begins(text: str, low: int, end: int) -> list[int]:
    last = text[end - 1]
    begins = [end - 1] if last in _MARKS or last.isspace() else []
    begins += (at for at in range(max(low, end - LONGEST_WORD), end) if text[at:end] in _WORDS)
    if last in _ENDS_OF_TIMES:
        times = range(max(low, end - LONGEST_TIME), end - SHORTEST_TIME)
        begins += (at for at in times if _TIMES.fullmatch(text, at, end))
    return begins
