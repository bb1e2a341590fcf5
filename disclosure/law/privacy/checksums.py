"""Validity of identity numbers and bank cards (GB 11643-1999; GB/T 15694, ISO/IEC 7812)."""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
        ),
    )
)
_WITHOUT_DISTRICTS = frozenset(("71", "81", "82", "83"))  # residence permits of people of Hong Kong, Macau, Taiwan
FIRST_YEAR, LAST_YEAR = 1900, 2059  # of birth; the rule reads no clock
LONG, SHORT, DISABILITY = 18, 15, 20

# Schemes by their first digits, and the lengths of their numbers.
_UNIONPAY = re.compile(r"(?:62|60(?:11|3[3-9]|59|6))[0-9]{14,17}")
_OTHERS = re.compile(r"(?:4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|35(?:2[89]|[3-8]))[0-9]*")
_OLD = re.compile(r"(?:9[0-9]|88|87|84|68|69)[0-9]{14,17}")  # debit cards of the time before UnionPay
_OTHERS_LENGTH = 16
FIRST_OF_CARDS = "2345689"
CARD_LENGTHS = range(16, 20)
# Tables for Luhn, used millions of times in a text full of digits: a digit's value, and its doubled value less nine.
_VALUES = bytes(max(code - ord("0"), 0) % 10 for code in range(256))
_DOUBLED = bytes(2 * value - 9 * (value > 4) if value < 10 else 0 for value in range(256))  # noqa: PLR2004


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: region, day of birth and check character."""
    if len(number) != LONG or not _is_figures(number[:17]):
        return False
    if not _is_region(number) or not _is_day(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def is_old_identity(number: str) -> bool:
    return len(number) == SHORT and _is_figures(number) and _is_region(number) and _is_day(f"19{number[6:12]}")


def is_born(number: str) -> bool:
    return _is_figures(number[:14]) and _is_region(number) and _is_day(number[6:14])


def is_disability_card(number: str) -> bool:
    """Whether 20 digits are an identity number followed by kind (1 to 7) and degree (1 to 4) of a disability."""
    return len(number) == DISABILITY and is_identity(number[:LONG]) and number[18] in "1234567" and number[19] in "1234"


def is_bank_card(number: str, *, named: bool) -> bool:
    """Whether a number that passes Luhn belongs to a card scheme; `named`: labelled a card, so old schemes count."""
    if _UNIONPAY.fullmatch(number) or (len(number) == _OTHERS_LENGTH and _OTHERS.fullmatch(number)):
        return True
    return bool(_OLD.fullmatch(number)) and (named or number.startswith(("9558", "9559")))


def _is_region(number: str) -> bool:
    """A province, or 9 and a province for foreigners with permanent residence; then a district."""
    if number[0] == "9":
        return number[1:3] in _PROVINCES
    return number[:2] in _PROVINCES and (number[2:6] != "0000" or number[:2] in _WITHOUT_DISTRICTS)


def _is_day(text: str) -> bool:
    if text[:2] not in {"19", "20"}:  # rules out most numbers
        return False
    try:
        return FIRST_YEAR <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= LAST_YEAR
    except ValueError:
        return False


def has_luhn(number: str) -> bool:
    if len(number) not in CARD_LENGTHS or number[0] in "07" or not _is_figures(number):
        return False
    digits = number.encode().translate(_VALUES)[::-1]
    total = sum(digits[::2]) + sum(digits[1::2].translate(_DOUBLED))
    return total % 10 == 0 and len(set(number)) > 2  # noqa: PLR2004 0000… is nobody's


def _is_figures(text: str) -> bool:
    """Digits 0 to 9 only: `isdigit` also accepts ² and ①, which `int` does not."""
    return text.isascii() and text.isdigit()
