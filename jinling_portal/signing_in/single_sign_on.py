"""Allauth's adapter for OpenID Connect."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.shortcuts import render

from disclosure.models import User

from .backend import StaffBackend

logger = logging.getLogger(__name__)


class SingleSignOn(DefaultSocialAccountAdapter):
    """Admits staff whom the office has entered, found by user name or by an address the provider has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """At the first sign-in link the provider's account to ours; an unknown one is refused."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.get_provider_account().get_user_data() or {}
        user = person(claims)
        if user is None:
            known = {"username": str(claims.get("preferred_username", ""))}
            user_login_failed.send(sender=__name__, credentials=known, request=request)
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown_person.html", status=403))
        sociallogin.connect(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        logger.error("single sign-on failed: %s %s", error, type(exception).__name__ if exception else "")


def person(claims: dict[str, Any]) -> User | None:
    """The staff member with that name, or else with that verified address if only one has it."""
    staff = User.objects.filter(is_active=True, is_staff=True)
    if name := claims.get("preferred_username"):
        people = staff.filter(username=name).first()
        if people is not None and StaffBackend().user_can_authenticate(people):
            return people
    if (email := claims.get("email")) and claims.get("email_verified") is True:
        same = list(staff.filter(email__iexact=email)[:2])
        return same[0] if len(same) == 1 else None
    return None
