"""The checklist of a new office: which of its steps somebody has ticked, and whether it was put away.

What the records themselves show (a contact, a chosen column) is not ticked but seen.
"""

from typing import Any

from django.db import transaction

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.log import save_recorded
from disclosure.errors import Refused
from disclosure.models import Authority

OPEN, AWAY = "open", "away"
TICKED = ("guide", "reports", "applications", "backup")  # only a person knows that these are done
RIGHT = "disclosure.change_authority"


def is_shown(authority: Authority) -> bool:
    """Whether an authority has a checklist: since its set-up, until somebody puts it away."""
    return OPEN in marks(authority) and AWAY not in marks(authority)


def marks(authority: Authority) -> set[str]:
    return set(authority.first_tasks.split())


@transaction.atomic
def tick(authority: Authority, key: str, *, by: Any) -> None:
    """Mark a step as dealt with, or as open again. Raises Refused."""
    if key not in TICKED:
        raise Refused("这一步由记录本身判断，不能用手标记。")
    _store(authority, marks(authority) ^ {key}, by)


@transaction.atomic
def put_away(authority: Authority, *, by: Any) -> None:
    """Take the checklist off the first screen. Raises Refused."""
    _store(authority, marks(authority) | {AWAY}, by)


def _store(authority: Authority, kept: set[str], by: Any) -> None:
    if not by.has_perm(RIGHT):
        raise Refused("您没有修改机关资料的权限，请与管理员联系。")
    require_act(by, authority)
    authority.first_tasks = " ".join(sorted(kept))
    save_recorded(authority, by=by)
