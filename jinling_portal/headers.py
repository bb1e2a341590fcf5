"""What browsers are told that pages may do: little on public pages, a little more on the desk."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class Policies(CSPMiddleware):
    """Content-Security-Policy and Permissions-Policy; an answer with a Content-Security-Policy of its own keeps it."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, **kwargs: Any) -> PolicyParts:
        parts = super().get_policy_parts(request, response, **kwargs)
        if not kwargs.get("report_only") and request.path.startswith(reverse("admin:index")):
            parts.config = parts.config or settings.DESK_SECURITY_POLICY
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)
