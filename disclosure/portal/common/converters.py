"""What stands in public addresses. Importing this module makes the converters known."""

import re

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

# Segments that a browser or a proxy would take away: "", ".", "..". A mark before them keeps them; a mark that an index
# number has of its own gets another one, so that no two index numbers share an address.
_LOST = re.compile(r"~*\.{0,2}")
_KEPT = re.compile(r"~+\.{0,2}")


class YearConverter(IntConverter):
    """Four digits: each year has one address."""

    regex = "[1-9][0-9]{3}"


class NumberConverter(IntConverter):
    """From 1 on, without leading zeros, and no longer than a database holds."""

    regex = "[1-9][0-9]{0,8}"


class IndexNumberConverter(StringConverter):
    """An index number, whatever characters it is made of, slashes included; but NUL, which no database keeps."""

    regex = r"[^\0]+"

    def to_python(self, value: str) -> str:
        return "/".join(part[1:] if _KEPT.fullmatch(part) else part for part in value.split("/"))

    def to_url(self, value: str) -> str:
        return "/".join(f"~{part}" if _LOST.fullmatch(part) else part for part in value.split("/"))


class StoredFileConverter(StringConverter):
    """The stored name of a file: a random number, which nobody guesses, and its kind."""

    regex = r"[0-9a-f]{32}[^/]{0,10}"


class TokenConverter(StringConverter):
    """A random number that names a picture."""

    regex = "[0-9a-z]{1,32}"


register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")
register_converter(IndexNumberConverter, "index")
register_converter(StoredFileConverter, "stored")
register_converter(TokenConverter, "token")
