"""Files that stand in the address of a link or picture of a page (data:…)."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from disclosure.documents.limits.picture import form_of
from disclosure.documents.passage import Passage, PassageKind

from .embedded import EmbeddedFile
from .picture import picture_data
from .vectors import is_vector, vector_texts

_DATA_URL = re.compile(r"\s*data:(?P<kind>[^,]{0,200}),(?P<content>.*)", re.DOTALL | re.IGNORECASE)
_NAME = "网页中的内嵌数据"


def data_of(address: str) -> bytes | None:
    """Return what an address holds; None for an address that leads elsewhere."""
    found = _DATA_URL.fullmatch(address)
    if found is None:
        return None
    content = unquote_to_bytes(found["content"])
    if not found["kind"].lower().rstrip().endswith("base64"):
        return content
    try:
        return base64.b64decode(b"".join(content.split()) + b"==")
    except binascii.Error:
        return content


def data_passages(address: str) -> Iterator[Passage | EmbeddedFile]:
    """Yield what such a file says; a picture is one beside text."""
    data = data_of(address)
    if not data:
        return
    if form_of(data) is not None:
        yield from picture_data(data, "图片")
        yield Passage("图片", "网页中图片里的文字没有读取", PassageKind.PICTURES)
    elif is_vector(data):
        yield from (Passage("图片中的文字", text) for text in vector_texts(data))
    else:
        yield EmbeddedFile(_NAME, data)
