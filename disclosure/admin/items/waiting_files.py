"""Uploaded files whose column could not be guessed: stored encrypted until somebody chooses it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.items.intake import IntakeResult, drafts_from
from disclosure.exchange.pending import get_pending, pending_imports, save_pending
from disclosure.models import Authority, Category, PendingImport

KIND = "receive-"
MOST = 20  # files that wait at once


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file without a column, and the likely ones: pairs of key and path."""

    pending: PendingImport
    likely: list[tuple[int, str]]


def waiting_files(request: HttpRequest, columns: Mapping[int, str]) -> list[WaitingFile]:
    """Return this person's files of this session, with the likely columns among those that they may choose."""
    waiting = []
    for pending in pending_imports(kinds=KIND, by=request.user, session=_session(request), now=timezone.now()):
        likely = [int(key) for key in pending.fingerprint.split() if int(key) in columns]
        waiting.append(WaitingFile(pending, [(key, columns[key]) for key in likely]))
    return waiting


def keep_waiting(request: HttpRequest, authority: Authority, received: Iterable[IntakeResult]) -> list[IntakeResult]:
    """Store those without a column; return the others, and those that are too many with a refusal."""
    now, others = timezone.now(), []
    taken = {one.kind for one in pending_imports(kinds=KIND, by=request.user, session=_session(request), now=now)}
    free = [kind for kind in (f"{KIND}{number}" for number in range(MOST)) if kind not in taken]
    for result in received:
        if not result.unplaced:
            others.append(result)
        elif free:
            _keep(request, authority, result, free.pop(0), now)
        else:
            others.append(
                IntakeResult(result.name, refused=f"等您选择栏目的文件已有 {MOST} 个，请先处理它们，再重新上传。")
            )
    return others


def _keep(request: HttpRequest, authority: Authority, result: IntakeResult, kind: str, now: datetime) -> None:
    likely = " ".join(str(column) for column in result.columns)
    save_pending(
        kind=kind, data=result.unplaced, name=result.name, authority=authority, fingerprint=likely,
        by=request.user, session=_session(request), now=now,
    )  # fmt: skip


def place(request: HttpRequest, token: str, kind: str, category: Category | None) -> IntakeResult | None:
    """Make a draft of a waiting file; without a column, delete it. Raises Refused where it waits no more."""
    pending = get_pending(
        token=token, kind=kind if kind.startswith(KIND) else "", by=request.user, session=_session(request),
        now=timezone.now(),
    )  # fmt: skip
    received = None
    if category is not None:
        [received] = drafts_from(
            authority=category.authority,
            category=category,
            files=[(pending.name, pending.data)],
            by=request.user,
            today=localdate(),
        )
    pending.delete()
    return received


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""
