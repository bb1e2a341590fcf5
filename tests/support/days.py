"""A day for a test that goes through many: for the whole program, whichever way it asks what time it is."""

import datetime as dt
import sys
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.urls import get_resolver
from django.utils import timezone

BEIJING = ZoneInfo("Asia/Shanghai")
OURS = ("disclosure.", "reports.", "jinling_portal.", "django.", "allauth.")
NOW = timezone.now


def days(monkeypatch: pytest.MonkeyPatch, year: int) -> Callable[..., None]:
    """`it_is(9, 3)`: from now on it is ten o'clock of that day; `year=` for another year."""
    _ = get_resolver().url_patterns  # all modules are there, none takes the changed function along into other tests
    asking = [one for name, one in sys.modules.items() if name.startswith(OURS) and getattr(one, "now", None) is NOW]

    def it_is(month: int, day: int, *, year: int = year) -> None:
        at = dt.datetime(year, month, day, 10, tzinfo=BEIJING).astimezone(dt.UTC)
        for module in asking:
            monkeypatch.setattr(module, "now", lambda: at)

    return it_is
