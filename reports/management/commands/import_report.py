"""`import_report FILE [--year Y] [--format text|json] [--dry-run]`."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from disclosure.documents.kinds import MOST_BYTES
from disclosure.errors import DisclosureError, Refused, Unreadable
from disclosure.management.base import OfficeCommand, own_authority, reason
from disclosure.models import Authority
from reports.desk.importing import ReadFile, authority_named, import_report, read_file
from reports.editions import edition
from reports.reading.structure import structure


class Command(OfficeCommand):
    """Read published reports into historical reports."""

    help = "读入已公布的年度报告（DOCX、网页、PDF），建立历史报告"
    takes_authority = False  # the title tells it, and only what is stored needs one

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", metavar="文件", type=Path, nargs="+")
        parser.add_argument("--authority", metavar="代码", help="行政机关的代码；不写则按标题，标题也没有时为本站机关")
        parser.add_argument("--year", metavar="年份", type=int, help="代替标题中的年份")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--dry-run", action="store_true", help="只读取，不保存")

    def run(
        self,
        *,
        files: list[Path],
        authority: str | None,
        year: int | None,
        format: str,  # noqa: A002 the option's name
        dry_run: bool,
        **_: Any,
    ) -> bool:
        """Read each file; True where something could not be read, or one of several files could not be taken at all."""
        chosen = own_authority(authority) if authority else None
        results: list[dict[str, Any]] = []
        refused: list[str] = []
        is_complete = True
        for path in _shown(files):
            try:
                read = _read(path, year)
                result = structure(read.printed, read.year)
                results.append(result)
                is_complete = is_complete and read.is_complete
                if not dry_run:
                    result["notes"] += self._keep(read, chosen)
                if format == "text":
                    self._tell(read, result["notes"])
            except DisclosureError as error:
                refused.append(str(error))
                self.stderr.write(str(error))
        if format == "json" and results:
            shown = results[0] if len(files) == 1 else results
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
        if len(refused) == len(files):
            sys.exit(2)
        return bool(refused) or not is_complete

    def _keep(self, read: ReadFile, chosen: Authority | None) -> list[str]:
        """Store the report; returns what has to be said about whose it became."""
        named = authority_named(read.printed.authority)
        authority = chosen or named or own_authority(None)
        import_report(authority=authority, read=read, by=None, at=timezone.now())
        if named != authority and read.printed.authority:
            return [f"标题中的机关是「{read.printed.authority}」，按「{authority.name}」的历史报告保存，请核对。"]
        return []

    def _tell(self, read: ReadFile, notes: Iterable[str]) -> None:
        printed = read.printed
        found = sum(value is not None for value in printed.values.values())
        year = f"{read.year}年" if read.year else "年份不明"
        self.stdout.write(
            f"{read.name}：{printed.authority or '机关不明'}，{year}，{edition(printed.edition_key).name}。"
        )
        self.stdout.write(
            f"读出数据 {found} 个，空白 {len(printed.values) - found} 个，没有读出 {len(printed.unread)} 处。"
        )
        for note in notes:
            self.stdout.write(f"· {note}")


def _shown(files: list[Path]) -> Iterator[Path]:
    """The files, with a progress bar where there are several and somebody watches."""
    yield from tqdm(files, desc="读取", unit="份", disable=len(files) == 1 or not sys.stderr.isatty())


def _read(path: Path, year: int | None) -> ReadFile:
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"「{path.name}」超过 {MOST_BYTES // 2**20} MB，不像一份年度报告，请确认选对了文件。"
            raise Unreadable(message)
        data = path.read_bytes()
    except OSError as error:
        message = f"读取文件「{path}」出错：{reason(error)}。请检查路径和权限。"
        raise Refused(message) from error
    return read_file(data, path.name, year=year)
