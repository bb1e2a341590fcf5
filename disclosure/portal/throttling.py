"""How often the public may send something: `settings.PUBLIC_RATE_LIMITS`, counted in the cache all processes share."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

APP = "portal"


class TooMany(Exception):
    """The limit is reached."""


def count(request: HttpRequest, action: str, key: str | None = None) -> ratelimit.RateLimitUsage:
    """Count one more; raises TooMany where that is one too many. `rollback()` takes it back.

    By address as signing in does: behind our own proxies, and a whole network of IPv6 as one.
    """
    limits = settings.PUBLIC_RATE_LIMITS
    usage = ratelimit.consume(request, app=APP, action=action, config=limits, key=key)
    if usage is None:
        raise TooMany
    return usage
