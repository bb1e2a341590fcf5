"""`prepare`: everything between installed packages and a checkout that can serve; `make setup` ends with it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from jinling_portal.installation import collect_static_if_needed, migrate_if_needed


class Command(BaseCommand):
    """Bring database and static files up to date, and say in a line what was done."""

    help = "更新数据库结构，收集静态文件；没有变化时什么也不做"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Tests and images of containers have no database yet."""
        parser.add_argument("--static-only", action="store_true", help="只收集静态文件，不连接数据库")

    def handle(self, *, static_only: bool, verbosity: int, **_options: Any) -> None:
        """Say only what was done."""
        done = []
        if not static_only and migrate_if_needed():
            done.append("数据库结构已更新")
        if collect_static_if_needed():
            done.append("静态文件已收集")
        if done and verbosity:
            self.stdout.write("，".join(done) + "。")
