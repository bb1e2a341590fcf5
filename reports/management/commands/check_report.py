"""`check_report YEAR --format text|json`."""

import argparse
import json
from typing import Any

from disclosure.management.base import Failure, OfficeCommand
from disclosure.models import Authority
from reports.checks import Subject
from reports.checks.unjudged import unjudged
from reports.desk.answering import AnsweredFinding, answered
from reports.desk.figures import Figures, current_figures
from reports.desk.publishing import obstacles
from reports.desk.reading import has_records, report_or_draft
from reports.desk.subjects import subject
from reports.models import AnnualReport, ReportState


class Command(OfficeCommand):
    """Run every check over the report of a year."""

    help = "检查某一年的年度报告"

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("year", metavar="年份", type=int)
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, *, authority: Authority, year: int, format: str, **_: Any) -> bool:  # noqa: A002 the option's name
        """Print the findings; True where there are any (exit status 1).

        Figures in texts that no check could judge are listed in the text alone: they are no findings.
        """
        report = report_or_draft(authority, year)
        figures = current_figures(report)
        if report.pk is None and not has_records(figures):
            message = f"{authority}没有{year}年的年度报告，也没有{year}年的记录，无从检查。"
            raise Failure(message)
        checked = subject(report, figures)
        findings = answered(report, checked)
        if format == "json":
            self.stdout.write(json.dumps([_as_json(one) for one in findings], ensure_ascii=False, indent=2))
            return bool(findings)
        for one in findings:
            self.stdout.write(f"{one.finding.level.label}（检查{one.finding.check}）：{_message(one)}")
        for sentence in self._before_publishing(report, figures):
            self.stdout.write(f"发布前还要：{sentence}")
        self._say_unjudged(checked)
        self.stdout.write(f"{report.title}：" + (f"共 {len(findings)} 条检查结果。" if findings else "没有发现问题。"))
        return bool(findings)

    @staticmethod
    def _before_publishing(report: AnnualReport, figures: Figures) -> list[str]:
        """Return what besides the findings keeps a report from being published."""
        is_in_work = report.pk is not None and not report.is_historical and report.state != ReportState.PUBLISHED
        return obstacles(report, figures) if is_in_work else []

    def _say_unjudged(self, checked: Subject) -> None:
        left = unjudged(checked)
        for mention in left:
            figure = mention.sentence.text[mention.numeral.start : mention.numeral.end]
            self.stdout.write(f"未判断：{figure}，见「{mention.sentence.printed}」")
        if left:
            self.stdout.write(f"文字中有 {len(left)} 个数字未能判断，请人工核对。")


def _message(one: AnsweredFinding) -> str:
    """The finding, and the reason that was given for it."""
    return one.finding.message + (f"（已说明理由：{one.answer.reason}）" if one.answer else "")


def _as_json(one: AnsweredFinding) -> dict[str, Any]:
    return one.finding.as_json | {"message": _message(one)}
