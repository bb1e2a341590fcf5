"""Item page and list page against the same items as pages of Wagtail, whose own pages make fewer parts.

Wagtail lives in an environment of its own (`make bench` makes it from requirements-bench.txt); without it the bench says
so and measures nothing.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from disclosure.models import Category, Item
from tests.bench.databases import KINDS, empty_database, scaled
from tests.bench.result import Result, in_turns
from tests.bench.search_bench import fill
from tests.bench.web.reading import request, seconds
from tests.bench.web.serving import ROOT, process, served

ITEMS = 2_000
ASKED = 200
GOAL = 1 / 2  # of Wagtail's seconds


def run() -> Iterator[Result]:
    """Both databases."""
    python = ROOT / os.environ.get("BENCH_PYTHON", ".venv-bench/bin/python")
    if not python.exists():
        sys.stderr.write("没有安装 Wagtail，不作比较；联网后运行 make bench 即可装上。\n")
        return
    for kind in KINDS:
        with empty_database(kind) as ours, KINDS[kind]() as theirs:
            fill(scaled(ITEMS))
            item, column = Item.objects.order_by("pk").last(), Category.objects.order_by("pk").first()
            paths = {"item": f"/items/{quote(item.index_number)}/", "list": f"/catalogue/{column.code}/?page=2"}
            connection.close()
            with served(ours) as port, _wagtail(python, theirs) as other:
                yield from _measured(kind, port, other, paths)


def _wagtail(python: Path, address: str):
    number = scaled(ITEMS) - 1
    command = [str(python), "-m", "tests.bench.wagtail_site", str(scaled(ITEMS))]
    return process(command, {"DATABASE_URL": address, "PYTHONPATH": str(ROOT)}, ROOT, f"/c{number % 20}/n{number}/")


def _measured(kind: str, port: int, other: int, paths: dict[str, str]) -> Iterator[Result]:
    number = scaled(ITEMS) - 1
    theirs = {"item": f"/c{number % 20}/n{number}/", "list": "/c0/?page=2"}
    for name, path in paths.items():
        floor = request(theirs[name])
        again = in_turns(
            lambda path=path: seconds(port, [request(path)] * ASKED),
            lambda floor=floor: seconds(other, [floor] * ASKED),
            runs=5,
        )
        yield Result(f"{name} page against Wagtail", kind, *again, goal=GOAL)
        fresh = (request(f"{path}{'&' if '?' in path else '?'}n={n}") for n in range(10_000))
        first = in_turns(
            lambda fresh=fresh: seconds(port, [next(fresh) for _ in range(ASKED // 4)]),
            lambda floor=floor: seconds(other, [floor] * (ASKED // 4)),
            runs=5,
        )
        yield Result(f"{name} page, read the first time, against Wagtail", kind, *first)
