"""`prepare`: everything between installed packages and a checkout that can serve; the last step of `make setup`."""

import argparse
from typing import Any

from disclosure.desk.applications.deadlines import recompute
from disclosure.management.base import OfficeCommand
from disclosure.models import Application
from jinling_portal.installation import collect_static_if_needed, migrate_if_needed


class Command(OfficeCommand):
    """Bring database and static files up to date, and report in a line what was done."""

    help = "更新数据库结构，收集静态文件；没有变化时什么也不做"
    requires_system_checks = ()
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add `--static-only`: tests and container images have no database yet."""
        parser.add_argument("--static-only", action="store_true", help="只收集静态文件，不连接数据库")

    def run(self, *, static_only: bool, verbosity: int, **_: Any) -> None:
        done = []
        if not static_only and migrate_if_needed():
            recompute(Application.objects.all())  # a new version may count otherwise
            done.append("数据库结构已更新")
        if collect_static_if_needed():
            done.append("静态文件已收集")
        if done and verbosity:
            self.stdout.write("，".join(done) + "。")
