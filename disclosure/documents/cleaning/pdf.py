"""PDF for the public: no properties, notes, scripts, embedded files or hidden layers; what is printed stays."""

import io
from typing import Any

import pikepdf

from disclosure.documents.kinds import SourceFile
from disclosure.documents.reading.pdf import entries, opened

_SHOWN = {"/Link", "/Widget", "/Stamp"}
_ROOT = (
    ("/Metadata", ""),
    ("/OpenAction", "打开时的动作"),
    ("/AA", "打开时的动作"),
    ("/PieceInfo", "编辑软件的数据"),
    ("/Collection", "内嵌文件"),
    ("/Threads", ""),
    ("/SpiderInfo", ""),
    ("/Perms", "数字签名"),
    ("/DSS", "数字签名"),
)
_PAGE = ("/AA", "/PieceInfo", "/Metadata", "/LastModified", "/Thumb")
_NAMES = (("/JavaScript", "脚本"), ("/EmbeddedFiles", "内嵌文件"))


def pdf_cleaned(read: SourceFile) -> tuple[bytes, list[str]]:
    """Return the file and what was removed; layers that are switched off are named, as their content remains."""
    removed: list[str] = []
    with opened(read) as pdf:
        _properties(pdf, removed)
        for key, label in _ROOT:
            _take(pdf.Root, key, label, removed)
        names = pdf.Root.get("/Names")
        if isinstance(names, pikepdf.Dictionary):
            for key, label in _NAMES:
                _take(names, key, label, removed)
        if "/AF" in pdf.Root:
            _take(pdf.Root, "/AF", "内嵌文件", removed)
        for page in pdf.pages:
            _page(page, removed)
        _forms(pdf, removed)
        _streams(pdf)
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
    labels = {"/Author": "作者", "/Title": "标题", "/Subject": "主题", "/Keywords": "关键词", "/Company": "单位"}
    removed += [f"文件属性「{label}」" for key, label in labels.items() if str(pdf.docinfo.get(key, "")).strip()]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


def _page(page: pikepdf.Page, removed: list[str]) -> None:
    for key in _PAGE:
        _take(page, key, "", removed)
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
    for key in ("/AA", "/M", "/CreationDate", "/NM"):
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


def _streams(pdf: pikepdf.Pdf) -> None:
    """Remove properties of pictures and fonts, and embedded files of any object."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            for key in ("/Metadata", "/PieceInfo", "/AF"):
                if key in one:
                    del one[key]
