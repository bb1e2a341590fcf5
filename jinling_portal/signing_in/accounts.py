"""allauth's decisions about accounts, made for staff."""

import logging
from functools import partial
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from disclosure.desk.locks import name_key, of_name

from .backend import StaffBackend
from .failures import noting_locks

logger = logging.getLogger(__name__)


class Accounts(DefaultAccountAdapter):
    """Nobody signs up; a name is locked as a whole; a mail that cannot be sent stops nobody."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或密码不正确。",
        "too_many_login_attempts": "登录失败次数过多，已暂时锁定，请稍后再试。",
        "incorrect_code": "验证码不正确。",
        "incorrect_password": "密码不正确。",
        "enter_current_password": "当前密码不正确。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return name_key(credentials.get("username", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """As allauth; an attempt that the lock refuses is told to whoever listens for failures."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            known = {"username": credentials.get("username", "")}
            user_login_failed.send(sender=__name__, credentials=known, request=request)
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """As allauth; what a failure locks is written down."""
        name = credentials.get("username", "")
        with noting_locks(request, name, of_name(name)):
            return super().authenticate(request, **credentials)

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Passkeys and single sign-on do not ask the backend; its answer holds for them too."""
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
        """To the address that the office keeps for the person, if any."""
        if to := email or getattr(user, "email", ""):
            super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email=to)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Once what it tells of is stored."""
        transaction.on_commit(partial(self._send, template_prefix, email, context))

    def _send(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            logger.error("mail %s was not sent: %s", template_prefix, type(error).__name__)  # noqa: TRY400 no traceback
