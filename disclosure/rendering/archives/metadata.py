"""Metadata of packages as XML.

The names are those of DA/T 46-2009, and for the catalogue of 电子档案移交与接收办法 (档发〔2012〕7号), annex 2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from disclosure.rendering.prose import clean

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A paper in 文件目录.XML; `file` is its path in the package, empty where no file is kept."""

    place: int
    code: str
    author: str
    title: str
    number: str
    on: str
    pages: int
    secrecy: str
    file: str
    note: str


def catalogue(entries: Iterable[CatalogueEntry]) -> bytes:
    """Return 文件目录.XML."""
    rows = "".join(
        _element(
            "文件",
            {
                "顺序号": str(one.place),
                "档号": one.code,
                "责任者": one.author,
                "题名": one.title,
                "文号": one.number,
                "日期": one.on,
                "页数": str(one.pages),
                "密级": one.secrecy,
                "电子档案名称": one.file,
                "备注": one.note,
            },
        )
        for one in entries
    )
    return f"{HEAD}<文件目录>\n{rows}</文件目录>\n".encode()


def metadata(record: Fields, papers: Sequence[Fields], acts: Sequence[Fields]) -> bytes:
    """Return 元数据.xml of one file: the file as a whole, each paper in it, and what was done about it (业务实体)."""
    inside = "".join(_element("文件实体", paper) for paper in papers)
    done = "".join(_element("业务实体", act) for act in acts)
    whole = _element("聚合层次", {"层次": "案卷", **record})
    return f"{HEAD}<电子档案>\n{whole}{inside}{done}</电子档案>\n".encode()


def _element(name: str, fields: Fields) -> str:
    inner = "".join(f"<{key}>{escape(clean(value))}</{key}>" for key, value in fields.items())
    return f"<{name}>{inner}</{name}>\n"
