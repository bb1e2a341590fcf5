"""Audit entries: who did what, when, from where and through what; a chain of hashes that nobody edits."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from disclosure.errors import Refused

from .base import OwnedQuerySet, Visibility

ORIGIN = "0" * 64  # the hash before the first entry


class Verb(models.TextChoices):
    """What was done. Other apps may use verbs of their own; the list and its filter take their words from here."""

    ADD = "add", "新增"
    CHANGE = "change", "修改"
    DELETE = "delete", "删除"
    IMPORT = "import", "导入"
    EXPORT = "export", "导出"
    LOOK = "look", "查看个人信息"
    SEARCH = "search", "检索个人信息"
    SIGN_IN = "sign_in", "登录"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败"
    SIGN_OUT = "sign_out", "退出登录"
    PERMISSIONS = "permissions", "变更权限"
    PASSWORD = "password", "变更密码"
    DEVICE = "device", "变更两步验证"
    END_SESSION = "end_session", "结束登录"
    LOCK = "lock", "锁定登录"
    UNLOCK = "unlock", "解除锁定"
    BEGIN = "begin", "建立报告"
    SAVE = "save", "保存报告"
    ADJUST = "adjust", "人工调整"
    TAKE_BACK = "take_back", "撤销调整"
    SUBMIT = "submit", "提交审核"
    SEND_BACK = "send_back", "退回修改"
    CHECK = "check", "部门审核通过"
    CLEAR = "clear", "保密审查通过"
    PUBLISH = "publish", "发布"
    WITHHOLD = "withhold", "决定不主动公开"
    REEVALUATE = "reevaluate", "定期评估"
    AMEND = "amend", "修订发布"
    WITHDRAW = "withdraw", "撤回"
    MASK = "mask", "遮盖个人信息"
    JUSTIFY = "justify", "说明保留理由"
    CORRECT = "correct", "开始更正"
    GIVE_UP = "give_up", "放弃更正"
    ARCHIVE = "archive", "归档办理记录"
    HANDLE = "handle", "办理申请"
    ASSIGN = "assign", "分办"
    APPROVE = "approve", "审批同意"
    REFUSE = "refuse", "审批不同意"
    LETTER = "letter", "生成文书"
    SEND = "send", "发出文书"
    REOPEN = "reopen", "重新办理"
    ERASE = "erase", "清除个人信息"
    REKEY = "rekey", "更换密钥"
    UNSENT = "unsent", "邮件没有发出"
    PACK = "pack", "打包归档"
    SET_UP = "set_up", "建立平台"
    CLEAR_DEMO = "clear_demo", "清除演示数据"


class ActChannel(models.TextChoices):
    """Through what an action came about."""

    SCREEN = "screen", "页面"
    COMMAND = "command", "命令"
    IMPORT = "import", "导入"
    PROGRAM = "program", "程序"


Changes = dict[str, list[str | None]]
"""Field → [before, after]; [None, None] where the values are personal and only the change is kept."""

encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

HASHED = (
    *("previous", "number", "at", "user_id", "name", "address", "channel", "source"),
    *("authority_id", "verb", "kind", "key", "label", "changes"),
)


def chain_hash(values: Sequence[Any]) -> str:
    """SHA-256 over the canonical form of a row: its `HASHED` values as compact JSON, the time in UTC."""
    at: datetime = values[2]
    written_at = at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(encoded([*values[:2], written_at, *values[3:]]).encode()).hexdigest()


def _refuse() -> NoReturn:
    raise Refused("办理记录只能增加，不能修改或删除。")


class ActQuerySet(OwnedQuerySet):
    """Can be read but not edited."""

    def update(self, **_: Any) -> NoReturn:
        _refuse()

    def delete(self) -> NoReturn:
        """Always refused; only `archive_audit` removes old entries, after writing them to a file."""
        _refuse()

    def about(self, record: models.Model) -> "ActQuerySet":
        return self.filter(kind=record._meta.label_lower, key=str(record.pk))


class Act(models.Model):
    """办理记录, an audit entry. Written only by `disclosure.desk.audit.log`, in the transaction of what it records.

    Neither user nor authority is a constrained foreign key: the entry stays, whoever goes.
    """

    number = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    name = models.CharField("办理人", max_length=200, help_text="当时的姓名。")
    address = models.CharField("网络地址", max_length=64, blank=True)
    channel = models.CharField("途径", max_length=20, choices=ActChannel)
    source = models.CharField("出处", max_length=200, blank=True, help_text="页面、命令，或所导入文件的摘要和行号。")
    authority = models.ForeignKey(
        "disclosure.Authority",
        verbose_name="行政机关",
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    verb = models.CharField("行为", max_length=20, choices=Verb)
    kind = models.CharField("记录种类", max_length=100, blank=True)
    key = models.CharField("记录编号", max_length=64, blank=True)
    label = models.CharField("对象", max_length=200, blank=True)
    changes = models.JSONField("改动", default=dict, help_text="内容 → [原为, 改为]；个人信息只记已改动，不记内容。")
    previous = models.CharField("前一条的摘要", max_length=64)
    hash = models.CharField("摘要", max_length=64)

    objects = ActQuerySet.as_manager()
    authority_path = "authority"  # without one, visible only to people of the whole installation

    visibility = Visibility.of(
        staff="number at user name address channel source authority verb kind key label changes previous hash"
    )

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ("-number",)
        default_permissions = ("view",)
        indexes = (
            models.Index(fields=["kind", "key"], name="act_of_record"),
            models.Index(fields=["user", "number"], name="act_by_user"),
            models.Index(fields=["authority", "number"], name="act_of_authority"),
            models.Index(fields=["at"], name="act_at"),
        )

    def __str__(self) -> str:
        return f"第{self.number}条"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        _refuse()


class ActHead(models.Model):
    """The end of the chain: one row, locked while an entry is appended."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField("最后序号", default=0)
    hash = models.CharField("最后摘要", max_length=64, default=ORIGIN)

    visibility = Visibility.of(staff="id number hash")

    class Meta:
        verbose_name = verbose_name_plural = "办理记录末尾"
        default_permissions = ()

    def __str__(self) -> str:
        return f"第{self.number}条"


class ActArchive(models.Model):
    """办理记录归档: which entries went to which file. Only old entries that are listed here can be deleted."""

    through = models.BigIntegerField("截至序号", primary_key=True)
    first = models.BigIntegerField("起始序号")
    hash = models.CharField("最后一条的摘要", max_length=64)
    name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64)
    at = models.DateTimeField("归档时间")

    visibility = Visibility.of(staff="through first hash name digest at")

    class Meta:
        verbose_name = verbose_name_plural = "办理记录归档"
        default_permissions = ()
        ordering = ("through",)

    def __str__(self) -> str:
        return self.name
