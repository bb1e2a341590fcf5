"""The forms of the actions inside the office: assignment, opinions, requests for approval and answers to them."""

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from disclosure.desk.applications.workflow import HANDLES
from disclosure.law.applications.outcomes import OutcomeGroup
from disclosure.law.choices.applications import ApprovalSubject
from disclosure.models import Application, Opinion, User

from .forms import CHOOSE, ApplicationActionForm, long_text, outcomes


class AssignForm(ApplicationActionForm):
    """A section, a person, or both."""

    section = forms.CharField(label="承办科室（可不填）", max_length=100, required=False)
    to = forms.ModelChoiceField(label="经办人（可不填）", queryset=User.objects.none(), required=False)
    text = long_text("交办意见")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = handlers_of(self.context.application)  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = lambda one: one.get_full_name() or one.get_username()  # type: ignore[attr-defined]
        self.fields["to"].empty_label = "不指定"  # type: ignore[attr-defined]


def handlers_of(application: Application) -> QuerySet[User]:
    """Return who may handle it: people of its authority, those with a grant, those of the whole installation."""
    app, _, codename = HANDLES.partition(".")
    permission = Permission.objects.filter(content_type__app_label=app, codename=codename)
    allowed = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission) | Q(is_superuser=True)
    own = application.authority_id
    theirs = Q(authority=own) | Q(grants__authority=own) | Q(authority=None)
    return User.objects.filter(allowed, theirs, is_active=True).distinct().order_by("username")


class OpinionForm(ApplicationActionForm):
    text = long_text("意见", required=True, help_text="不写申请人和第三方的个人信息。")


class OptionalOpinionForm(ApplicationActionForm):
    text = long_text("意见")


class AskApprovalForm(ApplicationActionForm):
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


class ApproveForm(ApplicationActionForm):
    """The answer to one request, so that one that replaced it meanwhile is not answered unseen."""

    asked = forms.ChoiceField(widget=forms.HiddenInput)
    text = long_text("审批意见")

    def __init__(self, *args: Any, asked: Opinion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {str(one.pk): one for one in self.context.application.opinions.all()}
        self.fields["asked"].choices = [(pk, pk) for pk in self.questions]  # type: ignore[attr-defined]
        self.fields["asked"].initial = str(asked.pk) if asked else ""

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "asked": self.questions[self.cleaned_data["asked"]]}


class DisapproveForm(ApproveForm):
    text = long_text("不同意的理由", required=True)
