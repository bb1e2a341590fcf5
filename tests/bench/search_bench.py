"""Searching 100,000 documents of about 800 characters, and what their index costs.

A search (hits in order, number, counts for every filter, snippets) against the bare statements of the database that give
the same primary keys in the same order and the same grouped counts. p50 and p95 are of sixty queries of different kinds.
Saving an item with the index in step, against saving it without.
"""

from collections.abc import Callable, Iterator
from random import Random
from statistics import quantiles
from time import perf_counter

from django.db import connection, transaction
from django.utils import timezone

from disclosure.models import Authority, Category, Item
from tests.bench.databases import KINDS, empty_database, scaled
from tests.bench.result import Result, turns
from tests.support.town_texts import GENRES, SUBJECTS, VILLAGES, texts

DOCUMENTS = 100_000
LENGTH = 800
GOAL = 1.5
RUNS = 3  # of the whole set of queries


def run() -> Iterator[Result]:
    """Both databases."""
    for kind in KINDS:
        with empty_database(kind):
            fill(scaled(DOCUMENTS))
            yield from _searches(kind)
            yield _saves(kind)


def fill(total: int) -> None:
    """Items in bulk, then their index, as `reindex` makes it."""
    from disclosure.search.index import rebuild

    authority = Authority.objects.create(code="bench", name="示例镇人民政府", is_own=True)
    columns = [Category.objects.create(authority=authority, name=f"栏目{n}", position=n) for n in range(20)]
    rows = (
        Item(
            authority=authority, category=columns[number % len(columns)], index_number=text.index_number,
            title=text.title, document_number=text.document_number, publisher=text.publisher, keywords=text.keywords,
            summary=text.summary, body=text.body, genre=text.genre, nature=text.nature, formed_on=text.formed_on,
            published_on=text.formed_on, state="published",
        )
        for number, text in enumerate(texts(total, length=LENGTH))
    )  # fmt: skip
    Item.objects.bulk_create(rows, batch_size=1000)
    for _ in rebuild():
        pass


def queries() -> list[str]:
    """Of one word and of several, of two characters and of many, common and rare, and document numbers."""
    random = Random(7)  # noqa: S311 the same queries every time
    found = [random.choice(SUBJECTS)[:2] for _ in range(12)] + [random.choice(SUBJECTS) for _ in range(12)]
    found += [f"{random.choice(VILLAGES)} {random.choice(SUBJECTS)}" for _ in range(12)]
    found += [f"岭政发[{year}]{random.randint(1, scaled(DOCUMENTS))}号" for year in range(2016, 2026)]
    found += [f"{random.choice(VILLAGES)}{random.choice(SUBJECTS)}实施{random.choice(GENRES)}" for _ in range(8)]
    return [*found, "工作", "通知", "2020", "PM2.5", "Open Data", "弄虚作假"]


def _searches(kind: str) -> Iterator[Result]:
    from disclosure.search.query import search

    authority, at, asked = Authority.objects.get(), timezone.now(), queries()
    floors = {text: _statements(text, authority, at) for text in asked}
    ours, floor = [], []
    for number in range(-1, turns(RUNS)):
        mine = [_seconds(lambda text=text: search([authority.pk], text, at=at)) for text in asked]
        bare = [_seconds(floors[text]) for text in asked]
        if number >= 0:
            ours.append(mine)
            floor.append(bare)
    for name, cut in (("p50", 49), ("p95", 94)):
        taken = [tuple(quantiles(one, n=100)[cut] for one in runs) for runs in (ours, floor)]
        yield Result(f"{name} of a search in {scaled(DOCUMENTS):,}", kind, *taken, GOAL)


def _statements(text: str, authority: Authority, at: object) -> Callable[[], None]:
    """The statements that a search makes of the index and the items, run past the ORM and without anything around."""

    from disclosure.search.query import search

    kept = []

    def keep(execute, sql, parameters, many, context):
        kept.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        search([authority.pk], text, at=at)

    def bare() -> None:
        with connection.cursor() as cursor:
            for sql, parameters in kept[:2]:
                cursor.execute(sql, parameters)
                cursor.fetchall()

    return bare


def _saves(kind: str) -> Result:
    """One item after another, each in a transaction of its own, its body changed."""
    from disclosure.search import index

    items = list(Item.objects.order_by("pk")[:60])

    def saved(**_: object) -> None:
        for item in items:
            item.body += "<p>补充一句。</p>"
            with transaction.atomic():
                item.save()

    def unindexed() -> None:
        original, index.reindex = index.reindex, lambda *_, **__: None
        try:
            saved()
        finally:
            index.reindex = original

    ours, floor = [], []
    for _ in range(turns(RUNS)):
        floor.append(_seconds(unindexed))
        ours.append(_seconds(saved))
    return Result(f"{len(items)} saves with the index", kind, tuple(ours), tuple(floor))


def _seconds(function: Callable[[], object]) -> float:
    begin = perf_counter()
    function()
    return perf_counter() - begin
