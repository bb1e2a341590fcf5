"""The disclosure review as data: which step leads from which state to which, with which permission (条例 art. 17)."""

from collections.abc import Collection
from dataclasses import dataclass

from disclosure.law.choices.items import ItemState, ReviewAct

A, S = ReviewAct, ItemState
EDIT, CHECK, CLEAR, PUBLISH = "change_item", "check_item", "clear_item", "publish_item"


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """A step lawful in the states `start`, ending in `end`; None leaves the state unchanged.

    `by_another`: four-eyes rule, so nobody who wrote or submitted the item may take it.
    """

    name: str
    start: frozenset[ItemState]
    end: ItemState | None
    permission: str
    by_another: bool = False


def _from(*states: ItemState) -> frozenset[ItemState]:
    return frozenset(states)


STEPS = {
    A.SUBMIT: ReviewStep("提交审核", _from(S.DRAFT), S.CHECK, EDIT),
    A.CHECK: ReviewStep("部门审核", _from(S.CHECK), S.SECRECY, CHECK, by_another=True),
    A.CLEAR: ReviewStep("保密审查", _from(S.SECRECY), S.APPROVED, CLEAR, by_another=True),
    A.WITHHOLD: ReviewStep("决定不主动公开", _from(S.SECRECY), S.WITHHELD, CLEAR, by_another=True),
    A.PUBLISH: ReviewStep("发布", _from(S.APPROVED), S.PUBLISHED, PUBLISH),
    A.REEVALUATE: ReviewStep("定期评估", _from(S.WITHHELD), None, CLEAR),
    A.AMEND: ReviewStep("起草修订稿", _from(S.PUBLISHED, S.WITHDRAWN), None, EDIT),
    A.WITHDRAW: ReviewStep("撤回", _from(S.PUBLISHED), S.WITHDRAWN, PUBLISH),
    A.END: ReviewStep("变更效力", _from(S.PUBLISHED), None, PUBLISH),
    A.MOVE: ReviewStep("调整栏目", _from(S.PUBLISHED), None, PUBLISH),
}
# Permission to send an item back, by state.
SEND_BACK_PERMISSIONS = {S.CHECK: CHECK, S.SECRECY: CLEAR, S.APPROVED: PUBLISH}
# Steps that one colleague may take together, in this order (条例 art. 17). The article requires a review, secrecy
# included, with defined procedure and responsibility, but not a different person at each step. So each step keeps its
# own permission (who is responsible) and its own review line (the judgement), and the writer takes none of them.
COMBINABLE = (A.CHECK, A.CLEAR, A.PUBLISH)
# Declared by whoever takes the secrecy review together with other steps; recorded in the review record.
DECLARATION = "不涉及国家秘密、商业秘密、个人隐私和内部事务信息（条例第十三条至第十六条），可以主动公开"
# Shown above every item.
STATES_IN_ORDER = (S.DRAFT, S.CHECK, S.SECRECY, S.APPROVED, S.PUBLISHED)


def refusal_reason(act: ReviewAct, state: str) -> str:
    """Why a step is unlawful in a state; empty where it is lawful."""
    step = STEPS[act]
    if state in step.start:
        return ""
    wanted = "」或「".join(
        str(lawful.label) for lawful in (*STATES_IN_ORDER, S.WITHHELD, S.WITHDRAWN) if lawful in step.start
    )
    return f"现在是「{ItemState(state).label}」，不能{step.name}；「{wanted}」的信息才能{step.name}。"


def combinable_steps(state: str, permissions: Collection[str], *, is_writer: bool) -> tuple[ReviewAct, ...]:
    """The steps that one person may take together from `state`; empty where it is fewer than two.

    Never for the item's writer (four-eyes rule), not even the publication at the end. No step is skipped: the row
    ends before the first step for which the person has no permission.
    """
    if is_writer:
        return ()
    taken: list[ReviewAct] = []
    for act in COMBINABLE:
        step = STEPS[act]
        if state not in step.start:
            continue
        if step.permission not in permissions or step.end is None:
            break
        taken.append(act)
        state = step.end
    return tuple(taken) if len(taken) > 1 else ()
