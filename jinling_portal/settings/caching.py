"""What is cached where (docs/decisions/page-cache.md). What an office may choose comes from the environment."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

PAGE_SECONDS = 3600  # of a stored page, so that what was withdrawn does not stay for long in a cache server's memory
PAGE_BYTES = 32 * 2**20  # of all pages in the memory of one process
PAGE_FILES = 1000  # of pages in a shared folder, of 1 MiB at most each
ANSWER_SECONDS_OF_CACHE = 0.5  # then the page is made instead


def page_cache(url: str) -> dict[str, Any]:
    """Public pages: in each process's own memory, or shared, in a folder of this machine or on a Redis server."""
    shared = {"TIMEOUT": PAGE_SECONDS, "KEY_FUNCTION": "disclosure.portal.common.shared_pages.make_key"}
    address = urlsplit(url)
    if not url:
        backend = "disclosure.portal.common.memory_cache.MemoryCache"
        return {"BACKEND": backend, "TIMEOUT": PAGE_SECONDS, "OPTIONS": {"MAX_BYTES": PAGE_BYTES}}
    if address.scheme == "file" and not address.netloc and address.path.startswith("/"):
        backend, folder = "django.core.cache.backends.filebased.FileBasedCache", unquote(address.path)
        return {"BACKEND": backend, "LOCATION": folder, "OPTIONS": {"MAX_ENTRIES": PAGE_FILES}, **shared}
    if address.scheme in {"redis", "rediss"}:
        if find_spec("redis") is None:
            raise ImproperlyConfigured(
                "环境变量 PAGE_CACHE_URL 指向 Redis 服务器，但没有安装 Python 软件包 redis。"
                "请先安装它，或去掉这个变量后再启动。"
            )
        options = {
            "serializer": "disclosure.portal.common.shared_pages.BytesAsTheyAre",
            "socket_connect_timeout": ANSWER_SECONDS_OF_CACHE,
            "socket_timeout": ANSWER_SECONDS_OF_CACHE,
        }
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "OPTIONS": options, **shared}
    raise ImproperlyConfigured(
        "环境变量 PAGE_CACHE_URL 不能识别，请写成 redis://主机:6379/0、rediss://… 或 file:///文件夹，或去掉这个变量后再启动。"
    )


CACHES = {
    # Shared by all processes; made with the tables, at every `migrate`. It forgets what it has no room for, so nothing
    # that must be kept lies in it.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
    "pages": page_cache(env.str("PAGE_CACHE_URL", default="")),
}
