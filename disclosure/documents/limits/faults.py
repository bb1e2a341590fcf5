"""What libraries raise over a damaged or hostile file, turned into sentences in one place."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from disclosure.errors import DisclosureError, Unreadable


@contextmanager
def as_unreadable(name: str, broken: str) -> Iterator[None]:
    """Whatever goes wrong inside becomes Unreadable with the sentence `broken`; refusals of our own pass as they are.

    A library of formats may raise anything at all over bytes that somebody chose, so no list of errors is ever whole.
    What it warns of is for programmers.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except DisclosureError:
        raise
    except (MemoryError, RecursionError) as error:
        raise Unreadable(f"「{name}」过大或结构过于复杂，系统无法处理，请重新生成或拆分后再上传。") from error
    except Exception as error:
        raise Unreadable(broken) from error


def is_memory_shortage(error: Unreadable) -> bool:
    """Whether the process lacked memory although the file may be sound; such an error is never ignored."""
    return isinstance(error.__cause__, MemoryError)
