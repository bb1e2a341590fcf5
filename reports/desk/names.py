"""Names of a report's fields on screen."""

from reports.models import AnnualReport

SIGNED_ON = "signed_on"


def field_name(report: AnnualReport, name: str) -> str:
    kind, _, key = name.partition(":")
    if kind == "text":
        return next((text.label for text in report.edition.texts if text.slot == key), key)
    if kind == "figure":
        figure = report.edition.by_key.get(key)
        return figure.label if figure else key
    if kind == "finding":
        return f"检查{key}的说明"
    return {SIGNED_ON: "落款日期", "state": "状态", "cleared": "保密审查"}.get(name, name)
