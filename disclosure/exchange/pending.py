"""Uploaded files that wait for their confirmation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from disclosure.errors import Refused
from disclosure.models import Authority, PendingImport

GONE = "上传的文件已不在（已导入、超过一天，或您重新登录过）。请重新上传。"


def _digest(session: str) -> str:
    """Tells a session again without giving it away."""
    return salted_hmac("disclosure.exchange.pending", session, algorithm="sha256").hexdigest()


@transaction.atomic
def save_pending(
    *, kind: str, data: bytes, name: str, authority: Authority, fingerprint: str, by: Any, session: str, now: datetime
) -> PendingImport:
    """Keep a file until it is confirmed; an earlier one of the same user and kind, and all that are too old, go."""
    PendingImport.objects.expired(now).delete()
    PendingImport.objects.filter(user=by, kind=kind).delete()
    pending = PendingImport(
        kind=kind, name=name, authority=authority, fingerprint=fingerprint, user=by, session=_digest(session)
    )
    pending.data = data
    pending.save(force_insert=True)
    return pending


def pending_imports(*, kinds: str, by: Any, session: str, now: datetime) -> list[PendingImport]:
    """What this user left in this session of the kinds that begin so, the first first; contents are not read."""
    mine = PendingImport.objects.current(now).filter(kind__startswith=kinds, user=by, session=_digest(session))
    return list(mine.defer("content").order_by("created_at", "kind"))


def get_pending(*, token: str, kind: str, by: Any, session: str, now: datetime) -> PendingImport:
    """The file that this user left in this session; raises Refused where there is none."""
    try:
        found = PendingImport.objects.current(now).get(token=UUID(token), kind=kind, user=by, session=_digest(session))
    except (ValueError, PendingImport.DoesNotExist):
        raise Refused(GONE) from None
    return found
