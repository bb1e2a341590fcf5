"""Who and what is locked out after failed sign-ins: each lock an act, and lifted by hand as one.

allauth counts failures in the shared cache, by name, by person at the second step and by address: so many within some
minutes, and the door stays closed until the oldest is out of them. It tells nobody, so its counts are read here.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from disclosure.errors import Refused
from disclosure.models import Act, SignInPlace, User, Verb

from .access import is_bound, narrowed, narrowed_to_act, writable
from .acts import Entry, append, entry
from .giving import may_manage
from .origin import acting, nobody
from .people import door, stranger

APP, ACTION = "allauth.account", "login_failed"
MOST_SHOWN = 200
Signed = User | AnonymousUser  # as requests give whoever acts; permissions tell the second off
HASH = 32  # characters of the keyed hash that stands for a name without a person


# --- The counts -------------------------------------------------------------


def name_key(name: str) -> str:
    """What allauth counts a name's failures under: as a whole, by whatever name of the site and in whatever case."""
    return f"any:{name.strip().lower()}"


def is_closed(counted: str, *, since: float = 0) -> bool:
    """Whether the limit of this count is reached, and by a failure no earlier than `since` (seconds since 1970)."""
    history: list[float] = cache.get(counted) or []
    rate = _rate(counted.split(":")[4])  # as `_count` puts it together
    live = [at for at in history if at > time.time() - rate.duration]
    return len(live) >= rate.amount and max(live, default=0.0) >= since


def of_name(name: str) -> str:
    """The count of a name's wrong passwords."""
    return _count("key", name_key(name))


def of_second_step(person: User) -> str:
    """The count of a person's wrong codes."""
    return _count("key", f"mfa-auth-user-{person.pk}")


def of_person(person: User) -> list[str]:
    """All that close a person out."""
    return [of_name(person.username), of_second_step(person)]


def of_address(address: str) -> str:
    """The count that closes an address out."""
    return _count("ip", address)


def _count(per: str, source: str) -> str:
    """A key of the cache, in allauth's form; an address stands in it as it is."""
    [rate] = [str(one) for one in ratelimit.get_rates(app=APP, action=ACTION) if one.per == per]
    if per == "ip":
        return f"allauth:rl:{APP}:{ACTION}:{rate}:ip:{source}"
    return ratelimit.get_cache_key(None, app=APP, action=ACTION, rate=_rate(rate), key=source)


def _rate(text: str) -> ratelimit.Rate:
    return next(one for one in ratelimit.get_rates(app=APP, action=ACTION) if str(one) == text)


# --- Closed -----------------------------------------------------------------


def note_closed(*, name: str, count: str, address: str, since: float) -> None:
    """Write down which doors a failure closed, of that name and of that address.

    `count`: where it was counted; `since`: just before that, in seconds since 1970.
    """
    closed = []
    if is_closed(count, since=since):
        person = User.objects.filter(username__iexact=name.strip()).first()
        closed.append(entry(Verb.LOCK, person) if person else stranger(Verb.LOCK, name, door()))
    if is_closed(of_address(address), since=since):
        closed.append(_of_address(Verb.LOCK, address))
    if closed:
        with acting(user=nobody):  # whoever is signed in did not do it
            append(closed)


def _of_address(verb: str, address: str) -> Entry:
    return Entry(verb=verb, key=address, label=f"网络地址 {address}", authority=door())


# --- Standing, and lifted ---------------------------------------------------


def locked_people(now: datetime, *, by: Any) -> list[User]:
    """Those locked out now whom this person may read, newest first; of the last `MOST_SHOWN` locks."""
    keys = _locked(now).exclude(kind="").values_list("key", flat=True)[:MOST_SHOWN]
    numbers = list(dict.fromkeys(int(key) for key in keys if key.isdecimal() and len(key) < HASH))
    found = narrowed(User.objects.select_related("authority"), by).in_bulk(numbers)
    people = [found[number] for number in numbers if number in found]
    return [one for one in people if any(is_closed(count) for count in of_person(one))]


def _locked(now: datetime) -> QuerySet[Act]:
    """The locks of the time that one can last."""
    return Act.objects.filter(verb=Verb.LOCK, at__gte=now - timedelta(minutes=settings.LOCK_MINUTES))


def locked_addresses(now: datetime, *, by: Any) -> list[str]:
    """The addresses locked out now that this person may let in again, newest first; of the last `MOST_SHOWN` locks."""
    found = dict.fromkeys(_locked(now).filter(kind="").values_list("key", flat=True)[:MOST_SHOWN])
    return [address for address in found if is_closed(of_address(address)) and may_lift_address(by, address)]


def may_lift_address(by: Any, address: str) -> bool:
    """Who acts for the authority that runs the site, and who acts for somebody that signed in from there before."""
    if not is_bound(by) or writable(by).filter(is_own=True).exists():
        return True
    places = narrowed_to_act(SignInPlace.objects.all(), by).values_list("address", flat=True).distinct()
    return any(ratelimit.truncate_ip(place) == address for place in places)


@transaction.atomic
def lift_from_person(*, person: User, by: Signed) -> bool:
    """Let a person try again; False where no lock stood. Raises Refused for one who is not theirs to help."""
    if not (by.has_perm("disclosure.change_user") and may_manage(by, person)):
        raise Refused("您只能解除本机关和已授权机关的账号的锁定，请与管理员联系。")
    return _lift(of_person(person), entry(Verb.UNLOCK, person), by)


@transaction.atomic
def lift_from_address(*, address: str, by: Signed) -> bool:
    """Let an address try again; False where no lock stood. Raises Refused for one that is not theirs to let in."""
    if not (by.has_perm("disclosure.change_user") and may_lift_address(by, address)):
        raise Refused("您只能解除本机关人员登录过的网络地址的锁定，请与管理员联系。")
    return _lift([of_address(address)], _of_address(Verb.UNLOCK, address), by)


def _lift(counts: list[str], done: Entry, by: Signed) -> bool:
    if not any(is_closed(one) for one in counts):
        return False
    cache.delete_many(counts)
    append([done], by=by)
    return True
