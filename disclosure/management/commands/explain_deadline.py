"""`explain_deadline NUMBER [--format text|json]`."""

import argparse
import json
from typing import Any

from django.utils.timezone import localdate

from disclosure.desk.applications.deadlines import contradictions, progress_of, timeline_of
from disclosure.desk.applications.explanations import as_json, as_text, summary
from disclosure.desk.common.calendar import load_calendar
from disclosure.management.base import Failure, OfficeCommand
from disclosure.models import Application, Authority


class Command(OfficeCommand):
    """Explain the clock of an application. Status 0: in order; 1: with findings; 2: no such application."""

    help = "说明一件申请的办理期限是怎样计算的"

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("number", metavar="申请编号")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, *, authority: Authority, number: str, format: str, **_: Any) -> bool:  # noqa: A002 the option's name
        """Print the timeline; True where something is out of order."""
        wanted = Application.objects.defer(*Application.PERSONAL).prefetch_related("steps")
        application = wanted.filter(authority=authority, number=number.strip()).first()
        if application is None:
            raise Failure(f"{authority}没有编号为「{number}」的申请。请检查编号，或用 --authority 写明机关。")
        calendar = load_calendar()
        timeline = timeline_of(application, calendar)
        if format == "json":
            self.stdout.write(json.dumps(as_json(application.number, timeline), ensure_ascii=False, indent=2))
        else:
            sentences = contradictions(application, application.steps.all())
            stated = summary(timeline, calendar, localdate(), progress_of(application, timeline))
            self.stdout.write(as_text(application.number, stated, timeline, calendar, sentences))
        return bool(timeline.findings)
