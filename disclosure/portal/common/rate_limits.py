"""Limits on what the public sends (`settings.PUBLIC_RATE_LIMITS`), counted in the database for all processes."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from disclosure.desk.accounts import attempt_limits
from disclosure.desk.audit.actor import client_address, network_of

TOO_MANY_REQUESTS = 429


class LimitExceeded(Exception):
    """`seconds`: until the next attempt is allowed; `words`: the same in Chinese."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds, self.words = seconds, attempt_limits.duration_in_words(seconds)

    def add_to(self, response: HttpResponse) -> HttpResponse:
        """Set Retry-After."""
        response.headers["Retry-After"] = str(attempt_limits.whole_seconds(self.seconds))
        return response


def count(request: HttpRequest, action: str, about: str = "") -> attempt_limits.CountedAttempt:
    """Count one attempt; raises LimitExceeded where it is one too many. `give_back()` takes it back.

    By address (`ip`) as signing in does: behind our own proxies, and a whole network of IPv6 as one; and by address and
    what it is `about` (`key`). Nobody is counted for what others do from elsewhere.
    """
    network = network_of(client_address(request))
    sources = {"ip": network, "key": f"{network} {about}"}
    rates = attempt_limits.parse_rates(settings.PUBLIC_RATE_LIMITS.get(action, ""))
    if unknown := {rate.per for rate in rates} - sources.keys():
        message = f"次数限制的对象「{'、'.join(sorted(unknown))}」不认识，只能是 ip 或 key。"
        raise ImproperlyConfigured(message)
    counted = (
        attempt_limits.Limit(f"portal.{action}.{per}", source, tuple(rate for rate in rates if rate.per == per))
        for per, source in sources.items()
    )
    try:
        return attempt_limits.count(*counted)
    except attempt_limits.LimitReached as reached:
        raise LimitExceeded(reached.seconds) from reached
