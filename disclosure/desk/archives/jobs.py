"""Packing on request of a page, some seconds at a time: nobody's browser waits for a year's files.

A job is a folder that only this program may read, with the package and what is left to do. It belongs to the person who
began it, and is deleted after a day; the package is handed over, not kept.
"""

import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from disclosure.desk.accounts.access import may_act
from disclosure.desk.applications.papers import SEE_APPLICANT
from disclosure.desk.audit.log import note
from disclosure.errors import Refused
from disclosure.models import ArchivePackage, Authority, User, Verb

from .packing import PRIVATE, Packing, loaded, mark_packed, require_may_pack

KEPT = timedelta(days=1)
SECONDS = 4.0  # that a page waits
_TOKEN = re.compile(r"[0-9a-f]{32}")
_STATE, _TAKEN, _PACKAGE = "state.json", "state.taken", "package.zip"
GONE = "这次打包已经结束超过一天，或者不是您开始的，文件已从服务器删除。需要时请重新打包。"


@dataclass(frozen=True, slots=True)
class Job:
    """`package`: its token, once it is finished. `is_taken`: another request is packing right now."""

    token: str
    total: int
    done: int
    year: int | None
    package: str
    left_out: tuple[tuple[str, str], ...]
    unconverted: tuple[tuple[str, str], ...]
    failed: str = ""
    is_taken: bool = False

    @property
    def is_finished(self) -> bool:
        return bool(self.package or self.failed)

    @property
    def path(self) -> Path:
        return _folder(self.token) / _PACKAGE

    @classmethod
    def of(cls, token: str, state: dict[str, Any], *, is_taken: bool = False) -> Self:
        packing = state["packing"]
        told = [(one["record"]["number"], why) for one in packing["folders"] for why in one["unconverted"]]
        return cls(
            token=token,
            total=state["total"],
            done=state["total"] - len(state["todo"]),
            year=state["year"],
            package=state["package"],
            left_out=tuple((one["number"], one["why"]) for one in packing["left_out"]),
            unconverted=tuple((number, why) for number, why in [*state["unconverted"], *told]),
            failed=state["failed"],
            is_taken=is_taken,
        )


def begin(*, authority: Authority, keys: Sequence[int], year: int | None, by: User, at: datetime) -> Job:
    """Begin to pack these applications of an authority; raises Refused for who may not, and where there are none."""
    require_may_pack(by, authority)
    if not keys:
        raise Refused("没有办结并已发出答复的申请，没有可以归档的。")
    sweep(at)
    token = uuid.uuid4().hex
    folder = _folder(token)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    with Packing(folder / _PACKAGE, authority, year=year, at=at) as packing:
        state = {"user": by.pk, "authority": authority.pk, "year": year, "todo": list(keys), "total": len(keys)}
        state |= {"package": "", "failed": "", "unconverted": [], "packing": packing.suspended()}
    _write(token, state)
    return Job.of(token, state)


def find(token: str, *, by: User) -> Job:
    """Return a job of this person; raises Refused where there is none, or where they may no longer see applicants."""
    state, is_taken = _read(token, by)
    return Job.of(token, state, is_taken=is_taken)


def advance(token: str, *, by: User, seconds: float = SECONDS) -> Job:
    """Pack for some seconds, at least one application; finish the package where nothing is left to do.

    Raises Refused as `find`. Another request that is at it is left alone.
    """
    state, is_taken = _read(token, by)
    job = Job.of(token, state, is_taken=is_taken)
    if job.is_finished or is_taken or not _take(token):
        return job
    try:
        _pack(token, state, by, time.monotonic() + seconds)
    finally:
        _write(token, state)
        (_folder(token) / _TAKEN).unlink(missing_ok=True)
    return Job.of(token, state)


def _pack(token: str, state: dict[str, Any], by: User, until: float) -> None:
    """Change the state by what was packed; where that fails as a whole, the next request begins where this one did."""
    authority = Authority.objects.get(pk=state["authority"])
    todo = list(state["todo"])
    with Packing.resumed(_folder(token) / _PACKAGE, authority, state["packing"]) as packing:
        for key in state["todo"]:
            for application in loaded([key]):
                packing.add(application)
            todo.remove(key)
            if time.monotonic() > until:
                break
        state["todo"], state["packing"] = todo, packing.suspended()
        if not todo:
            _finish(packing, state, by)


def _finish(packing: Packing, state: dict[str, Any], by: User) -> None:
    """Close and record the package; of what is refused the reason stays, and no file."""
    try:
        packing.close()
        state["package"] = str(mark_packed(packing, by=by))
    except Refused as error:
        state["failed"] = str(error)
        packing.path.unlink(missing_ok=True)
        return
    state["unconverted"] = [(one.record.number, told) for one in packing.folders for told in one.unconverted]
    state["packing"] = {"folders": [], "left_out": [asdict(one) for one in packing.left_out]}


def fetched(job: Job, *, by: User) -> ArchivePackage:
    """Return the record of a finished package that is being handed over, and log it."""
    package = ArchivePackage.objects.get(token=job.package)
    note(Verb.EXPORT, package, {"归档包": ["", "已下载"]}, by=by)
    return package


def sweep(now: datetime) -> int:
    """Delete jobs that were begun more than a day ago; returns how many."""
    swept, root = 0, Path(settings.VAR_DIR) / "archives"
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.stat().st_mtime < (now - KEPT).timestamp():
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    return swept


# --- Files of a job -----------------------------------------------------------------


def _folder(token: str) -> Path:
    return Path(settings.VAR_DIR) / "archives" / token


def _take(token: str) -> bool:
    """Claim the job for this request; False where another was faster."""
    folder = _folder(token)
    try:
        (folder / _STATE).rename(folder / _TAKEN)
    except FileNotFoundError:
        return False
    return True


def _read(token: str, by: User) -> tuple[dict[str, Any], bool]:
    if not _TOKEN.fullmatch(token):
        raise Refused(GONE)
    for name in (_STATE, _TAKEN, _STATE):  # the last, where it was given back meanwhile
        try:
            state = json.loads((_folder(token) / name).read_bytes())
        except FileNotFoundError:
            continue
        authority = Authority.objects.filter(pk=state["authority"]).first()
        is_theirs = state["user"] == by.pk and by.has_perm(SEE_APPLICANT)
        if not is_theirs or authority is None or not may_act(by, authority):
            raise Refused(GONE)
        return state, name == _TAKEN
    raise Refused(GONE)


def _write(token: str, state: dict[str, Any]) -> None:
    folder = _folder(token)
    new = folder / "state.new"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "w", encoding="utf-8") as file:
        json.dump(state, file, ensure_ascii=False)
    new.replace(folder / _STATE)
