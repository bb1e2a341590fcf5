"""栏目 as spreadsheets name them: by the path of names, or by a name that no other column of the tree has."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.exchange.folding import folded, nearest

_SEPARATORS = re.compile(r"[>\\|→›»]+|-{2,}|—+|–+")
MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """The column that a cell names, or why it names none; `path` where it was not written in full."""

    pk: int | None
    path: str = ""
    why: str = ""


class CatalogueNames:
    """The columns of one authority, by key and path of names."""

    def __init__(self, paths: Mapping[int, str]) -> None:
        self.paths = paths
        self._by_path = {folded(path): pk for pk, path in paths.items()}
        self._by_end: dict[str, list[int]] = defaultdict(list)
        for path, pk in self._by_path.items():
            parts = path.split("/")
            for start in range(1, len(parts)):
                self._by_end["/".join(parts[start:])].append(pk)

    def find(self, cell: str) -> FoundColumn:
        """Return the column of a path, or of the end of a path that is unique in the tree."""
        text = folded(cell).strip("/")
        if (pk := self._by_path.get(text)) is not None:
            return FoundColumn(pk)
        text = _SEPARATORS.sub("/", text).strip("/")
        found = [self._by_path[text]] if text in self._by_path else self._by_end.get(text, [])
        if len(found) == 1:
            return FoundColumn(found[0], self.paths[found[0]])
        if found:
            return FoundColumn(None, why=f"在目录中不止一处；请写全路径：{self._offered(found)}")
        near = nearest(cell, self.paths.values())
        hint = f"是否指「{near}」？" if near else "请先在「目录栏目」中建立，"
        return FoundColumn(None, why=f"不是本机关目录中的栏目；{hint}栏目写全路径，各级之间用「/」隔开")

    def _offered(self, keys: list[int]) -> str:
        more = "等" if len(keys) > MOST_OFFERED else ""
        return "、".join(f"「{self.paths[key]}」" for key in keys[:MOST_OFFERED]) + more
