"""What left for the archives: packages, and which application went into which (条例 art. 45)."""

import uuid

from django.conf import settings
from django.db import models

from disclosure.law.choices.archives import Retention

from .application import Application
from .base import OwnedQuerySet, Record, Visibility, check_choices


def package_token() -> str:
    return uuid.uuid4().hex


class ArchivePackage(Record):
    """归档包: a ZIP that was made, known by its checksum. The file itself is handed over and not kept."""

    token = models.CharField("标识", max_length=32, unique=True, default=package_token, editable=False)
    year = models.PositiveSmallIntegerField("归档年度", null=True, blank=True, help_text="单件归档的不填。")
    made_at = models.DateTimeField("打包时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="打包人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField("打包人姓名", max_length=200, blank=True, help_text="账号删除后仍知道是谁打的包。")
    digest = models.CharField("校验值（SHA-256）", max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")

    objects = OwnedQuerySet.as_manager()

    visibility = Visibility.of(staff="id authority token year made_at made_by name digest size")

    class Meta:
        verbose_name = verbose_name_plural = "归档包"
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.token


class ArchivedFile(models.Model):
    """归档件: the file of one application in a package."""

    package = models.ForeignKey(
        ArchivePackage, verbose_name="归档包", on_delete=models.CASCADE, related_name="archived"
    )
    application = models.ForeignKey(
        Application, verbose_name="信息公开申请", on_delete=models.CASCADE, related_name="archived"
    )
    year = models.PositiveSmallIntegerField("归档年度")
    piece = models.PositiveIntegerField("件号", help_text="同一机关、同一年度内连续；再次打包沿用原来的件号。")
    retention = models.CharField("保管期限", max_length=20, choices=Retention)
    documents = models.PositiveIntegerField("卷内文件数")
    pages = models.PositiveIntegerField("页数")
    originals_only = models.PositiveIntegerField("未转为PDF/A的文件数", default=0)

    authority_path = "package__authority"
    visibility = Visibility.of(staff="id package application year piece retention documents pages originals_only")

    class Meta:
        verbose_name = verbose_name_plural = "归档件"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                name="disclosure_archivedfile_once",
                fields=["package", "application"],
                violation_error_message="这件申请已在这个归档包里。",
            ),
            check_choices("retention", Retention),
        )

    def __str__(self) -> str:
        return f"{self.year}年第{self.piece}件"
