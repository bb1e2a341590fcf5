"""开办清单: what a new office still has to do, each with its link."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from disclosure.desk.audit.mail import mail_is_configured
from disclosure.desk.office.checklist import RIGHT, TICKED, is_shown, marks
from disclosure.models import Application, Authority, Category
from jinling_portal.setup.forms import CONTACT_NEEDED
from reports.models import AnnualReport

NO_BACKUP = (
    "本程序还没有备份命令，也不会自己备份。请自行把数据库、上传的文件和密钥备份到别的机器（密钥分开放），"
    "办法见 docs/deployment.md，做好后标为已处理。"
)


@dataclass(frozen=True, slots=True)
class FirstTask:
    """A line of the checklist. `can_tick`: a person says when it is done."""

    key: str
    label: str
    note: str
    url: str
    is_done: bool
    can_tick: bool


def checklist(authority: Authority | None, user: Any, missing_year: int | None) -> list[FirstTask]:
    """The steps for whoever keeps the office's data; empty once put away. Three queries, none where it is not shown."""
    if authority is None or not is_shown(authority) or not user.has_perm(RIGHT):
        return []
    ticked, own = marks(authority), {"authority": authority}
    has_contact = all(getattr(authority, name) for name in CONTACT_NEEDED)
    change = reverse("admin:disclosure_authority_change", args=(authority.pk,))
    rows = (
        (
            "contact",
            "公开工作机构的联系方式",
            "条例第十二条",
            change,
            has_contact,
        ),
        ("guide", "公开指南", "按机关资料自动写成，请通读一遍，要改的在机关资料里改", reverse("guide"), False),
        (
            "catalogue",
            "选定栏目",
            "条例第二十条、第二十一条；只有选定的栏目没有内容时才算空白",
            reverse("office_columns"),
            Category.objects.filter(**own, is_chosen=True).exists(),
        ),
        (
            "reports",
            "往年的年度报告",
            "在年度报告中录入；没有往年报告的标为已处理",
            reverse("admin:reports_annualreport_changelist"),
            AnnualReport.objects.filter(**own).exists(),
        ),
        (
            "applications",
            "没有办结的公开申请",
            "用表格导入或逐件登记；没有的标为已处理",
            reverse("admin:disclosure_application_changelist"),
            Application.objects.filter(**own).exists(),
        ),
        (
            "holidays",
            f"{missing_year}年的节假日安排" if missing_year else "节假日安排",
            "期限按工作日计算",
            reverse("admin:disclosure_daycorrection_arrangement"),
            missing_year is None,
        ),
        ("mail", "邮件", "登记回执和到期提醒靠它发出", reverse("setup_step", args=("mail",)), mail_is_configured()),
        ("backup", "备份", NO_BACKUP, "", False),
    )
    return [
        FirstTask(key, label, note, url, is_done or key in ticked, key in TICKED and not is_done)
        for key, label, note, url, is_done in rows
    ]
