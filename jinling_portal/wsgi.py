"""The entry point of web servers."""

import os

import django

from disclosure.isolation import POOL

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinling_portal.settings.production")
django.setup(set_prefix=False)

from .requests import StrictHandler  # noqa: E402 needs Django set up

application = StrictHandler()
POOL.warm()
