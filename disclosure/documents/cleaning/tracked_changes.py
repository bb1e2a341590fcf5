"""What a reader of the final DOCX is not meant to see, taken out of a part: tracked changes, comments, hidden text."""

from collections import Counter

from lxml import etree

from disclosure.documents.wordml import DELETED, W, text

_INSERTED = (f"{W}ins", f"{W}moveTo")
_COMMENTS = tuple(
    f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
)
_BOOKKEEPING = (
    *(f"{W}{of}Change" for of in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "numbering")),
    *(f"{W}{what}Range{end}" for what in ("moveFrom", "moveTo") for end in ("Start", "End")),
    *(f"{W}customXml{what}Range{end}" for what in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
)
INSERTIONS, DELETIONS, COMMENTS, HIDDEN = "修订中新增的文字", "修订中删除的文字", "批注", "隐藏文字"


def finished(root: etree._Element) -> Counter[str]:
    """Accept every change in `root`; returns how many of each kind were removed."""
    taken: Counter[str] = Counter()
    _accept_rows(root, taken)
    ends = []
    for gone in list(root.iter(*DELETED)):
        parent = gone.getparent()
        if parent is not None and parent.tag == f"{W}rPr":
            ends.append(gone)
        elif parent is not None:
            taken[DELETIONS] += bool(text(gone, deleted=True).strip())
            drop(gone)
    for mark in reversed(ends):  # from the last on, so that the text of a paragraph moves once however many are joined
        _join_with_next(mark)
    taken[INSERTIONS] += sum(bool(text(new).strip()) for new in root.iter(*_INSERTED))
    etree.strip_tags(root, *_INSERTED)
    taken[COMMENTS] += sum(1 for _ in root.iter(f"{W}commentReference"))
    taken[HIDDEN] += _without_hidden(root)
    for mark in list(root.iter(*_COMMENTS, *_BOOKKEEPING)):
        drop(mark)
    return +taken


def _accept_rows(root: etree._Element, taken: Counter[str]) -> None:
    for mark in list(root.iter(f"{W}cellDel", f"{W}del")):
        parent = mark.getparent()
        row = parent.getparent() if parent is not None and parent.tag in (f"{W}trPr", f"{W}tcPr") else None
        if row is not None:
            taken[DELETIONS] += 1
            drop(row)
    for mark in list(root.iter(f"{W}cellIns", f"{W}cellMerge")):
        drop(mark)


def _join_with_next(mark: etree._Element) -> None:
    """Put what remains of a paragraph whose end was deleted before the next one's text."""
    paragraph = next(mark.iterancestors(f"{W}p"), None)
    drop(mark)
    after = None if paragraph is None else paragraph.getnext()
    if paragraph is None or after is None or after.tag != f"{W}p":
        return
    place = 0 if after.find(f"{W}pPr") is None else 1
    for child in reversed([one for one in paragraph.iterchildren() if one.tag != f"{W}pPr"]):
        after.insert(place, child)  # a slice would count all that stands there already
    drop(paragraph)


def _without_hidden(root: etree._Element) -> int:
    """Remove runs that are hidden directly; hidden styles are rare and remain visible to the guard."""
    count = 0
    for switch in list(root.iter(f"{W}vanish")):
        properties = switch.getparent()
        run = None if properties is None else properties.getparent()
        if switch.get(f"{W}val", "true") in ("0", "false", "off") or run is None or run.tag != f"{W}r":
            continue
        count += bool(text(run).strip())
        drop(run)
    return count


def drop(element: etree._Element) -> None:
    """Remove an element; Word's parts have no text between elements that would be lost."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
