"""The forms of what happens inside the office: assignment, opinions, the question to the head and the answer."""

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from disclosure.desk.applications.workflow import HANDLES
from disclosure.law.applications.outcomes import OutcomeGroup
from disclosure.law.choices.applications import ApprovalSubject
from disclosure.models import Application, Opinion, User

from .forms import CHOOSE, ActForm, long_text, outcomes


class Assign(ActForm):
    """To a section, a person, or both."""

    section = forms.CharField(label="承办科室（可不填）", max_length=100, required=False)
    to = forms.ModelChoiceField(label="经办人（可不填）", queryset=User.objects.none(), required=False)
    text = long_text("交办意见")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = handlers_of(self.desk.application)  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = lambda one: one.get_full_name() or one.get_username()  # type: ignore[attr-defined]
        self.fields["to"].empty_label = "不指定"  # type: ignore[attr-defined]


def handlers_of(application: Application) -> QuerySet[User]:
    """The colleagues who may handle it: its authority's, those granted, those of the whole installation."""
    app, _, codename = HANDLES.partition(".")
    permission = Permission.objects.filter(content_type__app_label=app, codename=codename)
    allowed = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission) | Q(is_superuser=True)
    own = application.authority_id
    theirs = Q(authority=own) | Q(grants__authority=own) | Q(authority=None)
    return User.objects.filter(allowed, theirs, is_active=True).distinct().order_by("username")


class Said(ActForm):
    """A text."""

    text = long_text("意见", required=True, help_text="不写申请人和第三方的个人信息。")


class MaySay(ActForm):
    """A text, if there is something to say."""

    text = long_text("意见")


class AskApproval(ActForm):
    """For what the head is asked."""

    subject = forms.ChoiceField(
        label="呈批事项", choices=[*CHOOSE, *ApprovalSubject.choices], error_messages={"required": "请选择呈批事项。"}
    )
    outcome = forms.ChoiceField(
        label="拟定的办理结果（呈批答复决定时选）",
        choices=outcomes(OutcomeGroup, only_approved=True),
        required=False,
    )
    days = forms.IntegerField(label="拟延长的工作日数（呈批延长时填）", min_value=1, max_value=365, required=False)
    text = long_text("理由", help_text="不写申请人和第三方的个人信息。")


class Answer(ActForm):
    """To one question: what was replaced meanwhile is not answered unseen."""

    asked = forms.ChoiceField(widget=forms.HiddenInput)
    text = long_text("审批意见")

    def __init__(self, *args: Any, asked: Opinion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {str(one.pk): one for one in self.desk.application.opinions.all()}
        self.questions = known
        self.fields["asked"].choices = [(pk, pk) for pk in known]  # type: ignore[attr-defined]
        self.fields["asked"].initial = str(asked.pk) if asked else ""

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "asked": self.questions[self.cleaned_data["asked"]]}


class Refusal(Answer):
    """With a reason."""

    text = long_text("不同意的理由", required=True)
