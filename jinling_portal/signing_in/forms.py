"""Allauth's forms with the field names and words of the desk."""

import string
import unicodedata
from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.utils.functional import cached_property

from disclosure.desk.accounts.attempt_limits import use_once
from disclosure.desk.accounts.lockouts import plain_name
from disclosure.models import User

from .failures import trying_second_step

AROUND = str.maketrans("", "", string.punctuation + string.whitespace)


def plain_code(code: str) -> str:
    return unicodedata.normalize("NFKC", code).translate(AROUND).lower()


class SignInForm(LoginForm):
    """User name and password; the fields have Django's names, which password managers know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none"}
        self.fields["login"].label, self.fields["password"].label = "用户名", "密码"

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else super().add_prefix(field_name)

    def clean_login(self) -> str:
        return plain_name(super().clean_login())


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
    """Names the field, and asks telephones for a digit keyboard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = "验证码"
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        field.widget.attrs.pop("placeholder", None)


class ActivateCodesForm(_Code, ActivateTOTPForm):
    def clean_code(self) -> str:
        self.cleaned_data["code"] = plain_code(self.cleaned_data["code"])
        with trying_second_step(context.request, self.user) as attempt:
            code = str(super().clean_code())
            attempt.is_right = True
        return code


class _Guess(_Code):
    """A wrong code counts towards a lock; a right one works once in the whole time it is valid.

    Allauth forgets a used code after one period, but accepts the next period's code early.
    """

    user: User
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        self.cleaned_data["code"] = plain_code(self.cleaned_data["code"])
        lasts = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        with trying_second_step(context.request, self.user) as attempt:
            code = str(super().clean_code())  # type: ignore[misc]
            if not use_once("second_step.code", f"{self.user.pk}:{code}", lasts):
                raise get_adapter().validation_error("incorrect_code")
            attempt.is_right = True
        return code


class CodeForm(_Guess, AuthenticateForm):
    """Asked for after the right password, so it may reveal which second steps the person has."""

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))


class CodeAgainForm(_Guess, ReauthenticateForm):
    pass


class _Key:
    """A wrong key counts towards a lock, as a wrong code does."""

    user: User

    def clean_credential(self) -> Authenticator:
        with trying_second_step(context.request, self.user) as attempt:
            authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]
            attempt.is_right = True
        return authenticator


class KeyForm(_Key, AuthenticateWebAuthnForm):
    pass


class KeyAgainForm(_Key, ReauthenticateWebAuthnForm):
    pass
