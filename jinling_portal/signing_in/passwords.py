"""Password rules that Django lacks: not one of the last ones, and not for ever."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from disclosure.models import PasswordRecord, User


class NotUsedBefore:
    """Refuses the present password and earlier ones, `PASSWORD_HISTORY` in all."""

    def validate(self, password: str, user: User | None = None) -> None:
        if settings.PASSWORD_HISTORY and user is not None and user.pk:
            former = PasswordRecord.objects.filter(user=user)[: settings.PASSWORD_HISTORY - 1]
            if any(check_password(password, kept) for kept in (user.password, *(record.password for record in former))):
                raise ValidationError(self.get_help_text(), code="password_used_before")

    def password_changed(self, password: str, user: User) -> None:
        """Called by Django after saving: stores the replaced password's hash, deletes those out of reach."""
        if user.replaced_password:
            PasswordRecord.objects.create(user=user, password=user.replaced_password)
            user.replaced_password = ""
        kept = PasswordRecord.objects.filter(user=user)[: max(settings.PASSWORD_HISTORY - 1, 0)].values("pk")
        PasswordRecord.objects.filter(user=user).exclude(pk__in=[record["pk"] for record in kept]).delete()

    def get_help_text(self) -> str:
        number = settings.PASSWORD_HISTORY
        return f"不能与最近用过的{number}个密码相同。" if number else ""


def is_due(user: User, now: datetime) -> bool:
    """Whether the person must choose a new password first. No query."""
    if not user.has_usable_password():
        return False
    days = settings.PASSWORD_MAX_AGE_DAYS
    return user.must_change_password or bool(days and user.password_set_at < now - timedelta(days=days))
