"""`erase_applicants [--years N] [--authority CODE] [--dry-run]`."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from tqdm import tqdm

from disclosure.desk.retention.erasing import (
    due_applications,
    due_cases,
    due_concerns,
    erase,
    erase_case,
    erase_concern,
    held_back,
    keeping_limit,
)
from disclosure.desk.retention.sweeping import sweep_attempts, sweep_files, sweep_waiting
from disclosure.management.base import Failure, OfficeCommand, own_authority
from disclosure.models import Authority


class Command(OfficeCommand):
    """Erase personal data that has been kept long enough. Status 0, whether there was any or not; 2: not done."""

    help = "清除保存期满的申请人个人信息；年度报告统计所需的内容不变。不能恢复，请先用 --dry-run 查看"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--years",
            metavar="年数",
            type=int,
            default=settings.APPLICANT_RETENTION_YEARS,
            help="办结后保存多少年；不写则为 %(default)s（APPLICANT_RETENTION_YEARS）",
        )
        parser.add_argument("--authority", metavar="代码", help="只清除这个机关的；不写则为全部机关")
        parser.add_argument("--dry-run", action="store_true", help="只说有多少，不清除")

    def run(self, *, years: int, authority: str | None, dry_run: bool, **_: Any) -> None:
        if years < 1:
            raise Failure("保存年数至少为 1，请检查 --years 或者环境变量 APPLICANT_RETENTION_YEARS。")
        now = timezone.now()
        today = timezone.localdate(now)
        before = keeping_limit(today, years)
        whose = own_authority(authority) if authority else None
        if dry_run:
            numbers = [
                _of(rows, whose).count()
                for rows in (due_applications(before), due_cases(before), *due_concerns(before))
            ]
        else:
            numbers = self._erase(today, before, whose)
        self._tell(years, before, numbers, _of(held_back(before), whose).count(), dry_run=dry_run)
        if not dry_run:
            sweep_attempts(now)
            if swept := sweep_files(now) + sweep_waiting(now):
                self.stdout.write(f"另外清理了 {swept} 个没有用处的临时文件。")

    def _erase(self, today: date, before: date, whose: Authority | None) -> list[int]:
        applications = _keys(_of(due_applications(before), whose))
        with tqdm(total=len(applications), desc="清除个人信息", unit="件", leave=False, disable=_is_quiet()) as bar:
            done = 0
            for key in applications:
                done += erase(key, on=today, before=before)
                bar.update()
        numbers = [done, sum(erase_case(key, before=before) for key in _keys(_of(due_cases(before), whose)))]
        for rows in due_concerns(before):
            concerns = list(_of(rows, whose).only("authority", "number"))
            for concern in concerns:
                erase_concern(concern)
            numbers.append(len(concerns))
        return numbers

    def _tell(self, years: int, before: date, numbers: Sequence[int], left: int, *, dry_run: bool) -> None:
        kinds = ("申请", "另外的案件", "更正申请", "投诉举报")
        counts = "，".join(f"{kind} {number} 件" for kind, number in zip(kinds, numbers, strict=True))
        act = "将清除" if dry_run else "已清除"
        self.stdout.write(f"保存 {years} 年，{act} {before} 以前办结的个人信息：{counts}。")
        if left:
            self.stdout.write(f"有 {left} 件申请期限已满，但关联的案件或者投诉未结、未满期限，没有清除。")


def _of(rows: QuerySet[Any], whose: Authority | None) -> QuerySet[Any]:
    return rows.filter(authority=whose) if whose else rows


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _is_quiet() -> bool:
    return not sys.stderr.isatty()
