"""`import_records KIND FILE [--dry-run]`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from disclosure.exchange.importing import ImportResult, load_rows, preview, run_import
from disclosure.exchange.parsing import Progress
from disclosure.exchange.resources import RESOURCES, resource_of
from disclosure.management.base import OfficeCommand
from disclosure.models import Authority

MOST_LINES = 2000


class Command(OfficeCommand):
    """Import all rows of a spreadsheet, or none."""

    help = "从表格文件导入记录"

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("kind", metavar="种类", help="、".join(RESOURCES))
        parser.add_argument("file", metavar="文件", type=Path, help=".xlsx、.csv、.xls、.et、.xlsb 或 .ods，有一行列名")
        parser.add_argument("--sheet", metavar="工作表", default="", help="有几张工作表都有列名时，指明导入哪一张")
        parser.add_argument("--dry-run", action="store_true", help="只检查和计数，不保存")

    def run(self, *, authority: Authority, kind: str, file: Path, dry_run: bool, sheet: str = "", **_: Any) -> bool:
        resource_of(kind)  # refused before the file is read
        parsed = load_rows(kind, file.read_bytes(), file.name, lambda total: self.bar("读取", total), sheet=sheet)
        rows = self.bar("核对" if dry_run else "导入", len(parsed.rows))
        outcome = (preview if dry_run else run_import)(parsed, authority, rows)
        self.tell(outcome, dry_run=dry_run)
        return bool(outcome.problems)

    def bar(self, title: str, total: int) -> Progress:
        bar = tqdm(total=total, desc=title, unit="行", leave=False, disable=not sys.stderr.isatty())
        return _progress_callback(bar)

    def tell(self, outcome: ImportResult, *, dry_run: bool) -> None:
        problems = list(outcome.problems)[:MOST_LINES]
        for problem in problems:
            self.stderr.write(str(problem))
        if outcome.problems.count > len(problems):
            self.stderr.write(f"另有 {outcome.problems.count - len(problems)} 处错误没有列出。")
        for note in outcome.notes:
            self.stdout.write(note)
        for reading in outcome.readings:
            self.stdout.write(f"读作：{reading}")
        if outcome.readings.omitted:
            self.stdout.write(f"另有 {outcome.readings.omitted} 处写法不同的内容没有列出。")
        self.stdout.write(f"{'试运行：' if dry_run else ''}{outcome.summary}")
        if outcome.problems:
            self.stderr.write("文件中有错误，全部未保存。请更正以上各处后重新导入。")


def _progress_callback(bar: tqdm) -> Callable[[int], object]:
    def progress(done: int) -> None:
        bar.update(done - bar.n)
        if bar.total is not None and done >= bar.total:
            bar.close()

    return progress
