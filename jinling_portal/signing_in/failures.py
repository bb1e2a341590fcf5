"""A wrong second step is a failed sign-in too: who listens for those hears of it. What a failure locks is an act."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from disclosure.desk.locks import note_closed


def tell(request: HttpRequest, user: AbstractBaseUser, **_: object) -> None:
    """As Django tells a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)


authentication_failed.connect(tell, dispatch_uid="second step failed")


@contextmanager
def noting_locks(request: HttpRequest, name: str, count: str) -> Iterator[None]:
    """Within it allauth counts a failure, under `count` and the address; what this locks is written down."""
    since = time.time()
    try:
        yield
    finally:
        note_closed(name=name, count=count, address=get_ip(request), since=since)
