"""XLSX for the public: hidden sheets, rows and columns, comments, links to other workbooks and authors gone."""

import posixpath
import re
from collections.abc import Iterable
from itertools import accumulate

from lxml import etree

from disclosure.documents.kinds import SourceFile
from disclosure.documents.limits import MOST_COLUMNS_OF_SHEET, MOST_NAMES
from disclosure.documents.limits.budget import too_much
from disclosure.documents.limits.wholes import whole
from disclosure.documents.package import Package
from disclosure.documents.reading.sheet import R_ID, sheets
from disclosure.documents.reading.spreadsheetml import S
from disclosure.errors import Refused

from .rewriting import Rewriting
from .tracked_changes import drop

_LEFT_OUT = (
    ("xl/comments", "批注"),
    ("xl/threadedComments/", "批注"),
    ("xl/persons/", "批注的作者"),
    ("xl/printerSettings/", "打印机设置"),
    ("xl/externalLinks/", "外部链接"),
    ("xl/connections", "外部数据连接"),
    ("xl/queryTables/", "外部数据连接"),
    ("xl/revisions/", "修订记录"),
    ("xl/embeddings/", "内嵌文件（只留下图像）"),
    ("xl/customProperty", "自定义数据"),
    ("xl/model/", "数据模型"),
    ("xl/calcChain.xml", ""),
)
_GONE_IN_SHEETS = (
    "legacyDrawing",
    "legacyDrawingHF",
    "oleObjects",
    "controls",
    "customProperties",
    "customSheetViews",
    "webPublishItems",
)
_GONE_IN_WORKBOOK = (
    "externalReferences",
    "fileSharing",
    "customWorkbookViews",
    "workbookProtection",
    "functionGroups",
    "smartTagPr",
)
_HIDDEN = "hidden", "veryHidden"
_COLUMN = re.compile(r"([A-Z]+)(\d*)")


def sheet_cleaned(read: SourceFile) -> tuple[bytes, list[str]]:
    """Return the file and what was removed; raises Refused for macros, pivot tables with data, or nothing visible."""
    package = read.package()
    if package.under("xl/pivotCache/"):
        raise Refused(f"「{read.name}」含有数据透视表，其中缓存了全部明细数据。请复制为数值后另存，再上传。")
    work = Rewriting(package)
    for start, label in _LEFT_OUT:
        work.leave_out((name for name in package.names if name.startswith(start)), label)
    work.leave_out(_drawings_of_comments(package), "批注")
    work.properties()
    hidden = _hidden_sheets(package)
    work.leave_out(hidden.values(), "")
    for name in hidden:
        work.say(f"隐藏的工作表「{name}」")
    work.change(package.main_part("xl/"), lambda root: _workbook(root, set(hidden), read.name))
    for name, part in sheets(package):
        if name not in hidden:
            work.change(part, lambda root, name=name: _sheet(root, name))  # type: ignore[misc]  # bound at once
    _only_used_strings(work)
    work.pictures("xl/media/")
    return work.finished(), work.removed


def _drawings_of_comments(package: Package) -> list[str]:
    return [name for name in package.names if posixpath.basename(name).startswith("vmlDrawing")]


def _hidden_sheets(package: Package) -> dict[str, str]:
    parts = dict(sheets(package))
    states = {
        one.get("name", ""): one.get("state", "") for one in package.tree(package.main_part("xl/")).iter(f"{S}sheet")
    }
    hidden = {name: part for name, part in parts.items() if states.get(name) in _HIDDEN}
    if len(hidden) == len(parts):
        raise Refused(f"「{package.name}」没有可见的工作表，请在 Excel 中取消隐藏要公开的工作表后再上传。")
    return hidden


def _workbook(root: etree._Element, hidden: set[str], file: str) -> Iterable[str]:
    """Remove hidden sheets and traces of the author's workplace."""
    names = [one.get("name", "") for one in root.iter(f"{S}sheet")]
    for one in list(root.iter(f"{S}sheet")):
        if one.get("name") in hidden:
            drop(one)
    for element in list(root):
        if isinstance(element.tag, str) and etree.QName(element).localname in _GONE_IN_WORKBOOK:
            drop(element)
    for view in root.iter(f"{S}workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            view.attrib.pop(attribute, None)
    said = _defined_names(root, names, hidden, file)
    for path in list(root.iter("{*}absPath")):
        said.append("文件原来的位置")
        around = [path, *path.iterancestors()][:3]  # as Excel writes it, in two wrappers of its own
        drop(next(one for one in reversed(around) if one is not root))
    return said


def _defined_names(root: etree._Element, names: list[str], hidden: set[str], file: str) -> list[str]:
    """Remove names and print areas of hidden sheets and renumber the others, which count sheets by place."""
    said = []
    shown = (place for place, name in enumerate(names) if name not in hidden)
    kept = {place: moved for moved, place in enumerate(shown)}
    every = list(root.iter(f"{S}definedName"))
    if len(every) > MOST_NAMES:
        raise too_much(file, f"里定义的名称超过 {MOST_NAMES} 个")
    for defined in every:
        place, about = whole(defined.get("localSheetId"), -1), defined.text or ""
        elsewhere = "[" in about or any(f"{name}!" in about or f"{name}'!" in about for name in hidden)
        if elsewhere or defined.get("hidden") == "1" or (place >= 0 and place not in kept):
            said.append("定义的名称")
            drop(defined)
        elif place >= 0:
            defined.set("localSheetId", str(kept[place]))
        defined.attrib.pop("comment", None)
    for holder in list(root.iter(f"{S}definedNames")):
        if not len(holder):
            drop(holder)
    return said


def _sheet(root: etree._Element, name: str) -> Iterable[str]:
    """Replace formulas by their values: one that refers to a hidden sheet would show an error."""
    said = []
    columns = _hidden_columns(root)
    rows = list(root.iter(f"{S}row"))
    for row in rows:
        hidden = _is_on(row, "hidden")
        column = 0
        for cell in list(row):
            column = _number(cell.get("r", "")) or column + 1
            if hidden or column in columns:
                if len(cell):
                    said.append(f"工作表「{name}」隐藏的{'行' if hidden else '列'}")
                drop(cell)
    for formula in list(root.iter(f"{S}f")):
        said.append("公式（只留下结果）")
        drop(formula)
    for element in list(root):
        if isinstance(element.tag, str) and etree.QName(element).localname in _GONE_IN_SHEETS:
            drop(element)
    for setup in root.iter(f"{S}pageSetup"):
        setup.attrib.pop(R_ID, None)
    return said


def _is_on(element: etree._Element, name: str) -> bool:
    return element.get(name) in ("1", "true")


def _hidden_columns(root: etree._Element) -> set[int]:
    """Find hidden columns by the ends of ranges, so that a million ranges over all columns cost no more than one."""
    changes = [0] * (MOST_COLUMNS_OF_SHEET + 2)
    for column in root.iter(f"{S}col"):
        first = whole(column.get("min"), 1)
        last = min(whole(column.get("max"), MOST_COLUMNS_OF_SHEET), MOST_COLUMNS_OF_SHEET)
        if _is_on(column, "hidden") and first <= last:
            changes[first] += 1
            changes[last + 1] -= 1
    return {place for place, open_ranges in enumerate(accumulate(changes)) if open_ranges}


def _number(reference: str) -> int:
    """Return 1 for A, 27 for AA; 0 for a cell without a reference."""
    found = _COLUMN.match(reference.upper())
    number = 0
    for letter in found[1][:4] if found else "":  # no column has more than three
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _only_used_strings(work: Rewriting) -> None:
    """Empty the shared texts of removed cells; the others keep their places."""
    shared = "xl/sharedStrings.xml"
    if shared not in work.package.names:
        return
    used: set[int] = set()
    for _, part in sheets(work.package):
        kept = work.changed.get(part)
        if kept:
            root = work.package.parsed(kept)
            used |= {whole(cell.findtext(f"{S}v"), -1) for cell in root.iter(f"{S}c") if cell.get("t") == "s"}

    def emptied(root: etree._Element) -> Iterable[str]:
        for place, entry in enumerate(root.iterchildren(f"{S}si")):
            if place not in used:
                for child in list(entry):
                    drop(child)
                etree.SubElement(entry, f"{S}t")
        return ()

    work.change(shared, emptied)
