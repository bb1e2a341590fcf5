"""The records of disclosure and what staff and citizens do with them."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate

from .isolation import POOL


class DisclosureConfig(AppConfig):
    """Registered as 信息公开."""

    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self) -> None:
        """The roles come with the migrations; accounts, sign-ins and items are watched from here on."""
        from disclosure.desk.accounts import devices, listeners, lockouts  # noqa: PLC0415 models are there only now
        from disclosure.desk.accounts.roles import after_migrate  # noqa: PLC0415

        from .models import content_version  # noqa: PLC0415
        from .search import index  # noqa: PLC0415

        POOL.size, POOL.waiting = settings.FILE_PROCESSES, settings.FILE_QUEUE
        listeners.connect_signals()
        devices.connect_signals()
        lockouts.connect_signals()
        index.connect_signals(self)
        content_version.connect_signals(self)
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="disclosure.roles")
