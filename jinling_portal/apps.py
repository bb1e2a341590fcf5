"""The project as an application: its admin site, its commands, its names for other packages' models."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Django's admin, with our site in place of the default one."""

    default_site = "jinling_portal.admin_site.Desk"


class PortalConfig(AppConfig):
    """Holds the commands that set up and serve the whole."""

    name = "jinling_portal"
    verbose_name = "信息公开平台"
