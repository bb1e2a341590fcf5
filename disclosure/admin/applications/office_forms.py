"""The forms of the actions inside the office: assignment, opinions, requests for approval and answers to them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from disclosure.desk.applications.approvals import LONGEST_REOPENING
from disclosure.desk.applications.fees import MOST
from disclosure.desk.applications.rectification import rectifiable
from disclosure.desk.applications.workflow import HANDLES
from disclosure.law.applications.concluding import needs_approval
from disclosure.law.applications.fees import Tariff
from disclosure.law.applications.handling import Action
from disclosure.law.applications.outcomes import WITHHELD, OutcomeGroup
from disclosure.law.applications.rectification import DELETED, STEP, StepValue, outcome_value
from disclosure.law.choices.applications import ApprovalSubject
from disclosure.law.choices.letters import PaperKind
from disclosure.models import Application, Opinion, User

from .forms import CHOOSE, ApplicationActionForm, DayInput, WithEvidence, long_text, outcomes

BEFOREHAND = (ApprovalSubject.EXTENSION, ApprovalSubject.DECISION)
# What may be late by the day on which it is entered.
PROVABLE = (
    *(Action.SEND, Action.EXTEND, Action.ASK_CORRECTION, Action.ASK_PARTY, Action.ASK_AGENCY),
    *(Action.NOTICE_FEE, Action.WITHDRAW),
)


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
    """What the head decides before it is done; fees, 补录 and 更正登记 have forms of their own."""

    subject = forms.ChoiceField(
        label="呈批事项",
        choices=[*CHOOSE, *((subject.value, subject.label) for subject in BEFOREHAND)],
        error_messages={"required": "请选择呈批事项。"},
    )
    outcome = forms.ChoiceField(label="拟定的办理结果（呈批答复决定时选）", required=False)
    withheld_as = forms.ChoiceField(
        label="不予公开部分的依据（只在部分公开时选）", choices=outcomes(WITHHELD), required=False
    )
    days = forms.IntegerField(label="拟延长的工作日数（呈批延长时填）", min_value=1, max_value=365, required=False)
    text = long_text(
        "理由和拟答复的内容", help_text="呈批答复决定的必填，审批人据此审批；不写申请人和第三方的个人信息。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_objected = self.context.situation.facts.is_objected
        wanted = partial(needs_approval, is_objected=is_objected)
        self.fields["outcome"].choices = outcomes(OutcomeGroup, wanted)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("subject") == ApprovalSubject.DECISION and not given.get("text", "").strip():
            self.add_error("text", "请写明理由和拟答复的内容，审批人据此审批。")
        return given


class AskFeeForm(ApplicationActionForm):
    """What the notice of fee will ask for."""

    tariff = forms.ChoiceField(
        label="计收方式", choices=[*CHOOSE, *Tariff.choices], error_messages={"required": "请选择计收方式。"}
    )
    units = forms.IntegerField(
        label="件数或者页数", min_value=1, max_value=MOST, error_messages={"required": "请填写件数或者页数。"}
    )
    before = forms.IntegerField(
        label="该申请人当月此前申请的件数（可不填）",
        min_value=0,
        max_value=MOST,
        required=False,
        help_text="只用于按件计收；不填按登记的申请数出。",
    )
    text = long_text("理由", help_text="不写申请人和第三方的个人信息。")


class EvidenceForm(WithEvidence):
    """A reason, and a file that proves it."""

    text = long_text("理由", required=True, help_text="不写申请人和第三方的个人信息。")


class AddEvidenceForm(WithEvidence):
    """The scan of a notice that was made elsewhere, for the step that tells of it."""

    proofs = (PaperKind.EVIDENCE, PaperKind.REPLY, PaperKind.PARTY, PaperKind.GIVEN)
    step = forms.ChoiceField(label="办理步骤", error_messages={"required": "请选择办理步骤。"})
    field_order = ("step", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = {str(one.pk): one for one in self.context.application.steps.all() if one.evidence_id is None}
        self.fields["step"].choices = [*CHOOSE, *((pk, str(one)) for pk, one in self.steps.items())]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        return {**given, "step": self.steps[given["step"]]}


class AskReopeningForm(EvidenceForm):
    """Why the reply is taken up again, and the period that a court or a reviewing body has set."""

    proofs = (PaperKind.EVIDENCE, PaperKind.CASE)
    days = forms.IntegerField(
        label="限定的工作日数（可不填，为 20）",
        min_value=1,
        max_value=LONGEST_REOPENING,
        required=False,
        help_text="法院、复议机关限定的，附决定书或者判决书，或者登记结果纠正的案件。",
    )
    field_order = ("text", "days", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = "复议决定书、判决书的文号，或者自行纠正的原因；不写个人信息。"


class LateEntryForm(EvidenceForm):
    """What was done earlier and would be late by the day on which it is entered."""

    action = forms.ChoiceField(
        label="补录的事项",
        choices=[*CHOOSE, *((action.value, action.label) for action in PROVABLE)],
        error_messages={"required": "请选择补录的事项。"},
    )
    on = forms.DateField(label="实际办理的日期", widget=DayInput, error_messages={"required": "请填写日期。"})
    field_order = ("action", "on", "evidence", "text")


class RectificationForm(EvidenceForm):
    """What is wrong in the record, and what it should be."""

    target = forms.ChoiceField(label="登记有误的内容", error_messages={"required": "请选择要更正的内容。"})
    day = forms.DateField(label="更正后的日期（更正日期时填）", widget=DayInput, required=False)
    days = forms.IntegerField(
        label="更正后的天数（告知、延长、重新办理的天数有误时填）", min_value=1, max_value=365, required=False
    )
    is_deleted = forms.BooleanField(label="这个办理步骤没有发生过，应删去", required=False)
    outcome = forms.ChoiceField(
        label="更正后的办理结果（更正办理结果时选）", choices=outcomes(OutcomeGroup), required=False
    )
    withheld_as = forms.ChoiceField(
        label="不予公开部分的依据（更正为部分公开时选）", choices=outcomes(WITHHELD), required=False
    )
    field_order = ("target", "day", "days", "is_deleted", "outcome", "withheld_as", "evidence", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [*CHOOSE, *rectifiable(self.context.application)]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        names = ("day", "days", "is_deleted", "outcome", "withheld_as")
        day, days, is_deleted, outcome, withheld_as = (given.pop(name) for name in names)
        if given["target"] == "outcome":
            new = outcome_value(outcome, withheld_as)
        elif is_deleted and given["target"].startswith(STEP):
            new = DELETED
        else:
            new = str(StepValue(day, days if given["target"].startswith(STEP) else None)) if day else ""
        return {**given, "new": new}


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
