"""allauth's forms with the field names and the words of the desk."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.cache import cache
from django.utils.functional import cached_property

from disclosure.desk.locks import of_second_step
from disclosure.models import User

from .failures import noting_locks


class SignInForm(LoginForm):
    """User name and password; the fields' names in the page are Django's, which password managers know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none"}
        self.fields["login"].label, self.fields["password"].label = "用户名", "密码"

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else super().add_prefix(field_name)


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "名称"
        self.fields["name"].help_text = "例如「办公电脑」「手机」，以便区分。"
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = "可以不输密码直接登录（通行密钥）"
            self.fields["passwordless"].help_text = "须由设备核对指纹、面容或开机密码。不选则只作两步验证。"


class EditKeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "名称"


class _Code:
    """Names the field, and lets a telephone show its digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = "验证码"
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        field.widget.attrs.pop("placeholder", None)


class ActivateCodesForm(_Code, ActivateTOTPForm):
    pass


class _Guess(_Code):
    """A wrong code counts towards a lock; a right one serves once, for as long as it would be taken.

    allauth forgets a used code after one period, while it takes one from the next before its time.
    """

    user: User

    def clean_code(self) -> str:
        with noting_locks(context.request, self.user.get_username(), of_second_step(self.user)):
            code = str(super().clean_code())  # type: ignore[misc]
        lasts = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"used-code:{self.user.pk}:{normalize_user_code(code)}", 1, timeout=lasts):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Guess, AuthenticateForm):
    """Asked for after the right password, so it may tell which second steps the person has."""

    @cached_property
    def kinds(self) -> frozenset[str]:
        """`totp`, `webauthn`, `recovery_codes`: those that the person has."""
        return frozenset(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))


class CodeAgainForm(_Guess, ReauthenticateForm):
    pass
