"""The records of disclosure and what staff and citizens do with them."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Registered as 信息公开."""

    name = "disclosure"
    verbose_name = "信息公开"
