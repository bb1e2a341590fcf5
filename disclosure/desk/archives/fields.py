"""Metadata of a file by the elements of DA/T 46-2009 文书类电子文件元数据方案; empty ones are left out."""

from collections.abc import Iterator

from disclosure.models import Application
from disclosure.rendering.archives.metadata import Fields

from .filed import Filed, FileFacts

OPENNESS = "含个人信息，不开放"  # 控制标识
PROGRAM = "政府信息公开系统"


def record_fields(facts: FileFacts) -> Fields:
    """来源, 档号, 内容描述 and 权限管理 of the file as a whole."""
    application, authority = facts.application, facts.application.authority
    return _filled(
        {
            "全宗名称": authority.name,
            "立档单位名称": authority.name,
            "全宗号": authority.fonds_number,
            "档号": facts.code,
            "年度": str(facts.year),
            "保管期限": str(facts.retention.label),
            "机构或问题": authority.office,
            "件号": str(facts.piece),
            "题名": facts.title,
            "文件编号": application.number,
            "责任者": authority.name,
            "日期": f"{application.concluded_on:%Y%m%d}" if application.concluded_on else "",
            "文种": "政府信息公开申请",
            "页数": str(facts.pages),
            "控制标识": OPENNESS,
            "附注": f"个人信息已于{application.erased_on}按保存期限清除" if application.erased_on else "",
        }
    )


def paper_fields(filed: Filed, code: str) -> Fields:
    """内容描述, 形式特征 and 电子属性 of one paper."""
    document = filed.document
    paper = document.paper
    return _filled(
        {
            "顺序号": str(filed.place),
            "档号": code,
            "类别": str(document.part.label),
            "题名": document.title,
            "文件编号": document.number,
            "责任者": document.author,
            "日期": f"{document.on:%Y%m%d}",
            "页号": str(filed.first_page or ""),
            "页数": str(filed.pages),
            "格式信息": filed.format,
            "计算机文件名": filed.path,
            "原件": filed.original,
            "原文件名": paper.name if paper and paper.file else "",
            "文档创建程序": PROGRAM if document.page else "",
            "附注": filed.note,
        }
    )


def act_fields(application: Application) -> list[Fields]:
    """业务实体: each step as an act with its day."""
    return [
        _filled({"业务行为": step.get_kind_display(), "行为时间": f"{step.on:%Y%m%d}", "行为描述": step.note})
        for step in application.steps.all()
    ]


def _filled(fields: Fields) -> Fields:
    return dict(_with_values(fields))


def _with_values(fields: Fields) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in fields.items() if value)
