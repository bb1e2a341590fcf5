"""`export_archive NUMBER|--year Y --output FILE`."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR
from pathlib import Path
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from disclosure.desk.archives.packing import Packing, finished, loaded, mark_packed, require_finished
from disclosure.management.base import Failure, OfficeCommand
from disclosure.models import Application, ArchivePackage, Authority


class Command(OfficeCommand):
    """Pack finished applications. Status 0: all of them; 1: some were left out; 2: no package was made."""

    help = "把办结并已答复的申请打成归档包：一件，或者一年办结的全部"

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("number", metavar="申请编号", nargs="?")
        wanted.add_argument("--year", metavar="年份", type=int, help="打包这一年办结的全部申请")
        parser.add_argument("--output", metavar="文件", type=Path, required=True, help="归档包写到这里，如 2026.zip")

    def run(self, *, authority: Authority, number: str | None, year: int | None, output: Path, **_: Any) -> bool:
        """Pack beside the output, and put it in place in one step; True where something was left out."""
        if "\0" in str(output) or (year is not None and not MINYEAR <= year <= MAXYEAR):
            raise Failure("年份或者文件名不对，请核对后重试。")
        keys = _keys_of_year(authority, year) if year is not None else [_one(authority, number or "")]
        output.parent.mkdir(parents=True, exist_ok=True)
        if output.is_dir():
            raise Failure(f"「{output}」是一个文件夹，请写明归档包的文件名，如 {output / '归档包.zip'}。")
        folder = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))  # for its owner alone
        try:
            with Packing(folder / "package.zip", authority, year=year, at=timezone.now()) as packing:
                for application in _shown(loaded(keys), len(keys)):
                    packing.add(application)
                packing.close()
            package = mark_packed(packing, by=None)
            packing.path.replace(output)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        self._tell(packing, package, output)
        return bool(packing.left_out)

    def _tell(self, packing: Packing, package: ArchivePackage, output: Path) -> None:
        records = [folder.record for folder in packing.folders]
        documents, pages = sum(one.documents for one in records), sum(one.pages for one in records)
        self.stdout.write(f"已打包 {len(records)} 件申请，卷内文件 {documents} 件，{pages} 页：{output}")
        self.stdout.write(f"校验值（SHA-256）：{package.digest}")
        if kept := sum(one.originals_only for one in records):
            self.stdout.write(f"其中 {kept} 件文件不能转为PDF/A，只有原件，已在卷内文件目录和备考表中写明。")
        for one in packing.left_out:
            self.stderr.write(f"没有打包「{one.number}」：{one.why}")


def _shown(applications: Iterator[Application], number: int) -> Iterator[Application]:
    """Show a progress bar while they are packed, where there is a terminal."""
    is_quiet = not sys.stderr.isatty()
    yield from tqdm(applications, total=number, desc="打包归档", unit="件", leave=False, disable=is_quiet)


def _keys_of_year(authority: Authority, year: int) -> list[int]:
    keys = list(finished(authority, year).values_list("pk", flat=True))
    if not keys:
        raise Failure(f"{authority}没有在 {year} 年办结并已发出答复的申请，没有可以归档的。")
    return keys


def _one(authority: Authority, number: str) -> int:
    wanted = Application.objects.defer(*Application.PERSONAL)
    application = wanted.filter(authority=authority, number=number.strip()).first()
    if application is None:
        raise Failure(f"{authority}没有编号为「{number}」的申请。请检查编号，或用 --authority 写明机关。")
    require_finished(application)
    return application.pk
