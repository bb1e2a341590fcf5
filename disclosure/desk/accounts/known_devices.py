"""Browsers in which a person has signed in: known by a token that the browser keeps, of which a hash is kept here."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from disclosure.models import KnownDevice, User

KEPT = timedelta(days=180)  # without a sign-in
MOST = 20  # of one person


def hashed(secret: str) -> str:
    """What is kept of a token, and of a session's key."""
    return sha256(secret.encode()).hexdigest()


def known_device(person: User, token: str, now: datetime) -> KnownDevice | None:
    """The person's device that has this token."""
    devices = KnownDevice.objects.filter(user=person, digest=hashed(token), used_at__gte=now - KEPT)
    return devices.first()


def remember(person: User, *, token: str, session: str, browser: str, now: datetime) -> str:
    """Keep the device that a person has just signed in by; the token that it is to have, which is its own if known."""
    told = {"session": hashed(session), "browser": browser, "used_at": now}
    if token and KnownDevice.objects.filter(user=person, digest=hashed(token)).update(**told):
        return token
    token = secrets.token_urlsafe(32)
    KnownDevice.objects.create(user=person, digest=hashed(token), **told)
    devices = KnownDevice.objects.filter(user=person).order_by("-used_at", "-pk")
    KnownDevice.objects.filter(pk__in=list(devices.values_list("pk", flat=True)[MOST:])).delete()
    return token


def forget(person: User, *, but: str = "") -> None:
    """Know none of a person's devices any more, `but` that of this session."""
    devices = KnownDevice.objects.filter(user=person)
    (devices.exclude(session=hashed(but)) if but else devices).delete()


def forget_session_device(person: User, session: str) -> None:
    """Know the device no more by which the person began this session."""
    KnownDevice.objects.filter(user=person, session=hashed(session)).delete()
