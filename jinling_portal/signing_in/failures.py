"""A wrong second step is a failed sign-in too: who listens for those hears of it."""

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest


def tell(request: HttpRequest, user: AbstractBaseUser, **_: object) -> None:
    """As Django tells a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)


authentication_failed.connect(tell, dispatch_uid="second step failed")
