"""Pieces of disclosed information and their attachments."""

import hashlib
import uuid
from datetime import date
from pathlib import PurePath
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from disclosure.law.kinds import ENDED, Method, Nature, Validity

from .base import OwnedQuerySet, Record, Visibility, not_before, one_of
from .richtext import RichTextField


class ItemQuerySet(OwnedQuerySet):
    """Reads by state and day."""

    def published(self, on: date) -> Self:
        """Visible to the public on that day."""
        return self.filter(published_on__lte=on, method=Method.PROACTIVE)


class Item(Record):
    """公开信息 with the metadata that every document shows (条例 art. 12; 平台规范)."""

    index_number = models.CharField("索引号", max_length=60)
    title = models.CharField("标题", max_length=300)
    category = models.ForeignKey(
        "disclosure.Category", verbose_name="栏目", on_delete=models.PROTECT, related_name="items"
    )
    document_number = models.CharField("发文字号", max_length=100, blank=True)
    publisher = models.CharField("发布机构", max_length=100, blank=True)
    formed_on = models.DateField("成文日期")
    published_on = models.DateField("发布日期", null=True, blank=True, help_text="不填表示尚未发布。")
    method = models.CharField("公开方式", max_length=20, choices=Method, default=Method.PROACTIVE)
    validity = models.CharField("有效性", max_length=20, choices=Validity, default=Validity.IN_FORCE)
    repealed_on = models.DateField("废止日期", null=True, blank=True, help_text="废止或失效之日。")
    nature = models.CharField(
        "文件性质", max_length=20, choices=Nature, blank=True, help_text="规章和规范性文件计入年度报告第二部分。"
    )
    genre = models.CharField("体裁", max_length=40, blank=True)
    subject = models.CharField("主题分类", max_length=60, blank=True)
    keywords = models.CharField("主题词", max_length=200, blank=True)
    summary = models.TextField("内容概述", blank=True)
    body = RichTextField("正文", blank=True)

    objects = ItemQuerySet.as_manager()

    visibility = Visibility.of(
        public="authority index_number title category document_number publisher formed_on published_on method validity"
        " repealed_on nature genre subject keywords summary body",
        staff="id",
    )

    class Meta:
        verbose_name = verbose_name_plural = "公开信息"
        ordering = ("-published_on", "-id")
        indexes = (
            models.Index(fields=["authority", "nature", "formed_on", "repealed_on"], name="item_made"),
            models.Index(fields=["authority", "nature", "published_on", "repealed_on"], name="item_published"),
            models.Index(fields=["authority", "-published_on"], name="item_newest"),
            models.Index(fields=["category", "-published_on"], name="item_in_category"),
        )
        constraints = (
            models.UniqueConstraint(
                name="disclosure_item_index_number_once",
                fields=["authority", "index_number"],
                violation_error_message="本机关已有这个索引号。",
            ),
            one_of("method", Method),
            one_of("validity", Validity),
            one_of("nature", Nature, blank=True),
            not_before("repealed_on", "formed_on", "废止日期早于成文日期，请核对两个日期。"),
            models.CheckConstraint(
                name="disclosure_item_counted_end_is_dated",
                condition=Q(nature="") | ~Q(validity__in=ENDED) | Q(repealed_on__isnull=False),
                violation_error_message="规章和规范性文件失效或废止的，须填写废止日期（年度报告按日期计数）。",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """An item stands in a column of its own authority."""
        super().clean()
        if self.category_id and self.category.authority_id != self.authority_id:
            raise ValidationError({"category": "栏目属于另一个行政机关，请在本机关的栏目中选择。"})


def attachment_path(_: "Attachment", name: str) -> str:
    """A path that cannot be guessed and keeps the kind of file; the name shown is kept beside it."""
    return f"attachments/{uuid.uuid4().hex}{PurePath(name).suffix.lower()[:10]}"


class Attachment(models.Model):
    """附件 of an item."""

    item = models.ForeignKey(Item, verbose_name="公开信息", on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField("文件", upload_to=attachment_path, max_length=200)
    name = models.CharField("文件名", max_length=200, blank=True, help_text="不填则用所传文件的名称。")
    size = models.PositiveBigIntegerField("大小（字节）", editable=False, default=0)
    sha256 = models.CharField("校验值", max_length=64, editable=False, blank=True)
    position = models.PositiveIntegerField("次序", default=0)

    authority_path = "item__authority"
    visibility = Visibility.of(public="item file name size sha256 position", staff="id")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Note name, size and checksum of a newly given file."""
        if self.file and not getattr(self.file, "_committed", True):  # the only sign of a file that is new
            self.name = self.name or PurePath(str(self.file.name)).name
            self.size = self.file.size
            self.sha256 = hashlib.file_digest(self.file.open("rb"), "sha256").hexdigest()
            self.file.seek(0)
        super().save(*args, **kwargs)
