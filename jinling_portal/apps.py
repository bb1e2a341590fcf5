"""The project as an application: admin site, commands, Chinese names of other packages' models."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class DeskAdminConfig(AdminConfig):
    """Django's admin, with our site in place of the default one."""

    default_site = "jinling_portal.admin_site.DeskSite"


class PortalConfig(AppConfig):
    """Holds the commands that set up and serve the installation."""

    name = "jinling_portal"
    verbose_name = "信息公开平台"

    def ready(self) -> None:
        from .signing_in import device_cookie, failures, places, sessions  # noqa: F401, PLC0415 they listen; models must be loaded

        # Django tells of migrations to applications with models alone, and of every one of them; once is enough.
        post_migrate.connect(_make_cache_table, sender=apps.get_app_config("disclosure"))


def _make_cache_table(**options: object) -> None:
    call_command("createcachetable", database=options["using"], verbosity=0)
