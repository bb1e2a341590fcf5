"""Kept pages: an answer costs a look at one row, and is never out of date, whatever changed and however."""

import gc
import re
from datetime import date, datetime, timedelta
from sys import getsizeof
from types import FunctionType, MethodType, ModuleType

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.models import (
    Attachment,
    Authority,
    Category,
    Item,
    ItemLink,
    ItemRevision,
    OldAddress,
    User,
    content_version,
)
from disclosure.portal.browse import catalogue
from disclosure.portal.common import page_cache
from disclosure.portal.items import views as items
from reports.models import AnnualReport, Revision
from tests import factories
from tests.support.addresses import addresses
from tests.support.planted import records_of

pytestmark = pytest.mark.django_db(transaction=True)

ITEM, LIST, REPORT = "/items/SL-2020-0001/", "/catalogue/policy/", "/reports/2023/"
PAGES = [
    "/",
    "/guide/",
    "/catalogue/",
    LIST,
    f"{LIST}?year=2020&sort=title",
    ITEM,
    "/site-map/",
    "/feeds/all/",
    "/reports/",
]
SEARCH = "/search/?q=%E5%8A%9E%E6%B3%95"
LATER = timedelta(seconds=5)


@pytest.fixture
def at(monkeypatch):
    """`at(moment)`: the moment that it is for the pages of these tests."""

    def moment(when):
        for module in (page_cache, catalogue, items):
            monkeypatch.setattr(module, "now", lambda: when)

    return moment


def queries(client, address, **headers):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, headers=headers)
    return answer, [one["sql"] for one in captured]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_second_reader_costs_one_query_of_one_row(client, repealed):
    for address in (*PAGES, SEARCH):
        first = client.get(address)
        again, asked = queries(client, address)
        had, asked_too = queries(client, address, **{"if-none-match": first["ETag"]})

        assert again.content == first.content, address
        assert all(again[name] == value for name, value in first.headers.items() if name != "Last-Modified"), address
        assert (had.status_code, had.content) == (304, b""), address
        assert asked == asked_too == ["SELECT word FROM disclosure_public_stamp"], address


def test_pages_differ_by_all_that_they_hang_on(client, repealed, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.invalid"]
    ways = [
        {}, {"accept-encoding": "gzip"}, {"cookie": "view=elder"}, {"host": "other.invalid"},
        {"cookie": "view=contrast"}, {"accept-encoding": "br"},
    ]  # fmt: skip

    def answers():
        return [client.get(ITEM, headers=way).content for way in ways]

    first = answers()

    assert answers() == first
    assert len(set(first)) == 5
    assert first[5] == first[0]
    assert client.get(ITEM, secure=True).content != first[0]


def test_change_of_anything_shows_on_the_next_request(client, repealed, item, attach, columns):
    """One after the other, each by another way past the desk; the desk's own acts go the same ways."""
    newer, town = Item.objects.get(index_number="SL-2022-0001"), repealed.authority
    file = repealed.attachments.get()
    person = User.objects.create_user("writer", authority=town)
    report = AnnualReport.objects.create(authority=town, year=2023, edition_key="2021")
    revision = {"report": report, "published_at": timezone.now(), "published_by": person, "title": "标题"}
    changes = [
        ("title, in bulk", ITEM, lambda: Item.objects.filter(pk=repealed.pk).update(title="改过的")),
        ("body, saved", ITEM, lambda: _save(repealed, body="<p>改过的正文</p>")),
        ("validity, by hand", ITEM, lambda: sql("UPDATE disclosure_item SET validity = 'lapsed' WHERE id = %s", repealed.pk)),
        ("several, in bulk", LIST, lambda: Item.objects.bulk_update([_set(newer, title="也改了")], ["title"])),
        ("a new item", LIST, lambda: item(index_number="new")),
        ("new items, in bulk", LIST, lambda: Item.objects.bulk_create([_copy(newer, "bulk")])),
        ("an item moved away", LIST, lambda: Item.objects.filter(index_number="new").update(category=columns["finance"])),
        ("an item gone", LIST, lambda: Item.objects.get(index_number="bulk").delete()),
        ("an attachment's name", ITEM, lambda: Attachment.objects.filter(pk=file.pk).update(name="改名.xlsx")),
        ("one more attachment", ITEM, lambda: attach(repealed, "又一个.xlsx")),
        ("an attachment no longer public", ITEM, lambda: Attachment.objects.filter(pk=file.pk).update(is_public=False)),
        ("an attachment gone", ITEM, lambda: Attachment.objects.filter(name="又一个.xlsx").delete()),
        ("a link", ITEM, lambda: ItemLink.objects.filter(target=repealed, relation="interprets").delete()),
        ("a version", ITEM, lambda: ItemRevision.objects.filter(item=repealed, number=2).update(reason="另有原因")),
        ("a column's name", "/catalogue/", lambda: Category.objects.filter(code="policy").update(name="改名的栏目")),
        ("a column's place", "/catalogue/", lambda: Category.objects.filter(code="finance").update(parent=columns["documents"])),
        ("a new column", "/site-map/", lambda: factories.CategoryFactory(authority=town, name="新设", code="fresh")),
        ("the office", "/guide/", lambda: Authority.objects.update(phone="0000-1111111")),
        ("a report", "/reports/", lambda: Revision.objects.create(**revision, number=1, signed_on=date(2024, 1, 20))),
        ("a correction", REPORT, lambda: Revision.objects.create(**revision, number=2, correction="数字有误。")),
        ("a report's text", REPORT, lambda: Revision.objects.filter(number=2).update(title="另一个标题")),
        ("found by its words", SEARCH, lambda: _save(newer, summary="办法的概述")),
        ("found no more", SEARCH, lambda: Item.objects.filter(pk=newer.pk).update(state="withdrawn")),
        ("withdrawn", ITEM, lambda: Item.objects.filter(pk=repealed.pk).update(state="withdrawn")),
        ("published again", LIST, lambda: Item.objects.filter(pk=repealed.pk).update(state="published")),
    ]  # fmt: skip
    shown = {}
    for name, address, change in changes:
        before = client.get(address)
        assert client.get(address).content == before.content
        change()
        after = client.get(address, headers={"if-none-match": before.headers.get("ETag", '"none"')})
        shown[name] = after.status_code, before.content == after.content

    assert shown == {name: (410 if name == "withdrawn" else 200, False) for name, _, _ in changes}


def _set(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    return record


def _save(record, **values):
    record.refresh_from_db()
    _set(record, **values).save()


def _copy(record, index_number):
    return _set(Item.objects.get(pk=record.pk), pk=None, index_number=index_number)


def test_change_of_anything_at_all_is_noticed(client, town):
    """Every table that a public page reads has its triggers; `UNREAD` and what is no content of pages aside."""
    objects = records_of(town)
    Item.objects.update(state="published")
    OldAddress.objects.update(path="/items/none/")
    with CaptureQueriesContext(connection) as captured:
        for one in addresses(objects):
            if not one.is_desk and one.name != "health":
                Client().get(one.path).close()
        for address in (f"/search/?q={objects[Item].title}", "/items/none/", "/search/?q=%E6%97%A0%E6%AD%A4"):
            client.get(address)

    read = {name for one in captured for name in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', one["sql"])}
    rights = {"django_content_type"}  # of staff, who see pictures of drafts
    aside = rights | {
        "shared_cache",
        "disclosure_search_index",
        content_version.TABLE,
        "unnest",
        "__tree",
        "__rank_table",
    }
    assert {"disclosure_item", "disclosure_searchdocument", "reports_revision"} <= read
    assert read - aside - set(content_version.watched_tables()) == set()


def test_what_is_scheduled_appears_when_its_time_has_come(client, repealed, item, at):
    moment = timezone.now() + timedelta(hours=1)
    item(index_number="later", title="定时的信息", publish_at=moment, published_on=timezone.localdate(moment))
    item(index_number="last", title="更晚的信息", publish_at=moment + LATER, published_on=timezone.localdate(moment))
    seen = []
    for when in (moment - LATER, moment - LATER, moment, moment + LATER, moment + 2 * LATER):
        at(when)
        text = client.get(LIST).content.decode()
        seen.append(("定时的信息" in text, "更晚的信息" in text))

    assert seen == [(False, False), (False, False), (True, False), (True, True), (True, True)]


def test_new_day_ends_what_ends_on_it(client, item, at):
    midnight = datetime(2026, 3, 2, tzinfo=timezone.get_default_timezone())
    item(index_number="a", validity="repealed", repealed_on=date(2026, 3, 2), formed_on=date(2020, 1, 1))
    item(index_number="b", title="当天发布", published_on=date(2026, 3, 2))
    seen = []
    for when in (midnight - LATER, midnight):
        at(when)
        seen.append(("本文件已废止" in client.get("/items/a/").content.decode(), client.get("/items/b/").status_code))

    assert seen == [(False, 404), (True, 200)]


def test_nothing_is_kept_of_what_may_never_come_to_be(client, repealed):
    before = client.get(ITEM).content
    with transaction.atomic():
        Item.objects.filter(pk=repealed.pk).update(title="没有保存的标题")
        assert "没有保存的标题" in client.get(ITEM).content.decode()
        transaction.set_rollback(True)

    assert client.get(ITEM).content == before


def test_nothing_is_kept_while_nobody_watches(client, repealed):
    word = content_version.read(connection)
    first = client.get(ITEM)
    content_version._drop_triggers("default")
    try:
        Item.objects.filter(pk=repealed.pk).update(title="迁移时改的标题")
        assert "迁移时改的标题" in client.get(ITEM, headers={"if-none-match": first["ETag"]}).content.decode()
        assert len(queries(client, ITEM)[1]) > 1
    finally:
        call_command("migrate", verbosity=0)

    assert content_version.read(connection) not in {word, None}
    client.get(ITEM)
    assert len(queries(client, ITEM)[1]) == 1


def test_missing_page_and_moved_one_are_not_kept(client, repealed):
    for address, status in (("/items/none/", 404), (f"{ITEM}versions/3/", 302), ("/org/town/guide/", 302)):
        assert client.get(address).status_code == status
        assert len(queries(client, address)[1]) > 1


def test_room_is_bounded(client, repealed, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST", 40_000)
    for number in range(20):
        client.get(f"/guide/?{number}")

    generation = page_cache.current(timezone.now())
    assert 0 < generation.size <= 40_000
    assert generation.size == sum(page_cache.weight(key, one) for key, one in generation.pages.items())
    assert len(queries(client, "/guide/?19")[1]) == 1
    assert len(queries(client, "/guide/?0")[1]) > 1


# --- By date ----------------------------------------------------------------------


def test_page_says_since_when_it_is_as_it_is(client, repealed, at):
    first = timezone.now()
    at(first)
    assert "Last-Modified" not in client.get(ITEM), "in its first second another change may follow"
    at(first + LATER)

    answer = client.get(ITEM)

    assert answer["Last-Modified"] == first.astimezone(timezone.get_fixed_timezone(0)).strftime(
        "%a, %d %b %Y %H:%M:%S GMT"
    )
    since = {"if-modified-since": answer["Last-Modified"]}
    assert client.get(ITEM, headers=since).status_code == 304
    assert client.get(ITEM, headers={**since, "if-none-match": '"another"'}).status_code == 200


def test_reader_who_asks_by_date_gets_what_changed(client, repealed, at):
    first = timezone.now()
    at(first)
    client.get(ITEM)
    at(first + LATER)
    since = {"if-modified-since": client.get(ITEM)["Last-Modified"]}
    Item.objects.filter(pk=repealed.pk).update(title="改过的")

    assert "改过的" in client.get(ITEM, headers=since).content.decode()
    at(first + 2 * LATER)
    assert client.get(ITEM, headers=since).status_code == 200


def test_connection_that_broke_is_made_anew(client, repealed):
    first = client.get(ITEM)
    connection.ensure_connection()
    connection.connection.close()

    assert client.get(ITEM).content == first.content


def test_page_weighs_what_it_takes_in_memory(client, repealed):
    """Addresses, headers and objects included: counted object by object, and never too little."""
    for number in range(10):
        client.get(f"{LIST}?q={number}{'a' * 3000}")

    generation = page_cache._generation
    taken = {key: held_by(key, page) for key, page in generation.pages.items()}
    assert len(taken) == 10
    assert all(
        page_cache.weight(key, page) / 2 < taken[key] <= page_cache.weight(key, page)
        for key, page in generation.pages.items()
    )
    assert generation.size == sum(page_cache.weight(key, page) for key, page in generation.pages.items())


def held_by(*objects):
    """Bytes of these and of all that hangs on them, but for code, which is there anyway."""
    seen, left = {}, list(objects)
    while left:
        one = left.pop()
        if id(one) not in seen and not isinstance(one, (type, ModuleType, FunctionType, MethodType)):
            seen[id(one)] = one
            left += gc.get_referents(one)
    return sum(map(getsizeof, seen.values()))


def test_made_up_addresses_do_not_add_up(client, repealed, monkeypatch, settings):
    """By any part of what a page is kept by that somebody may make up, in text or in header."""
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(page_cache, "MOST", 200_000)
    ways = [
        lambda number: (f"{LIST}?q={number}{'a' * 3000}", {}),
        lambda number: (LIST, {"host": f"{'a' * 3000}{number}.invalid"}),
        lambda number: (LIST, {"x-forwarded-host": f"{number}"}),
        lambda number: (LIST, {"x-forwarded-port": f"{number}"}),
        lambda number: (LIST, {"x-forwarded-proto": f"{number}"}),
        lambda number: (LIST, {"accept-encoding": f"{number}"}),
        lambda number: (LIST, {"cookie": f"view={number}"}),
        lambda number: (LIST, {"cookie": f"other={number}"}),
    ]
    kinds = []
    for way in ways:
        page_cache._generation = None
        for number in range(30):
            address, headers = way(number)
            assert client.get(address, headers=headers).status_code == 200
        generation = page_cache._generation
        real = sum(
            len(one.content) + sum(len(part) for part in key if isinstance(part, str))
            for key, one in generation.pages.items()
        )
        assert real < generation.size <= 200_000
        kinds.append(len(generation.pages) > 1)

    assert kinds == [True, True, False, False, False, False, False, False]


def test_address_of_absurd_length_is_refused_and_not_kept(client, repealed, settings):
    client.get(LIST)
    pages = set(page_cache._generation.pages)
    longest = settings.LONGEST_ADDRESS - len(LIST)

    refused = [client.get(f"{LIST}?{'a' * (longest + 1)}"), client.get(f"/{'a' * 60_000}/")]
    fits = client.get(f"{LIST}?{'a' * longest}")

    assert [one.status_code for one in refused] == [414, 414]
    assert all("网址太长，无法打开。" in one.content.decode() for one in refused)
    assert fits.status_code == 200
    assert len(set(page_cache._generation.pages) - pages) == 1
