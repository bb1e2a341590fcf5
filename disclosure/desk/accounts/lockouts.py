"""Who and what is locked out after failed sign-ins. Each lock and each unlocking is logged.

Failures from an unknown device are counted by address and by name, at the second step by address and by person.
Failures from a device that the person has used before are counted for that device alone, so that a stranger cannot lock
the person out.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet

from disclosure.desk.audit.actor import acting, network_of, nobody
from disclosure.desk.audit.log import NewAct, append, new_act
from disclosure.errors import Refused
from disclosure.models import Act, KnownDevice, SignInPlace, User, Verb
from disclosure.models.act import Changes

from .access import is_bound, narrowed, narrowed_to_act, writable
from .attempt_limits import Limit, Rate, forget_attempts, waiting_times
from .delegation import may_manage
from .known_devices import forget
from .listeners import new_password, site_authority_id, unknown_person_act

MOST_SHOWN = 200
Signed = User | AnonymousUser  # as requests supply the user; permission checks refuse the second
HASH = 32  # characters of the keyed hash that stands for a name without a person


# --- The counts -------------------------------------------------------------


def plain_name(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()


def find_person(name: str) -> User | None:
    wanted = plain_name(name)
    people = [user for user in User.objects.filter(username__iexact=wanted) if _same(user.username, wanted)]
    return people[0] if len(people) == 1 else None


def _same(name: str, other: str) -> bool:
    return name.lower() == other.lower()


def name_limit(name: str) -> Limit:
    """Limit of a name's wrong passwords: from anywhere, regardless of case and width."""
    return _limit("sign_in.name", plain_name(name).lower(), settings.LOCK_AFTER)


def second_step_limit(person: User) -> Limit:
    return _limit("second_step.person", str(person.pk), settings.LOCK_AFTER)


def address_limit(address: str) -> Limit:
    return _limit("sign_in.address", network_of(address), settings.LOCK_ADDRESS_AFTER)


def device_limit(device: KnownDevice) -> Limit:
    return _limit("sign_in.device", str(device.pk), settings.LOCK_AFTER)


def person_limits(person: User) -> list[Limit]:
    return _limits_by_person([person])[person.pk]


def _limits_by_person(people: list[User]) -> dict[int, list[Limit]]:
    limits = {person.pk: [name_limit(person.username), second_step_limit(person)] for person in people}
    for device in KnownDevice.objects.filter(user__in=people):
        limits[device.user_id].append(device_limit(device))
    return limits


def _limit(what: str, source: str, amount: int) -> Limit:
    return Limit(what, source, (Rate(amount, settings.LOCK_MINUTES * 60),))


def is_closed(limit: Limit) -> bool:
    return bool(waiting_times([limit]))


# --- Closed -----------------------------------------------------------------


def log_lockouts(closing: Iterable[Limit], *, name: str, address: str, device: KnownDevice | None = None) -> None:
    closed = [
        _address_act(Verb.LOCK, network_of(address)) if limit == address_limit(address) else _name_act(name, device)
        for limit in closing
    ]
    # A person before an address, whichever was counted first.
    closed.sort(key=lambda act: not act.kind)
    if closed:
        with acting(user=nobody):  # the signed-in user did not do it
            append(closed)


def _name_act(name: str, device: KnownDevice | None) -> NewAct:
    person = find_person(name)
    if person is None:
        return unknown_person_act(Verb.LOCK, plain_name(name), site_authority_id())
    changes: Changes = {"常用设备": ["", device.browser]} if device else {}
    return new_act(Verb.LOCK, person, changes)


def _address_act(verb: str, address: str) -> NewAct:
    return NewAct(verb=verb, key=address, label=f"网络地址 {address}", authority=site_authority_id())


# --- Standing, and lifted ---------------------------------------------------


def locked_people(now: datetime, *, by: Any) -> list[User]:
    """People locked out now whom `by` may read, newest first; looks at the last `MOST_SHOWN` locks."""
    keys = _recent_locks(now).exclude(kind="").values_list("key", flat=True)[:MOST_SHOWN]
    numbers = list(dict.fromkeys(int(key) for key in keys if key.isdecimal() and len(key) < HASH))
    visible = narrowed(User.objects.select_related("authority"), by).in_bulk(numbers)
    people = [visible[number] for number in numbers if number in visible]
    limits = _limits_by_person(people)
    closed = waiting_times(limit for each in limits.values() for limit in each)
    return [person for person in people if not closed.keys().isdisjoint(limits[person.pk])]


def _recent_locks(now: datetime) -> QuerySet[Act]:
    return Act.objects.filter(verb=Verb.LOCK, at__gte=now - timedelta(minutes=settings.LOCK_MINUTES))


def locked_addresses(now: datetime, *, by: Any) -> list[str]:
    """Addresses locked out now that `by` may unlock, newest first; looks at the last `MOST_SHOWN` locks."""
    addresses = dict.fromkeys(_recent_locks(now).filter(kind="").values_list("key", flat=True)[:MOST_SHOWN])
    closed = waiting_times(address_limit(address) for address in addresses)
    return [address for address in addresses if address_limit(address) in closed and may_lift_address(by, address)]


def may_lift_address(by: Any, address: str) -> bool:
    """Whether `by` acts for the site's own authority, or for somebody who signed in from there before."""
    if not is_bound(by) or writable(by).filter(is_own=True).exists():
        return True
    places = narrowed_to_act(SignInPlace.objects.all(), by).values_list("address", flat=True).distinct()
    return any(network_of(place) == network_of(address) for place in places)


def lift_from_person(*, person: User, by: Signed) -> bool:
    """Unlock a person; False where no lock was in force. Raises Refused outside one's reach."""
    if not (by.has_perm("disclosure.change_user") and may_manage(by, person)):
        raise Refused("您只能解除本机关和已授权机关的账号的锁定，请与管理员联系。")
    return unlock_person(person, by=by)


def lift_from_address(*, address: str, by: Signed) -> bool:
    """Unlock an address; False where no lock was in force. Raises Refused outside one's reach."""
    if not (by.has_perm("disclosure.change_user") and may_lift_address(by, address)):
        raise Refused("您只能解除本机关人员登录过的网络地址的锁定，请与管理员联系。")
    return unlock_address(address, by=by)


def _lift(limits: list[Limit], done: NewAct, by: Signed | None) -> bool:
    if not waiting_times(limits):
        return False
    forget_attempts(limits)
    append([done], by=by)
    return True


# --- By whoever runs the machine, and by a new password ---------------------


@transaction.atomic
def unlock_person(person: User, *, by: Signed | None = None) -> bool:
    """Unlock a person without a check of rights; False where no lock was in force."""
    return _lift(person_limits(person), new_act(Verb.UNLOCK, person), by)


@transaction.atomic
def unlock_address(address: str, *, by: Signed | None = None) -> bool:
    """Unlock an address without a check of rights; False where no lock was in force."""
    return _lift([address_limit(address)], _address_act(Verb.UNLOCK, network_of(address)), by)


@transaction.atomic
def unlock_name(name: str) -> bool:
    """Unlock a name that no account has; False where no lock was in force."""
    return _lift([name_limit(name)], unknown_person_act(Verb.UNLOCK, plain_name(name), site_authority_id()), None)


def connect_signals() -> None:
    """Connect at start-up: passwords are changed by other packages' screens and commands."""
    new_password.connect(_forget_failures, dispatch_uid="locks")


def _forget_failures(person: User, **_: Any) -> None:
    forget(person)
    unlock_person(person)
