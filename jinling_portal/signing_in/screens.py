"""Screens that allauth lacks, and the desk's frame around all of them."""

import logging
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST
from requests import RequestException

from disclosure.desk.accounts.devices import end_session
from disclosure.desk.accounts.known_devices import forget
from disclosure.models import User

from .places import browser

logger = logging.getLogger(__name__)
OURS = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")


def desk(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    if match is None or not (match.view_name or "").startswith(OURS):
        return {}
    return admin.site.each_context(request)


def sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return openid.login(request, provider_id)
    except RequestException as error:
        logger.error("single sign-on: %s", type(error).__name__)  # noqa: TRY400 no traceback
        return render(request, "socialaccount/authentication_error.html", status=502)


@login_required
def security(request: HttpRequest) -> HttpResponse:
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "totp": Authenticator.Type.TOTP in kinds,
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "account/security.html", context)


@login_required
def no_password(request: HttpRequest) -> HttpResponse:
    """Where allauth sends a person without a password: only an administrator can set one."""
    messages.info(request, "您的账号不用密码登录，没有密码可改；需要密码时请联系管理员设置。")
    return redirect("account_security")


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    mine = UserSession.objects.purge_and_list(request.user)
    rows = [
        {
            "pk": session.pk,
            "began": localtime(session.created_at),
            "address": session.ip,
            "browser": browser(session.user_agent),
            "current": session.session_key == request.session.session_key,
        }
        for session in mine
    ]
    rows.sort(key=lambda row: (not row["current"], row["began"]))
    return render(request, "usersessions/usersession_list.html", {"rows": rows})


@require_POST
@login_required
def end_sessions(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    for session in [get_object_or_404(others, pk=pk)] if pk else list(others):
        end_session(session=session, description=f"{browser(session.user_agent)}，{session.ip}", by=request.user)
    if pk is None and isinstance(request.user, User) and request.session.session_key:
        forget(request.user, but=request.session.session_key)
    messages.success(request, "已结束。")
    return redirect("usersessions_list")
