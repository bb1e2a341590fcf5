"""Personal data: finding it before it goes out, and showing that a value is there without giving it away."""

from .guard import find, mask, masked
from .kinds import Found, FoundKind
from .masks import mask_address, mask_email, mask_name, mask_number

__all__ = [
    "Found",
    "FoundKind",
    "find",
    "mask",
    "mask_address",
    "mask_email",
    "mask_name",
    "mask_number",
    "masked",
]
