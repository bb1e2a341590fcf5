"""The acts on an item as short forms: what each asks for, and the one function of the desk that does it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import HttpRequest

from disclosure.desk.accounts.access import may_act
from disclosure.desk.items import combined_steps, drafting, publishing, renaming, reviewing
from disclosure.desk.items.workflow import is_writer
from disclosure.law.choices.items import ENDED, Ground, ItemState, ReviewAct, Validity
from disclosure.law.reviewing import DECLARATION, SEND_BACK_PERMISSIONS, STEPS
from disclosure.models import Item, User

REMARKS = 3


class ActForm(forms.Form):
    """What an act needs to be told; `arguments` are those of the desk's function."""

    use_required_attribute = False

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        """As Django asks; the item decides what is asked for."""
        self.item = item
        kwargs = {"auto_id": f"id_{type(self).__name__.lower()}_%s", "label_suffix": "", **kwargs}
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """For the function, by keyword."""
        return dict(self.cleaned_data)


class Opinion(ActForm):
    """An opinion, if there is one to give."""

    reason = forms.CharField(label="意见（可不填）", max_length=1000, required=False)


class Why(ActForm):
    """A reason, which has to be given."""

    reason = forms.CharField(label="原因", max_length=300, error_messages={"required": "请写明原因。"})


class SendBack(ActForm):
    """Why, and remarks at passages."""

    reason = forms.CharField(label="退回理由", max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With a few lines for remarks."""
        super().__init__(*args, **kwargs)
        for number in range(1, REMARKS + 1):
            self.fields[f"passage{number}"] = forms.CharField(
                label=f"第{number}处原文（可不填）", max_length=500, required=False
            )
            self.fields[f"remark{number}"] = forms.CharField(label="修改意见", max_length=500, required=False)

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        pairs = [(given[f"passage{number}"], given[f"remark{number}"]) for number in range(1, REMARKS + 1)]
        return {"reason": given["reason"], "remarks": pairs}


class Withhold(ActForm):
    """The ground of the law."""

    ground = forms.ChoiceField(label="依据", choices=[("", "请选择"), *Ground.choices])
    reason = forms.CharField(label="说明（可不填）", max_length=1000, required=False)


class Publish(ActForm):
    """When, and what a normative document or an amendment has to say."""

    publish_at = forms.DateTimeField(
        label="定时发布（不填则立即发布）",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "时间无法识别，请写成 2026-03-01 09:00 的样子。"},
    )
    without_interpretation = forms.CharField(label="暂不解读的理由", max_length=300, required=False)
    reason = forms.CharField(label="修订说明（随旧版本公开）", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Asks only what this item needs."""
        super().__init__(*args, **kwargs)
        unneeded = ("publish_at", "without_interpretation") if self.item.amends_id else ("reason",)
        for name in unneeded:
            del self.fields[name]
        if not self.item.nature and not self.item.amends_id:
            del self.fields["without_interpretation"]


class PassOn(Publish):
    """Several steps in a row: what the secrecy review found, an opinion, and what publishing has to be told."""

    declared = forms.BooleanField(label=f"已逐项核对，{DECLARATION}。", required=False)
    opinion = forms.CharField(label="意见（可不填）", max_length=500, required=False)
    field_order = ("declared", "without_interpretation", "reason", "opinion")

    def __init__(self, *args: Any, steps: Sequence[ReviewAct] = tuple(combined_steps.FUNCTIONS), **kwargs: Any) -> None:
        """Asks only what these steps need; what goes out at a set time is published by itself, not in a row."""
        super().__init__(*args, **kwargs)
        unneeded = {"publish_at"} if ReviewAct.PUBLISH in steps else {"publish_at", "without_interpretation", "reason"}
        for name in unneeded | (set() if ReviewAct.CLEAR in steps else {"declared"}):
            self.fields.pop(name, None)


class EndFields(forms.Form):
    """The new validity and its day, of one item or of many."""

    validity = forms.ChoiceField(label="有效性", choices=Validity.choices)
    on = forms.DateField(
        label="失效或废止日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label="依据或说明（可不填）", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A document that ends, ends on a day."""
        given = super().clean() or {}
        if given.get("validity") in ENDED and not given.get("on"):
            self.add_error("on", "请填写失效或废止的日期。")
        return given


class End(EndFields, ActForm):
    """Asked of one item."""


class Renumber(ActForm):
    """The right number, and why the other was wrong."""

    index_number = forms.CharField(
        label="正确的索引号", max_length=60, error_messages={"required": "请填写正确的索引号。"}
    )
    reason = forms.CharField(label="说明（可不填）", max_length=300, required=False)


class Reevaluate(ActForm):
    """The yearly evaluation (条例 art. 18)."""

    disclose = forms.ChoiceField(
        label="评估结果", choices=[("", "继续不主动公开"), ("1", "转为主动公开（回到草稿，重新审查）")], required=False
    )
    reason = forms.CharField(label="评估理由", max_length=1000, error_messages={"required": "请写明评估的理由。"})

    def arguments(self) -> dict[str, Any]:
        return {"disclose": bool(self.cleaned_data["disclose"]), "reason": self.cleaned_data["reason"]}


class Nothing(ActForm):
    """Nothing to be asked."""


@dataclass(frozen=True, slots=True)
class Act:
    """A button: the step of the law, its words, what it asks, what does it, and what is said afterwards."""

    key: str
    step: ReviewAct
    name: str
    form: type[ActForm]
    function: Callable[..., Item]
    done: str
    basis: str = ""
    timed: bool = True
    main: bool = False

    def perform(self, item: Item, by: Any, at: datetime, form: ActForm) -> Item:
        """Do it. Raises Refused."""
        moment = {"at": at} if self.timed else {}
        return self.function(item=item, by=by, **moment, **form.arguments())


R = ReviewAct
ACTS = (
    Act("submit", R.SUBMIT, "提交审核", Nothing, reviewing.submit, "已提交审核", main=True),
    Act("check", R.CHECK, "部门审核通过", Opinion, reviewing.check, "已通过部门审核，转保密审查", main=True),
    Act(
        "clear", R.CLEAR, "保密审查通过，主动公开", Opinion, reviewing.clear, "已通过保密审查，可以发布",
        "条例第十七条", main=True,
    ),
    Act("publish", R.PUBLISH, "发布", Publish, publishing.publish, "已发布", "条例第二十六条", main=True),
    Act("withhold", R.WITHHOLD, "不主动公开", Withhold, reviewing.withhold, "已决定不主动公开", "条例第十四至十六条"),
    Act(
        "reevaluate", R.REEVALUATE, "定期评估", Reevaluate, reviewing.reevaluate, "已记录评估结果",
        "条例第十八条", main=True,
    ),
    Act("amend", R.AMEND, "起草修订稿", Nothing, drafting.amend, "已建立修订稿，公众仍看到原来的版本", timed=False),
    Act("end", R.END, "变更效力", End, publishing.end, "已变更效力"),
    Act(
        "renumber", R.MOVE, "更正索引号", Renumber, renaming.renumber, "已更正索引号，原来的网址会转到新的网址",
    ),
    Act("withdraw", R.WITHDRAW, "撤回", Why, publishing.withdraw, "已撤回，公众不能再看到"),
)  # fmt: skip
SEND_BACK = Act("send_back", R.SEND_BACK, "退回修改", SendBack, reviewing.send_back, "已退回修改")
IN_A_ROW = Act("pass_on", R.PUBLISH, "", PassOn, combined_steps.take_combined_steps, "", "条例第十七条", main=True)
BY_KEY = {act.key: act for act in (*ACTS, SEND_BACK, IN_A_ROW)}


@dataclass(frozen=True, slots=True)
class Offered:
    """An act as the screen offers it: its form, or why this person cannot take it."""

    act: Act
    form: ActForm | None
    why_not: str = ""


def offered(request: HttpRequest, item: Item) -> Iterator[Offered]:
    """The acts that are lawful in the item's state, for the person who asks."""
    user = cast(User, request.user)
    if not may_act(user, item):
        return
    steps = combined_steps.combined_steps_for(item, user)
    if steps:
        yield Offered(replace(IN_A_ROW, name=row_name(steps)), PassOn(item=item, steps=steps))
    for act in ACTS:
        if item.state in STEPS[act.step].start and user.has_perm(f"disclosure.{STEPS[act.step].permission}"):
            # Beside the row its single steps are there too, folded away.
            yield _offer(replace(act, main=act.main and not steps), item, user)
    sender = SEND_BACK_PERMISSIONS.get(ItemState(item.state))
    if sender and user.has_perm(f"disclosure.{sender}"):
        yield Offered(SEND_BACK, SendBack(item=item))


def _offer(act: Act, item: Item, user: User) -> Offered:
    if STEPS[act.step].by_another and is_writer(item, user):
        return Offered(act, None, "这条信息是您编辑或提交的，请由另一位同事办理。")
    if act.step == ReviewAct.AMEND and item.amends_id:
        return Offered(act, None, "修订稿发布后并入原信息。")
    return Offered(act, act.form(item=item, initial={"validity": item.validity, "on": item.repealed_on}))


def row_name(steps: Sequence[ReviewAct]) -> str:
    """「部门审核、保密审查通过并发布」: the words on the button of steps taken together."""
    passed = "、".join(STEPS[step].name for step in steps if step != ReviewAct.PUBLISH)
    return f"{passed}通过" + ("并发布" if ReviewAct.PUBLISH in steps else "")
