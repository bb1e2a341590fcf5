"""Files whose column nobody could guess wait, encrypted, until somebody says where they go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.items.intake import IntakeResult, drafts_from
from disclosure.exchange.pending import claim, keep, kept
from disclosure.models import Authority, Category, PendingImport

KIND = "receive-"
MOST = 20  # files that wait at once


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, and the columns that it probably goes into: pairs of key and path."""

    pending: PendingImport
    likely: list[tuple[int, str]]


def waiting_files(request: HttpRequest, columns: Mapping[int, str]) -> list[Waiting]:
    """What this person left in this session, with the likely columns among those that they may choose."""
    found = []
    for pending in kept(kinds=KIND, by=request.user, session=_session(request), now=timezone.now()):
        likely = [int(key) for key in pending.fingerprint.split() if int(key) in columns]
        found.append(Waiting(pending, [(key, columns[key]) for key in likely]))
    return found


def keep_waiting(request: HttpRequest, authority: Authority, received: Iterable[IntakeResult]) -> list[IntakeResult]:
    """Keep those without a column; returns the others, and with a sentence those that are too many."""
    now, others = timezone.now(), []
    taken = {one.kind for one in kept(kinds=KIND, by=request.user, session=_session(request), now=now)}
    free = [kind for kind in (f"{KIND}{number}" for number in range(MOST)) if kind not in taken]
    for one in received:
        if not one.unplaced:
            others.append(one)
        elif free:
            _keep(request, authority, one, free.pop(0), now)
        else:
            others.append(
                IntakeResult(one.name, refused=f"等您选择栏目的文件已有 {MOST} 个，请先处理它们，再重新上传。")
            )
    return others


def _keep(request: HttpRequest, authority: Authority, one: IntakeResult, kind: str, now: datetime) -> None:
    likely = " ".join(str(column) for column in one.columns)
    keep(
        kind=kind, data=one.unplaced, name=one.name, authority=authority, fingerprint=likely,
        by=request.user, session=_session(request), now=now,
    )  # fmt: skip


def place(request: HttpRequest, token: str, kind: str, category: Category | None) -> IntakeResult | None:
    """Make a draft of a file that waits, or (without a column) let it go. Raises Refused where it waits no more."""
    pending = claim(
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
