"""The forms of the actions on an application."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from disclosure.admin.common.actions import ActionForm
from disclosure.desk.applications.actions import LONGEST_CORRECTION
from disclosure.desk.applications.fees import MOST, items_before
from disclosure.desk.applications.sending import PARTY_OF
from disclosure.law.applications.fees import Tariff
from disclosure.law.applications.handling import Situation
from disclosure.law.applications.late_entry import Entry, is_late_entry
from disclosure.law.applications.outcomes import WITHHELD, Outcome, OutcomeGroup
from disclosure.law.choices.applications import ApprovalSubject, PartyAnswer, PartyKind, StepKind
from disclosure.law.choices.letters import PaperKind
from disclosure.law.clock import LONGEST_EXTENSION
from disclosure.law.privacy import mask_name
from disclosure.models import Application, Paper, Party

CHOOSE = [("", "请选择")]
LONGEST_NOTE = 450  # of a step's 500


@dataclass(frozen=True)
class FormContext:
    """The application as it stands; `sees_names`: whether the person may read the names of third parties."""

    application: Application
    situation: Situation
    sees_names: bool

    def party_name(self, party: Party) -> str:
        return party.name if self.sees_names else mask_name(party.name)

    @cached_property
    def papers(self) -> list[Paper]:
        """What may be given as evidence, the last first: files of the application and of its cases; a query."""
        papers = Paper.objects.filter(Q(application=self.application) | Q(case__application=self.application))
        kept = papers.exclude(kind=PaperKind.LETTER).select_related("case")
        return list(kept.only("kind", "added_at", "application_id", "case__application_id").order_by("-pk"))


class ApplicationActionForm(ActionForm):
    """The form of an action on an application."""

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DateForm(ApplicationActionForm):
    """The day of the action: today, or before where it is entered later, with the reason (补录)."""

    on = forms.DateField(label="日期", widget=DayInput, error_messages={"required": "请填写日期。"})
    late_reason = forms.CharField(
        label="补录的理由（日期在昨天以前时必填）",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.context.situation.today
        self.fields["on"].widget.attrs["max"] = f"{self.context.situation.today:%Y-%m-%d}"

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.context.situation.today:
            raise forms.ValidationError(f"日期不能在今天（{self.context.situation.today}）以后。")
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        on = given.get("on")
        if on and is_late_entry(on, self.context.situation.today) and not given.get("late_reason", "").strip():
            self.add_error("late_reason", f"{on} 在昨天以前，请写明补录的理由。")
        return given

    def arguments(self) -> dict[str, Any]:
        """Add when and why it is entered to what the action takes."""
        given = super().arguments()
        entry = Entry(self.context.situation.today, given.pop("late_reason").strip())
        return {**given, "entry": entry}


def long_text(label: str, *, required: bool = False, longest: int = 2000, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label if required else f"{label}（可不填）",
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": f"请填写{label}。"},
    )


class WithEvidence(ApplicationActionForm):
    """A file among the papers of the application, or of a case about it, that proves what is said."""

    proofs: tuple[PaperKind, ...] = (PaperKind.EVIDENCE,)
    evidence = forms.ChoiceField(
        label="凭证", required=False, help_text="先在「材料」里添加凭证（如邮政收据、签收单），再在这里选择。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.papers = {str(paper.pk): paper for paper in self.context.papers if paper.kind in self.proofs}
        named = [(pk, f"{paper}，{localdate(paper.added_at)} 添加") for pk, paper in self.papers.items()]
        self.fields["evidence"].choices = [("", "没有"), *named]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        return {**given, "evidence": self.papers.get(given["evidence"])}


class NoteForm(DateForm):
    note = long_text("说明", longest=LONGEST_NOTE)


class AskCorrectionForm(DateForm):
    what = long_text("需要补正的事项", required=True, longest=LONGEST_NOTE, help_text="补正只能告知一次，请写全。")
    days = forms.IntegerField(
        label="补正期限（工作日）",
        min_value=1,
        max_value=LONGEST_CORRECTION,
        initial=15,
        help_text="合理的期限，从补正告知书送达之日起算；登记送达以后，期满才能认定逾期不补正。",
        error_messages={"required": "请填写补正期限。"},
    )
    field_order = ("what", "days", "on", "late_reason")


class AskReasonsForm(NoteForm):
    days = forms.IntegerField(
        label="说明理由的期限（工作日）",
        min_value=1,
        max_value=LONGEST_CORRECTION,
        initial=10,
        help_text="从说明理由告知书送达之日起算；登记送达以后，期满才能认定没有说明理由。",
        error_messages={"required": "请填写说明理由的期限。"},
    )
    field_order = ("days", "note", "on", "late_reason")


class WithdrawForm(WithEvidence, DateForm):
    proofs = (PaperKind.EVIDENCE, PaperKind.GIVEN)
    field_order = ("evidence", "on", "late_reason")


class DeliveryForm(WithEvidence, DateForm):
    """Which letter arrived, on which day, at whom."""

    letter = forms.ChoiceField(label="送达的文书", error_messages={"required": "请选择送达的是哪一种文书。"})
    how = long_text("送达凭证", longest=LONGEST_NOTE, help_text="如邮件号、签收人；不写申请人的个人信息。")
    field_order = ("letter", "on", "evidence", "late_reason", "how")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.pk): one for one in self.context.application.parties.all()}
        named = [choice for kind in self.context.situation.undelivered for choice in self._letters(kind)]
        self.fields["letter"].choices = named if len(named) == 1 else [*CHOOSE, *named]  # type: ignore[attr-defined]
        self.fields["evidence"].help_text = "送达回证、签收回执等，先在「材料」里添加；昨天以前送达的必选。"

    def _letters(self, delivery: StepKind) -> list[tuple[str, str]]:
        """The letter once, or once for each party that it has not reached."""
        kind = PARTY_OF.get(delivery)
        waiting = [
            one for one in self.parties.values() if one.kind == kind and not one.answer and one.delivered_on is None
        ]
        if len(waiting) < 2:  # noqa: PLR2004 nobody to be told apart
            return [(delivery.value, str(delivery.label))]
        return [(f"{delivery.value}:{one.pk}", f"{delivery.label}：{self._label(one)}") for one in waiting]

    def _label(self, party: Party) -> str:
        return f"{self.context.party_name(party)}（{party.asked_on} 征求）"

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given["letter"], _, party = given["letter"].partition(":")
        return {**given, "party": self.parties.get(party)}


class SendForm(WithEvidence, DateForm):
    proofs = (PaperKind.REPLY, PaperKind.EVIDENCE)
    how = long_text(
        "发出方式和凭证", longest=LONGEST_NOTE, help_text="如邮件号；是否按期以发出之日为准（条例第三十三条）。"
    )
    field_order = ("evidence", "on", "late_reason", "how")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].label = "发出的答复书（在别处制作的）"
        self.fields["evidence"].help_text = "本系统生成的答复书在「文书」里登记发出；在别处制作的，先添加到「材料」。"


class AskPartyForm(DateForm):
    name = forms.CharField(label="姓名或者名称", max_length=200, error_messages={"required": "请填写征求谁的意见。"})
    contact = forms.CharField(label="联系方式（可不填）", max_length=300, required=False)
    matter = long_text("征求意见的内容", help_text="不写申请人的个人信息。")
    field_order = ("name", "contact", "matter", "on", "late_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = self.fields["contact"].widget.attrs["autocomplete"] = "off"


class PartyForm(DateForm):
    """One of the parties that were asked and have not answered."""

    kinds: tuple[str, ...] = tuple(PartyKind.values)
    party = forms.ChoiceField(label="征求意见的对象", error_messages={"required": "请选择是谁的意见。"})
    field_order = ("party", "answer", "on", "late_reason", "reasons")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.pk): one for one in self._waiting()}
        named = [(pk, self._label(one)) for pk, one in self.parties.items()]
        self.fields["party"].choices = named if len(named) == 1 else [*CHOOSE, *named]  # type: ignore[attr-defined]

    def _waiting(self) -> Iterable[Party]:
        answers = ("", PartyAnswer.SILENT)
        return [
            one for one in self.context.application.parties.all() if one.kind in self.kinds and one.answer in answers
        ]

    def _label(self, party: Party) -> str:
        return f"{self.context.party_name(party)}（{party.asked_on} 征求）"

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "party": self.parties[self.cleaned_data["party"]]}


class AnswerForm(PartyForm):
    answer = forms.ChoiceField(
        label="意见",
        choices=[*CHOOSE, *((one.value, one.label) for one in PartyAnswer if one != PartyAnswer.SILENT)],
        error_messages={"required": "请选择意见。"},
    )
    reasons = long_text("理由", help_text="不同意公开的，应有合理的理由（条例第三十二条）。")


class ThirdPartyAnswerForm(AnswerForm):
    kinds = (PartyKind.THIRD_PARTY.value,)


class AgencyAnswerForm(AnswerForm):
    kinds = (PartyKind.AGENCY.value,)


class SilenceForm(PartyForm):
    def _waiting(self) -> Iterable[Party]:
        return [one for one in super()._waiting() if not one.answer]


class DaysForm(ApplicationActionForm):
    days = forms.IntegerField(
        label="延长的工作日数",
        min_value=1,
        max_value=365,
        initial=LONGEST_EXTENSION,
        error_messages={"required": "请填写工作日数。"},
    )


class ExtendForm(DateForm, DaysForm):
    field_order = ("days", "on", "late_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approved = self.context.situation.facts.approvals_of(ApprovalSubject.EXTENSION)
        if approved:
            self.fields["days"].initial = approved[0].days


class FeeForm(DateForm):
    tariff = forms.ChoiceField(label="计收方式", choices=[*CHOOSE, *Tariff.choices])
    units = forms.IntegerField(
        label="件数或者页数",
        min_value=1,
        max_value=MOST,
        error_messages={"required": "请填写件数或者页数。"},
    )
    before = forms.IntegerField(
        label="该申请人当月此前申请的件数",
        min_value=0,
        max_value=MOST,
        required=False,
        help_text="只用于按件计收；已按登记的申请数出，不对的可以改。",
    )
    field_order = ("tariff", "units", "before", "on", "late_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["before"].initial = items_before(self.context.application)


def outcomes(groups: Iterable[OutcomeGroup], wanted: Callable[[Outcome], bool] = lambda _: True) -> list[Any]:
    """Return the choices of the `wanted` outcomes below their groups, each with its article."""
    choices: list[Any] = list(CHOOSE)
    for group in groups:
        rows = [
            (one.value, f"{one.label}（{one.ground}）" if one.ground else one.label)
            for one in Outcome
            if one.group == group and wanted(one)
        ]
        choices += [(group.label, rows)] if rows else []
    return choices


class DecideForm(DateForm):
    """The outcome, with the fields that belong to one outcome alone."""

    outcome = forms.ChoiceField(
        label="办理结果", choices=outcomes(OutcomeGroup), error_messages={"required": "请选择办理结果。"}
    )
    withheld_as = forms.ChoiceField(
        label="不予公开部分的依据（只在部分公开时选）", choices=outcomes(WITHHELD), required=False
    )
    is_public_already = forms.BooleanField(label="已主动公开，告知获取方式（只在予以公开时选）", required=False)
    repeats = forms.CharField(label="所重复的申请编号（只在重复申请时填）", max_length=60, required=False)
    field_order = ("outcome", "withheld_as", "is_public_already", "repeats", "on", "late_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approved = self.context.situation.facts.approvals_of(ApprovalSubject.DECISION)
        if approved:
            self.fields["outcome"].initial = approved[0].outcome
            self.fields["withheld_as"].initial = approved[0].withheld_as

    def clean_repeats(self) -> Application | None:
        number = self.cleaned_data["repeats"].strip()
        if not number:
            return None
        repeated = Application.objects.filter(authority=self.context.application.authority_id, number=number).first()
        if repeated is None:
            raise forms.ValidationError(f"本机关没有编号是「{number}」的申请，请核对。")
        return repeated


class SupplementForm(DateForm):
    text = long_text("补充答复的内容", required=True)


class ReopenForm(DateForm):
    days = forms.IntegerField(label="限定的工作日数（可不填，为 20）", min_value=1, max_value=365, required=False)
    why = long_text("依据", required=True, longest=300, help_text="复议决定书、判决书的文号，或者自行纠正的原因。")
    field_order = ("why", "days", "on", "late_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approved = self.context.situation.facts.approvals_of(ApprovalSubject.REOPENING)
        if approved:
            self.fields["days"].initial = approved[0].days
