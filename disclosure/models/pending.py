"""Pending uploads of one person: encrypted, and deleted within a day."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from disclosure.errors import WrongKey

from .base import Visibility
from .encryption import EncryptedTextField, decrypt_bytes, encrypt_bytes

KEPT = timedelta(days=1)
PURPOSE = "disclosure.pendingimport.content"


def pending_token() -> str:
    return uuid.uuid4().hex


class PendingQuerySet(models.QuerySet):
    def expired(self, now: datetime) -> Self:
        return self.filter(created_at__lt=now - KEPT)

    def current(self, now: datetime) -> Self:
        return self.filter(created_at__gte=now - KEPT)


class PendingImport(models.Model):
    """待确认的导入. In the database, so that any of several servers can continue it; never unencrypted."""

    token = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("记录种类", max_length=20)
    authority = models.ForeignKey(
        "disclosure.Authority", verbose_name="行政机关", on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.CASCADE, related_name="+")
    session = models.CharField("会话", max_length=64, help_text="会话标识的摘要。")
    name = EncryptedTextField("文件名")
    content = models.BinaryField("内容", help_text="加密保存。")
    fingerprint = models.CharField("预览摘要", max_length=64)
    created_at = models.DateTimeField("上传时间", auto_now_add=True, db_index=True)

    objects = PendingQuerySet.as_manager()

    authority_path = "authority"
    visibility = Visibility.of(handlers="token kind authority user session name content fingerprint created_at")

    class Meta:
        verbose_name = verbose_name_plural = "待确认的导入"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.token)

    @property
    def data(self) -> bytes:
        """The file; raises WrongKey where the key it was stored under is gone."""
        try:
            return decrypt_bytes(bytes(self.content), PURPOSE)
        except WrongKey as error:
            raise WrongKey("上传的文件是用另一把密钥加密的，已无法读取。请重新上传。") from error

    @data.setter
    def data(self, plain: bytes) -> None:
        """The file; raises WrongKey where the key it was stored under is gone."""
        self.content = encrypt_bytes(plain, PURPOSE)


class PendingPaper(models.Model):
    """待提交的材料: chosen in an application form that came back with mistakes, so that it need not be chosen again.

    Identified by its form's number, which is only in the form's sealed ticket.
    """

    token = models.CharField("标识", max_length=32, primary_key=True, default=pending_token, editable=False)
    form = models.CharField("表单编号", max_length=32, db_index=True)
    authority = models.ForeignKey(
        "disclosure.Authority", verbose_name="行政机关", on_delete=models.CASCADE, related_name="+"
    )
    name = EncryptedTextField("文件名")
    media_type = models.CharField("文件格式", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）", default=0)
    content = models.BinaryField("内容", help_text="加密保存。")
    created_at = models.DateTimeField("上传时间", auto_now_add=True, db_index=True)

    objects = PendingQuerySet.as_manager()

    authority_path = "authority"
    visibility = Visibility.of(handlers="token form authority name media_type size content created_at")

    class Meta:
        verbose_name = verbose_name_plural = "待提交的材料"
        ordering = ("created_at", "token")

    def __str__(self) -> str:
        return self.token

    @property
    def purpose(self) -> str:
        return f"disclosure.pendingpaper.{self.token}"

    @property
    def data(self) -> bytes:
        return decrypt_bytes(bytes(self.content), self.purpose)

    @data.setter
    def data(self, plain: bytes) -> None:
        self.content, self.size = encrypt_bytes(plain, self.purpose), len(plain)
