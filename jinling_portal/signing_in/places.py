"""Places of sign-in (address and browser); a new one is reported by mail."""

import re

from allauth.account.adapter import get_adapter
from allauth.account.signals import user_logged_in
from django.http import HttpRequest

from disclosure.models import SignInPlace, User

BROWSERS = (
    ("MicroMessenger", "微信"), ("QQBrowser", "QQ 浏览器"), ("360SE", "360 浏览器"), ("QIHU", "360 浏览器"),
    ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Kylin", "麒麟"), ("UOS", "统信"), ("Linux", "Linux"),
)  # fmt: skip


def browser(agent: str) -> str:
    """「Edge（Windows）」: browser and system, without versions, which change every few weeks."""
    name = next((name for mark, name in BROWSERS if mark in agent), "其他浏览器")
    system = next((system for mark, system in SYSTEMS if re.search(rf"\b{mark}", agent)), "")
    return f"{name}（{system}）" if system else name


def note(request: HttpRequest, user: User, **_: object) -> None:
    """Store the place; mail the person about a new one, unless it is their first of all."""
    address = get_adapter().get_client_ip(request)
    agent = browser(request.headers.get("User-Agent", ""))
    first = not SignInPlace.objects.filter(user=user).exists()
    new = SignInPlace.objects.get_or_create(user=user, address=address, browser=agent)[1]
    if new and not first:
        get_adapter(request).send_notification_mail("account/email/new_place", user, {"browser": agent})


user_logged_in.connect(note, dispatch_uid="sign-in places")
