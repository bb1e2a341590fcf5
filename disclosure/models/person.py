"""The people who work at the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from .base import Visibility


class User(AbstractUser):
    """工作人员. Belongs to an authority; one without belongs to the whole installation."""

    authority = models.ForeignKey(
        "disclosure.Authority",
        verbose_name="所属机关",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        help_text="只能查看和办理本机关的记录；不填则可管理全部机关。",
    )

    authority_path = "authority"
    visibility = Visibility.of(
        staff="id username first_name last_name email is_staff is_active is_superuser last_login date_joined authority",
        handlers="password",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "用户"

    def get_full_name(self) -> str:
        """Surname and given name together, as Chinese names are written."""
        return f"{self.last_name}{self.first_name}"
