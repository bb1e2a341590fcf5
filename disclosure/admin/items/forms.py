"""The forms of the actions on an item."""

from collections.abc import Sequence
from typing import Any

from django import forms

from disclosure.admin.common.actions import ActionForm
from disclosure.desk.items import combined_steps
from disclosure.law.choices.items import ENDED, Ground, ReviewAct, Validity
from disclosure.law.reviewing import DECLARATION
from disclosure.models import Item

REMARKS = 3


class ItemActionForm(ActionForm):
    """The form of an action on an item, which decides what is asked for."""

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        self.item = item
        super().__init__(*args, **kwargs)


class OpinionForm(ItemActionForm):
    reason = forms.CharField(label="意见（可不填）", max_length=1000, required=False)


class ReasonForm(ItemActionForm):
    reason = forms.CharField(label="原因", max_length=300, error_messages={"required": "请写明原因。"})


class SendBackForm(ItemActionForm):
    """The reason, and remarks on passages."""

    reason = forms.CharField(label="退回理由", max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
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


class WithholdForm(ItemActionForm):
    ground = forms.ChoiceField(label="依据", choices=[("", "请选择"), *Ground.choices])
    reason = forms.CharField(label="说明（可不填）", max_length=1000, required=False)


class PublishForm(ItemActionForm):
    """The time, and what a normative document or an amendment has to say; asks only what this item needs."""

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
        super().__init__(*args, **kwargs)
        unneeded = ("publish_at", "without_interpretation") if self.item.amends_id else ("reason",)
        for name in unneeded:
            del self.fields[name]
        if not self.item.nature and not self.item.amends_id:
            del self.fields["without_interpretation"]


class CombinedStepsForm(PublishForm):
    """Several steps in a row: the declaration of the secrecy review, an opinion, and what publishing needs."""

    declared = forms.BooleanField(label=f"已逐项核对，{DECLARATION}。", required=False)
    opinion = forms.CharField(label="意见（可不填）", max_length=500, required=False)
    field_order = ("declared", "without_interpretation", "reason", "opinion")

    def __init__(self, *args: Any, steps: Sequence[ReviewAct] = tuple(combined_steps.FUNCTIONS), **kwargs: Any) -> None:
        """Ask only what these steps need; publishing at a set time is a step by itself."""
        super().__init__(*args, **kwargs)
        unneeded = {"publish_at"} if ReviewAct.PUBLISH in steps else {"publish_at", "without_interpretation", "reason"}
        for name in unneeded | (set() if ReviewAct.CLEAR in steps else {"declared"}):
            self.fields.pop(name, None)


class ValidityFields(forms.Form):
    """The new validity and its day, of one item or of many."""

    validity = forms.ChoiceField(label="有效性", choices=Validity.choices)
    on = forms.DateField(
        label="失效或废止日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label="依据或说明（可不填）", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("validity") in ENDED and not given.get("on"):
            self.add_error("on", "请填写失效或废止的日期。")
        return given


class ValidityForm(ValidityFields, ItemActionForm):
    """The new validity of one item."""


class RenumberForm(ItemActionForm):
    index_number = forms.CharField(
        label="正确的索引号", max_length=60, error_messages={"required": "请填写正确的索引号。"}
    )
    reason = forms.CharField(label="说明（可不填）", max_length=300, required=False)


class ReevaluateForm(ItemActionForm):
    """The yearly evaluation (条例 art. 18)."""

    disclose = forms.ChoiceField(
        label="评估结果", choices=[("", "继续不主动公开"), ("1", "转为主动公开（回到草稿，重新审查）")], required=False
    )
    reason = forms.CharField(label="评估理由", max_length=1000, error_messages={"required": "请写明评估的理由。"})

    def arguments(self) -> dict[str, Any]:
        return {"disclose": bool(self.cleaned_data["disclose"]), "reason": self.cleaned_data["reason"]}


class EmptyForm(ItemActionForm):
    """A button alone."""
