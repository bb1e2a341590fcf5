"""The catalogue of an office with a million items: its tree with counts, and its list from the first page to the last.

The floor of the tree is its one statement past the ORM; that of a later page is the first page of the same list.
"""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from django.db import connection
from django.utils import timezone

from disclosure.models import Authority, Category, Item
from disclosure.portal.browse.catalogue import column_list
from disclosure.portal.common.columns import ColumnTree
from disclosure.portal.common.listing import ListQuery
from disclosure.portal.common.site import Site, own_site
from tests.bench.databases import KINDS, analyse, empty_database, scaled
from tests.bench.many_records import ITEM, Row, _days, _insert
from tests.bench.result import Result, in_turns

ITEMS, COLUMNS = 1_000_000, 40
DEEP = 1_000
GOAL, GOAL_DEEP = 1.5, 10
NEVER_BEFORE = datetime(2026, 6, 1, tzinfo=timezone.get_default_timezone())


def run() -> Iterator[Result]:
    """Both databases."""
    for kind in KINDS:
        with empty_database(kind):
            fill(scaled(ITEMS))
            analyse()
            site = own_site()
            yield _tree(kind, site)
            yield from _pages(kind, site)


def fill(total: int) -> None:
    """One office, two levels of columns, the second one crowded, and one column with a handful."""
    random = Random(40)  # noqa: S311 rows to count, no secrets
    authority = Authority.objects.create(code="bench", name="示例镇人民政府", is_own=True)
    root = Category.objects.create(authority=authority, name="法定主动公开内容", code="root")
    columns = [
        Category.objects.create(authority=authority, name=f"栏目{n}", code=f"c{n}", parent=root, position=n)
        for n in range(COLUMNS)
    ]
    keys = [column.pk for column in columns]
    _insert(Item, ITEM, _items(random, authority.pk, keys, total))


def _items(random: Random, authority: int, columns: list[int], total: int) -> Iterator[Row]:
    for number, day in enumerate(_days(random, total)):
        column = columns[-1] if number % 100_000 == 0 else random.choice(columns[:-1])
        yield (
            *(authority, column, f"索引{number}", f"关于第{number}项工作的通知", "", "党政办公室", day),
            *(day, "proactive", "in_force", None, "", "通知", "", "", "", "<p>各村民委员会：</p>" * 20),
            "published",
        )


def _tree(kind: str, site: Site) -> Result:
    kept: list[tuple[str, tuple[object, ...]]] = []

    def keep(execute, sql, parameters, many, context):
        kept.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        ColumnTree(site).fill_counts(NEVER_BEFORE)

    def bare() -> None:
        with connection.cursor() as cursor:
            for sql, parameters in kept:
                cursor.execute(sql, parameters)
                cursor.fetchall()

    taken = in_turns(lambda: ColumnTree(site).fill_counts(NEVER_BEFORE), bare, runs=5)
    return Result(f"tree's counts of {scaled(ITEMS):,}", kind, *taken, goal=GOAL)


def _pages(kind: str, site: Site) -> Iterator[Result]:
    for code, name in (("root", "all"), ("c0", "a column"), (f"c{COLUMNS - 1}", "a column with a handful")):
        column = ColumnTree(site).by_code(code)

        def shown(number: int, column=column) -> None:
            given = column_list(site, column, ListQuery(page=number), NEVER_BEFORE)
            list(given["page"].object_list)

        deep = min(DEEP, column_list(site, column, ListQuery(), NEVER_BEFORE)["page"].paginator.num_pages)
        taken = in_turns(lambda shown=shown, deep=deep: shown(deep), lambda shown=shown: shown(1), runs=5)
        yield Result(f"page {deep:,} of {name}", kind, *taken, goal=GOAL_DEEP)
