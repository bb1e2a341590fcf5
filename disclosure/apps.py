"""The records of disclosure and what staff and citizens do with them."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Registered as 信息公开."""

    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self) -> None:
        """Accounts and sign-ins are written down from here on."""
        from .desk.people import watch  # noqa: PLC0415 models are there only now

        watch()
