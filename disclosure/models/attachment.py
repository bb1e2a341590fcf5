"""Files and pictures of an item: the original stays inside, a cleaned copy goes out."""

import hashlib
import uuid
from pathlib import PurePath
from typing import Any

from django.db import models

from .base import Visibility
from .item import Item


def attachment_path(_: "Attachment", name: str) -> str:
    """An unguessable path that keeps the file's extension; the name shown is stored separately."""
    return f"attachments/{uuid.uuid4().hex}{PurePath(name).suffix.lower()[:10]}"


def _is_new(file: models.fields.files.FieldFile) -> bool:
    return bool(file) and not getattr(file, "_committed", True)  # the only sign


class Attachment(models.Model):
    """附件 of an item."""

    item = models.ForeignKey(Item, verbose_name="公开信息", on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField("文件", upload_to=attachment_path, max_length=200)
    public_file = models.FileField("公开的文件", upload_to=attachment_path, max_length=200, blank=True, editable=False)
    name = models.CharField("文件名", max_length=200, blank=True, help_text="不填则用所传文件的名称。")
    size = models.PositiveBigIntegerField("大小（字节）", editable=False, default=0)
    sha256 = models.CharField("校验值", max_length=64, editable=False, blank=True)
    position = models.PositiveIntegerField("次序", default=0)
    is_source = models.BooleanField("原件", default=False, editable=False)
    is_public = models.BooleanField("随正文公开", default=True)
    pages = models.PositiveIntegerField("页数", null=True, blank=True, editable=False)
    text = models.TextField("文字内容", blank=True, editable=False)
    removed = models.TextField("公开时去掉的内容", blank=True, editable=False)
    revision = models.ForeignKey(
        "disclosure.ItemRevision",
        verbose_name="所属的旧版本",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="attachments",
    )

    authority_path = "item__authority"
    visibility = Visibility.of(
        public="item public_file name size sha256 position pages",
        staff="id file is_source is_public text removed revision",
    )

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("position", "id")
        indexes = (models.Index(fields=["public_file"], name="attachment_address"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Note the name of a new file, and size and checksum of what the public downloads."""
        if _is_new(self.file):
            self.name = self.name or PurePath(str(self.file.name)).name
        goes_out = next((file for file in (self.public_file, self.file) if _is_new(file)), None)
        if goes_out is not None:
            self.size = goes_out.size
            self.sha256 = hashlib.file_digest(goes_out.open("rb"), "sha256").hexdigest()
            goes_out.seek(0)
        super().save(*args, **kwargs)


def picture_token() -> str:
    return uuid.uuid4().hex


class Picture(models.Model):
    """正文图片, shown in the body at an address of its own; public with its item."""

    item = models.ForeignKey(Item, verbose_name="公开信息", on_delete=models.CASCADE, related_name="pictures")
    token = models.CharField("标识", max_length=32, unique=True, default=picture_token, editable=False)
    file = models.FileField("图片", upload_to=attachment_path, max_length=200)
    alternative = models.CharField("替代文字", max_length=200, blank=True, help_text="给看不到图片的人：图片上是什么。")
    width = models.PositiveIntegerField("宽（像素）", null=True, blank=True, editable=False)
    height = models.PositiveIntegerField("高（像素）", null=True, blank=True, editable=False)

    authority_path = "item__authority"
    visibility = Visibility.of(public="item token file alternative width height", staff="id")

    class Meta:
        verbose_name = verbose_name_plural = "正文图片"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.alternative or self.token
