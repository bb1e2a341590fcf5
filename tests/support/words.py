"""The words of a page as its reader meets them, and the English among them."""

import re
from collections.abc import Iterator

from lxml import html

SHOWN = ("title", "placeholder", "aria-label", "alt", "aria-description", "summary", "label")
UNREAD = {"script", "style", "template"}
# What stays in Latin letters, and why.
ALLOWED = {
    "docx",
    "xlsx",
    "pdf",
    "csv",
    "json",
    "html",
    "txt",
    "ofd",
    "zip",
    "jpg",
    "png",
    "doc",
    "wps",
    "rtf",
    "odt",
    "xls",
    "ods",
    "et",  # kinds of files, known by these letters
    "libreoffice",  # the program that an office installs, known by this name
    "kb",
    "mb",  # their sizes
    "pbkdf2",
    "sha256",
    "md5",  # how a password is kept: names of procedures
    "icp",  # ICP备案号: the register's own name
    "url",  # 网址 has no shorter name beside it in forms of other packages
}
WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
NO_WORDS = re.compile(r"\S*[@/\\*]\S*|\b[\w.-]*\d[\w.-]*\b|《[^》]*》")  # addresses, masked values, codes


def texts(page: str) -> Iterator[str]:
    """Every text that is shown or read aloud."""
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            if element.tail:
                yield element.tail
            continue
        yield from (element.get(name) for name in SHOWN if element.get(name))
        if element.tag == "input" and element.get("type") in {"submit", "button", "reset"}:
            yield element.get("value", "")
        yield from (text for text in (element.text, element.tail) if text)


def english(page: str, *, names: frozenset[str] = frozenset()) -> set[str]:
    """The texts of the page with a word in Latin letters that is neither allowed nor among `names` (data)."""
    known = ALLOWED | {name.lower() for name in names}
    return {
        " ".join(text.split())
        for text in texts(page)
        if any(word.lower() not in known for word in WORD.findall(NO_WORDS.sub(" ", text)))
    }
