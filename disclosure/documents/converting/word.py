"""DOCX into HTML by mammoth, after the parts it would lose were put where it finds them."""

import io
import zipfile
from collections import Counter
from html import escape
from itertools import islice
from typing import Any

import mammoth
from lxml import etree, html

from disclosure.documents.cleaning.pictures import shown
from disclosure.documents.cleaning.tracked_changes import COMMENTS, DELETIONS, HIDDEN, INSERTIONS, finished
from disclosure.documents.kinds import SourceFile
from disclosure.documents.limits import MOST_ELEMENTS, MOST_SPAN
from disclosure.documents.limits.wholes import whole
from disclosure.documents.package import Package
from disclosure.documents.reading.word import word_body
from disclosure.documents.results import Converted, PagePicture
from disclosure.documents.wordml import W, text
from disclosure.errors import Unreadable

from .numbering import Numbering
from .styles import Styles
from .tidying import tidy

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

LOST_WITH_COUNT = {"图表": "charts/chart", "图示": "diagrams/data", "内嵌对象": "embeddings/"}
_SAID = {
    INSERTIONS: "修订中新增的文字（{} 处）已按接受处理。",
    DELETIONS: "修订中删除的文字（{} 处）没有转入正文。",
    COMMENTS: "批注（{} 条）没有转入正文。",
    HIDDEN: "隐藏文字（{} 处）没有转入正文。",
}


def word_converted(read: SourceFile) -> Converted:
    """Convert headings, lists, tables with merged cells, and pictures with their descriptions; notes go to the end."""
    package = read.package()
    main = package.main_part("word/")
    folder = main.rpartition("/")[0] + "/"
    root = word_body(package)
    _refuse_too_many(root, read.name)
    taken = finished(root)
    warnings = [sentence.format(taken[what]) for what, sentence in _SAID.items() if taken[what]]
    warnings += tidy(root, Numbering(package, folder))
    styles = Styles(package, folder)
    lines = [line for paragraph in root.iter(f"{W}p") if (line := styles.line(paragraph)).text]
    pictures: list[PagePicture] = []
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


def _attributes(picture: PagePicture, number: int) -> dict[str, str]:
    return {
        "src": f"picture-{number}",
        "alt": picture.alternative,
        "width": str(picture.width),
        "height": str(picture.height),
    }


def _by_mammoth(package: Package, main: str, root: etree._Element, kept: Any) -> tuple[str, list[str]]:
    """Convert with mammoth, which reads other parts itself, so all are checked before."""
    made, elements = io.BytesIO(), 0
    with zipfile.ZipFile(made, "w") as archive:
        for part in sorted(package.names):
            data = package.read(part)
            if part.endswith((".xml", ".rels")):
                checked = package.parsed(data)
                elements += _refuse_too_many(root if part == main else checked, package.name, elements)
                if "notes" in part:
                    finished(checked)
                    data = etree.tostring(checked)
            archive.writestr(part, etree.tostring(root) if part == main else data)
    result = mammoth.convert_to_html(
        made,
        style_map=STYLES,
        convert_image=mammoth.images.img_element(kept),
        external_file_access=False,
    )
    unknown = [message.message for message in result.messages if "ignored" in message.message]
    return result.value, ["文件中有少量不能识别的内容没有转入，请对照原件核对。"] if unknown else []


def _refuse_too_many(root: etree._Element, name: str, before: int = 0) -> int:
    """Count the elements of a part; raises Unreadable beyond what mammoth converts in good time."""
    count = sum(1 for _ in islice(root.iter(), MOST_ELEMENTS + 1))
    if before + count > MOST_ELEMENTS:
        raise Unreadable(
            f"「{name}」太长（内容超过 {MOST_ELEMENTS // 10_000} 万个部分），不能转成正文。请拆分，或作为附件上传。"
        )
    return count


def _of_pictures(pictures: list[PagePicture], lost: Counter[str]) -> list[str]:
    said = []
    if lost:
        kinds = "、".join(sorted({(kind or "未知").rpartition("/")[2].removeprefix("x-").upper() for kind in lost}))
        said.append(f"有 {lost.total()} 张图片（{kinds} 格式）浏览器不能显示，没有转入，请另存为 PNG 后插入。")
    silent = sum(1 for picture in pictures if not picture.alternative)
    if silent:
        said.append(f"有 {silent} 张图片没有替代文字，请补写图片上是什么。")
    return said


def _around(package: Package, folder: str) -> list[str]:
    """Name what surrounds the text: headers, footers, charts, embedded objects."""
    said = []
    for start, label in (("header", "页眉"), ("footer", "页脚")):
        words = " ".join(text(package.tree(part)).strip() for part in package.under(f"{folder}{start}"))
        if words.strip():
            said.append(f"{label}没有转入正文：{' '.join(words.split())}")
    for label, start in LOST_WITH_COUNT.items():
        count = len([name for name in package.names if name.startswith(folder + start)])
        if count:
            said.append(f"{label}（{count} 个）没有转入正文，请以图片代替或作为附件上传。")
    return said


_GONE, _OPENED = "gone", "opened"  # what elements are called between being chosen and being taken out


def finish(made: str) -> str:
    """Turn notes into plain paragraphs; remove anchors, empty paragraphs and pictures that could not be kept."""
    if not made.strip():
        return ""
    root = html.fragment_fromstring(made, create_parent="div")
    for image in root.iter("img"):
        if not image.get("src"):
            image.tag = _GONE
    for link in root.iter("a"):
        if link.get("href", "#").startswith("#"):
            # A link inside the document leads nowhere once it is a page: its words stay, the arrow back goes.
            link.tag = _GONE if (link.text or "").strip() == "↑" else _OPENED
    # All at once: one by one, each would be looked for among all that stand beside it.
    etree.strip_elements(root, _GONE, with_tail=False)
    etree.strip_tags(root, _OPENED)
    for notes in list(root.iter("ol", "ul")):
        _as_paragraphs(notes)
    for paragraph in root.iter("p", "h3", "h4"):
        if not paragraph.text_content().strip() and paragraph.find(".//img") is None:
            paragraph.tag = _GONE
    etree.strip_elements(root, _GONE, with_tail=False)
    within_bounds(root)
    return escape(root.text or "") + "".join(html.tostring(one, encoding="unicode") for one in root)


def _as_paragraphs(notes: html.HtmlElement) -> None:
    """Move list items that are notes before their list, which is removed with the last of them."""
    moved: list[html.HtmlElement] = []
    items = list(notes)
    found = [(number, item) for number, item in enumerate(items, 1) if _is_note(item)]
    for number, item in found:
        for paragraph in item.iterchildren("p"):
            paragraph.text = f"[{number}] {(paragraph.text or '').lstrip()}"
            break
        moved += list(item)
        item.text = None
        item.attrib.pop("id")
    parent = notes.getparent()
    if not found or parent is None:
        return
    place = parent.index(notes)
    parent[place:place] = moved
    if not any(item.get("id") for item in items):
        notes.drop_tree()


def _is_note(item: html.HtmlElement) -> bool:
    return item.tag == "li" and item.get("id", "").startswith(("footnote-", "endnote-"))


def within_bounds(root: html.HtmlElement) -> None:
    """Limit row and column spans to what browsers show: a span of a billion would become as many cells."""
    for cell in root.iter("td", "th"):
        for name in ("colspan", "rowspan"):
            if name in cell.attrib:
                cell.set(name, str(max(1, whole(cell.get(name), 1, most=MOST_SPAN))))
