from tests.unit.reports.rendering.conftest import town_report

__all__ = ["town_report"]
