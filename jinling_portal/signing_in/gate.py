"""What must be done before anything else: a new password, a second step."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from disclosure.models import User

from .passwords import is_due
from .second_step import is_missing

ALWAYS = {
    "account_login", "account_logout", "admin:logout", "admin:jsi18n", "health",
    "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_change_password",
}  # fmt: skip
SET_UP = {
    "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn",
    "mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes",
}  # fmt: skip


class Gate:
    """Redirects a signed-in person to what is due, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if not request.path.startswith(reverse("admin:index")):
            return None
        view = request.resolver_match.view_name if request.resolver_match else ""
        user = request.user
        if not isinstance(user, User) or view in ALWAYS:
            return None
        if is_due(user, now()):
            return _redirect(request, "account_change_password", "请先修改密码，再继续。")
        if view not in SET_UP and is_missing(user):
            return _redirect(request, "mfa_index", "您的岗位须使用两步验证。请先启用验证器应用或添加安全密钥，再继续。")
        return None


def _redirect(request: HttpRequest, name: str, message: str) -> HttpResponse:
    waiting = messages.get_messages(request)
    if message not in map(str, waiting):
        messages.warning(request, message)
    waiting.used = False  # type: ignore[union-attr]  # looking at them is not showing them
    return HttpResponseRedirect(reverse(name))
