"""Allauth's account adapter for staff."""

from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from disclosure.desk.audit.mail import mail_is_configured, send_or_note

from .backend import StaffBackend
from .failures import trying_password


class Accounts(DefaultAccountAdapter):
    """No sign-up; failures are counted by name; a mail that cannot be sent does not stop anybody."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或密码不正确。",
        "incorrect_code": "验证码不正确。",
        "incorrect_password": "密码不正确。",
        "enter_current_password": "当前密码不正确。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """As allauth; failures are counted, and an attempt refused by a lock is signalled as a failure."""
        name = credentials.get("username", "")
        try:
            with trying_password(request, name) as attempt:
                user = super().authenticate(request, **credentials)
                attempt.is_right = user is not None
                return user
        except ValidationError:
            user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)
            raise

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Passkeys and single sign-on bypass the backend, so its rule is applied here too."""
        if StaffBackend().user_can_authenticate(user):
            return super().pre_login(request, user, **kwargs)
        user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)
        messages.error(request, "这个账号不能登录工作台，请与管理员联系。")
        return HttpResponseRedirect(reverse("account_login"))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_security")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if mail_is_configured() and (to := email or getattr(user, "email", "")):
            super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email=to)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sent on commit."""
        send = partial(super().send_mail, template_prefix, email, context)
        transaction.on_commit(partial(send_or_note, send, about=context["user"], what="账号安全提醒"))
