"""Masks that show a value is there without revealing it (个保法; 条例 art. 15; as usual in public lists)."""

IDENTITY_LENGTH, MOBILE_LENGTH = 15, 11  # an identity number has 15 or 18 characters
LONGEST_NAME = 3


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳某某 → 欧**: the first character; the length of a long name is hidden."""
    name = name.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 1), LONGEST_NAME - 1) if name else ""


def mask_number(number: str) -> str:
    """An identity number keeps six and four characters, a mobile number three and four, a shorter one its last two."""
    number = number.strip()
    if len(number) >= IDENTITY_LENGTH:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    if len(number) >= MOBILE_LENGTH:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    return "*" * max(len(number) - 2, 1) + number[-2:] if len(number) > 2 else "*" * len(number)  # noqa: PLR2004


def mask_email(address: str) -> str:
    """someone@example.com → s***@example.com; anything else keeps its first character."""
    name, at, host = address.strip().partition("@")
    return f"{name[:1]}***{at}{host}" if name else ""


def mask_account(account: str) -> str:
    """wxid_abc → w***: the first character; the length is hidden."""
    return f"{account.strip()[:1]}***"


def mask_address(address: str) -> str:
    """The first six characters, down to the county."""
    address = address.strip()
    return f"{address[:6]}****" if len(address) > 6 else mask_name(address)  # noqa: PLR2004 the six of the docstring
