"""The way of an item, state by state (条例 art. 17)."""

import pytest

from disclosure.law.choices.items import ItemState, ReviewAct
from disclosure.law.reviewing import STEPS, combinable_steps, refusal_reason

LAWFUL = {
    ItemState.DRAFT: {"submit"},
    ItemState.CHECK: {"check"},
    ItemState.SECRECY: {"clear", "withhold"},
    ItemState.APPROVED: {"publish"},
    ItemState.PUBLISHED: {"amend", "withdraw", "end", "move"},
    ItemState.WITHHELD: {"reevaluate"},
    ItemState.WITHDRAWN: {"amend"},
}


@pytest.mark.parametrize("state", ItemState)
def test_lawful_acts_of_a_state(state):
    assert {act.value for act in STEPS if not refusal_reason(act, state)} == LAWFUL[state]


def test_way_leads_from_draft_to_published_and_no_step_is_left_out():
    state, passed = ItemState.DRAFT, []
    for act in (ReviewAct.SUBMIT, ReviewAct.CHECK, ReviewAct.CLEAR, ReviewAct.PUBLISH):
        assert not refusal_reason(act, state)
        state = STEPS[act].end
        passed.append(state)

    assert passed == [ItemState.CHECK, ItemState.SECRECY, ItemState.APPROVED, ItemState.PUBLISHED]


def test_four_eyes_hold_for_every_approval_and_for_nothing_else():
    assert {act.value for act, step in STEPS.items() if step.by_another} == {"check", "clear", "withhold"}


def test_refusal_says_the_state_and_what_would_do():
    assert refusal_reason(ReviewAct.PUBLISH, ItemState.DRAFT) == "现在是「草稿」，不能发布；「待发布」的信息才能发布。"


# --- Several steps by one colleague (条例 art. 17) --------------------------------------

ALL = {"check_item", "clear_item", "publish_item"}


@pytest.mark.parametrize(
    ("state", "permissions", "steps"),
    [
        ("check", ALL, ["check", "clear", "publish"]),
        ("secrecy", ALL, ["clear", "publish"]),
        ("approved", ALL, []),  # one step is no row
        ("check", ALL - {"publish_item"}, ["check", "clear"]),
        ("check", ALL - {"clear_item"}, []),  # nothing is passed over
        ("secrecy", ALL - {"check_item"}, ["clear", "publish"]),
        ("draft", {*ALL, "change_item"}, []),
        ("published", ALL, []),
    ],
)
def test_row_is_of_steps_that_follow_each_other_and_are_the_person_s(state, permissions, steps):
    assert [act.value for act in combinable_steps(state, permissions, is_writer=False)] == steps


@pytest.mark.parametrize("state", ["check", "secrecy", "approved"])
def test_who_wrote_takes_no_row(state):
    assert combinable_steps(state, ALL, is_writer=True) == ()
