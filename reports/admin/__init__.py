"""The annual report in the admin: a list, and a page that shows the report as it will be printed."""

from disclosure.admin.common.links import FIGURE_FILTERS

from .figures import records_behind
from .report import AnnualReportAdmin

if records_behind not in FIGURE_FILTERS:
    FIGURE_FILTERS.append(records_behind)

__all__ = ["AnnualReportAdmin"]
