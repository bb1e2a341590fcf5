"""Personal data: finding it before it goes out, and masking it."""

from .findings import MARKS, FoundKind, FoundText
from .guard import find, mask, mask_value
from .masks import mask_address, mask_email, mask_name, mask_number
from .rows import find_in_row, is_heading

__all__ = [
    "MARKS",
    "FoundKind",
    "FoundText",
    "find",
    "find_in_row",
    "is_heading",
    "mask",
    "mask_address",
    "mask_email",
    "mask_name",
    "mask_number",
    "mask_value",
]
