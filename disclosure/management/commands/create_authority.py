"""`create_authority CODE NAME [--parent CODE]`."""

import argparse
from typing import Any

from disclosure.desk.office.authorities import create_authority
from disclosure.management.base import OfficeCommand, own_authority


class Command(OfficeCommand):
    """Create an authority."""

    help = "建立一个行政机关"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", metavar="代码", help="小写字母、数字和连字符，用于网址和命令")
        parser.add_argument("name", metavar="名称", help="落款所用的全称")
        parser.add_argument("--parent", metavar="代码", help="上级机关的代码")

    def run(self, *, code: str, name: str, parent: str | None, **_: Any) -> None:
        superior = own_authority(parent) if parent else None
        authority = create_authority(code=code, name=name, parent=superior)
        self.stdout.write(f"已建立行政机关「{authority.name}」（代码 {authority.code}）。")
