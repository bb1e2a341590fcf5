"""`scan_privacy FILE [--format text|json]`."""

import argparse
import json
from pathlib import Path
from typing import Any

from disclosure.desk.items.file_scan import FileFinding, scan_file
from disclosure.management.base import OfficeCommand


class Command(OfficeCommand):
    """Look for personal data in a file. Status 0: none; 1: some; 2: the file cannot be read."""

    help = "检查一个文件里有没有个人信息"
    takes_authority = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`--authority` is taken like everywhere, and makes no difference."""
        parser.add_argument("--authority", metavar="代码", help="与其他命令一致；检查结果与机关无关")
        self.add_own_arguments(parser)

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The file and the form of the answer."""
        parser.add_argument("file", metavar="文件", type=Path, help=".txt .html .docx .xlsx .pdf .ofd")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, *, file: Path, format: str, **_: Any) -> bool:  # noqa: A002 the option's name
        """Print the findings; True where there are any."""
        found = scan_file(file.read_bytes(), file.name)
        if format == "json":
            self.stdout.write(json.dumps([one.as_json for one in found], ensure_ascii=False, indent=2))
        else:
            self.tell(file.name, found)
        return bool(found)

    def tell(self, name: str, found: list[FileFinding]) -> None:
        """One finding a line, then how many; what is shown on a screen is masked."""
        for one in found:
            self.stdout.write(f"{one.place}：{one.found.kind.label} {one.found.masked}")
        self.stdout.write(f"「{name}」：" + (f"共发现 {len(found)} 处个人信息。" if found else "没有发现个人信息。"))
