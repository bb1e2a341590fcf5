"""Security headers: strict on public pages, less so on the desk."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class Policies(CSPMiddleware):
    """Sets Content-Security-Policy and Permissions-Policy; a view's own Content-Security-Policy is kept.

    On the desk, and for views with django-csp's decorators, it is `CONTENT_SECURITY_POLICY` with its nonce.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        is_marked = any(name.startswith("_csp") for name in vars(response))
        if not is_marked and not request.path_info.startswith(_desk()):
            response.headers.setdefault(HEADER, _public())
        return super().process_response(request, response) if HEADER not in response.headers else response


@cache
def _desk() -> str:
    return reverse("admin:index")


@cache
def _public() -> str:
    return build_policy(settings.PUBLIC_SECURITY_POLICY)
