"""Files through the one door, as the program sends them: what became of each, told apart from what nobody is to see."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from disclosure.errors import DisclosureError
from disclosure.isolation import client, wire
from disclosure.isolation.client import Pool

OK, REFUSED, FAULT = "ok", "refused", "fault"
# What the door itself says: of a function that raised what is no sentence, and of a process that did not come back.
_OF_THE_DOOR = ("读取时出错，因此没有读取", "超出了时间或内存的限制，因此没有读取")


@contextmanager
def opened() -> Iterator[None]:
    """A door with one process behind it, which runs functions of the tests as well, and more of them than in service.

    It is replaced where it took too much; to replace it after so many jobs would only cost a third of the time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "OURS", (*wire.OURS, "tests."))
        patch.setattr(client, "MOST_JOBS", sys.maxsize)
        pool = Pool(size=1, waiting=0, patience=60)
        patch.setattr(client, "POOL", pool)
        try:
            yield
        finally:
            pool.close()


def told(call: str, data: bytes, name: str) -> str:
    """What became of one file: "ok", "refused: " with the sentence, or "fault: " with what the door had to say."""
    try:
        client.call(call, data, name, about=name, size=len(data))
    except DisclosureError as error:
        return refusal(error)
    return OK


def refusal(error: DisclosureError) -> str:
    """ "refused: " or, where the door itself had to speak, "fault: ", and the sentence."""
    is_fault = any(words in str(error) for words in _OF_THE_DOOR)
    return f"{FAULT if is_fault else REFUSED}: {error}"


def outcomes(calls: Iterable[str], files: Mapping[str, Iterable[bytes]]) -> dict[tuple[str, str], list[str]]:
    """By name of file and call (`module:function`): what became of each of the file's versions."""
    calls = list(calls)
    with opened():
        made: dict[tuple[str, str], list[str]] = {(name, call): [] for name in files for call in calls}
        for name, versions in files.items():
            for version in versions:
                for call in calls:
                    made[name, call].append(told(call, version, name))
    return made


def faults(found: Mapping[Any, list[str]]) -> dict[Any, list[str]]:
    """Those that nobody is to see; the log says where they came about."""
    return {asked: bad for asked, ends in found.items() if (bad := [one for one in ends if one.startswith(FAULT)])}
