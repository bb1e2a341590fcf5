"""Whole numbers as files write them."""

LARGEST = 2**31 - 1


def whole(written: object, default: int = 0, *, most: int = LARGEST) -> int:
    """A number from 0 to `most` in the digits 0 to 9, blanks around it allowed; `default` for anything else.

    `isdigit` alone takes ² and ①, and `int` refuses five thousand digits: both are found in files made to hurt.
    """
    text = written.strip() if isinstance(written, str) else ""
    if not (text.isascii() and text.isdigit()):
        return default
    digits = text.lstrip("0") or "0"
    if len(digits) > len(str(most)):
        return default
    number = int(digits)
    return number if number <= most else default
