"""Who asks and from where, for the record of acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from disclosure.desk.audit.actor import acting, client_address
from disclosure.models import Channel, User


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
