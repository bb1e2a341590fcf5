"""DOCX into HTML by mammoth, after the parts it would lose were put where it finds them."""

import io
import re
import zipfile
from collections import Counter
from html import escape
from typing import Any

import mammoth
from lxml import etree, html

from .changes import COMMENTS, DELETIONS, HIDDEN, INSERTIONS, finished
from .converted import Converted, Shown
from .kinds import Source
from .numbers import Numbering
from .package import Package, parsed
from .pictures import shown
from .reading_word import word_body
from .styles import Styles
from .tidying import tidy
from .wordml import W, text

STYLES = (
    """
p[style-name='Title'] => h3.title:fresh
p[style-name='题目'] => h3.title:fresh
p[style-name='文件标题'] => h3.title:fresh
p[style-name='标题'] => h3.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='heading 1'] => h3:fresh
p[style-name='Heading 1'] => h3:fresh
p[style-name='标题 1'] => h3:fresh
p[style-name='标题1'] => h3:fresh
p[style-name='一级标题'] => h3:fresh
p[style-name='heading 2'] => h4:fresh
p[style-name='Heading 2'] => h4:fresh
p[style-name='标题 2'] => h4:fresh
p[style-name='标题2'] => h4:fresh
p[style-name='二级标题'] => h4:fresh
"""
    + "\n".join(
        f"p[style-name='{name}'] => p:fresh"
        for level in range(3, 10)
        for name in (f"heading {level}", f"Heading {level}", f"标题 {level}", f"标题{level}")
    )
    + """
r[style-name='Strong'] => strong
u => u
strike => s
"""
)

_SAID = {
    INSERTIONS: "修订中新增的文字（{} 处）已按接受处理。",
    DELETIONS: "修订中删除的文字（{} 处）没有转入正文。",
    COMMENTS: "批注（{} 条）没有转入正文。",
    HIDDEN: "隐藏文字（{} 处）没有转入正文。",
}


def word_converted(read: Source) -> Converted:
    """Headings, lists, tables with merged cells, pictures with their descriptions, notes at the end."""
    package = read.package()
    main = package.main_part("word/")
    folder = main.rpartition("/")[0] + "/"
    root = word_body(package)
    taken = finished(root)
    warnings = [sentence.format(taken[what]) for what, sentence in _SAID.items() if taken[what]]
    warnings += tidy(root, Numbering(package, folder))
    styles = Styles(package, folder)
    lines = [line for paragraph in root.iter(f"{W}p") if (line := styles.line(paragraph)).text]
    pictures: list[Shown] = []
    lost: Counter[str] = Counter()

    def kept(image: Any) -> dict[str, str]:
        with image.open() as opened:
            picture = shown(opened.read(), (image.alt_text or "").strip())
        if picture is None:
            lost[image.content_type] += 1
            return {"src": ""}
        pictures.append(picture)
        return _attributes(picture, len(pictures) - 1)

    body, said = _by_mammoth(package, main, root, kept)
    warnings += [*said, *_of_pictures(pictures, lost), *_around(package, folder)]
    return Converted(finish(body), pictures, warnings, lines)


def _attributes(picture: Shown, number: int) -> dict[str, str]:
    return {
        "src": f"picture-{number}",
        "alt": picture.alternative,
        "width": str(picture.width),
        "height": str(picture.height),
    }


def _by_mammoth(package: Package, main: str, root: etree._Element, kept: Any) -> tuple[str, list[str]]:
    """Mammoth's HTML of the document with this body; it reads other parts itself, so all are looked at before."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in package.names:
            data = package.read(part)
            if part.endswith((".xml", ".rels")):
                checked = parsed(data, package.name)
                if "notes" in part:
                    finished(checked)
                    data = etree.tostring(checked)
            archive.writestr(part, etree.tostring(root) if part == main else data)
    try:
        result = mammoth.convert_to_html(
            made, style_map=STYLES, convert_image=mammoth.images.img_element(kept), external_file_access=False
        )
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError, RecursionError) as error:
        raise package.broken() from error
    unknown = [message.message for message in result.messages if "ignored" in message.message]
    return result.value, ["文件中有少量不能识别的内容没有转入，请对照原件核对。"] if unknown else []


def _of_pictures(pictures: list[Shown], lost: Counter[str]) -> list[str]:
    said = []
    if lost:
        kinds = "、".join(sorted({(kind or "未知").rpartition("/")[2].removeprefix("x-").upper() for kind in lost}))
        said.append(f"有 {lost.total()} 张图片（{kinds} 格式）浏览器不能显示，没有转入，请另存为 PNG 后插入。")
    silent = sum(1 for picture in pictures if not picture.alternative)
    if silent:
        said.append(f"有 {silent} 张图片没有替代文字，请补写图片上是什么。")
    return said


def _around(package: Package, folder: str) -> list[str]:
    """What stands around the text: headers, footers, charts, embedded objects."""
    said = []
    for start, label in (("header", "页眉"), ("footer", "页脚")):
        words = " ".join(text(package.tree(part)).strip() for part in package.under(f"{folder}{start}"))
        if words.strip():
            said.append(f"{label}没有转入正文：{' '.join(words.split())}")
    for start, label in (("charts/chart", "图表"), ("diagrams/data", "图示"), ("embeddings/", "内嵌对象")):
        count = len([name for name in package.names if name.startswith(folder + start)])
        if count:
            said.append(f"{label}（{count} 个）没有转入正文，请以图片代替或作为附件上传。")
    return said


_EMPTY = re.compile(r"\s*")


def finish(made: str) -> str:
    """Notes as plain paragraphs at the end, no anchors, no empty paragraphs, pictures that could not be kept gone."""
    if not made.strip():
        return ""
    root = html.fragment_fromstring(made, create_parent="div")
    for image in list(root.iter("img")):
        if not image.get("src"):
            image.drop_tree()
    for link in list(root.iter("a")):
        if link.get("href", "#").startswith("#"):
            _plain(link)
    for item in list(root.iter("li")):
        if item.get("id", "").startswith(("footnote-", "endnote-")):
            _as_paragraphs(item)
    for paragraph in list(root.iter("p", "h3", "h4")):
        if not paragraph.text_content().strip() and paragraph.find(".//img") is None:
            paragraph.drop_tree()
    return escape(root.text or "") + "".join(html.tostring(one, encoding="unicode") for one in root)


def _plain(link: html.HtmlElement) -> None:
    """A link inside the document leads nowhere once it is a page: its words stay, the arrow back goes."""
    if (link.text or "").strip() == "↑":
        link.drop_tree()
    else:
        link.drop_tag()


def _as_paragraphs(item: html.HtmlElement) -> None:
    notes = item.getparent()
    number = notes.index(item) + 1
    if notes.getparent() is None:
        return
    place = notes.getparent().index(notes)
    for paragraph in item.iterchildren("p"):
        paragraph.text = f"[{number}] {(paragraph.text or '').lstrip()}"
        break
    for offset, paragraph in enumerate(list(item)):
        notes.getparent().insert(place + offset, paragraph)
    item.set("id", "")
    item.text = None
    if all(not one.get("id") for one in notes):
        notes.drop_tree()
