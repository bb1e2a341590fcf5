"""Set who acts and from where, for audit entries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from disclosure.desk.audit.actor import acting, client_address
from disclosure.models import ActChannel, User


class OriginOfActs:
    """Must follow the middleware that knows the user, who is looked up only when an entry is written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only the path is kept: the query string may hold a search."""

        def user() -> User | None:
            return request.user if isinstance(request.user, User) else None

        address = client_address(request)
        with acting(channel=ActChannel.SCREEN, source=request.path, address=address, user=user):
            return self.get_response(request)
