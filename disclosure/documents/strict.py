"""Strict Open XML (ISO/IEC 29500, Part 1) turned into the transitional form, which every program here reads.

The two differ in the addresses of their vocabularies; what they hold has the same names.
"""

import re

from lxml import etree

_STRICT = "http://purl.oclc.org/ooxml/"
_STRICT_BYTES = _STRICT.encode()
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_ADDRESSES = {
    "wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "spreadsheetml/main": _SPREADSHEET,
    "presentationml/main": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "officeDocument/extendedProperties": f"{_OFFICE}extended-properties",
    "officeDocument/customProperties": f"{_OFFICE}custom-properties",
    "officeDocument/docPropsVTypes": f"{_OFFICE}docPropsVTypes",
    "schemaLibrary/main": "http://schemas.openxmlformats.org/schemaLibrary/2006/main",
}
_FOLDERS = (("drawingml/", _DRAWING), ("officeDocument/", _OFFICE))
_ADDRESS = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z/]+)")


def is_strict(root: etree._Element) -> bool:
    """Whether the part's vocabularies are those of the strict form."""
    return any(str(uri).startswith(_STRICT) for uri in root.nsmap.values() if uri)


def as_transitional(data: bytes) -> bytes:
    """Return the bytes of an XML part with the addresses of the transitional form."""
    if _STRICT_BYTES not in data:
        return data
    return _ADDRESS.sub(lambda found: _transitional(found[1].decode("ascii"), found[0].decode()).encode(), data)


def _transitional(path: str, whole: str) -> str:
    if path in _ADDRESSES:
        return _ADDRESSES[path]
    for folder, address in _FOLDERS:
        if path.startswith(folder):
            return address + path.removeprefix(folder)
    return whole
