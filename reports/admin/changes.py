"""The changes of a report as its page and its history show them."""

from typing import Any

from django.utils.safestring import mark_safe

from reports.desk.display_names import display_name
from reports.desk.names import field_name
from reports.models import AnnualReport, Change


def shown_change(report: AnnualReport, change: Change) -> dict[str, Any]:
    """A change with its values; texts as they look, other fields as they were typed."""
    is_text = change.field.startswith("text:")
    return {
        "at": change.at,
        "by": display_name(change.by),
        "what": field_name(report, change.field),
        "before": "" if is_text else change.before,
        "after": "" if is_text else change.after,
        "before_html": mark_safe(change.before) if is_text else "",  # noqa: S308 sanitised where stored
        "after_html": mark_safe(change.after) if is_text else "",  # noqa: S308
    }
