"""`check_links [--most N]`."""

import argparse
import sys
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from disclosure.desk.items.link_check import MOST, check, collect
from disclosure.management.base import OfficeCommand
from disclosure.models import Authority, Item

MOST_LINES = 200


class Command(OfficeCommand):
    """Find dead links in published bodies and list them for the desk."""

    help = "检查已发布信息正文中的链接，登记失效的链接"

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--most", metavar="个数", type=int, default=MOST, help=f"最多检查多少个外部链接；不写则为 {MOST}"
        )

    def run(self, *, authority: Authority, most: int, **_: Any) -> bool:
        now = timezone.now()
        links = collect(authority, now)
        total = len(links.own) + min(len(links.others), most)
        with tqdm(total=total, desc="检查链接", unit="个", leave=False, disable=not sys.stderr.isatty()) as bar:
            dead = check(authority, now, bar.update, links=links, most=most)
        titles = Item.objects.only("title").in_bulk({link.item_id for link in dead[:MOST_LINES]})
        for link in dead[:MOST_LINES]:
            self.stdout.write(f"{link.address}（{link.why}），在「{titles[link.item_id]}」中")
        if len(dead) > MOST_LINES:
            self.stdout.write(f"另有 {len(dead) - MOST_LINES} 个没有列出，见工作台的「失效链接」。")
        self.stdout.write(f"共检查 {total} 个链接，失效 {len(dead)} 处。")
        return bool(dead)
