"""The people who work at the desk."""

from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils.timezone import now

from .base import Visibility


class User(AbstractUser):
    """工作人员. Belongs to an authority, or without one to the whole installation."""

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
    password_set_at = models.DateTimeField("密码设置时间", default=now, editable=False)
    must_change_password = models.BooleanField(
        "下次登录须修改密码", default=False, help_text="登录后须先换成只有本人知道的密码，才能做别的。"
    )

    visibility = Visibility.of(
        staff="id username first_name last_name email is_staff is_active is_superuser last_login date_joined authority"
        " password_set_at must_change_password",
        handlers="password",
    )
    replaced_password = ""  # until the new one is saved

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "账号"

    @transaction.atomic(savepoint=False)
    def save(self, *args: Any, **kwargs: Any) -> None:
        """In one transaction with the audit entry, which a signal writes."""
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return f"{self.last_name}{self.first_name}"

    def set_password(self, raw_password: str | None) -> None:
        """As Django; notes the day, and keeps the old password's hash for the history."""
        if self.pk and is_password_usable(self.password):
            self.replaced_password = self.password
        super().set_password(raw_password)
        self.password_set_at, self.must_change_password = now(), False


class PasswordRecord(models.Model):
    """A former password's hash."""

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField("密码", max_length=128)
    replaced_at = models.DateTimeField("更换时间", default=now)

    authority_path = "user__authority"
    visibility = Visibility.of(staff="id user replaced_at", handlers="password")

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.replaced_at:%Y-%m-%d}"


class SignInPlace(models.Model):
    """An address and browser from which a person has signed in."""

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.CASCADE, related_name="sign_in_places")
    address = models.GenericIPAddressField("地址")
    browser = models.CharField("浏览器", max_length=50)
    first_at = models.DateTimeField("首次登录时间", default=now)

    authority_path = "user__authority"
    visibility = Visibility.of(staff="id user address browser first_at")

    class Meta:
        verbose_name = verbose_name_plural = "登录地点"
        constraints = [models.UniqueConstraint("user", "address", "browser", name="disclosure_signinplace_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.address} {self.browser}"


class KnownDevice(models.Model):
    """常用设备: a browser in which a person has signed in, recognised by a cookie whose hash is stored here.

    Its attempts are counted separately, so that other people's failures cannot lock the person out.
    """

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.CASCADE, related_name="known_devices")
    digest = models.CharField("标识摘要", max_length=64, unique=True)
    session = models.CharField("会话", max_length=64, help_text="最近一次登录的会话标识的摘要。")
    browser = models.CharField("浏览器", max_length=50)
    used_at = models.DateTimeField("最近登录时间", default=now)

    authority_path = "user__authority"
    visibility = Visibility.of(staff="id user browser used_at", handlers="digest session")

    class Meta:
        verbose_name = verbose_name_plural = "常用设备"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} {self.browser}"
