"""PAGE_CACHE_URL: where public pages are cached; what it cannot be is refused in words before anything starts."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from jinling_portal.settings import caching


@pytest.fixture
def redis_is_installed(monkeypatch):
    monkeypatch.setattr(caching, "find_spec", lambda name: name)


def test_pages_stay_in_memory_where_nothing_is_set():
    made = caching.page_cache("")

    assert made["BACKEND"].endswith(".MemoryCache")
    assert made["OPTIONS"] == {"MAX_BYTES": 32 * 1024 * 1024}
    assert made["TIMEOUT"] == 3600
    assert import_string(made["BACKEND"])


def test_folder_is_named_by_its_path():
    made = caching.page_cache("file:///srv/portal/%E9%A1%B5%E9%9D%A2")

    assert made["LOCATION"] == "/srv/portal/页面"
    assert import_string(made["BACKEND"])
    assert import_string(made["KEY_FUNCTION"])


@pytest.mark.parametrize(
    "url", ["redis://:secret@cache.example:6379/1", "rediss://cache.example", "redis://[::1]:6379"]
)
def test_server_is_asked_for_bytes_alone_and_not_for_long(redis_is_installed, url):
    made = caching.page_cache(url)

    assert made["LOCATION"] == url
    assert import_string(made["BACKEND"])
    assert import_string(made["KEY_FUNCTION"])
    assert import_string(made["OPTIONS"].pop("serializer"))
    assert made["OPTIONS"] == {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}


@pytest.mark.parametrize(
    "url",
    [
        "memcached://127.0.0.1:11211",
        "127.0.0.1:6379",
        "/srv/pages",
        "http://cache.example/",
        "file:pages",
        "file://pages",
    ],
)
def test_other_address_is_refused_in_words(url):
    with pytest.raises(ImproperlyConfigured, match=r"PAGE_CACHE_URL 不能识别，请写成 redis://"):
        caching.page_cache(url)


def test_missing_client_is_named(monkeypatch):
    monkeypatch.setattr(caching, "find_spec", lambda _: None)

    with pytest.raises(ImproperlyConfigured, match=r"没有安装 Python 软件包 redis。请先安装它"):
        caching.page_cache("redis://127.0.0.1:6379")


def test_start_with_a_wrong_address_ends_with_the_sentence(tmp_path):
    environment = os.environ | {"PAGE_CACHE_URL": "memcached://127.0.0.1", "VAR_DIR": str(tmp_path)}
    settings = {"DJANGO_SETTINGS_MODULE": "jinling_portal.settings.development"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment | settings, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "PAGE_CACHE_URL 不能识别" in done.stderr
