"""Holding a record until the transaction ends, so that two who act on it at once wait for each other."""

from typing import Any, TypeVar

from django.db import models

from disclosure.errors import Refused
from disclosure.models import Authority

Held = TypeVar("Held", bound=models.Model)


def lock(records: "models.QuerySet[Held, Any]", record: Held, gone: str, *, may_be_referred_to: bool = False) -> Held:
    """Read a record of `records` anew, under a lock. Raises Refused with `gone` where it was deleted meanwhile.

    `may_be_referred_to`: others may still store what refers to it.
    """
    held = records.select_for_update(of=("self",), no_key=may_be_referred_to).filter(pk=record.pk).first()
    if held is None:
        raise Refused(gone)
    return held


def lock_authority(authority: Authority) -> Authority:
    """Hold an authority: whoever numbers its records does, so that two at once get two numbers."""
    return lock(Authority.objects.all(), authority, "这个行政机关已不存在，可能已被删除。", may_be_referred_to=True)
