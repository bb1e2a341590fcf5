"""`archive_audit [--days N]`."""

import argparse
from typing import Any

from django.utils import timezone

from disclosure.desk.audit.archive import archive_acts
from disclosure.management.base import OfficeCommand


class Command(OfficeCommand):
    """Move old audit entries into a file that carries their hashes; the chain continues from there."""

    help = "把早于规定天数的办理记录移到归档文件，链不断"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--days", metavar="天数", type=int, help="保留多少天；不写则按设置 AUDIT_KEEP_DAYS")

    def run(self, *, days: int | None, **_: Any) -> None:
        made = archive_acts(now=timezone.now(), days=days)
        if made is None:
            self.stdout.write("没有到期的办理记录，无需归档。")
            return
        path, archive = made
        self.stdout.write(
            f"已归档第{archive.first}条至第{archive.through}条：{path}\n文件摘要（SHA-256）：{archive.digest}"
        )
