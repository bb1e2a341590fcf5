from django.apps import AppConfig


class WagtailSite(AppConfig):
    name = "tests.bench.wagtail_site"
    label = "wagtail_site"
    default_auto_field = "django.db.models.BigAutoField"
