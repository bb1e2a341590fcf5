"""Corrections of the calendar, and dead links."""

from django.db import models

from .base import Visibility
from .item import Item


class DayCorrection(models.Model):
    """工作日调整: a day that differs from the known arrangement, with its source. One calendar for all."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班", help_text="勾选表示这一天上班，不勾选表示放假。")
    document = models.CharField("依据", max_length=200, help_text="如 国务院办公厅关于某年部分节假日安排的通知。")

    visibility = Visibility.of(public="day is_working document", staff="id")

    class Meta:
        verbose_name = verbose_name_plural = "工作日调整"
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'上班' if self.is_working else '放假'}"


class DeadLink(models.Model):
    """失效链接 in a published item's body, as of the last check."""

    item = models.ForeignKey(Item, verbose_name="公开信息", on_delete=models.CASCADE, related_name="dead_links")
    address = models.CharField("链接地址", max_length=1000)
    why = models.CharField("原因", max_length=200)
    found_at = models.DateTimeField("发现时间")

    authority_path = "item__authority"
    visibility = Visibility.of(staff="id item address why found_at")

    class Meta:
        verbose_name = verbose_name_plural = "失效链接"
        ordering = ("-found_at", "id")
        constraints = (models.UniqueConstraint(name="disclosure_deadlink_once", fields=["item", "address"]),)

    def __str__(self) -> str:
        return self.address
