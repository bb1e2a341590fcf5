"""`load_demo`: the demonstration; may be repeated without duplicating anything."""

from typing import Any

from django.utils.timezone import localdate

from disclosure.management.base import OfficeCommand
from jinling_portal.demo import load_demo


class Command(OfficeCommand):
    """Load Jinling town."""

    help = "载入金岭回族镇的示例数据"
    takes_authority = False

    def run(self, **_: Any) -> None:
        authority = load_demo(today=localdate())
        self.stdout.write(f"已载入示例数据：{authority.name}（代码 {authority.code}）。")
