"""The statutory annual report, counted from the records."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registered as 年度报告."""

    name = "reports"
    verbose_name = "年度报告"
