"""A file's bytes and name → a table with the row numbers that its owner sees. Nothing is written to disk."""

import re
from pathlib import PurePath

from disclosure.exchange.errors import FileRefused

from .delimited import read_delimited
from .limits import MOST_HEADINGS
from .table import ADVICE, SpreadsheetTable
from .workbook import read_workbook


def read_table(data: bytes, name: str) -> SpreadsheetTable:
    """The table in a .xlsx or .csv file; raises FileRefused where the file is not what its name says, or empty.

    For the workers of `disclosure.isolation`; the rest of the program asks `isolated.opened_table`.
    """
    name = PurePath(name).name
    suffix = PurePath(name).suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise FileRefused(f"「{name}」不是 .xlsx 或 .csv 文件。{ADVICE}")
    if not data.strip():
        raise FileRefused(f"「{name}」是空文件，里面没有任何内容。")
    content = content_of(data)
    expected = {".xlsx": "xlsx", ".csv": "text"}[suffix]
    if content != expected:
        raise FileRefused(f"「{name}」的内容不是 {suffix} 文件，而是{CONTENTS[content]}。{ADVICE}")
    table = read_workbook(data, name) if expected == "xlsx" else read_delimited(data, name)
    if sum(1 for cell in table.heading if cell != "") > MOST_HEADINGS:
        raise FileRefused(f"「{name}」第1行有超过 {MOST_HEADINGS} 个列名，不像是要导入的表格。请对照导入模板检查。")
    return table


CONTENTS = {
    "xlsx": " .xlsx 工作簿（只是改了扩展名）",
    "xlsb": "二进制工作簿（.xlsb）",
    "ods": " OpenDocument 表格（.ods）",
    "docx": " Word 文档",
    "zip": "压缩包或其他格式的文档",
    "encrypted": "加了密码的文档（请先去掉打开密码）",
    "xls": "旧版 Excel 工作簿（.xls）",
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
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)[\s>]", re.IGNORECASE)
_MARKERS = ((b"xl/workbook.bin", "xlsb"), (b"xl/", "xlsx"), (b"opendocument.spreadsheet", "ods"), (b"word/", "docx"))


def content_of(data: bytes) -> str:
    """What the bytes are, whatever their name: a key of `CONTENTS`."""
    if data.startswith(_ZIP):
        return next((kind for marker, kind in _MARKERS if marker in data), "zip")
    if data.startswith(_OLE):
        return "encrypted" if _ENCRYPTED in data else "xls"
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if found := next((kind for magic, kind in _STARTS if data.startswith(magic)), None):
        return found
    if _HTML.match(start):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if _HTML.search(start) else "xml"
    return "binary" if b"\x00" in data and not data.startswith(_UTF16) else "text"
