"""What a first start leaves in the database: the one-time code, and what the demonstration brought."""

from django.db import models

from .base import Visibility


class SetupCode(models.Model):
    """建站码. One row at most; a new code replaces the old one. Only `disclosure.desk.office.setup_code` uses it."""

    digest = models.CharField("摘要", max_length=64, help_text="只保存摘要，不保存建站码本身。")
    expires_at = models.DateTimeField("到期时间")
    failures = models.PositiveSmallIntegerField("输错次数", default=0)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    visibility = Visibility.of(handlers="id digest expires_at failures used_at")

    class Meta:
        verbose_name = verbose_name_plural = "建站码"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d %H:%M}"


class DemoRecord(models.Model):
    """演示记录. Marks a record that the demonstration brought, so that clearing it takes nothing else."""

    kind = models.CharField("记录种类", max_length=60)
    key = models.PositiveBigIntegerField("记录主键")

    visibility = Visibility.of(handlers="id kind key")

    class Meta:
        verbose_name = verbose_name_plural = "演示记录"
        default_permissions = ()
        constraints = (models.UniqueConstraint(name="disclosure_demorecord_once", fields=["kind", "key"]),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
