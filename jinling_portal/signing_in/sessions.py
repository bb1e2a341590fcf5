"""Length of a session: until an idle time has passed, or the day is over."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

TOUCHED, ENDS = "lifetime_touched", "lifetime_ends"
EVERY = timedelta(minutes=1)  # a session is written no more often than this for having been used


class Lifetime:
    """Sets every session's expiry; Django deletes it then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Prolong after the response; only on the desk, so that public pages need no session."""
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")) and SESSION_KEY in request.session:
            prolong(request, timezone.now())
        return response


def begin(request: HttpRequest, **_: object) -> None:
    now = timezone.now()
    request.session[ENDS] = day_end(now).isoformat()
    prolong(request, now)


user_logged_in.connect(begin, dispatch_uid="session lifetime")


def prolong(request: HttpRequest, now: datetime) -> None:
    """Expire after the idle time, and no later than the end of the session's day."""
    session = request.session
    touched = session.get(TOUCHED)
    if touched and not session.modified and now - datetime.fromisoformat(touched) < EVERY:
        return
    if ENDS not in session:
        session[ENDS] = day_end(now).isoformat()
    end = datetime.fromisoformat(session[ENDS])
    if settings.SESSION_IDLE_MINUTES:
        end = min(end, now + timedelta(minutes=settings.SESSION_IDLE_MINUTES))
    session[TOUCHED] = now.isoformat()
    session.set_expiry(end)


def day_end(now: datetime) -> datetime:
    """The next end of a working day after `now`; at most a day from now."""
    latest = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    if not settings.SESSION_DAY_ENDS:
        return latest
    local = timezone.localtime(now)
    clock = _clock(settings.SESSION_DAY_ENDS)
    end = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return min(latest, end if end > local else end + timedelta(days=1))


def _clock(text: str) -> time:
    try:
        return time.fromisoformat("00:00" if text == "24:00" else text)
    except ValueError:
        message = f"环境变量 SESSION_DAY_ENDS 应是 18:30 这样的时间，或留空；现在是「{text}」。"
        raise ImproperlyConfigured(message) from None
