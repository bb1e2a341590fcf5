"""Rich texts with headings, lists, tables and links: one editor configuration, one sanitiser, run at every save."""

import html
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import models
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField
from lxml import etree

from disclosure.errors import Refused

# Named one by one: what is not named vanishes on the way through the editor and the sanitiser.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Image": {"inline": True},
    "Link": {"protocols": ["http", "https", "mailto"]},
    "History": True,
}


# Of an item's body: pictures by a dialog (static/admin_desk/items/pictures.js); pasted ones are embedded till stored.
WITH_PICTURES: dict[str, Any] = EXTENSIONS | {"Image": {"inline": True, "allowBase64": True}, "Pictures": True}

# Pictures are the item's own (`models.Picture`): none is fetched from elsewhere, none tells another site who reads.
PICTURE_ADDRESS = re.compile(r"/pictures/(?P<token>[0-9a-f]{32})/")
_IMAGE_ATTRIBUTES = {"src", "alt", "width", "height"}
_IMAGE = re.compile(r'<img(?P<attributes>(?: [\w-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' (?P<name>[\w-]+)="(?P<value>[^"]*)"')
_ANY_SOURCE = {"http", "https", "mailto", "data", "file", "blob", "cid", "about"}
_EMPTY = re.compile(r"<(?P<tag>\w+)></(?P=tag)>")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The attribute's allowed value; None removes the attribute."""
    if tag != "img":
        return value
    allowed = {"src": PICTURE_ADDRESS.fullmatch(value), "width": value.isdigit(), "height": value.isdigit()}
    return value if allowed.get(name, True) else None


@cache
def _cleaner() -> nh3.Cleaner:
    allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    allowed["attributes"]["img"] = _IMAGE_ATTRIBUTES
    return nh3.Cleaner(**allowed, attribute_filter=_attribute)


@cache
def _cleaner_of_sources() -> nh3.Cleaner:
    allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    allowed["attributes"]["img"] = _IMAGE_ATTRIBUTES
    return nh3.Cleaner(**allowed | {"url_schemes": _ANY_SOURCE})


def clean_keeping_sources(written: str) -> str:
    """`written` as `with_images` reads it, with pictures from anywhere; must not be stored."""
    return _cleaner_of_sources().clean(written or "")


def images(cleaned: str) -> list[dict[str, str]]:
    return [_attributes(image) for image in _IMAGE.finditer(cleaned)]


def with_images(cleaned: str, change: Callable[[dict[str, str]], None]) -> str:
    def written(image: re.Match[str]) -> str:
        attributes = _attributes(image)
        change(attributes)
        return "<img" + "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items()) + ">"

    return _IMAGE.sub(written, cleaned)


def _attributes(image: re.Match[str]) -> dict[str, str]:
    return {match["name"]: html.unescape(match["value"]) for match in _ATTRIBUTE.finditer(image["attributes"])}


def clean_html(written: str) -> str:
    """`written` reduced to the elements, attributes and link schemes the editor offers, with real lists.

    A single empty paragraph, which the editor leaves in an empty field, becomes empty; foreign pictures are
    removed. Raises Refused for nesting so deep that the guard and the search would not read it to the end.
    """
    _require_shallow(written or "")
    cleaned = _cleaner().clean(written or "")
    _require_shallow(cleaned)
    cleaned = _IMAGE.sub(lambda image: image.group() if ' src="' in image["attributes"] else "", cleaned)
    return "" if _EMPTY.fullmatch(cleaned) else lists_from_word(cleaned)


_BLOCK = "p|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|blockquote|br"
_AROUND_BLOCKS = re.compile(rf" ?(</?(?:{_BLOCK})\b[^>]*>) ?")
_LAST_BREAK = re.compile(r"(?:<br>)+(</(?:p|li|td|th|blockquote)>)")
_ONLY_PARAGRAPH = re.compile(r"<(li|td|th)([^>]*)><p>((?:(?!<p[> ]|</p>).)*)</p>(?=</\1>|<[uo]l>)")
_NO_MARKUP = re.compile(r"</?tbody>| (?:col|row)span=\"1\"")


def meaning(written: str) -> str:
    """One spelling of a rich text: without the markup and the blanks of which no reader sees anything.

    The editor writes a stored text in its own way: blanks between paragraphs, a paragraph in each cell and list item.
    """
    text = re.sub(r"[ \t\r\n]+", " ", clean_html(written).replace("&nbsp;", "\u00a0"))
    text = _NO_MARKUP.sub("", _AROUND_BLOCKS.sub(r"\1", text))
    return _ONLY_PARAGRAPH.sub(r"<\1\2>\3", _LAST_BREAK.sub(r"\1", text)).strip()


def same_text(one: str, other: str) -> bool:
    """Whether two rich texts read the same."""
    return one == other or meaning(one) == meaning(other)


def clean_in_form(written: str) -> str:
    """As `clean_html`, but raises ValidationError, which a form shows beside the field."""
    try:
        return clean_html(written)
    except Refused as error:
        raise ValidationError(str(error)) from error


TOO_DEEP = "这段内容的格式嵌套太深，没有保存。请先粘贴到记事本去掉格式，再粘贴到这里。"


def _require_shallow(source: str) -> None:
    """Raise Refused where lxml would stop parsing: guard and search would not see what follows.

    The sanitiser reads any depth, in a time that grows with its square.
    """
    parser = etree.HTMLParser(encoding="utf-8")
    with suppress(etree.ParserError, etree.XMLSyntaxError):  # an empty text
        etree.fromstring(f"<div>{source}</div>".encode("utf-8", "replace"), parser)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise Refused(TOO_DEEP)


# Word pastes a list as paragraphs that begin with a mark (a letter of a symbol font, or a number) and hard spaces.
_MARK = r"(?:(?P<bullet>[·•o§ØüvlnuqF\uf000-\uf0ff])|\d+[.．、)])"
# `{2,}+` gives no space back: thousands of them without an end of the paragraph would be tried in every number.
_FAKE_ITEM = re.compile(rf"<p>{_MARK}(?:&nbsp;|\u00a0| ){{2,}}+(?P<text>.*?)</p>")
_FAKE_LIST = re.compile(rf"(?:{re.sub(r'[(][?]P<[a-z]+>', '(?:', _FAKE_ITEM.pattern)}\s*)+")


def lists_from_word(cleaned: str) -> str:
    def made(run: re.Match[str]) -> str:
        items = list(_FAKE_ITEM.finditer(run.group()))
        kind = "ul" if items[0]["bullet"] else "ol"
        inner = "".join(f"<li><p>{item['text']}</p></li>" for item in items)
        return f"<{kind}>{inner}</{kind}>"

    return _FAKE_LIST.sub(made, cleaned)


class RichTextField(ProseEditorField):
    """Sanitised in forms, in `save()` and in bulk operations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", dict(EXTENSIONS))
        kwargs["sanitize"] = clean_html
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        try:
            return str(super().clean(value, model_instance))
        except Refused as error:
            raise ValidationError(str(error)) from error

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  # Django's signature
        """Every write passes here, bulk inserts included."""
        value = clean_html(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value
