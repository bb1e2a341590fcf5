"""PDF for the public: no properties, notes, scripts, embedded files or hidden layers; what is printed stays."""

import io
from typing import Any

import pikepdf

from disclosure.documents.kinds import SourceFile
from disclosure.documents.reading.pdf import entries, opened
from disclosure.documents.reading.pdf_objects import dictionaries

_SHOWN = {"/Link", "/Widget", "/Stamp"}
# What is not listed here is taken out: nobody knows what a program keeps under a name of its own.
_KEPT_OF_ROOT = {
    *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences"),
    *("/PageLayout", "/PageMode", "/Outlines", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents"),
    *("/OCProperties", "/AcroForm"),
}
_KEPT_OF_PAGE = {
    *("/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/BoxColorInfo"),
    *("/Contents", "/Rotate", "/Group", "/Annots", "/StructParents", "/Tabs", "/UserUnit"),
}
_OF_ROOT = {
    "/OpenAction": "打开时的动作",
    "/AA": "打开时的动作",
    "/PieceInfo": "编辑软件的数据",
    "/Collection": "内嵌文件",
    "/AF": "内嵌文件",
    "/Perms": "数字签名",
    "/DSS": "数字签名",
    "/Metadata": "",
    "/Threads": "",
    "/SpiderInfo": "",
}
_OF_NAMES = {"/JavaScript": "脚本", "/EmbeddedFiles": "内嵌文件"}
_OTHER = "其他数据"
_OF_OBJECTS = (
    ("/Metadata", ""),
    ("/PieceInfo", ""),
    ("/AF", ""),
    ("/EF", "内嵌文件"),
    ("/AA", "脚本"),
    ("/RichMediaContent", "多媒体"),
)
_HARMLESS = ("/URI", "/GoTo", "/Named")
_LABELS = {"/Author": "作者", "/Title": "标题", "/Subject": "主题", "/Keywords": "关键词", "/Company": "单位"}
_OF_PROGRAMS = {"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"}


def pdf_cleaned(read: SourceFile) -> tuple[bytes, list[str]]:
    """Return the file and what was removed; layers that are switched off are named, as their content remains."""
    removed: list[str] = []
    with opened(read) as pdf:
        _properties(pdf, removed)
        unknown = sorted(set(pdf.Root.keys()) - _KEPT_OF_ROOT - _OF_ROOT.keys())
        for key in (*_OF_ROOT, *unknown):
            _take(pdf.Root, key, _OF_ROOT.get(key, _OTHER), removed)
        names = pdf.Root.get("/Names")
        if isinstance(names, pikepdf.Dictionary):
            for key in sorted(set(names.keys()) - {"/Dests"}):
                _take(names, key, _OF_NAMES.get(key, _OTHER), removed)
        for page in pdf.pages:
            _page(page, removed)
        _unlisted_pages(pdf, removed)
        _forms(pdf, removed)
        _objects(pdf, removed)
        made = io.BytesIO()
        pdf.remove_unreferenced_resources()
        pdf.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,  # no picture is unpacked to be packed again
        )
    return made.getvalue(), removed


def _take(holder: Any, key: str, label: str, removed: list[str]) -> None:
    if key in holder:
        del holder[key]
        removed += [label] if label else []


def _properties(pdf: pikepdf.Pdf, removed: list[str]) -> None:
    for key, value in pdf.docinfo.items():
        if key not in _OF_PROGRAMS and str(value).strip():
            removed.append(f"文件属性「{_LABELS.get(key, key.removeprefix('/'))}」")
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


def _page(page: pikepdf.Page, removed: list[str]) -> None:
    for key in sorted(set(page.obj.keys()) - _KEPT_OF_PAGE):
        _take(page.obj, key, "", removed)
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [note for note in notes if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype")) in _SHOWN]
    if len(kept) < len(notes):
        removed.append("批注")
    for note in kept:
        _note(note, removed)
    page["/Annots"] = pikepdf.Array(kept)


def _note(note: pikepdf.Dictionary, removed: list[str]) -> None:
    """Keep links to addresses and pages; remove what runs scripts or opens files."""
    action = note.get("/A")
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) not in ("/URI", "/GoTo"):
        del note["/A"]
        removed.append("脚本")
    for key in ("/M", "/CreationDate", "/NM"):
        _take(note, key, "", removed)
    if str(note.get("/Subtype")) == "/Stamp":
        for key in ("/T", "/Contents", "/Popup"):
            _take(note, key, "", removed)


def _forms(pdf: pikepdf.Pdf, removed: list[str]) -> None:
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        _take(form, "/XFA", "表单数据", removed)
        if any(
            isinstance(one, pikepdf.Dictionary) and str(one.get("/FT")) == "/Sig"
            for one in entries(form.get("/Fields"))
        ):
            removed.append("数字签名不再有效（外观保留）")
    layers = pdf.Root.get("/OCProperties")
    default = layers.get("/D") if isinstance(layers, pikepdf.Dictionary) else None
    if isinstance(default, pikepdf.Dictionary) and entries(default.get("/OFF")):
        removed.append("注意：有隐藏的图层，其内容仍在文件中，请在原软件中合并图层后重新生成")


def _unlisted_pages(pdf: pikepdf.Pdf, removed: list[str]) -> None:
    """Empty pages that the page tree does not list, which bookmarks or tags may still lead to."""
    shown = {page.obj.objgen for page in pdf.pages}
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Page" and one.objgen not in shown:
            for key in ("/Contents", "/Annots", "/Resources"):
                _take(one, key, "没有列入目录的页", removed)


def _objects(pdf: pikepdf.Pdf, removed: list[str]) -> None:
    """Remove scripts, properties of pictures and fonts, and embedded files of any object."""
    for one in list(dictionaries(pdf)):
        for key, label in _OF_OBJECTS:
            _take(one, key, label, removed)
        action = one.get("/A")
        if isinstance(action, pikepdf.Dictionary) and "/S" in action:
            _take(action, "/Next", "", removed)
            if str(action.get("/S")) not in _HARMLESS:
                _take(one, "/A", "脚本", removed)
