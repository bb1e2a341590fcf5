"""A piece of a file's text and the place where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """`place` in words that staff find it by: 第3段, 表格1第2行第1列, 批注1, 工作表「名单」A2, 文件属性「作者」."""

    place: str
    text: str
