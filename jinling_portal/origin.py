"""Who asks and from where, for the record of acts."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from disclosure.desk.origin import acting
from disclosure.models import Channel, User

LONGEST = 64


def client_address(request: HttpRequest) -> str:
    """The address of who asks: behind TRUSTED_PROXIES proxies of ours, what the first of these saw."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT  # one count for acts and for locks
    if trusted and len(seen) >= trusted:
        return seen[-trusted][:LONGEST]
    return request.META.get("REMOTE_ADDR", "")[:LONGEST]


class OriginOfActs:
    """Put after the middleware that knows the user. The user is looked up only where an act is written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django asks."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The path alone is kept: what stands behind the question mark may be a search."""

        def user() -> User | None:
            return request.user if isinstance(request.user, User) else None

        address = client_address(request)
        with acting(channel=Channel.SCREEN, source=request.path, address=address, user=user):
            return self.get_response(request)
