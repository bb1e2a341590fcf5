"""`load_demo`: the demonstration; may be repeated without duplicating anything."""

from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from disclosure.management.base import Failure, OfficeCommand
from jinling_portal.demo import load_demo

REFUSED = "正式环境不能装入演示数据。建立本单位的平台：manage.py setup。"


class Command(OfficeCommand):
    """Load Jinling town."""

    help = "载入金岭回族镇的示例数据"
    takes_authority = False

    def run(self, **_: Any) -> None:
        if not settings.DEMONSTRATION:
            raise Failure(REFUSED)
        authority = load_demo(today=localdate())
        self.stdout.write(f"已载入示例数据：{authority.name}（代码 {authority.code}）。")
