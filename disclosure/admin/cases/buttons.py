"""The buttons of a case's page: 提交答复（答辩）, 结果."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.timezone import localdate

from disclosure.admin.common.actions import ActionForm, Button
from disclosure.desk.cases.actions import answer_case, conclude_case
from disclosure.law.choices.cases import Result
from disclosure.models import Case

ACTION_URL = "disclosure_case_act"


class DayField(forms.DateField):
    """A day, today unless another is entered."""

    def __init__(self, label: str) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        errors = {"required": f"请填写{label}。", "invalid": f"{label}无法识别，请写成 2026-03-01 的样子。"}
        super().__init__(label=label, widget=widget, initial=localdate, error_messages=errors)


class AnswerForm(ActionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DayField("提交日期")


class ConcludeForm(ActionForm):
    result = forms.ChoiceField(
        label="结果", choices=[("", "请选择"), *Result.choices], error_messages={"required": "请选择结果。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DayField("办结日期")


def _by_form(function: Callable[..., Case]) -> Callable[[Case, Any, ActionForm], Case]:
    return lambda case, by, form: function(case=case, by=by, **form.arguments())


ANSWER = Button("answer", "登记提交答复（答辩）", AnswerForm, _by_form(answer_case), "已登记提交答复（答辩）。")
CONCLUDE = Button("conclude", "登记结果", ConcludeForm, _by_form(conclude_case), "已登记结果。")
BY_KEY = {button.key: button for button in (ANSWER, CONCLUDE)}


def buttons_for(case: Case) -> list[Button]:
    """Return the actions that the case is open for."""
    if case.concluded_on:
        return []
    return [CONCLUDE] if case.answered_on or not case.copy_received_on else [ANSWER, CONCLUDE]
