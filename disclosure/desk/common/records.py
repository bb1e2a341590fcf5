"""Keeping and discarding a record: one function per act, whatever the screen it comes from."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError

from disclosure.desk.accounts.access import require_act
from disclosure.desk.accounts.roles import ACTS
from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.errors import Refused

# What the same is called where a record is written down, not made.
OWN_WORDS = {
    "step": {"add": "登记", "change": "更正"},
    "hearing": {"add": "登记", "change": "更正", "delete": "取消"},
}
Kept = TypeVar("Kept", bound=models.Model)


class Actor(Protocol):
    """Who acts: a user, or anything that answers for permissions as one."""

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Whether this permission is theirs."""


def require_permission(act: str, record: models.Model, by: Actor) -> None:
    """Raise Refused for who may not `add`, `change` or `delete` such records, or not for their authority."""
    meta = record._meta
    if not by.has_perm(f"{meta.app_label}.{act}_{meta.model_name}"):
        words = ACTS | OWN_WORDS.get(str(meta.model_name), {})
        raise Refused(f"您没有{words[act]}{meta.verbose_name}的权限，请与管理员联系。")
    require_act(by, record)


def require_valid(record: models.Model, *, exclude: Sequence[str] = ()) -> None:
    """Raise Refused with every rule of its own that a record breaks."""
    try:
        record.full_clean(exclude=exclude)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


@transaction.atomic
def keep_record(record: Kept, *, by: Actor, exclude: Sequence[str] = ()) -> Kept:
    """Store a valid `record` with its audit entry. Raises Refused with the rules it breaks.

    `exclude`: fields whose own rules the caller has held already.
    """
    require_permission("add" if record._state.adding else "change", record, by)
    require_valid(record, exclude=exclude)
    save_recorded(record, by=by)
    return record


@transaction.atomic
def discard_record(record: models.Model, *, by: Actor) -> None:
    """Delete `record` with its audit entry. Raises Refused where others refer to it."""
    require_permission("delete", record, by)
    try:
        delete_recorded(record, by=by)
    except ProtectedError as error:
        raise Refused(f"「{record}」还有关联的记录，不能删除。请先处理关联的记录。") from error
