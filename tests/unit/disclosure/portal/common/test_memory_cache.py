"""The cache backend in memory: Django's interface, limited by bytes, what was used longest ago goes first."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from disclosure.portal.common import memory_cache
from disclosure.portal.common.memory_cache import MemoryCache, weight

MINUTE = 60


@pytest.fixture
def at(monkeypatch):
    """`at(seconds)`: the time that it is."""

    def moment(seconds):
        monkeypatch.setattr(memory_cache.time, "time", lambda: seconds)

    moment(1000.0)
    return moment


@pytest.fixture
def made(monkeypatch):
    """`made(limit)`: a cache of this test, with so many bytes."""
    monkeypatch.setattr(memory_cache, "_stores", {})
    return lambda limit=10_000: MemoryCache("test", {"TIMEOUT": MINUTE, "OPTIONS": {"MAX_BYTES": limit}})


def test_value_is_found_by_its_key_and_version(made):
    cache = made()
    cache.set("a", b"1")
    cache.set("a", b"2", version=2)

    assert (cache.get("a"), cache.get("a", version=2), cache.get("b"), cache.get("b", b"0")) == (b"1", b"2", None, b"0")
    assert ("a" in cache, "b" in cache) == (True, False)


def test_value_is_forgotten_when_its_time_is_over(made, at):
    cache = made()
    cache.set("a", b"1")
    cache.set("b", b"1", timeout=2 * MINUTE)
    cache.set("c", b"1", timeout=None)
    cache.set("d", b"1", timeout=0)
    seen = []
    for seconds in (1000.0, 1059.9, 1060.0, 1120.0, 1e12):
        at(seconds)
        seen.append("".join(key for key in "abcd" if cache.get(key)))

    assert seen == ["abc", "abc", "bc", "c", "c"]
    assert cache.store.size == weight(":1:c", b"1")


def test_value_is_added_only_where_there_is_none(made, at):
    cache = made()

    assert (cache.add("a", b"1"), cache.add("a", b"2"), cache.get("a")) == (True, False, b"1")
    at(1060.0)
    assert (cache.add("a", b"3"), cache.get("a")) == (True, b"3")


def test_touched_value_stays_longer(made, at):
    cache = made()
    cache.set("a", b"1")

    assert (cache.touch("a", 2 * MINUTE), cache.touch("b")) == (True, False)
    at(1100.0)
    assert cache.get("a") == b"1"
    at(1120.0)
    assert cache.touch("a") is False


def test_deleted_value_is_gone_and_weighs_nothing(made):
    cache = made()
    cache.set("a", b"1")
    cache.set("b", b"2")

    assert (cache.delete("a"), cache.delete("a"), cache.get("a"), cache.get("b")) == (True, False, None, b"2")
    assert cache.store.size == weight(":1:b", b"2")
    cache.clear()
    assert (cache.get("b"), cache.store.size) == (None, 0)


def test_value_that_replaces_another_is_weighed_instead_of_it(made):
    cache = made()
    for length in (1000, 10, 2000):
        cache.set("a", b"x" * length)

    assert cache.store.size == weight(":1:a", b"x" * 2000)


def test_what_was_used_longest_ago_makes_room(made):
    cache = made(3 * weight(":1:a", b"x" * 1000))
    for key in "abc":
        cache.set(key, b"x" * 1000)
    cache.get("a")
    cache.set("d", b"x" * 1000)

    assert [key for key in "abcd" if cache.get(key)] == ["a", "c", "d"]


def test_value_that_is_too_heavy_displaces_no_others(made):
    cache = made()
    cache.set("a", b"1")
    cache.set("b", b"1")
    cache.set("b", b"x" * 10_000)

    assert (cache.get("a"), cache.get("b"), cache.add("c", b"x" * 10_000)) == (b"1", None, False)
    assert cache.store.size == weight(":1:a", b"1")


@pytest.mark.parametrize("value", ["text", 1, None, bytearray(b"x"), [b"x"]])
def test_anything_but_bytes_is_refused(made, value):
    with pytest.raises(TypeError, match="keeps bytes"):
        made().set("a", value)


def test_threads_share_what_is_kept_and_its_weight(made):
    """Django makes one cache a thread."""

    def use(number):
        cache = made()
        for turn in range(200):
            cache.set(f"{(number + turn) % 30}", b"x" * (turn % 50 * 10))
            cache.get(f"{turn % 30}")
            if turn % 7 == 0:
                cache.delete(f"{(number * turn) % 30}")
        return cache

    with ThreadPoolExecutor(8) as threads:
        caches = list(threads.map(use, range(8)))

    assert len({id(cache.store) for cache in caches}) == 1
    store = caches[0].store
    assert 0 < store.size <= 10_000
    assert store.size == sum(weight(key, value) for key, (_, value) in store.entries.items())
