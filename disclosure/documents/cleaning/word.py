"""DOCX for the public: changes accepted, comments, hidden text, authors, identifiers and properties gone."""

from collections.abc import Iterable

from lxml import etree

from disclosure.documents.kinds import SourceFile
from disclosure.documents.reading.word import word_body
from disclosure.documents.wordml import W

from .rewriting import Rewriting, without_attributes
from .tracked_changes import drop, finished

_LEFT_OUT = (
    ("comments", "批注"),
    ("people", "批注和修订的作者"),
    ("glossary/", "文档部件"),
    ("customizations", "自定义数据"),
    ("keyMapCustomizations", "自定义数据"),
    ("mailMergeHeaderSource", "邮件合并的数据"),
    ("recipientData", "邮件合并的数据"),
    ("printerSettings", "打印机设置"),
    ("embeddings/", "内嵌文件（只留下图像）"),
    ("attachedToolbars", "自定义数据"),
    ("fonts/", "嵌入的字体"),
)
_SETTINGS = {
    "rsids": "",
    "trackRevisions": "",
    "documentProtection": "编辑限制",
    "writeProtection": "编辑限制",
    "attachedTemplate": "模板的位置",
    "mailMerge": "邮件合并的数据",
    "docVars": "自定义数据",
    "schemaLibrary": "",
    "attachedSchema": "",
    "saveThroughXslt": "",
    "docId": "",
    "linkStyles": "",
    "embedTrueTypeFonts": "",
    "embedSystemFonts": "",
    "saveSubsetFonts": "",
}
_EMBEDDED_FONTS = tuple(f"{W}embed{face}" for face in ("Regular", "Bold", "Italic", "BoldItalic"))
_TEXTS = ("document", "header", "footer", "footnotes", "endnotes")


def word_cleaned(read: SourceFile) -> tuple[bytes, list[str]]:
    """Return the file and what was removed; raises Refused for macros."""
    package = read.package()
    word_body(package)
    folder = package.main_part("word/").rpartition("/")[0] + "/"
    work = Rewriting(package)
    for start, label in _LEFT_OUT:
        work.leave_out((name for name in package.names if name.startswith(folder + start)), label)
    work.properties()
    for name in package.under(folder):
        if work.changed.get(name, b"") is not None:
            work.change(name, _text if name.removeprefix(folder).startswith(_TEXTS) else _other)
    if f"{folder}settings.xml" in package.names:
        work.change(f"{folder}settings.xml", _settings)
    work.pictures(f"{folder}media/")
    return work.finished(), work.removed


def _text(root: etree._Element) -> Iterable[str]:
    taken = finished(root)
    bound = list(root.iter(f"{W}dataBinding"))
    for element in bound:
        drop(element)  # its custom data is gone
    for embedded in list(root.iter("{urn:schemas-microsoft-com:office:office}OLEObject")):
        drop(embedded)
    _other(root)
    return list(taken)


def _other(root: etree._Element) -> Iterable[str]:
    """Remove identifiers of editing sessions, which connect documents of the same author."""
    without_attributes(root, ("rsid", "rsidR", "rsidRDefault", "rsidP", "rsidRPr", "rsidTr", "rsidDel", "rsidSect"))
    without_attributes(root, ("paraId", "textId"))
    for external in list(root.iter("{*}externalData")):
        drop(external)
    for element in list(root.iter(f"{W}rsid", *_EMBEDDED_FONTS)):
        drop(element)
    return ()


def _settings(root: etree._Element) -> Iterable[str]:
    said = []
    for element in list(root):
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in _SETTINGS:
            said.append(_SETTINGS[name])
            drop(element)
    return said
