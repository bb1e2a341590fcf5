"""Everything that is done with a file that comes in, for tests: each function returns what was neither result nor refusal."""

import traceback
from collections.abc import Callable, Iterable
from typing import Any

from disclosure.documents.archive import members
from disclosure.documents.cleaning import clean
from disclosure.documents.converting import convert
from disclosure.documents.guessing import guess, without_head
from disclosure.documents.kinds import source
from disclosure.documents.reading import pages_in, passages
from disclosure.errors import Refused
from disclosure.exchange.errors import FileRefused
from disclosure.exchange.parsing import parse
from disclosure.exchange.reading import read_table


def document(data: bytes, name: str) -> dict[str, str]:
    """By function: empty for a result, the sentence of a refusal."""
    return {step.__name__: _said(step, data, name) for step in (source, passages, pages_in, clean, _converted, members)}


def table(data: bytes, name: str) -> dict[str, str]:
    """The same of what is brought in."""
    return {step.__name__: _said(step, data, name) for step in (_rows, _parsed)}


def all_documents(files: Iterable[tuple[bytes, str]]) -> int:
    """How many results there were; raises for the first file that ends in neither result nor refusal."""
    return sum(not said for data, name in files for said in document(data, name).values())


def all_tables(files: Iterable[tuple[bytes, str]]) -> int:
    return sum(not said for data, name in files for said in table(data, name).values())


def _converted(data: bytes, name: str) -> None:
    made = convert(data, name)
    without_head(made, guess(made))


def _rows(data: bytes, name: str) -> None:
    for _ in read_table(data, name).rows:
        pass


def _parsed(data: bytes, name: str) -> None:
    parse("matters", read_table(data, name))


def _said(step: Callable[[bytes, str], Any], data: bytes, name: str) -> str:
    try:
        step(data, name)
    except (Refused, FileRefused) as refusal:
        return str(refusal) or traceback.format_exc()
    return ""
