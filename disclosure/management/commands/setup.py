"""`setup [--from FILE]`."""

import argparse
from pathlib import Path
from typing import Any

from django.utils import timezone

from disclosure.desk.office.setup_code import new_code
from disclosure.desk.office.setup_file import read_setup_file, set_up_from
from disclosure.management.base import OfficeCommand


class Command(OfficeCommand):
    """Set an office up from a file; without one print a new code for the set-up in the browser."""

    help = "建立本单位的平台：--from 按文件一次建好；不写则显示新的建站码，在浏览器里建"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="file", metavar="文件", type=Path, help="TOML 文件，写法见 docs/setup-example.toml"
        )

    def run(self, *, file: Path | None = None, **_: Any) -> None:
        if file is None:
            code = new_code(at=timezone.now())
            self.stdout.write(f"建站码：{code}（24 小时内有效，只能用一次）。请打开网站的 /admin/setup/ 填写。")
            return
        done = set_up_from(read_setup_file(file.read_bytes()))
        self.stdout.write(f"已建立「{done.authority.name}」（代码 {done.authority.code}）。")
        for name, password in done.passwords.items():
            self.stdout.write(f"用户名 {name}，临时密码 {password}（只显示这一次；第一次登录须改）")
