"""A Django cache backend that keeps bytes in the memory of one process, limited by bytes instead of by entries."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from sys import getsizeof
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

ENTRY = 400  # bytes that an entry takes besides its key and its value


class Store:
    """The entries that all threads of a process share, the one used longest ago first."""

    def __init__(self) -> None:
        self.entries: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def remove(self, key: str) -> bool:
        """Return whether there was such an entry. Call it under the lock."""
        entry = self.entries.pop(key, None)
        if entry is None:
            return False
        self.size -= weight(key, entry[1])
        return True


_stores: dict[str, Store] = {}


class MemoryCache(BaseCache):
    """Keep at most `OPTIONS["MAX_BYTES"]` bytes, keys and overhead included; drop what was used longest ago.

    Values are bytes alone: their weight is known exactly, and nothing is copied.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options: Mapping[str, Any] = params.get("OPTIONS", {})
        self.max_bytes: int = options["MAX_BYTES"]
        self.store = _stores.setdefault(name, Store())

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        name = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            if not self._is_current(name):
                return default
            self.store.entries.move_to_end(name)
            return self.store.entries[name][1]

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        name = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            return not self._is_current(name) and self._keep(name, value, timeout)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        name = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            self._keep(name, value, timeout)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        name = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            return self._is_current(name) and self._keep(name, self.store.entries[name][1], timeout)

    def delete(self, key: Any, version: Any = None) -> bool:
        name = self.make_and_validate_key(key, version=version)
        with self.store.lock:
            return self._is_current(name) and self.store.remove(name)

    def clear(self) -> None:
        with self.store.lock:
            self.store.entries.clear()
            self.store.size = 0

    def _is_current(self, name: str) -> bool:
        """Whether the entry is there and has not expired; what has expired is removed."""
        entry = self.store.entries.get(name)
        if entry is None:
            return False
        if entry[0] <= time.time():
            self.store.remove(name)
            return False
        return True

    def _keep(self, name: str, value: Any, timeout: Any) -> bool:
        """Return whether there is room for the value; one that is too heavy alone displaces no others."""
        if not isinstance(value, bytes):
            raise TypeError(f"{type(self).__name__} keeps bytes, not {type(value).__name__}")
        self.store.remove(name)
        if weight(name, value) > self.max_bytes:
            return False
        expires = self.get_backend_timeout(timeout)
        self.store.entries[name] = (float("inf") if expires is None else expires, value)
        self.store.size += weight(name, value)
        while self.store.size > self.max_bytes:
            self.store.remove(next(iter(self.store.entries)))
        return True


def weight(key: str, value: bytes) -> int:
    """Bytes of memory that an entry takes."""
    return ENTRY + getsizeof(key) + getsizeof(value)
