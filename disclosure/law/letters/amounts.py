"""Amounts of money in capital figures (大写), as notices and receipts give them: 1100 元 is 壹仟壹佰元整."""

_DIGITS, _PLACES = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
MOST = 10**12 - 1  # 元; a fee of this law is far below


def in_capitals(amount: int) -> str:
    """Whole 元 in capitals (《正确填写票据和结算凭证的基本规定》); raises ValueError outside 0 to `MOST`."""
    if not 0 <= amount <= MOST:
        raise ValueError(str(amount))
    return f"{_number(amount) or '零'}元整"


def _number(amount: int) -> str:
    """Groups of four figures; 零 stands once where figures between others are missing."""
    said, above, gap = "", False, False
    for power in (2, 1, 0):
        group = amount // 10 ** (4 * power) % 10000
        if group and above and (gap or group < 1000):  # noqa: PLR2004 four figures
            said += "零"
        if group:
            said += _group(group) + _GROUPS[power]
        gap = above and not group
        above = above or group > 0
    return said


def _group(number: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return said
