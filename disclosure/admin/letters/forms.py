"""Forms that make, send and void a letter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from disclosure.desk.letters.questions import LONGEST
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.applications import Delivery
from disclosure.law.letters.parts import Answer, Part

ONE_LINE = 60  # characters; what may be longer gets lines
STANDARD = (
    "finding",
    "ground",
    "decision",
    "remedies",
)  # sentences that few letters change: folded below the questions


def _day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": "日期无法识别，请写成 2026-03-09 的样子。"},
    )


class LetterForm(forms.Form):
    """The day of a letter, and a field for each part that its kind asks for.

    What has to be answered is judged with the letter, since one answer may make another question needless.
    """

    use_required_attribute = False
    on = _day_field("落款日期")

    def __init__(self, *args: Any, parts: Sequence[Part] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.labels = {part.name: dict(part.choices) for part in parts}
        for part in parts:
            self.fields[part.name] = _field(part, self._condition(part))

    def _condition(self, part: Part) -> str:
        """Where the question is asked: 「选「…」时填写」; empty for one that always is."""
        if part.when is None:
            return ""
        names = self.labels.get(part.when[0], {})
        return "选" + "、".join(f"「{names.get(value, value)}」" for value in part.when[1]) + "时填写。"

    @property
    def questions(self) -> list[forms.BoundField]:
        """The day, and what only the writer knows."""
        return [field for field in self if field.name not in STANDARD]

    @property
    def sentences(self) -> list[forms.BoundField]:
        """The standard sentences, to be changed for this one letter."""
        return [field for field in self if field.name in STANDARD]

    def said(self) -> dict[str, str]:
        """Return the answers by the names of the parts, for `make_letter`."""
        return {part.name: self.cleaned_data[part.name] for part in self.parts}


def _field(part: Part, condition: str) -> forms.Field:
    is_always_required = part.required and part.when is None
    article = f"（{part.article}）" if part.article else ""
    given: dict[str, Any] = {
        "label": part.label if part.required else f"{part.label}（可不填）",
        "help_text": f"{condition}{part.help}{article}",
        "required": is_always_required,
        "initial": part.initial,
        "error_messages": {"required": f"请填写「{part.label}」。"},
    }
    if part.choices:
        return forms.ChoiceField(choices=[("", "请选择"), *part.choices], **given)
    is_long = part.answer is Answer.LINES or len(part.initial) > ONE_LINE
    widget = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput()
    return forms.CharField(max_length=LONGEST, widget=widget, **given)


class SendForm(forms.Form):
    use_required_attribute = False
    on = _day_field("发出日期")
    how = forms.ChoiceField(
        label="发出方式", choices=Delivery.choices, error_messages={"invalid_choice": "请从列出的发出方式中选择。"}
    )

    late_reason = forms.CharField(label="补录理由（昨天以前发出的填写）", max_length=500, required=False)

    other_way = forms.CharField(label="不按申请人要求的方式发出的原因", max_length=300, required=False)

    def said(self, today: date) -> dict[str, Any]:
        """Return the arguments of `send_letter`, entered today."""
        given = self.cleaned_data
        entry = Entry(today, given["late_reason"])
        return {"on": given["on"], "how": given["how"], "entry": entry, "other_way": given["other_way"]}


class VoidForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="作废原因",
        max_length=500,
        error_messages={"required": "请填写作废原因，作废的文书保留文号，登记簿里要说明为什么作废。"},
    )
