"""文件目录.XML of an archive package, read back."""

from disclosure.documents.kinds import FileKind, SourceFile
from disclosure.documents.limits.faults import as_unreadable
from disclosure.documents.package import parsed


def listed(data: bytes, name: str) -> list[tuple[str, int]]:
    """Return path and pages of each paper, in order; raises Unreadable where it is not what it should be."""
    read = SourceFile(data, name, FileKind.TEXT)
    with as_unreadable(name, f"「{name}」读不出来或者被改动。"):
        root = parsed(read.data, name)
        if root.tag != "文件目录":
            raise ValueError(root.tag)
        return [
            (one.findtext("电子档案名称") or "", int(one.findtext("页数") or "")) for one in root.iterchildren("文件")
        ]


def require_metadata(data: bytes, name: str) -> int:
    """Return how many papers 元数据.xml tells of; raises Unreadable where it cannot be read."""
    with as_unreadable(name, f"「{name}」读不出来或者被改动。"):
        root = parsed(data, name)
        if root.tag != "电子档案":
            raise ValueError(root.tag)
        return len(root.findall("文件实体"))
