"""卷宗封面, 卷内文件目录 and 备考表 of a file (GB/T 9705-2008; DA/T 22-2015)."""

from collections.abc import Iterator, Sequence

from disclosure.desk.audit.log import display_name
from disclosure.rendering.archives import sheets
from disclosure.rendering.archives.sheets import ArchiveSheet

from .documents import unsent_letters
from .filed import Filed, FileFacts

HEAD = ("顺序号", "文号", "责任者", "题名", "日期", "页号", "备注")


def cover(facts: FileFacts) -> bytes:
    """全宗名称, 题名, 起止日期, 保管期限, 页数, 件号, 档号 and, where set, 全宗号."""
    application, authority = facts.application, facts.application.authority
    rows = (
        ("全宗名称", authority.name),
        ("全宗号", authority.fonds_number),
        ("档号", facts.code),
        ("归档年度", str(facts.year)),
        ("件号", str(facts.piece)),
        ("申请编号", application.number),
        ("责任者", authority.name),
        ("起止日期", f"{application.received_on or ''} 至 {application.settled_on or ''}"),
        ("办理结果", application.get_outcome_display()),
        ("保管期限", str(facts.retention.label)),
        ("密级", ""),
        ("页数", str(facts.pages)),
    )
    return sheets.cover(
        ArchiveSheet("卷宗封面", authority.name, facts.day, rows=rows, notes=tuple(_erased(facts))), facts.title
    )


def contents(facts: FileFacts, filed: Sequence[Filed]) -> bytes:
    rows = tuple(
        (
            str(one.place),
            one.document.number,
            one.document.author,
            one.document.title,
            f"{one.document.on:%Y%m%d}",
            str(one.first_page or "—"),
            one.note,
        )
        for one in filed
    )
    return sheets.pdf(_sheet(facts, "卷内文件目录", tables=(("", HEAD, rows),)))


def remarks(facts: FileFacts, filed: Sequence[Filed]) -> bytes:
    """本卷情况说明: what the file holds, what it lacks and why, who put it together."""
    application = facts.application
    handler = display_name(application.handler) if application.handler else ""
    rows = (
        ("卷内文件", f"{len(filed)} 件，共 {facts.pages} 页"),
        ("立卷人", handler),
        ("检查人", ""),
        ("立卷时间", str(facts.day)),
    )
    return sheets.pdf(_sheet(facts, "卷内备考表", rows=rows, texts=tuple(_remarks(facts, filed))))


def _remarks(facts: FileFacts, filed: Sequence[Filed]) -> Iterator[str]:
    yield "本卷情况说明："
    yield from _erased(facts)
    kept = [one for one in filed if one.is_original_only]
    for one in kept:
        yield f"第 {one.place} 件「{one.document.title}」{one.note}。"
    if made := [one for one in filed if one.original and not one.is_original_only]:
        yield f"第 {'、'.join(str(one.place) for one in made)} 件附有原件，在「原件」文件夹中。"
    if unsent := unsent_letters(facts.application):
        yield f"另有 {unsent} 份文书生成后没有发出，未归入本卷。"
    if cases := [case.number for case in facts.application.cases.all()]:
        yield f"关联的复议诉讼案件：{'、'.join(cases)}，案件材料另行立卷。"
    if not kept and not facts.application.erased_on:
        yield "卷内文件均已转为PDF/A。"


def _erased(facts: FileFacts) -> Iterator[str]:
    if erased := facts.application.erased_on:
        yield (
            f"申请人和第三方的个人信息、办理意见和所附文件已于 {erased} 按保存期限清除，不能恢复；"
            "本卷只有保留下来的内容。"
        )


def _sheet(facts: FileFacts, title: str, **more: object) -> ArchiveSheet:
    return ArchiveSheet(title, facts.application.authority.name, facts.day, **more)  # type: ignore[arg-type]
