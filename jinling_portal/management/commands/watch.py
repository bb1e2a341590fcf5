"""`watch [--authority CODE] [--mail] [--scan COUNT]`."""

import argparse
from typing import Any

from django.utils import timezone

from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.dashboard.notices import handlers_notices, mail_notices, notices
from disclosure.desk.items.published_scan import MOST, scan_published
from disclosure.management.base import OfficeCommand
from disclosure.models import Authority
from reports.desk.unfinished import is_published


class Command(OfficeCommand):
    """List what is due, and mail it to those responsible."""

    help = "列出栏目更新、公开时限、申请期限等到期事项；--mail 同时发邮件给相应角色的工作人员"

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--scan",
            type=int,
            default=MOST,
            metavar="条数",
            help="本次最多检查多少条已公开信息里的个人信息（尚未检查过的），默认 %(default)s，0 为不检查",
        )
        parser.add_argument("--mail", action="store_true", help="把到期事项发到相应角色工作人员的邮箱")

    def run(self, *, authority: Authority, mail: bool, scan: int, **_: Any) -> bool:
        """Print the notices, and mail them with `--mail`; True where anything is due."""
        now, calendar = timezone.now(), load_calendar()
        self._scan(authority, scan)
        published = is_published(authority, timezone.localdate(now).year - 1)
        due = notices(authority, now, calendar, report_published=published)
        for notice in due:
            self.stdout.write(notice.text)
        self.stdout.write(f"{authority.name}：" + (f"共 {len(due)} 项到期事项。" if due else "没有到期事项。"))
        if mail:
            theirs = handlers_notices(
                authority, timezone.localdate(now), calendar
            )  # of what is told above, each their own
            self.stdout.write(f"已发邮件给 {mail_notices(authority, [*due, *theirs])} 人。")
        return bool(due)

    def _scan(self, authority: Authority, most: int) -> None:
        """Run the privacy guard over published items it has not read; prints progress after more than one batch.

        What is left after `most` items waits for the next run.
        """
        for done in scan_published(authority=authority, at=timezone.now(), most=most):
            if done.left or done.unread:
                found = f"发现 {done.exposed} 条有个人信息" if done.exposed else "没有发现个人信息"
                unread = f"，{done.unread} 条没有读完" if done.unread else ""
                left = f"，还有 {done.left} 条" if done.left else ""
                self.stdout.write(f"已公开信息：检查了 {done.scanned} 条，{found}{unread}{left}。")
