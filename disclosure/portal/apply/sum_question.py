"""A sum in words that people can answer and simple programs cannot: 「三加四等于几？」."""

from disclosure.desk.applications.online.submission import folded

DIGITS = "零一二三四五六七八九十"


def sum_question(first: int, second: int) -> str:
    return f"{DIGITS[first]}加{DIGITS[second]}等于几？"


def is_sum(text: str, first: int, second: int) -> bool:
    """Whether `text` is the sum, in digits or in Chinese."""
    given = folded(text).removeprefix("等于").strip("。 ")
    return given in {str(first + second), chinese_number(first + second)}


def chinese_number(number: int) -> str:
    """Write a number up to nineteen: 七, 十, 十一."""
    tens, ones = divmod(number, 10)
    return DIGITS[number] if number <= 10 else f"{'十' * tens}{DIGITS[ones]}"  # noqa: PLR2004 ten has a word of its own
