"""What a PDF holds beside what its pages print: words of every object, files in it, and drawings that no page shows."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from disclosure.documents.kinds import decoded
from disclosure.documents.limits.pdf import is_picture
from disclosure.documents.limits.pdf_drawing import Drawing
from disclosure.documents.passage import Passage
from disclosure.documents.xml import TELLS, words_of

_LABELS = {
    "/ActualText": "替代文字",
    "/Alt": "替代文字",
    "/E": "缩写的全称",
    "/TU": "表单的说明",
    "/JS": "脚本",
    "/RC": "批注",
    "/RV": "表单内容",
    "/Opt": "表单的选项",
    "/Subj": "批注的主题",
}
_NO_WORDS = {
    *("/ID", "/Registry", "/Ordering", "/CharSet", "/CheckSum", "/O", "/U", "/OE", "/UE", "/Perms", "/M", "/Cert"),
    *(
        "/CreationDate",
        "/ModDate",
        "/DA",
        "/Panose",
        "/DigestValue",
        "/BaseFont",
        "/FontName",
        "/FontFamily",
        "/Lookup",
    ),
}
_KNOWN_STREAMS = ("/FunctionType", "/ShadingType", "/PatternType", "/Length1", "/Length2", "/N", "/CMapName", "/BBox")
_FONT_KINDS = {"/Type1C", "/CIDFontType0C", "/OpenType"}
_DEEPEST = 50  # containers in containers without a number of their own
_ACTUAL_TEXT = "/ActualText"
_BIG = 14_400  # points: what a drawing without bounds is laid on, as large as pages may be


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary, those without a number of their own among them; a stream's as the stream."""
    for one in pdf.objects:
        waiting = [(one, 0)]
        while waiting:
            holder, depth = waiting.pop()
            if isinstance(holder, pikepdf.Array):
                values = list(holder)
            elif isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
                yield holder
                values = [value for _, value in holder.items()]
            else:
                continue
            waiting += [
                (value, depth + 1)
                for value in values
                if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect and depth < _DEEPEST
            ]


def words_in_objects(pdf: pikepdf.Pdf) -> Iterator[Passage]:
    """Yield texts of objects: alternative texts, scripts, and words anywhere else."""
    for holder in dictionaries(pdf):
        is_signature = "/ByteRange" in holder
        for key, value in holder.items():
            if key in _NO_WORDS or (is_signature and key == "/Contents"):
                continue
            label = _LABELS.get(key, "")
            for text in _strings(value):
                if label or TELLS.search(text):
                    yield Passage(label or f"其他数据「{key.removeprefix('/')}」", text)
    yield from _words_of_streams(pdf)


def _strings(value: Any) -> Iterator[str]:
    """Yield texts; a container among values of an array is one of `dictionaries`' own only if it is a dictionary."""
    waiting, depth = [value], 0
    while waiting and depth < _DEEPEST:
        values, waiting = waiting, []
        depth += 1
        for one in values:
            if isinstance(one, pikepdf.String):
                yield str(one)
            elif isinstance(one, pikepdf.Name) and TELLS.search(str(one)):
                yield str(one).removeprefix("/")
            elif isinstance(one, pikepdf.Array) and not one.is_indirect:
                waiting += list(one)


def _words_of_streams(pdf: pikepdf.Pdf) -> Iterator[Passage]:
    """Yield properties (XMP) and what is text in streams that are neither drawn, nor fonts, nor files."""
    used = {stream.objgen for stream in _contents(pdf)}
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Stream) or is_picture(one) or one.objgen in used:
            continue
        if one.get("/Subtype") in _FONT_KINDS or one.get("/Type") in ("/EmbeddedFile", "/ObjStm", "/XRef", "/CMap"):
            continue
        if any(key in one for key in _KNOWN_STREAMS):
            continue
        try:
            text = decoded(one.read_bytes())
        except pikepdf.PikepdfError:
            continue
        if text and not text.lstrip().startswith("/CIDInit"):
            label = "文件属性" if one.get("/Type") == "/Metadata" else "其他数据"
            yield from (Passage(label, words) for words in words_of(text) if TELLS.search(words))


def _contents(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the streams that dictionaries of pages and of letters draw."""
    for holder in dictionaries(pdf):
        drawn = holder.get("/Contents")
        yield from (one for one in _all(drawn) if isinstance(one, pikepdf.Stream))
        letters = holder.get("/CharProcs")
        if isinstance(letters, pikepdf.Dictionary):
            yield from (one for _, one in letters.items() if isinstance(one, pikepdf.Stream))


def _all(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def files_in(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield name and stream of every file in the PDF, whatever it hangs on, each once."""
    seen: set[tuple[int, int]] = set()
    for holder in dictionaries(pdf):
        kept = holder.get("/EF")
        if not isinstance(kept, pikepdf.Dictionary):
            continue
        name = next((str(holder[key]) for key in ("/UF", "/F") if isinstance(holder.get(key), pikepdf.String)), "附件")
        for stream in kept.values():
            if isinstance(stream, pikepdf.Stream) and stream.objgen not in seen:
                seen.add(stream.objgen)
                yield name, stream


def without_actual_text(pdf: pikepdf.Pdf) -> None:
    """Take the texts that stand for what is printed out of a copy, so that readers tell what is printed."""
    for holder in dictionaries(pdf):
        if _ACTUAL_TEXT in holder:
            del holder[_ACTUAL_TEXT]
    for page in pdf.pages:
        _rewrite(pdf, page.obj.get("/Contents"), page)
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form":
            _rewrite(pdf, one, one)


def _rewrite(pdf: pikepdf.Pdf, contents: Any, holder: Any) -> None:
    try:
        data = b"\n".join(one.read_bytes() for one in _all(contents) if isinstance(one, pikepdf.Stream))
    except pikepdf.PikepdfError:
        return
    if b"BDC" not in data or not (b"ActualText" in data or b"#" in data):
        return
    commands: list[Any] = []
    for command in pikepdf.parse_content_stream(holder):
        operands, operator = list(command.operands), command.operator
        if str(operator) == "BDC" and len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary):
            operands[1] = pikepdf.Dictionary({key: one for key, one in operands[1].items() if key != _ACTUAL_TEXT})
            commands.append((operands, operator))
        else:
            commands.append(command)
    rewritten = pikepdf.unparse_content_stream(commands)
    if isinstance(holder, pikepdf.Page):
        holder.obj["/Contents"] = pdf.make_stream(rewritten)
    else:
        holder.write(rewritten)


def actual_texts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the texts that contents themselves give for what they print."""
    holders = [page.obj.get("/Contents") for page in pdf.pages]
    holders += [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
    for number, contents in enumerate(holders):
        try:
            data = b"\n".join(one.read_bytes() for one in _all(contents) if isinstance(one, pikepdf.Stream))
        except pikepdf.PikepdfError:
            continue
        if b"BDC" not in data and b"DP" not in data:
            continue
        if not any(mark in data for mark in (b"Text", b"/Alt", b"/E", b"#")):
            continue
        holder: Any = pdf.pages[number] if number < len(pdf.pages) else contents
        for command in pikepdf.parse_content_stream(holder, "BDC DP"):
            for operand in command.operands:
                if isinstance(operand, pikepdf.Dictionary):
                    yield from (text for _, value in operand.items() for text in _strings(value))


def with_hidden_drawings(pdf: pikepdf.Pdf, drawing: Drawing) -> list[str]:
    """Add a page for each drawing that no page shows, for a reader of pages; return their places in words.

    Such are the looks of annotations and form fields, patterns, pages that the page tree does not list.
    """
    places = _appearances(pdf)
    shown = {page.obj.objgen for page in pdf.pages}
    added: list[tuple[str, Any]] = []
    for one in list(pdf.objects):
        if isinstance(one, pikepdf.Stream) and "/BBox" in one and not is_picture(one) and not drawing.has_drawn(one):
            page = _page(one.get("/BBox"), one.get("/Resources"), one)
            added.append((places.get(one.objgen, "没有用到的图形"), page))
        elif isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Page" and one.objgen not in shown:
            page = _page(one.get("/MediaBox"), one.get("/Resources"), one.get("/Contents"))
            added.append(("没有列入目录的页", page))
    for _, page in added:
        drawing.page(page, page.get("/Resources"))
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return [place for place, _ in added]


def _page(box: Any, resources: Any, contents: Any) -> Any:
    if not isinstance(box, pikepdf.Array):
        box = pikepdf.Array([0, 0, _BIG, _BIG])
    drawn = pikepdf.Array([one for one in _all(contents) if isinstance(one, pikepdf.Stream)])
    page = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=box, Contents=drawn)
    page["/Resources"] = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
    return page


def _appearances(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """Return on which page the look of an annotation or field stands."""
    found: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pdf.pages, 1):
        for note in _all(page.obj.get("/Annots")):
            looks = note.get("/AP") if isinstance(note, pikepdf.Dictionary) else None
            for _, look in looks.items() if isinstance(looks, pikepdf.Dictionary) else ():
                states = [look] if isinstance(look, pikepdf.Stream) else [state for _, state in look.items()]
                found.update(
                    (state.objgen, f"第{number}页批注和表单的外观")
                    for state in states
                    if isinstance(state, pikepdf.Stream)
                )
    return found
