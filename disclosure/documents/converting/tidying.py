"""A Word body put into a shape that mammoth keeps whole: boxes, groups of pictures, fields, formulas, numbers."""

from lxml import etree

from disclosure.documents.cleaning.tracked_changes import drop
from disclosure.documents.limits import MOST_BOXES
from disclosure.documents.wordml import MC, WP, A, M, R, V, W, boxes, text
from disclosure.errors import Unreadable

from .numbering import Numbering

_PICTURES = (f"{A}blip", f"{V}imagedata")
_OPENED = "opened"  # for the moment between choosing and taking the wrapping off
_WRAPPERS = tuple(f"{W}{name}" for name in ("fldSimple", "dir", "bdo", "ruby", "rubyBase", "smartTag", "customXml"))


def tidy(root: etree._Element, numbering: Numbering) -> list[str]:
    """Simplify `root` for the converter; returns sentences on what has changed its place or form."""
    said = []
    for reading in list(root.iter(f"{W}rt")):
        drop(reading)
    etree.strip_tags(root, *_WRAPPERS)
    _alternatives(root)
    count = _boxes_after_their_paragraphs(root)
    if count:
        said.append(f"文本框（{count} 个）中的文字已放在所在段落之后，请核对位置。")
    _pictures_of_groups(root)
    if _formulas_as_text(root):
        said.append("公式只转成文字，请对照原件核对，必要时以图片代替。")
    if next(root.iter(f"{W}altChunk"), None) is not None:
        said.append("文件中插入的其他文档没有转入，请打开原件另行复制。")
    _numbers_as_text(root, numbering)
    return said


def _boxes_after_their_paragraphs(root: etree._Element) -> int:
    """Move the text of a box behind the paragraph it is anchored to; nested boxes follow their own."""
    count, found = 0, list(boxes(root))
    if len(found) > MOST_BOXES:
        raise Unreadable(f"文件中有 {len(found)} 个文本框，超过 {MOST_BOXES} 个，不能转成正文。请作为附件上传。")
    for box in found:
        anchor = next(box.iterancestors(f"{W}p"), None)
        count += bool(text_of_blocks(box))
        holder = _holder(box)
        blocks = list(box)
        if anchor is not None:
            parent, place = anchor.getparent(), anchor.getparent().index(anchor) + 1
            parent[place:place] = blocks
        drop(box) if holder is None else drop(holder)
    return count


def text_of_blocks(box: etree._Element) -> str:
    return "".join(text(paragraph) for paragraph in box.iter(f"{W}p")).strip()


def _holder(box: etree._Element) -> etree._Element | None:
    """Return the drawing to remove with its box, unless it holds other boxes or pictures."""
    drawing = next(box.iterancestors(f"{W}drawing", f"{W}pict"), None)
    if drawing is None:
        return None
    others = sum(1 for _ in drawing.iter(f"{W}txbxContent")) > 1
    return None if others or next(drawing.iter(*_PICTURES), None) is not None else drawing


def _alternatives(root: etree._Element) -> None:
    """Keep the version that people see: mammoth takes the fallback for old programs."""
    for alternatives in list(root.iter(f"{MC}AlternateContent")):
        versions = [one for one in alternatives if isinstance(one.tag, str)]
        shows = (one for one in versions if next(one.iter(f"{W}txbxContent", *_PICTURES), None) is not None)
        chosen = next(shows, versions[0] if versions else None)
        for version in list(alternatives):
            if version is not chosen:
                alternatives.remove(version)
        for wrapper in (alternatives, chosen):
            if wrapper is not None:
                wrapper.tag = _OPENED
    etree.strip_tags(root, _OPENED)


def _pictures_of_groups(root: etree._Element) -> None:
    """Make each picture of a group a picture of its own; linked pictures are not fetched."""
    for drawing in list(root.iter(f"{W}drawing")):
        linked = [blip for blip in drawing.iter(f"{A}blip") if not blip.get(f"{R}embed")]
        for blip in linked:
            drop(blip)
        data = drawing.find(f"*/{A}graphic/{A}graphicData")
        if data is None or any(etree.QName(child).localname == "pic" for child in data):
            continue
        pictures = list(drawing.iter(f"{A}blip"))
        described = next((one.get("descr") for one in drawing.iter() if one.get("descr")), "")
        parent = drawing.getparent()
        if parent is not None and pictures:
            place = parent.index(drawing)
            parent[place : place + 1] = [_inline(blip, described) for blip in pictures]


def _inline(blip: etree._Element, description: str) -> etree._Element:
    pic = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
    drawing = etree.Element(f"{W}drawing")
    inline = etree.SubElement(drawing, f"{WP}inline")
    etree.SubElement(inline, f"{WP}docPr", descr=description or "")
    data = etree.SubElement(etree.SubElement(inline, f"{A}graphic"), f"{A}graphicData")
    fill = etree.SubElement(etree.SubElement(data, f"{pic}pic"), f"{pic}blipFill")
    etree.SubElement(fill, f"{A}blip", {f"{R}embed": blip.get(f"{R}embed", "")})
    return drawing


def _formulas_as_text(root: etree._Element) -> int:
    formulas = [one for one in root.iter(f"{M}oMath") if next(one.iterancestors(f"{M}oMath"), None) is None]
    for formula in formulas:
        parent = formula.getparent()
        if parent is not None:
            parent.replace(formula, _run(text(formula)))
    etree.strip_tags(root, f"{M}oMathPara")
    return len(formulas)


def _run(words: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    written = etree.SubElement(run, f"{W}t")
    written.text = words
    return run


Place = tuple[str, int]


def _numbers_as_text(root: etree._Element, numbering: Numbering) -> None:
    """Turn list numbers that HTML would print differently (一、（1）第三条, or 4. after a break) into text."""
    open_list = False
    for run in _runs(root, numbering):
        place = run[0][1]
        if place is None:
            open_list = False
        else:
            ordered = not numbering.level(place).is_bullet
            as_text = _treat(run, numbering, joins=open_list and ordered)
            open_list = ordered and not as_text


def _runs(root: etree._Element, numbering: Numbering) -> list[list[tuple[etree._Element, Place | None]]]:
    """Yield the paragraphs that form one list: one parent, one numbering."""
    runs: list[list[tuple[etree._Element, Place | None]]] = []
    for paragraph in root.iter(f"{W}p"):
        place = numbering.place(paragraph)
        before, was = runs[-1][-1] if runs else (None, None)
        joins = before is not None and before.getparent() is paragraph.getparent() and before.getnext() is paragraph
        if joins and place and was and (place[1] > 0 or place[0] == runs[-1][0][1][0]):  # type: ignore[index]  # set, as `was`
            runs[-1].append((paragraph, place))
        else:
            runs.append([(paragraph, place)])
    return runs


def _treat(run: list[tuple[etree._Element, Place | None]], numbering: Numbering, *, joins: bool) -> bool:
    """Return whether the numbers of this run became text; always where HTML would join it to the list before."""
    counted = [(paragraph, place, *numbering.number(place)) for paragraph, place in run if place]
    levels = [numbering.level(place) for _, place, _, _ in counted]
    as_list = all(level.is_bullet or level.is_plain for level in levels) and not any(map(_is_heading, run))
    as_list = as_list and _would_count_alike([(place, number) for _, place, number, _ in counted], numbering)
    as_text = joins or not as_list
    for (paragraph, place, _, printed), level in zip(counted, levels, strict=True):
        if as_text and not (level.is_bullet and not _is_heading((paragraph, place))):
            _print(paragraph, "" if level.is_bullet else printed)
    return as_text


def _would_count_alike(run: list[tuple[Place, int]], numbering: Numbering) -> bool:
    """Whether a list of HTML, which begins at 1, shows the same numbers."""
    expected: dict[int, int] = {}
    for place, number in run:
        if numbering.level(place).is_bullet:
            continue
        level = place[1]
        for deeper in [one for one in expected if one > level]:
            del expected[deeper]
        expected[level] = expected.get(level, 0) + 1
        if expected[level] != number:
            return False
    return True


def _is_heading(numbered: tuple[etree._Element, Place | None]) -> bool:
    style = numbered[0].find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else str(style.get(f"{W}val", "")).lower()
    return name.startswith(("heading", "title")) or name in set("123456789")


def _print(paragraph: etree._Element, number: str) -> None:
    """Put the number before the paragraph's text and take it out of its list."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    for own in properties.findall(f"{W}numPr"):
        properties.remove(own)
    none = etree.SubElement(properties, f"{W}numPr")
    etree.SubElement(none, f"{W}numId", {f"{W}val": "0"})
    if number:
        paragraph.insert(1, _run(number + ("" if number.endswith(("、", "）", "．", "，")) else " ")))
