"""Alternative texts of the pictures in a body: asked for before they go out, written where readers meet them."""

import re

from lxml import html

from disclosure.errors import Refused
from disclosure.models import Item

ADDRESS = re.compile(r"\A/pictures/(?P<token>[0-9a-f]{32})/\Z")


def require_alternatives(item: Item) -> None:
    """Refuse a body with pictures that say nothing to those who cannot see them (WCAG 1.1.1); no picture, no query."""
    shown = _tokens(item.body)
    if not shown:
        return
    silent = item.pictures.filter(token__in=shown, alternative="").count()
    if silent:
        raise Refused(f"《{item}》有 {silent} 张图片没有替代文字，请在「正文图片」中写明图片上是什么。")


def with_alternatives(item: Item) -> str:
    """The body, each picture with the text that is kept with it."""
    shown = _tokens(item.body)
    if not shown:
        return item.body
    texts = dict(item.pictures.filter(token__in=shown).values_list("token", "alternative"))
    root = html.fragment_fromstring(item.body, create_parent="div")
    for image in root.iter("img"):
        found = ADDRESS.match(image.get("src", ""))
        if found and found["token"] in texts:
            image.set("alt", texts[found["token"]])
    text: str = html.tostring(root, encoding="unicode")
    return text.removeprefix("<div>").removesuffix("</div>")


def _tokens(body: str) -> list[str]:
    return re.findall(r'src="/pictures/([0-9a-f]{32})/"', body)
