"""Names of a report's fields on screen."""

from reports.models import AnnualReport

SIGNED_ON = "signed_on"
BESIDE_TABLES = ("section-2", "section-3", "section-4")  # texts of a historical report that no format provides for


def field_name(report: AnnualReport, name: str) -> str:
    kind, _, key = name.partition(":")
    if kind == "text":
        return next((text.label for text in report.edition.texts if text.slot == key), _beside(report, key))
    if kind == "figure":
        figure = report.edition.by_key.get(key)
        return figure.label if figure else key
    if kind == "finding":
        return f"检查{key}的说明"
    return {SIGNED_ON: "落款日期", "state": "状态", "cleared": "保密审查", "file": "原件"}.get(name, name)


def _beside(report: AnnualReport, slot: str) -> str:
    """The section whose table a text stands beside (「section-3」), in a historical report."""
    headings = [section.heading for section in report.edition.sections if section.heading]
    number = slot.removeprefix("section-")
    return f"{headings[int(number) - 1]}（表外文字）" if number.isdigit() and int(number) <= len(headings) else slot
