"""`scan_privacy FILE [--format text|json]`."""

import argparse
import json
from pathlib import Path
from typing import Any

from disclosure.desk.items.file_scan import FileFinding, scan_file
from disclosure.desk.items.unread_parts import is_unread
from disclosure.law.privacy import MARKS
from disclosure.management.base import OfficeCommand


class Command(OfficeCommand):
    """Look for personal data and marks of secrecy in a file. Status 0: none; 1: some; 2: the file cannot be read."""

    help = "检查一个文件里有没有个人信息和密级标志"
    takes_authority = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`--authority` is accepted as everywhere, but has no effect."""
        parser.add_argument("--authority", metavar="代码", help="与其他命令一致；检查结果与机关无关")
        self.add_own_arguments(parser)

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="文件", type=Path, help=".txt .html .docx .xlsx .pdf .ofd")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, *, file: Path, format: str, **_: Any) -> bool:  # noqa: A002 the option's name
        """Print the findings; True where there are any."""
        findings = scan_file(file.read_bytes(), file.name)
        if format == "json":
            self.stdout.write(json.dumps([finding.as_json for finding in findings], ensure_ascii=False, indent=2))
        else:
            unread = [finding for finding in findings if is_unread(finding.found)]
            if len(findings) > len(unread) or not unread:  # what was not read is never called clean
                self.tell(file.name, [finding for finding in findings if not is_unread(finding.found)])
            self.tell_unread(file.name, unread)
        return bool(findings)

    def tell_unread(self, name: str, unread: list[FileFinding]) -> None:
        for finding in unread:
            self.stdout.write(f"{finding.place}：{finding.found.kind.label} {finding.found.masked}")
        if unread:
            self.stdout.write(
                f"「{name}」：有 {len(unread)} 处内容没有读取，不知道里面有没有个人信息，请打开文件查看。"
            )

    def tell(self, name: str, findings: list[FileFinding]) -> None:
        for finding in findings:
            self.stdout.write(f"{finding.place}：{finding.found.kind.label} {finding.found.masked}")
        marks = sum(finding.found.kind in MARKS for finding in findings)
        counts = ((len(findings) - marks, "个人信息"), (marks, "密级或内部标志"))
        told = "、".join(f" {count} 处{what}" for count, what in counts if count)
        self.stdout.write(f"「{name}」：" + (f"共发现{told}。" if told else "没有发现个人信息。"))
