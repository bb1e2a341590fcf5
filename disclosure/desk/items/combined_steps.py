"""Several steps of the disclosure review taken by one colleague in a row (条例 art. 17), each logged separately."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from disclosure.desk.accounts.access import may_act
from disclosure.errors import Refused
from disclosure.law.choices.items import ReviewAct
from disclosure.law.reviewing import COMBINABLE, DECLARATION, STEPS, combinable_steps
from disclosure.models import Item, User

from .publishing import publish
from .reviewing import check, clear
from .workflow import is_writer

FUNCTIONS: dict[ReviewAct, Callable[..., Item]] = {
    ReviewAct.CHECK: check,
    ReviewAct.CLEAR: clear,
    ReviewAct.PUBLISH: publish,
}


def combined_steps_for(item: Item, by: User) -> tuple[ReviewAct, ...]:
    """The steps this person may take together now; empty where it is fewer than two. At most one query."""
    held = {STEPS[act].permission for act in COMBINABLE if by.has_perm(f"disclosure.{STEPS[act].permission}")}
    if not may_act(by, item) or not combinable_steps(item.state, held, is_writer=False):
        return ()
    return combinable_steps(item.state, held, is_writer=is_writer(item, by))


@transaction.atomic
def take_combined_steps(
    *, item: Item, by: User, at: datetime, declared: bool, opinion: str = "", **publishing: Any
) -> Item:
    """Take every step of `combined_steps_for`, all or none; `publishing` is passed on to `publish`.

    Each step calls its own function, with its lock, permission, four-eyes rule, privacy guard, review line and
    audit entry. `declared`: the person declares that the secrecy review found nothing to hold back (`DECLARATION`),
    which becomes the opinion of that step; without it Refused is raised.
    """
    steps = combined_steps_for(item, by)
    if not steps:
        raise Refused(f"《{item}》现在没有您可以连续办理的步骤，请刷新后逐项办理。")
    if ReviewAct.CLEAR in steps and not declared:
        raise Refused("请先核对并勾选保密审查结论，再一并办理。")
    opinion = opinion.strip()
    arguments: dict[ReviewAct, dict[str, Any]] = {
        ReviewAct.CHECK: {"reason": opinion},
        ReviewAct.CLEAR: {"reason": "；".join(filter(None, (DECLARATION, opinion)))},
        ReviewAct.PUBLISH: publishing,
    }
    for act in steps:
        item = FUNCTIONS[act](item=item, by=by, at=at, **arguments[act])
    return item
