"""`seal_audit [--day YYYY-MM-DD]`."""

import argparse
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from disclosure.desk.audit.seals import seal_of, write_seal
from disclosure.management.base import Failure, OfficeCommand


class Command(OfficeCommand):
    """Write and print the seal of a day."""

    help = "封存一天的办理记录：把末条的序号和摘要写成可打印的封存单"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--day", metavar="日期", help="如 2026-11-20；不写则为昨天")

    def run(self, *, day: str | None, **_: Any) -> None:
        try:
            chosen = date.fromisoformat(day) if day else timezone.localdate() - timedelta(days=1)
        except ValueError as error:
            raise Failure(f"「{day}」不是日期，请写成 2026-11-20 的样子。") from error
        seal = seal_of(chosen)
        path = write_seal(seal)
        self.stdout.write(f"{seal.text}\n封存单在 {path}。")
