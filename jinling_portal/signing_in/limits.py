"""Rate limits of the sign-in screens, whatever is submitted: `settings.SIGN_IN_RATE_LIMITS`."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure.desk.accounts import attempt_limits
from disclosure.desk.audit.actor import client_address, network_of
from disclosure.models import User

from .device_cookie import device_for
from .failures import RETRY_AFTER

TOO_MANY = 429
LIMITED = {
    "account_login": "login",
    "mfa_login_webauthn": "passkey",
    "account_change_password": "change_password",
    "account_reauthenticate": "reauthenticate",
    "mfa_reauthenticate": "reauthenticate",
    "mfa_reauthenticate_webauthn": "reauthenticate",
}


class SignInLimits:
    """Answers 429 with the time to wait where a limit is reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if seconds := getattr(request, RETRY_AFTER, None):
            response.headers["Retry-After"] = str(seconds)
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        view = request.resolver_match.view_name if request.resolver_match else ""
        action = LIMITED.get(view)
        if action is None or request.method in {"GET", "HEAD", "OPTIONS"}:
            return None
        try:
            attempt_limits.count(*_counts(request, action))
        except attempt_limits.LimitReached as reached:
            setattr(request, RETRY_AFTER, attempt_limits.whole_seconds(reached.seconds))
            return render(
                request, "429.html", {"wait": attempt_limits.duration_in_words(reached.seconds)}, status=TOO_MANY
            )
        return None


def _counts(request: HttpRequest, action: str) -> list[attempt_limits.Limit]:
    rates = attempt_limits.parse_rates(settings.SIGN_IN_RATE_LIMITS.get(action, ""))
    sources = {"ip": _where(request, action), "user": str(request.user.pk) if isinstance(request.user, User) else ""}
    return [
        attempt_limits.Limit(f"screen.{action}.{per}", source, tuple(rate for rate in rates if rate.per == per))
        for per, source in sources.items()
        if source
    ]


def _where(request: HttpRequest, action: str) -> str:
    """A known device counts separately, so that others at the same address cannot keep its person out."""
    device = device_for(request, request.POST.get("username", "")) if action == "login" else None
    return f"device {device.pk}" if device else network_of(client_address(request))
