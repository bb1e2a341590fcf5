"""The buttons of an item's page, and which of them a person is offered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest

from disclosure.admin.common.actions import ActionForm, Button
from disclosure.desk.accounts.access import may_act
from disclosure.desk.items import combined_steps, drafting, publishing, renaming, reviewing
from disclosure.desk.items.workflow import is_writer
from disclosure.law.choices.items import ItemState, ReviewAct
from disclosure.law.reviewing import SEND_BACK_PERMISSIONS, STEPS
from disclosure.models import Item, User

from . import forms

ACTION_URL = "disclosure_item_act"
Perform = Callable[[Item, Any, ActionForm, datetime], Item]


@dataclass(frozen=True, slots=True)
class ItemButton(Button):
    """`perform` takes the moment as well. `is_main`: shown unfolded."""

    step: ReviewAct
    article: str = ""
    is_main: bool = False


def _at(function: Callable[..., Item]) -> Perform:
    return lambda item, by, form, at: function(item=item, by=by, at=at, **form.arguments())


def _timeless(function: Callable[..., Item]) -> Perform:
    return lambda item, by, form, _: function(item=item, by=by, **form.arguments())


def _button(  # noqa: PLR0917 one line a button
    step: ReviewAct,
    key: str,
    name: str,
    form: type[ActionForm],
    perform: Perform,
    done: str,
    article: str = "",
    *,
    is_main: bool = False,
) -> ItemButton:
    return ItemButton(key, name, form, perform, done, step, article, is_main)


R = ReviewAct
BUTTONS = (
    _button(
        R.SUBMIT, "submit", "提交审核", forms.EmptyForm, _at(reviewing.submit), "已提交审核", is_main=True,
    ),
    _button(
        R.CHECK, "check", "部门审核通过", forms.OpinionForm, _at(reviewing.check), "已通过部门审核，转保密审查",
        is_main=True,
    ),
    _button(
        R.CLEAR, "clear", "保密审查通过，主动公开", forms.OpinionForm, _at(reviewing.clear),
        "已通过保密审查，可以发布", "条例第十七条", is_main=True,
    ),
    _button(
        R.PUBLISH, "publish", "发布", forms.PublishForm, _at(publishing.publish), "已发布", "条例第二十六条",
        is_main=True,
    ),
    _button(
        R.WITHHOLD, "withhold", "不主动公开", forms.WithholdForm, _at(reviewing.withhold), "已决定不主动公开",
        "条例第十四至十六条",
    ),
    _button(
        R.REEVALUATE, "reevaluate", "定期评估", forms.ReevaluateForm, _at(reviewing.reevaluate), "已记录评估结果",
        "条例第十八条", is_main=True,
    ),
    _button(
        R.AMEND, "amend", "起草修订稿", forms.EmptyForm, _timeless(drafting.amend),
        "已建立修订稿，公众仍看到原来的版本",
    ),
    _button(R.END, "end", "变更效力", forms.ValidityForm, _at(publishing.end), "已变更效力"),
    _button(
        R.MOVE, "renumber", "更正索引号", forms.RenumberForm, _at(renaming.renumber),
        "已更正索引号，原来的网址会转到新的网址",
    ),
    _button(R.WITHDRAW, "withdraw", "撤回", forms.ReasonForm, _at(publishing.withdraw), "已撤回，公众不能再看到"),
)  # fmt: skip
SEND_BACK = _button(
    R.SEND_BACK, "send_back", "退回修改", forms.SendBackForm, _at(reviewing.send_back), "已退回修改",
)  # fmt: skip
COMBINED = _button(
    R.PUBLISH, "pass_on", "", forms.CombinedStepsForm, _at(combined_steps.take_combined_steps), "", "条例第十七条",
    is_main=True,
)  # fmt: skip
BY_KEY = {button.key: button for button in (*BUTTONS, SEND_BACK, COMBINED)}


@dataclass(frozen=True, slots=True)
class OfferedAction:
    """A button with its form, or why this person cannot use it."""

    button: ItemButton
    form: ActionForm | None
    why_not: str = ""


def offered_actions(request: HttpRequest, item: Item) -> Iterator[OfferedAction]:
    """Yield the actions that are lawful in the item's state, for the person who asks."""
    user = cast(User, request.user)
    if not may_act(user, item):
        return
    steps = combined_steps.combined_steps_for(item, user)
    if steps:
        form = forms.CombinedStepsForm(item=item, steps=steps, key=COMBINED.key)
        yield OfferedAction(replace(COMBINED, name=combined_name(steps)), form)
    for button in BUTTONS:
        if item.state in STEPS[button.step].start and user.has_perm(f"disclosure.{STEPS[button.step].permission}"):
            # Beside the combined steps the single ones are there too, folded away.
            yield _offer(replace(button, is_main=button.is_main and not steps), item, user)
    sender = SEND_BACK_PERMISSIONS.get(ItemState(item.state))
    if sender and user.has_perm(f"disclosure.{sender}"):
        yield OfferedAction(SEND_BACK, SEND_BACK.form(item=item, key=SEND_BACK.key))


def _offer(button: ItemButton, item: Item, user: User) -> OfferedAction:
    if STEPS[button.step].by_another and is_writer(item, user):
        return OfferedAction(button, None, "这条信息是您编辑或提交的，请由另一位同事办理。")
    if button.step == ReviewAct.AMEND and item.amends_id:
        return OfferedAction(button, None, "修订稿发布后并入原信息。")
    initial = {"validity": item.validity, "on": item.repealed_on}
    return OfferedAction(button, button.form(item=item, initial=initial, key=button.key))


def combined_name(steps: Sequence[ReviewAct]) -> str:
    """Return 「部门审核、保密审查通过并发布」: the name of steps taken together."""
    passed = "、".join(STEPS[step].name for step in steps if step != ReviewAct.PUBLISH)
    return f"{passed}通过" + ("并发布" if ReviewAct.PUBLISH in steps else "")
