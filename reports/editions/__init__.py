"""The report formats. Each module `edition_…` of this package defines one `EDITION`; adding a module adds a format."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from .grid import Edition


class NoEdition(LookupError):
    """No format is in force for the year."""


@cache
def _load() -> dict[str, Edition]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("edition_"))
    found = [importlib.import_module(f"{__name__}.{name}").EDITION for name in names]
    return {edition.key: edition for edition in found}


_offered: dict[str, Edition] = {}


@contextmanager
def register_temporarily(edition: Edition) -> Iterator[Edition]:
    """Add a format that is not a module of this package within the context (drafts, tests)."""
    _offered[edition.key] = edition
    try:
        yield edition
    finally:
        del _offered[edition.key]


def editions() -> list[Edition]:
    return sorted({**_load(), **_offered}.values(), key=lambda edition: edition.first_year)


def edition(key: str) -> Edition:
    for candidate in editions():
        if candidate.key == key:
            return candidate
    message = f"没有名为「{key}」的报告格式。"
    raise NoEdition(message)


def edition_for(year: int) -> Edition:
    """The format in force for a report year, the newest where two cover it; raises NoEdition with a sentence."""
    for candidate in reversed(editions()):
        if candidate.covers(year):
            return candidate
    message = f"{year}年没有可用的报告格式：本系统的格式从{editions()[0].first_year}年起。"
    raise NoEdition(message)
