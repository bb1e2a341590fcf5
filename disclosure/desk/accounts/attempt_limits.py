"""Limit how often something may be done. Attempts are counted in a table that only time or an administrator empties.

A row is a count, and each mark in it is an attempt. One statement adds a mark, on either database, so concurrent
attempts are all counted, in an order that everybody agrees on; an attempt's rank among the marks says whether it was
one too many. Nothing is locked beyond a transaction, so a killed process leaves no lock behind.
"""

import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Replace
from django.utils.crypto import salted_hmac

from disclosure.models import AttemptCount

SWEPT_AT_ONCE = 20  # more rows than one attempt can add, so use shrinks the table
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class Rate:
    """So many attempts in so many seconds; `per` says whose attempts are counted together."""

    amount: int
    seconds: float
    per: str = ""


@lru_cache(maxsize=64)
def parse_rates(text: str) -> tuple[Rate, ...]:
    """Parse 「60/10m/ip,10/15m/key」; raises ImproperlyConfigured with a sentence."""
    return tuple(_parse_rate(part.strip()) for part in text.split(",") if part.strip())


def _parse_rate(text: str) -> Rate:
    try:
        amount, duration, per = text.split("/")
        rate = Rate(int(amount), float(duration[:-1] or 1) * UNITS[duration[-1:]], per)
    except (KeyError, ValueError):
        rate = Rate(0, 0)
    if rate.amount < 1 or rate.seconds <= 0:
        message = f"次数限制「{text}」写得不对，应当像 60/10m/ip：次数、时间（s、m、h、d）和对象，用斜线隔开。"
        raise ImproperlyConfigured(message)
    return rate


@dataclass(frozen=True, slots=True)
class Limit:
    """One counter: `what` is done, by or about which `source`."""

    what: str
    source: str
    rates: tuple[Rate, ...]

    @property
    def digest(self) -> str:
        """The row's key: a hash, so that the table does not reveal the name or address counted."""
        return salted_hmac("disclosure.limits", f"{self.what}:{self.source}", algorithm="sha256").hexdigest()

    @property
    def seconds(self) -> float:
        return max((rate.seconds for rate in self.rates), default=0.0)


class LimitReached(Exception):
    """Too many attempts. `seconds`: until the next one is allowed; `closing`: as in `CountedAttempt`."""

    def __init__(self, limit: Limit, seconds: float, closing: Sequence[Limit] = ()) -> None:
        super().__init__(limit.what)
        self.limit, self.seconds, self.closing = limit, seconds, closing


@dataclass(slots=True)
class CountedAttempt:
    """An attempt that was allowed. `closing`: the limits of which it was the last one for now."""

    mark: str
    limits: Sequence[Limit]
    closing: list[Limit] = field(default_factory=list)

    def give_back(self) -> None:
        _remove_marks(self.mark, self.limits)


def count(*limits: Limit) -> CountedAttempt:
    """Count one attempt under each limit, in this order; raises LimitReached at the first that is exceeded.

    A refused attempt counts under the limits before that one, but not under itself, so further tries do not prolong
    a lock.
    """
    limits = tuple(limit for limit in limits if limit.rates)
    now = time.time()
    mark = f" {now!r}-{secrets.token_hex(3)}"
    kept = _add_mark(mark, limits, now)
    counted = CountedAttempt(mark, limits)
    for number, limit in enumerate(limits):
        marks = kept[limit.digest]
        _prune(limit, marks, now)
        before = _times(marks.partition(mark)[0])
        if seconds := _wait(before, limit, now):
            _remove_marks(mark, limits[number:])
            raise LimitReached(limit, seconds, counted.closing)
        if _wait([*before, now], limit, now):
            counted.closing.append(limit)
    if mark in kept.values():  # a row that is new, or was empty
        sweep(now, most=SWEPT_AT_ONCE)
    return counted


def use_once(what: str, source: str, seconds: float) -> bool:
    """Mark something as used for so many seconds; False where it is marked already."""
    try:
        count(Limit(what, source, (Rate(1, seconds),)))
    except LimitReached:
        return False
    return True


def waiting_times(limits: Iterable[Limit]) -> dict[Limit, float]:
    """Seconds until each reached limit is free again, of the limits that are reached; one query."""
    wanted, now = list(limits), time.time()
    rows = AttemptCount.objects.filter(digest__in=[limit.digest for limit in wanted])
    kept = dict(rows.values_list("digest", "marks"))
    seconds_by_limit = {limit: _wait(_times(kept.get(limit.digest, "")), limit, now) for limit in wanted}
    return {limit: seconds for limit, seconds in seconds_by_limit.items() if seconds}


def forget_attempts(limits: Iterable[Limit]) -> None:
    AttemptCount.objects.filter(digest__in=[limit.digest for limit in limits]).delete()


def sweep(now: float, *, most: int | None = None) -> int:
    """Delete expired counts, the oldest first, skipping rows that are being written; returns how many."""
    over = AttemptCount.objects.filter(expires_at__lte=now)
    if most is None:
        return over.delete()[0]
    with transaction.atomic(savepoint=False):
        rows = over.order_by("expires_at").select_for_update(skip_locked=True)
        digests = list(rows.values_list("digest", flat=True)[:most])
        return over.filter(digest__in=digests).delete()[0] if digests else 0


# --- The rows ---------------------------------------------------------------

TABLE = AttemptCount._meta.db_table
# An expired row starts again; otherwise the mark is appended.
ADD = f"""
    INSERT INTO {TABLE} (digest, marks, expires_at) VALUES {{rows}}
    ON CONFLICT (digest) DO UPDATE SET
        marks = CASE WHEN {TABLE}.expires_at <= %s THEN excluded.marks ELSE {TABLE}.marks || excluded.marks END,
        expires_at = excluded.expires_at
"""  # noqa: S608 our own names


def _add_mark(mark: str, limits: Sequence[Limit], now: float) -> dict[str, str]:
    """Add a mark to each row; returns all marks of each row afterwards, by digest.

    Rows are updated in one fixed order, so that two processes counting the same limits cannot deadlock.
    """
    if not limits:
        return {}
    ordered = sorted(limits, key=lambda limit: limit.digest)
    values = [value for limit in ordered for value in (limit.digest, mark, now + limit.seconds)]
    statement = ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(ordered)))
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, now])
        rows = AttemptCount.objects.filter(digest__in=[limit.digest for limit in ordered])
        return dict(rows.values_list("digest", "marks"))


def _remove_marks(text: str, limits: Iterable[Limit]) -> None:
    """Remove marks wherever they stand by now; one row at a time, so that no process waits for another."""
    for limit in limits:
        AttemptCount.objects.filter(digest=limit.digest).update(marks=Replace("marks", Value(text)))


def _prune(limit: Limit, marks: str, now: float) -> None:
    gone = []
    for mark in marks.split():
        if _time(mark) > now - limit.seconds:
            break
        gone.append(f" {mark}")
    if gone:
        _remove_marks("".join(gone), [limit])


def _times(marks: str) -> list[float]:
    return sorted(map(_time, marks.split()))


def _time(mark: str) -> float:
    return float(mark.partition("-")[0])


def _wait(times: Sequence[float], limit: Limit, now: float) -> float:
    longest = 0.0
    for rate in limit.rates:
        live = [at for at in times if at > now - rate.seconds]
        if len(live) >= rate.amount:
            longest = max(longest, live[-rate.amount] + rate.seconds - now)
    return longest


# --- In words ---------------------------------------------------------------

LONG = 2 * 3600  # seconds; anything longer is stated in hours


def whole_seconds(seconds: float) -> int:
    return max(ceil(round(seconds, 3)), 1)


def duration_in_words(seconds: float) -> str:
    """「15 分钟」, 「3 小时」: rounded up, so that whoever waits that long has waited long enough."""
    if seconds > LONG:
        return f"{ceil(whole_seconds(seconds) / UNITS['h'])} 小时"
    return f"{ceil(whole_seconds(seconds) / UNITS['m'])} 分钟"
