"""The roles of an office as data: what each is for, and exactly the permissions its work needs."""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.db import transaction

ACTS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}
ITEMS = ("disclosure.item", "disclosure.attachment", "disclosure.picture", "disclosure.itemlink")
# Written by the actions themselves, read with the item.
REVIEWS = (
    *("disclosure.review", "disclosure.remark", "disclosure.justification", "disclosure.itemrevision"),
    "disclosure.deadlink",
)
CALENDAR = "disclosure.daycorrection"
REQUESTS = ("disclosure.application", "disclosure.case")
STEP = "disclosure.step"  # read with its application
# Written by the actions themselves, read with their application or case.
HANDLING = (
    *("disclosure.party", "disclosure.fee", "disclosure.opinion", "disclosure.letter", "disclosure.paper"),
    *("disclosure.hearing", "disclosure.needless", "disclosure.archivepackage", "disclosure.archivedfile"),
)
CONCERNS = ("disclosure.recordcorrection", "disclosure.complaint")
TEMPLATE = "disclosure.lettertemplate"
COUNTED = ("disclosure.matter", "disclosure.decision", "disclosure.feereceipt", "disclosure.procurement")
REPORT = "reports.annualreport"
ACCOUNTS = ("disclosure.user", "disclosure.grant", "disclosure.act", "auth.group")
FRAME = ("disclosure.category", "disclosure.authority")  # what forms and lists refer to


def permissions_for(acts: str, *models: str) -> frozenset[str]:
    pairs = (model.split(".") for model in models)
    return frozenset(f"{app}.{act}_{name}" for app, name in pairs for act in acts.split())


@dataclass(frozen=True, slots=True)
class Role:
    """A group of this name with exactly these permissions."""

    name: str
    purpose: str
    permissions: frozenset[str]


ROLES = (
    Role(
        "编辑",
        "登记公开信息及其附件，提交审核；发布后须修改的，起草修订稿。",
        permissions_for("view add change delete", *ITEMS) | permissions_for("view", *REVIEWS, *FRAME),
    ),
    Role(
        "部门审核",
        "核对公开信息，连同所依据的记录审核年度报告，不修改记录。",
        permissions_for("view", *ITEMS, *REVIEWS, *REQUESTS, STEP, *HANDLING, *COUNTED, REPORT, *FRAME)
        | {"disclosure.check_item", "reports.review_annualreport"},
    ),
    Role(
        "保密审查",
        "审查公开信息和年度报告能否公开，不修改记录。",
        permissions_for("view", *ITEMS, *REVIEWS, REPORT, *FRAME) | {"disclosure.clear_item"},
    ),
    Role(
        "发布",
        "发布审查过的公开信息，撤回、变更效力、调整栏目；发布审核过的年度报告。",
        permissions_for("view", *ITEMS, *REVIEWS, REPORT, *FRAME)
        | {"disclosure.publish_item", "reports.publish_annualreport"},
    ),
    Role(
        "依申请办理",
        "登记和办理信息公开申请、复议诉讼案件、更正申请和投诉举报；只有这个角色能看申请人的个人信息。"
        "登记后不删除，登记错的办理步骤和开庭安排除外。",
        permissions_for("view add change", *REQUESTS, *CONCERNS)
        | permissions_for("view add change delete", STEP, "disclosure.hearing")
        | permissions_for("view", *HANDLING, TEMPLATE, "disclosure.authority")
        | {"disclosure.see_applicant"},
    ),
    Role(
        "政府信息公开工作机构负责人",
        "审批延长答复期限和答复决定，查看信息公开申请和复议诉讼案件，不修改记录；看不到申请人的个人信息。",
        permissions_for("view", *REQUESTS, STEP, *HANDLING, *CONCERNS, REPORT, *FRAME)
        | {"disclosure.approve_application"},
    ),
    Role(
        "年报",
        "编制年度报告，登记报告统计的事项、决定、收费和采购，查看统计所依据的记录。",
        permissions_for("view add change delete", REPORT, *COUNTED)
        | permissions_for("view", *ITEMS, *REQUESTS, STEP, *HANDLING, *FRAME),
    ),
    Role(
        "管理员",
        "维护机关资料、栏目、账号和办理授权，给他人分配角色；自己不办理业务。",
        permissions_for("view add change", "disclosure.authority", "disclosure.user")
        | permissions_for("view add change delete", "disclosure.category", "disclosure.oldaddress", CALENDAR, TEMPLATE)
        | permissions_for("view add delete", "disclosure.grant")
        | {"auth.view_group", "disclosure.view_act"},
    ),
    Role(
        "只读审计",
        "查看全部记录和账号，个人信息除外，不修改任何内容。",
        permissions_for(
            "view", *ITEMS, *REVIEWS, *REQUESTS, STEP, *HANDLING, *CONCERNS, *COUNTED, REPORT, *FRAME, *ACCOUNTS
        )
        | permissions_for("view", "disclosure.oldaddress", CALENDAR, TEMPLATE),
    ),
)
NAMES = frozenset(role.name for role in ROLES)


def permission_in_words(permission: Permission) -> str:
    """「公开信息：修改」 in place of Django's English permission names."""
    return f"{permission.content_type.name}：{permission_verb(permission)}"


def permission_verb(permission: Permission) -> str:
    """「修改」; our own permissions have Chinese names already."""
    act, _, model = permission.codename.partition("_")
    return ACTS[act] if act in ACTS and model == permission.content_type.model else permission.name


def after_migrate(sender: AppConfig, *, apps: Any = installed, using: str = "default", **_: Any) -> None:  # noqa: ARG001 Django's signal
    """Update the groups. A receiver of `post_migrate`.

    Django creates the permissions of an app when that app's turn comes, which may be later, so they are created
    here.
    """
    for label in sorted({permission.partition(".")[0] for role in ROLES for permission in role.permissions}):
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    try:
        group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # when migrating back to an empty database
        return
    with transaction.atomic(using=using):
        _update_groups(group.objects.using(using), permission.objects.using(using))


def _update_groups(groups: Any, permissions: Any) -> None:
    """Bypasses the signals: a change that comes with a new version of the program is not logged as anybody's."""
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in permissions.values_list("pk", "content_type__app_label", "codename")
    }
    kept = {group.name: group.pk for group in groups.filter(name__in=NAMES)}
    missing = [groups.model(name=role.name) for role in ROLES if role.name not in kept]
    kept |= {group.name: group.pk for group in groups.bulk_create(missing)}
    through = groups.model.permissions.through.objects.using(groups.db)
    held = set(through.filter(group__in=kept.values()).values_list("group_id", "permission_id"))
    wanted = {  # a half-migrated database lacks some
        (kept[role.name], known[name]) for role in ROLES for name in role.permissions if name in known
    }
    for group, permission in held - wanted:
        through.filter(group=group, permission=permission).delete()
    through.bulk_create(
        through.model(group_id=group, permission_id=permission) for group, permission in sorted(wanted - held)
    )
