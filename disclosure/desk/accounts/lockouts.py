"""Who and what is locked out after failed sign-ins: each lock an act, and lifted by hand as one.

A stranger's failures are counted by address and by name, at the second step by address and by person. Those from a
device that the person has signed in by before are counted by that device alone: a stranger does not keep them out.
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
from .attempt_limits import Limit, Rate, lift, waiting_times
from .delegation import may_manage
from .known_devices import forget
from .listeners import new_password, site_authority_id, unknown_person_act

MOST_SHOWN = 200
Signed = User | AnonymousUser  # as requests give whoever acts; permissions tell the second off
HASH = 32  # characters of the keyed hash that stands for a name without a person


# --- The counts -------------------------------------------------------------


def plain_name(name: str) -> str:
    """A user name as it is looked up: as accounts are named, without blanks around."""
    return unicodedata.normalize("NFKC", name).strip()


def person_named(name: str) -> User | None:
    """Whoever signs in by this name, in whatever case."""
    wanted = plain_name(name)
    found = [user for user in User.objects.filter(username__iexact=wanted) if _same(user.username, wanted)]
    return found[0] if len(found) == 1 else None


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def name_limit(name: str) -> Limit:
    """The count of a name's wrong passwords: as a whole, from anywhere, in whatever case and width it is written."""
    return _limit("sign_in.name", plain_name(name).lower(), settings.LOCK_AFTER)


def second_step_limit(person: User) -> Limit:
    """The count of a person's wrong codes."""
    return _limit("second_step.person", str(person.pk), settings.LOCK_AFTER)


def address_limit(address: str) -> Limit:
    """The count that closes an address out."""
    return _limit("sign_in.address", network_of(address), settings.LOCK_ADDRESS_AFTER)


def device_limit(device: KnownDevice) -> Limit:
    """The count of wrong passwords and codes of one person from a device that is known to be theirs."""
    return _limit("sign_in.device", str(device.pk), settings.LOCK_AFTER)


def person_limits(person: User) -> list[Limit]:
    """All that close a person out."""
    return _limits_by_person([person])[person.pk]


def _limits_by_person(people: list[User]) -> dict[int, list[Limit]]:
    limits = {one.pk: [name_limit(one.username), second_step_limit(one)] for one in people}
    for device in KnownDevice.objects.filter(user__in=people):
        limits[device.user_id].append(device_limit(device))
    return limits


def _limit(what: str, source: str, amount: int) -> Limit:
    return Limit(what, source, (Rate(amount, settings.LOCK_MINUTES * 60),))


def is_closed(limit: Limit) -> bool:
    """Whether the limit of this count is reached."""
    return bool(waiting_times([limit]))


# --- Closed -----------------------------------------------------------------


def log_lockouts(closing: Iterable[Limit], *, name: str, address: str, device: KnownDevice | None = None) -> None:
    """Write down which doors a failure closed: those of that name or device, and that of that address."""
    closed = [
        _address_act(Verb.LOCK, network_of(address)) if limit == address_limit(address) else _name_act(name, device)
        for limit in closing
    ]
    # A person before an address, whichever was counted first.
    closed.sort(key=lambda one: not one.kind)
    if closed:
        with acting(user=nobody):  # whoever is signed in did not do it
            append(closed)


def _name_act(name: str, device: KnownDevice | None) -> NewAct:
    person = person_named(name)
    if person is None:
        return unknown_person_act(Verb.LOCK, plain_name(name), site_authority_id())
    changes: Changes = {"常用设备": ["", device.browser]} if device else {}
    return new_act(Verb.LOCK, person, changes)


def _address_act(verb: str, address: str) -> NewAct:
    return NewAct(verb=verb, key=address, label=f"网络地址 {address}", authority=site_authority_id())


# --- Standing, and lifted ---------------------------------------------------


def locked_people(now: datetime, *, by: Any) -> list[User]:
    """Those locked out now whom this person may read, newest first; of the last `MOST_SHOWN` locks."""
    keys = _locked(now).exclude(kind="").values_list("key", flat=True)[:MOST_SHOWN]
    numbers = list(dict.fromkeys(int(key) for key in keys if key.isdecimal() and len(key) < HASH))
    found = narrowed(User.objects.select_related("authority"), by).in_bulk(numbers)
    people = [found[number] for number in numbers if number in found]
    limits = _limits_by_person(people)
    closed = waiting_times(limit for each in limits.values() for limit in each)
    return [one for one in people if not closed.keys().isdisjoint(limits[one.pk])]


def _locked(now: datetime) -> QuerySet[Act]:
    """The locks of the time that one can last."""
    return Act.objects.filter(verb=Verb.LOCK, at__gte=now - timedelta(minutes=settings.LOCK_MINUTES))


def locked_addresses(now: datetime, *, by: Any) -> list[str]:
    """The addresses locked out now that this person may let in again, newest first; of the last `MOST_SHOWN` locks."""
    found = dict.fromkeys(_locked(now).filter(kind="").values_list("key", flat=True)[:MOST_SHOWN])
    closed = waiting_times(address_limit(address) for address in found)
    return [address for address in found if address_limit(address) in closed and may_lift_address(by, address)]


def may_lift_address(by: Any, address: str) -> bool:
    """Who acts for the authority that runs the site, and who acts for somebody that signed in from there before."""
    if not is_bound(by) or writable(by).filter(is_own=True).exists():
        return True
    places = narrowed_to_act(SignInPlace.objects.all(), by).values_list("address", flat=True).distinct()
    return any(network_of(place) == network_of(address) for place in places)


def lift_from_person(*, person: User, by: Signed) -> bool:
    """Let a person try again; False where no lock stood. Raises Refused for one who is not theirs to help."""
    if not (by.has_perm("disclosure.change_user") and may_manage(by, person)):
        raise Refused("您只能解除本机关和已授权机关的账号的锁定，请与管理员联系。")
    return unlock_person(person, by=by)


def lift_from_address(*, address: str, by: Signed) -> bool:
    """Let an address try again; False where no lock stood. Raises Refused for one that is not theirs to let in."""
    if not (by.has_perm("disclosure.change_user") and may_lift_address(by, address)):
        raise Refused("您只能解除本机关人员登录过的网络地址的锁定，请与管理员联系。")
    return unlock_address(address, by=by)


def _lift(limits: list[Limit], done: NewAct, by: Signed | None) -> bool:
    if not waiting_times(limits):
        return False
    lift(limits)
    append([done], by=by)
    return True


# --- By whoever runs the machine, and by a new password ---------------------


@transaction.atomic
def unlock_person(person: User, *, by: Signed | None = None) -> bool:
    """Let a person try again, whoever asks; False where no lock stood."""
    return _lift(person_limits(person), new_act(Verb.UNLOCK, person), by)


@transaction.atomic
def unlock_address(address: str, *, by: Signed | None = None) -> bool:
    """Let an address try again, whoever asks; False where no lock stood."""
    return _lift([address_limit(address)], _address_act(Verb.UNLOCK, network_of(address)), by)


@transaction.atomic
def unlock_name(name: str) -> bool:
    """Let a name try again that nobody has; False where no lock stood."""
    return _lift([name_limit(name)], unknown_person_act(Verb.UNLOCK, plain_name(name), site_authority_id()), None)


def connect_signals() -> None:
    """Listen, from the start of the program on: passwords are changed by screens and commands of other packages."""
    new_password.connect(_forget_failures, dispatch_uid="locks")


def _forget_failures(person: User, **_: Any) -> None:
    """With a new password no device is known, and no failure counts."""
    forget(person)
    unlock_person(person)
