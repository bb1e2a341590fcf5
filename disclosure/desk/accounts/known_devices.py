"""Browsers in which a person has signed in, recognised by a token whose hash is stored here."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from disclosure.models import KnownDevice, User

KEPT = timedelta(days=180)  # without a sign-in
MOST = 20  # of one person


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def known_device(person: User, token: str, now: datetime) -> KnownDevice | None:
    devices = KnownDevice.objects.filter(user=person, digest=hash_of(token), used_at__gte=now - KEPT)
    return devices.first()


def remember(person: User, *, token: str, session: str, browser: str, now: datetime) -> str:
    """Store the device a person has just signed in with; returns its token, unchanged if it was known."""
    fields = {"session": hash_of(session), "browser": browser, "used_at": now}
    if token and KnownDevice.objects.filter(user=person, digest=hash_of(token)).update(**fields):
        return token
    token = secrets.token_urlsafe(32)
    KnownDevice.objects.create(user=person, digest=hash_of(token), **fields)
    devices = KnownDevice.objects.filter(user=person).order_by("-used_at", "-pk")
    KnownDevice.objects.filter(pk__in=list(devices.values_list("pk", flat=True)[MOST:])).delete()
    return token


def forget(person: User, *, but: str = "") -> None:
    devices = KnownDevice.objects.filter(user=person)
    (devices.exclude(session=hash_of(but)) if but else devices).delete()


def forget_session_device(person: User, session: str) -> None:
    KnownDevice.objects.filter(user=person, session=hash_of(session)).delete()
