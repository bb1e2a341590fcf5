"""Public pages over HTTP against a view that renders one small template: same server, same settings, eight readers.

A page read again is the same page for every reader, as pages mostly are; one read the first time was asked by nobody
since the last change. 304: the readers have the page. Two hundred readers go from page to page for a minute, and no
answer may fail.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random
from urllib.parse import quote

from django.db import connection

from disclosure.models import Category, Item
from tests.bench.databases import KINDS, analyse, empty_database, scaled
from tests.bench.result import Result, in_turns
from tests.bench.search_bench import fill
from tests.bench.web.reading import one, request, seconds, statuses
from tests.bench.web.serving import served

ITEMS = 5_000
ASKED = scaled(400)  # requests of a run
FIRST_TIMES = scaled(60)  # requests of a run for pages that nobody has read
RATE, UNCHANGED = 0.6, 0.9  # of the bare view's requests per second
READERS, MINUTE = 200, 60


def run() -> Iterator[Result]:
    """Both databases."""
    for kind in KINDS:
        with empty_database(kind) as address:
            fill(scaled(ITEMS))
            analyse()
            paths = _paths()
            connection.close()
            with served(address) as port:
                yield from _measured(kind, port, paths)


def _paths() -> dict[str, list[str]]:
    items = [f"/items/{quote(one)}/" for one in Item.objects.order_by("pk").values_list("index_number", flat=True)]
    column = Category.objects.order_by("pk").first()
    pages = max(1, scaled(ITEMS) // 20 // 20)
    return {"item": items, "list": [f"/catalogue/{column.code}/?page={number}" for number in range(1, pages + 1)]}


def _measured(kind: str, port: int, paths: dict[str, list[str]]) -> Iterator[Result]:
    bare = [request("/bare/")]

    def floor(number: int) -> Callable[[], float]:
        return lambda: seconds(port, bare * number)

    for name in ("item", "list"):
        asked = request(paths[name][-1])
        again = in_turns(lambda asked=asked: seconds(port, [asked] * ASKED), floor(ASKED))
        yield Result(f"{name} page", kind, *again, goal=1 / RATE)
        had = request(paths[name][-1], If_None_Match=one(port, asked).headers["etag"])
        unchanged = in_turns(lambda had=had: seconds(port, [had] * ASKED, status=304), floor(ASKED))
        yield Result(f"{name} page, 304", kind, *unchanged, goal=1 / UNCHANGED)
        fresh = (request(f"{path}{'&' if '?' in path else '?'}n={n}") for n in range(1000) for path in paths[name])
        first = in_turns(
            lambda fresh=fresh: seconds(port, [next(fresh) for _ in range(FIRST_TIMES)]), floor(FIRST_TIMES)
        )
        yield Result(f"{name} page, read the first time", kind, *first)
    yield _crowd(kind, port, paths)


def _crowd(kind: str, port: int, paths: dict[str, list[str]]) -> Result:
    """Seconds for each answer, with everybody going from page to page, and with everybody at the bare one."""
    random = Random(200)  # noqa: S311 the same ways every time
    words = ("防火", "医疗保险", "财政预算")
    others = [
        "/",
        "/guide/",
        "/catalogue/",
        "/feeds/all/",
        "/site-map/",
        *(f"/search/?q={quote(one)}" for one in words),
    ]
    ways = [request(random.choice(random.choice([paths["item"], paths["list"], others]))) for _ in range(20_000)]
    lasting = max(1, MINUTE * min(1, scaled(1000) / 1000))
    told = statuses(port, cycle(ways), readers=READERS, lasting=lasting)
    if set(told) != {200}:
        raise RuntimeError(f"{READERS} readers were told {dict(told)}")
    bare = statuses(port, cycle([request("/bare/")]), readers=READERS, lasting=lasting / 6)
    name = f"{READERS} readers for {lasting:.0f} s, {told[200]:,} pages, no error"
    return Result(name, kind, (lasting / told[200],), (lasting / 6 / bare[200],))
