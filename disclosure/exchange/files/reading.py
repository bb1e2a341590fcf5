"""A file's bytes and name → a table with the row numbers that its owner sees. Nothing is written to disk."""

import re
from pathlib import PurePath

from disclosure.exchange.errors import FileRefused

from .binary_excel import read_binary_excel
from .delimited import read_delimited
from .heading_search import HeadingsSought
from .limits import MOST_HEADINGS
from .old_excel import read_old_excel
from .open_document import read_open_document
from .table import ADVICE, SpreadsheetTable
from .workbook import read_workbook

# What a name promises. The other suffixes are used for whatever some program calls a table, so content decides alone.
_EXPECTED = {".xlsx": "xlsx", ".csv": "text"}
_ANY = (".xls", ".et", ".xlsb", ".ods", ".xlsm")


def read_table(data: bytes, name: str, sought: HeadingsSought) -> SpreadsheetTable:
    """The table in a spreadsheet; raises FileRefused where the file is not what its name says, or empty.

    For the workers of `disclosure.isolation`; the rest of the program asks `isolated.opened_table`.
    """
    name = PurePath(name).name
    suffix = PurePath(name).suffix.lower()
    if suffix not in {*_EXPECTED, *_ANY}:
        raise FileRefused(f"「{name}」不是表格文件（.xlsx、.csv、.xls、.et、.xlsb、.ods）。{ADVICE}")
    if not data.strip():
        raise FileRefused(f"「{name}」是空文件，里面没有任何内容。")
    content = content_of(data)
    if content != _EXPECTED.get(suffix, content) or content not in _READERS:
        raise FileRefused(f"「{name}」的内容不是 {suffix} 文件，而是{CONTENTS[content]}。{ADVICE}")
    table = _READERS[content](data, name, sought, _told(suffix, content))
    if sum(1 for cell in table.heading if cell != "") > MOST_HEADINGS:
        raise FileRefused(
            f"「{name}」第{table.head.top}行有超过 {MOST_HEADINGS} 个列名，不像是要导入的表格。请对照导入模板检查。"
        )
    return table


_READERS = {
    "xlsx": read_workbook,
    "text": read_delimited,
    "xls": read_old_excel,
    "ods": read_open_document,
    "xlsb": read_binary_excel,
}


def _told(suffix: str, content: str) -> tuple[str, ...]:
    """Say what a file is whose name says something else."""
    usual = _USUAL.get(content, (f".{content}",))
    return () if suffix in usual else (f"文件名以 {suffix} 结尾，内容是{_KINDS[content]}，已按内容读取。",)


_USUAL = {"xls": (".xls", ".et"), "xlsx": (".xlsx", ".et", ".xlsm"), "text": (".csv",)}
_KINDS = {
    "xls": "旧版 Excel 工作簿",
    "xlsx": " .xlsx 工作簿",
    "xlsb": "二进制工作簿",
    "ods": " OpenDocument 表格",
    "text": "文本",
}


CONTENTS = {
    "xlsx": " .xlsx 工作簿（只是改了扩展名）",
    "xlsb": "二进制工作簿（.xlsb）",
    "ods": " OpenDocument 表格（.ods）",
    "docx": " Word 文档",
    "zip": "压缩包或其他格式的文档",
    "encrypted": "加了密码的文档（请先去掉打开密码）",
    "xls": "旧版 Excel 工作簿（.xls）",
    "doc": "旧版 Word 文档（.doc）",
    "pdf": " PDF 文档",
    "html": "网页（有的系统把网页当作表格导出）",
    "xml": " XML 文档",
    "picture": "图片",
    "binary": "无法识别的二进制数据",
    "text": "文本（可能是 CSV）",
}
_STARTS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf", "zip"),
    (b"\x1f\x8b", "zip"),
)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_STREAMS = {"encrypted": "EncryptedPackage".encode("utf-16-le"), "doc": "WordDocument".encode("utf-16-le")}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)[\s>]", re.IGNORECASE)
_MARKERS = (
    (b"xl/workbook.bin", "xlsb"),
    (b"xl/", "xlsx"),
    (b"opendocument.spreadsheet", "ods"),
    (b"word/", "docx"),
    (b"opendocument.", "zip"),
    (b"content.xml", "ods"),  # whose kind is not written in plain
)


def content_of(data: bytes) -> str:
    """What the bytes are, whatever their name: a key of `CONTENTS`."""
    if data.startswith(_ZIP):
        return next((kind for marker, kind in _MARKERS if marker in data), "zip")
    if data.startswith(_OLE):
        return next((kind for kind, stream in _STREAMS.items() if stream in data), "xls")
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if found := next((kind for magic, kind in _STARTS if data.startswith(magic)), None):
        return found
    if _HTML.match(start) or start.startswith(b"MIME-Version:"):  # also a page with its pictures in one file
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if _HTML.search(start) else "xml"
    return "binary" if b"\x00" in data and not data.startswith(_UTF16) else "text"
