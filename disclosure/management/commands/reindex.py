"""`reindex [--authority CODE]`."""

import argparse
import sys
from typing import Any

from tqdm import tqdm

from disclosure.management.base import OfficeCommand, own_authority
from disclosure.models import Item
from disclosure.search.index import optimise, rebuild, reindex


class Command(OfficeCommand):
    """Rebuild the search index in constant memory."""

    help = "重建检索索引：不写代码则全部重建，写了代码只核对并更新该机关的"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--authority", metavar="代码", help="只核对并更新这个机关的信息；不写则全部重建")

    def run(self, *, authority: str | None, **_: Any) -> None:
        items = Item.objects.order_by("pk")
        if authority:
            items = items.filter(authority=own_authority(authority))
        total = items.count()
        with tqdm(total=total, desc="建立索引", unit="条", leave=False, disable=not sys.stderr.isatty()) as bar:
            if authority:
                reindex(_count_with_bar(items.values_list("pk", flat=True), bar))
                optimise()
            else:
                for done in rebuild():
                    bar.update(done - bar.n)
        self.stdout.write(f"检索索引已更新，共 {total} 条公开信息。")


def _count_with_bar(keys: Any, bar: tqdm) -> Any:
    for key in keys:  # primary keys alone: ten bytes each
        yield key
        bar.update()
