"""Re-encrypt the secrets of second steps under the newest key of personal data."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from disclosure.desk.retention.rekeying import Renewed, newest
from disclosure.errors import WrongKey
from disclosure.models.encryption import VERSION, decrypt, encrypt

from .second_step import PURPOSE

KEPT = ("secret", "seed", "migrated_codes")  # where allauth keeps what it encrypts


class Secrets:
    """A `disclosure.desk.retention.rekeying.Store`."""

    title = "两步验证的密文"

    def counts_by_key(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for data in Authenticator.objects.values_list("data", flat=True):
            _each(data, lambda text: found.update([text.split(":")[1]]))
        return found

    def renew(self) -> Iterator[Renewed]:
        """One device at a time, under its row's lock: using a recovery code changes the same data."""
        for key in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
            yield self._renewed(key)

    @staticmethod
    @transaction.atomic
    def _renewed(key: int) -> Renewed:
        device = Authenticator.objects.select_for_update(of=("self",)).filter(pk=key).first()
        if device is None:
            return Renewed()
        renewed = 0

        def anew(text: str) -> str:
            nonlocal renewed
            if text.split(":")[1] == newest():
                return text
            made = encrypt(decrypt(text, PURPOSE), PURPOSE)
            renewed += 1
            return made

        try:
            data = _each(device.data, anew)
        except WrongKey:
            return Renewed(unreadable=1)
        if renewed:
            Authenticator.objects.filter(pk=key).update(data=data)
        return Renewed(renewed)


def _each(data: dict[str, Any], change: Callable[[str], Any]) -> dict[str, Any]:
    def changed(value: Any) -> Any:
        if isinstance(value, list):
            return [changed(secret) for secret in value]
        is_secret = isinstance(value, str) and value.startswith(f"{VERSION}:")
        return change(value) if is_secret else value

    return {name: changed(value) if name in KEPT else value for name, value in data.items()}
