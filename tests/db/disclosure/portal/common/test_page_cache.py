"""The page cache: an answer costs a look at one row, and is never out of date, whatever changed and however."""

import gc
import logging
import re
from datetime import date, datetime, timedelta
from sys import getsizeof
from types import FunctionType, MethodType, ModuleType

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
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
from disclosure.portal.common import page_cache, page_store, shared_pages
from disclosure.portal.common.memory_cache import weight
from disclosure.portal.items import views as items
from jinling_portal.settings import caching
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


@pytest.fixture(autouse=True)
def _new_process(monkeypatch):
    """Each test begins like a process of its own: it has met no content version, and its cache has not failed."""
    monkeypatch.setattr(page_cache, "_generation", None)
    monkeypatch.setattr(page_store, "_paused_until", 0.0)


@pytest.fixture
def pages_in(settings, tmp_path):
    """`pages_in(url, bytes)`: the cache of pages that settings make of this URL, empty; with another limit of bytes."""

    def configured(url, max_bytes=caching.PAGE_BYTES):
        pages = caching.page_cache(url)
        if not url:
            pages |= {"LOCATION": str(tmp_path), "OPTIONS": {"MAX_BYTES": max_bytes}}
        settings.CACHES = settings.CACHES | {"pages": pages}
        return caches["pages"]

    return configured


@pytest.fixture(params=["memory", "shared"])
def either_cache(request, pages_in, tmp_path):
    """In memory, as one office has it, or shared by processes: in a folder, which needs no server."""
    return pages_in("" if request.param == "memory" else f"file://{tmp_path}")


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


def test_second_reader_costs_one_query_of_one_row(client, either_cache, repealed):
    for address in (*PAGES, SEARCH):
        first = client.get(address)
        again, asked = queries(client, address)
        had, asked_too = queries(client, address, **{"if-none-match": first["ETag"]})

        assert again.content == first.content, address
        assert all(again[name] == value for name, value in first.headers.items() if name != "Last-Modified"), address
        assert (had.status_code, had.content) == (304, b""), address
        assert asked == asked_too == ["SELECT word FROM disclosure_public_stamp"], address


def test_pages_differ_by_all_that_they_hang_on(client, either_cache, repealed, settings):
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


@pytest.mark.usefixtures("either_cache")
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


def test_what_is_scheduled_appears_when_its_time_has_come(client, either_cache, repealed, item, at):
    moment = timezone.now() + timedelta(hours=1)
    item(index_number="later", title="定时的信息", publish_at=moment, published_on=timezone.localdate(moment))
    item(index_number="last", title="更晚的信息", publish_at=moment + LATER, published_on=timezone.localdate(moment))
    seen = []
    for when in (moment - LATER, moment - LATER, moment, moment + LATER, moment + 2 * LATER):
        at(when)
        text = client.get(LIST).content.decode()
        seen.append(("定时的信息" in text, "更晚的信息" in text))

    assert seen == [(False, False), (False, False), (True, False), (True, True), (True, True)]


def test_new_day_ends_what_ends_on_it(client, either_cache, item, at):
    midnight = datetime(2026, 3, 2, tzinfo=timezone.get_default_timezone())
    item(index_number="a", validity="repealed", repealed_on=date(2026, 3, 2), formed_on=date(2020, 1, 1))
    item(index_number="b", title="当天发布", published_on=date(2026, 3, 2))
    seen = []
    for when in (midnight - LATER, midnight):
        at(when)
        seen.append(("本文件已废止" in client.get("/items/a/").content.decode(), client.get("/items/b/").status_code))

    assert seen == [(False, 404), (True, 200)]


def test_nothing_is_kept_of_what_may_never_come_to_be(client, either_cache, repealed):
    before = client.get(ITEM).content
    with transaction.atomic():
        Item.objects.filter(pk=repealed.pk).update(title="没有保存的标题")
        assert "没有保存的标题" in client.get(ITEM).content.decode()
        transaction.set_rollback(True)

    assert client.get(ITEM).content == before


def test_nothing_is_kept_while_nobody_watches(client, either_cache, repealed):
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


def test_missing_page_and_moved_one_are_not_kept(client, either_cache, repealed):
    for address, status in (("/items/none/", 404), (f"{ITEM}versions/3/", 302), ("/org/town/guide/", 302)):
        assert client.get(address).status_code == status
        assert len(queries(client, address)[1]) > 1


def test_memory_is_bounded(client, repealed, pages_in):
    pages = pages_in("", 40_000)
    for number in range(20):
        client.get(f"/guide/?{number}")

    assert 0 < pages.store.size <= 40_000
    assert pages.store.size == sum(weight(key, value) for key, (_, value) in pages.store.entries.items())
    assert len(queries(client, "/guide/?19")[1]) == 1
    assert len(queries(client, "/guide/?0")[1]) > 1


def test_change_frees_the_memory_of_what_it_made_old(client, repealed, pages_in):
    pages = pages_in("")
    for address in PAGES:
        client.get(address)
    full = len(pages.store.entries)
    Item.objects.filter(pk=repealed.pk).update(state="withdrawn")
    client.get("/guide/")

    assert (full, len(pages.store.entries)) == (len(PAGES), 1)


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


def test_page_weighs_what_it_takes_in_memory(client, repealed, pages_in):
    """Keys, headers and objects included: counted object by object, and never too little."""
    pages = pages_in("")
    nothing = held_by(pages.store.entries)
    for number in range(10):
        client.get(f"{LIST}?q={number}{'a' * 3000}")

    assert len(pages.store.entries) == 10
    assert pages.store.size / 2 < held_by(pages.store.entries) - nothing <= pages.store.size
    assert pages.store.size == sum(weight(key, value) for key, (_, value) in pages.store.entries.items())


def held_by(*objects):
    """Bytes of these and of all that hangs on them, but for code, which is there anyway."""
    seen, left = {}, list(objects)
    while left:
        one = left.pop()
        if id(one) not in seen and not isinstance(one, (type, ModuleType, FunctionType, MethodType)):
            seen[id(one)] = one
            left += gc.get_referents(one)
    return sum(map(getsizeof, seen.values()))


def test_made_up_addresses_do_not_add_up(client, repealed, pages_in, settings):
    """By any part of what a page is kept by that somebody may make up, in text or in header."""
    settings.ALLOWED_HOSTS = ["*"]
    pages = pages_in("", 200_000)
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
        pages.clear()
        for number in range(30):
            address, headers = way(number)
            assert client.get(address, headers=headers).status_code == 200
        real = sum(len(key) + len(value) for key, (_, value) in pages.store.entries.items())
        assert real < pages.store.size <= 200_000
        kinds.append(len(pages.store.entries) > 1)

    assert kinds == [True, True, False, False, False, False, False, False]


def test_address_of_absurd_length_is_refused_and_not_kept(client, repealed, pages_in, settings):
    pages = pages_in("")
    client.get(LIST)
    longest = settings.LONGEST_ADDRESS - len(LIST)

    refused = [client.get(f"{LIST}?{'a' * (longest + 1)}"), client.get(f"/{'a' * 60_000}/")]
    fits = client.get(f"{LIST}?{'a' * longest}")

    assert [one.status_code for one in refused] == [414, 414]
    assert all("网址太长，无法打开。" in one.content.decode() for one in refused)
    assert fits.status_code == 200
    assert len(pages.store.entries) == 2


def test_page_too_large_is_made_each_time(client, repealed, either_cache, monkeypatch):
    monkeypatch.setattr(page_store, "LARGEST", len(client.get(ITEM).content))
    Item.objects.filter(pk=repealed.pk).update(body="<p>更长的正文</p>" * 500)
    longer = client.get(ITEM).content

    assert len(queries(client, ITEM)[1]) > 1
    assert client.get(ITEM).content == longer


# --- Shared by processes ----------------------------------------------------------


def test_page_that_one_process_made_is_served_by_another(client, repealed, pages_in, tmp_path, monkeypatch):
    pages_in(f"file://{tmp_path}")
    first = client.get(ITEM)
    monkeypatch.setattr(page_cache, "_generation", None)

    again, asked = queries(client, ITEM)

    assert again.content == first.content
    assert again.headers == first.headers
    scheduled = [sql for sql in asked if 'MIN("disclosure_item"."publish_at")' in sql]
    assert asked == ["SELECT word FROM disclosure_public_stamp", *scheduled]
    assert len(scheduled) == 1
    assert client.get(ITEM, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_withdrawal_in_one_process_shows_in_another(client, repealed, pages_in, tmp_path, monkeypatch):
    pages_in(f"file://{tmp_path}")
    client.get(ITEM)
    met = page_cache._generation
    Item.objects.filter(pk=repealed.pk).update(state="withdrawn")
    assert client.get(ITEM).status_code == 410
    monkeypatch.setattr(page_cache, "_generation", met)  # that of a process which has served nothing since

    assert client.get(ITEM).status_code == 410


def test_page_of_another_program_or_other_settings_is_not_served(client, repealed, pages_in, tmp_path, monkeypatch):
    pages_in(f"file://{tmp_path}")
    client.get(ITEM)
    assert len(queries(client, ITEM)[1]) == 1
    monkeypatch.setattr(shared_pages, "program_digest", lambda: "next")

    assert len(queries(client, ITEM)[1]) > 1
    assert len(queries(client, ITEM)[1]) == 1


def test_what_a_stranger_wrote_into_the_cache_is_not_served(client, repealed, either_cache, monkeypatch):
    """Neither a page of his own, nor one of ours under another key, nor half of one."""
    keys, values = [], []
    real = type(either_cache).set

    def noted(cache, key, value, **options):
        keys.append(key)
        values.append(value)
        real(cache, key, value, **options)

    monkeypatch.setattr(type(either_cache), "set", noted)
    pages = [client.get(ITEM).content, client.get("/guide/").content]
    assert len(keys) == 2
    for planted in (b"", b"planted", b"0" * 32 + b"[]\nplanted", values[1], values[0][:-1]):
        real(either_cache, keys[0], planted)

        assert client.get(ITEM).content == pages[0]
    assert len(keys) == 7, "and each time the page was stored again"


class Failing(LocMemCache):
    """A cache server that is down."""

    asked: list[str] = []

    def get(self, key, *_, **__):
        self.asked.append(key)
        raise ConnectionError

    def set(self, key, *_, **__):
        self.asked.append(key)
        raise ConnectionError


def test_cache_that_fails_costs_no_reader_a_page(client, repealed, settings, monkeypatch, caplog):
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": f"{__name__}.Failing"}}
    monkeypatch.setattr(Failing, "asked", [])
    moment = 1000.0
    monkeypatch.setattr(page_store, "monotonic", lambda: moment)

    with caplog.at_level(logging.WARNING):
        answers = [client.get(ITEM) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert len(Failing.asked) == 1, "then it is left alone for a while"
    assert caplog.messages == ["the page cache failed and is left alone for 10 seconds: ConnectionError"]
    moment += page_store.PAUSE
    client.get(ITEM)
    assert len(Failing.asked) == 2
