"""The words of any XML, whatever its vocabulary."""

import re
from collections.abc import Iterator

from lxml import etree

# Words of a person's language, numbers as long as a telephone's, addresses of mail: the rest is the programs' own.
TELLS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|(?<![.\d])\d{11}|(?:\d[\s-]?){15}|@")


def words_of(text: str) -> Iterator[str]:
    """Yield the lines of a text; of XML then its words without the tags, and the attributes."""
    yield from text.splitlines()
    root = _root(text)
    if root is not None:
        yield _joined(root)
        for element in root.iter():
            if isinstance(element.tag, str):
                yield from (str(value) for value in element.attrib.values())


def words_without_marks(text: str) -> str:
    """Return the words of XML in one piece, since a number may stand in several elements; empty for no XML."""
    root = _root(text)
    return "" if root is None else _joined(root)


def _joined(root: etree._Element) -> str:
    return "".join(str(piece) for piece in root.itertext()).strip()


def _root(text: str) -> etree._Element | None:
    written = text.strip("\ufeff \t\r\n\0")
    if not written.startswith("<"):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(written.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
