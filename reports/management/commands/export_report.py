"""`export_report YEAR --format docx|xlsx|pdf|html|csv|json --output PATH`."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from disclosure.management.base import OfficeCommand
from disclosure.models import Authority
from reports.desk.figures import current_figures
from reports.desk.reading import report_or_draft
from reports.desk.subjects import document
from reports.rendering import FORMATS


class Command(OfficeCommand):
    """Write the report of a year to a file."""

    help = "导出某一年的年度报告"

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("year", metavar="年份", type=int)
        parser.add_argument("--format", choices=tuple(FORMATS), default="docx")
        parser.add_argument("--output", metavar="路径", type=Path, required=True)

    def run(self, *, authority: Authority, year: int, format: str, output: Path, **_: Any) -> None:  # noqa: A002
        """Render, then put the file in place in one step: a failure leaves what was there."""
        report = report_or_draft(authority, year)
        content = FORMATS[format].render(document(report, current_figures(report)))
        output.parent.mkdir(parents=True, exist_ok=True)
        write_whole(output, content)
        state = "" if report.pk else "（按现有记录生成的草稿，尚未建立报告）"
        self.stdout.write(f"已导出《{report.title}》{state}：{output}")


def write_whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)  # noqa: PTH101 mkstemp makes it private; a report is for handing on
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
