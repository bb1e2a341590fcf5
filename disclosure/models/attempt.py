"""Counters of attempts: sign-ins, query codes, submitted forms."""

from django.db import models

from .base import Visibility


class AttemptCount(models.Model):
    """尝试次数. One row per limit; only `disclosure.desk.accounts.attempt_limits` reads and writes it."""

    digest = models.CharField("对象摘要", max_length=64, primary_key=True)
    marks = models.TextField("尝试时刻", blank=True, help_text="每次尝试一个标记，以秒计的时刻在前。")
    expires_at = models.FloatField("到期时刻", db_index=True, help_text="1970 年以来的秒数，过后可以删除。")

    visibility = Visibility.of(handlers="digest marks expires_at")

    class Meta:
        verbose_name = verbose_name_plural = "尝试次数"
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:8]
