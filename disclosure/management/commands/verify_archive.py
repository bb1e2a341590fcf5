"""`verify_archive FILE`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from disclosure.desk.archives.verifying import Verified, verify
from disclosure.management.base import Failure, OfficeCommand

MOST_TOLD = 200


class Command(OfficeCommand):
    """Verify an archive package. Status 0: whole and unchanged; 1: with faults; 2: no package, or not readable."""

    help = "核对归档包：校验值、清单、结构，以及PDF能否打开、是不是所标明的PDF/A"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--authority", metavar="代码", help="与其他命令一致；核对结果与机关无关")
        parser.add_argument("file", metavar="文件", type=Path, help="归档包")

    def run(self, *, file: Path, **_: Any) -> bool:
        """Print faults on standard error, and what was and was not looked at; True where there are faults."""
        if "\0" in str(file):
            raise Failure("文件名不对，请核对后重试。")
        with tqdm(desc="核对归档包", unit="个", leave=False, disable=not sys.stderr.isatty()) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            result = verify(file, progress)
        self._tell(file.name, result)
        return bool(result.faults)

    def _tell(self, name: str, result: Verified) -> None:
        for fault in result.faults[:MOST_TOLD]:
            self.stderr.write(fault)
        if len(result.faults) > MOST_TOLD:
            self.stderr.write(f"……另有 {len(result.faults) - MOST_TOLD} 处，没有列出。")
        if result.faults:
            self.stdout.write(f"「{name}」：有 {len(result.faults)} 处不符，不能作为完整的归档包接收。")
        else:
            found = (
                "核对无误" if result.is_registered else "与它自己的清单相符，但本系统没有登记过，不能证明没有被整个替换"
            )
            self.stdout.write(f"「{name}」：{result.records} 件申请，{result.files} 个文件，{found}。")
        if result.checked:
            self.stdout.write("已核对：" + "；".join(result.checked) + "。")
        self.stdout.write("没有核对：" + "".join(result.unchecked))
