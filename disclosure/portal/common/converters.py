"""Path converters of public addresses. Importing this module registers them."""

import re

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

# Segments that a browser or a proxy would take away: "", ".", "..". A mark before them keeps them; a mark that an index
# number has of its own gets another one, so that no two index numbers share an address.
_LOST = re.compile(r"~*\.{0,2}")
_KEPT = re.compile(r"~+\.{0,2}")


class YearConverter(IntConverter):
    """Four digits, so that each year has one address."""

    regex = "[1-9][0-9]{3}"


class NumberConverter(IntConverter):
    """A number from 1, without leading zeros, that fits the database's integers."""

    regex = "[1-9][0-9]{0,8}"


class IndexNumberConverter(StringConverter):
    """An index number of any characters, slashes included, except NUL, which no database stores."""

    regex = r"[^\0]+"

    def to_python(self, value: str) -> str:
        return "/".join(part[1:] if _KEPT.fullmatch(part) else part for part in value.split("/"))

    def to_url(self, value: str) -> str:
        return "/".join(f"~{part}" if _LOST.fullmatch(part) else part for part in value.split("/"))


class StoredFileConverter(StringConverter):
    """The stored name of a file: 32 random hexadecimal digits and an ending."""

    regex = r"[0-9a-f]{32}[^/]{0,10}"


class TokenConverter(StringConverter):
    """The random name of a picture."""

    regex = "[0-9a-z]{1,32}"


register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")
register_converter(IndexNumberConverter, "index")
register_converter(StoredFileConverter, "stored")
register_converter(TokenConverter, "token")
