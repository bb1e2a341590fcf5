"""Grants that let a superior authority's staff act for a subordinate one."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from .authority import Authority
from .base import Visibility


class Grant(models.Model):
    """办理授权: this person may act for that one authority below their own, and for none below it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="工作人员", on_delete=models.CASCADE, related_name="grants"
    )
    authority = models.ForeignKey(Authority, verbose_name="行政机关", on_delete=models.CASCADE, related_name="+")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="授权人",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    granted_at = models.DateTimeField("授权时间", auto_now_add=True)

    authority_path = "authority"
    visibility = Visibility.of(staff="id person authority granted_by granted_at")

    class Meta:
        verbose_name = verbose_name_plural = "办理授权"
        ordering = ("person", "authority")
        constraints = (
            models.UniqueConstraint(
                name="disclosure_grant_once",
                fields=["person", "authority"],
                violation_error_message="已有这项授权。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}：{self.authority}"

    def clean(self) -> None:
        """Only downwards: nobody can grant acting beside or above one's own authority."""
        super().clean()
        if not self.authority_id or not self.person_id:
            return
        above = self.authority.ancestors().values_list("pk", flat=True)
        if self.person.authority_id not in list(above):
            raise ValidationError({"authority": "只能授权办理其所属机关的下级机关。"})
