"""`check_report YEAR --format text|json`."""

import argparse
import json
from typing import Any

from disclosure.management.base import OfficeCommand
from disclosure.models import Authority
from reports.checks import check
from reports.desk.figures import current_figures
from reports.desk.reading import report_or_draft
from reports.desk.subjects import subject


class Command(OfficeCommand):
    """Run every check over the report of a year."""

    help = "检查某一年的年度报告"

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("year", metavar="年份", type=int)
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, *, authority: Authority, year: int, format: str, **_: Any) -> bool:  # noqa: A002 the option's name
        """Print the findings; True where there are any (exit status 1)."""
        report = report_or_draft(authority, year)
        findings = check(subject(report, current_figures(report)))
        if format == "json":
            self.stdout.write(json.dumps([finding.as_json for finding in findings], ensure_ascii=False, indent=2))
            return bool(findings)
        for finding in findings:
            self.stdout.write(f"{finding.level.label}（检查{finding.check}）：{finding.message}")
        self.stdout.write(f"{report.title}：" + (f"共 {len(findings)} 条检查结果。" if findings else "没有发现问题。"))
        return bool(findings)
