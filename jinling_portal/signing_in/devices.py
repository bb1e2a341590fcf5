"""Changes of a person's second step are saved together with their audit entry, or not at all."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class OneTransaction:
    """Wraps allauth's own screens of devices, some of which save without a transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A failure is a response here, so an error status rolls back."""
        if request.method != "POST" or not request.path.startswith(reverse("mfa_index")):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        return response
