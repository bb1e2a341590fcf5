"""The XML inside a workbook, parsed without document types: a spreadsheet needs none, an attack does."""

from typing import Any
from xml.parsers import expat


def _refuse(*_: Any) -> None:
    raise expat.ExpatError("document types are not allowed in a workbook")


def safe_parser() -> expat.XMLParserType:
    """Return a parser that refuses document types, and so entities."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    return parser


def local(name: str) -> str:
    """Return a tag or attribute without its prefix."""
    return name.rpartition(":")[2]


def attributes_of(document: bytes, element: str) -> list[dict[str, str]]:
    """Return the attributes of every `element` of a small document, without prefixes."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == element:
            found.append({local(key): value for key, value in attributes.items()})

    parser = safe_parser()
    parser.StartElementHandler = start
    parser.Parse(document, True)  # noqa: FBT003 expat's signature
    return found
