"""The buttons of an application's page: the actions of the law and those inside the office."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from disclosure.admin.common.actions import ActionForm, Button
from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications import fees as charging
from disclosure.desk.applications.approvals import APPROVES
from disclosure.desk.applications.evidence import add_evidence
from disclosure.desk.applications.rectification import ask_rectification
from disclosure.desk.applications.workflow import HANDLES
from disclosure.law.applications.handling import HEAD, Action
from disclosure.law.choices.applications import PartyKind
from disclosure.models import Application

from . import forms
from . import office_forms as office

ACTION_URL = "disclosure_application_act"
Perform = Callable[[Application, Any, ActionForm], Any]


@dataclass(frozen=True, slots=True)
class ApplicationButton(Button):
    """`action`: that of the law, whose article stands beside it; None inside the office. One permission is enough."""

    action: Action | None = None
    hint: str = ""
    permissions: tuple[str, ...] = (HANDLES,)


def _day(function: Callable[..., Any], **fixed: Any) -> Perform:
    return lambda application, by, form: function(application=application, by=by, **fixed, **form.arguments())


def _moment(function: Callable[..., Any]) -> Perform:
    return lambda application, by, form: function(application=application, by=by, at=timezone.now(), **form.arguments())


def _party(function: Callable[..., Any]) -> Perform:
    return lambda _, by, form: function(by=by, **form.arguments())


def _of_law(action: Action, form: type[ActionForm], perform: Perform, done: str) -> ApplicationButton:
    return ApplicationButton(action.value, str(action.label), form, perform, done, action, action.words)


A = Action
ASK_THIRD, ASK_AGENCY = ({"kind": kind} for kind in (PartyKind.THIRD_PARTY, PartyKind.AGENCY))
OF_LAW = (
    _of_law(A.ASK_CORRECTION, forms.AskCorrectionForm, _day(handling.ask_correction), "已登记补正告知，期限停止计算。"),
    _of_law(A.TAKE_CORRECTION, forms.NoteForm, _day(handling.take_correction), "已登记收到补正，期限重新计算。"),
    _of_law(A.DELIVER, forms.DeliveryForm, _day(handling.record_delivery), "已登记送达，对方的期限从这一天起算。"),
    _of_law(A.DECIDE, forms.DecideForm, _day(handling.decide), "已作出答复。请出具答复书，发出后登记「发出答复」。"),
    _of_law(A.SEND, forms.SendForm, _day(handling.send_reply), "已登记发出答复，申请办结。"),
    _of_law(A.ASK_PARTY, forms.AskPartyForm, _day(handling.ask_party, **ASK_THIRD), "已登记征求意见，期限暂停计算。"),
    _of_law(A.TAKE_PARTY, forms.ThirdPartyAnswerForm, _party(handling.take_answer), "已登记第三方的意见。"),
    _of_law(A.ASK_AGENCY, forms.AskPartyForm, _day(handling.ask_party, **ASK_AGENCY), "已登记征求意见，期限暂停计算。"),
    _of_law(A.TAKE_AGENCY, forms.AgencyAnswerForm, _party(handling.take_answer), "已登记其他机关的意见。"),
    _of_law(A.NOTE_SILENCE, forms.SilenceForm, _party(handling.note_silence), "已登记逾期未答复。"),
    _of_law(A.EXTEND, forms.ExtendForm, _day(handling.extend), "已登记延长告知。"),
    _of_law(A.NOTICE_FEE, forms.FeeForm, _day(charging.notice_fee), "已登记收费通知，缴费以前不计算期限。"),
    _of_law(A.TAKE_PAYMENT, forms.DateForm, _day(charging.take_payment), "已登记缴费，期限重新计算。"),
    _of_law(A.ASK_REASONS, forms.AskReasonsForm, _day(handling.ask_reasons), "已登记说明理由告知。"),
    _of_law(A.TAKE_REASONS, forms.NoteForm, _day(handling.take_reasons), "已登记申请人说明的理由。"),
    _of_law(A.WITHDRAW, forms.WithdrawForm, _day(handling.withdraw), "已登记申请人撤回，办理结果为「其他」。"),
    _of_law(A.SUPPLEMENT, forms.SupplementForm, _day(handling.supplement), "已登记补充答复。"),
    _of_law(A.REOPEN, forms.ReopenForm, _day(handling.reopen), "已重新办理，期限重新计算，原结果留在办理步骤里。"),
)  # fmt: skip
ASK = ApplicationButton(
    "ask_approval", "呈批", office.AskApprovalForm, _moment(approvals.ask_approval), f"已呈批，等待{HEAD}审批。",
    hint=f"延长答复期限、不予公开和部分公开等，先经{HEAD}同意。",
)  # fmt: skip
ASK_FEE = ApplicationButton(
    "ask_fee", "呈批收费", office.AskFeeForm, _moment(approvals.ask_fee), f"已呈批，等待{HEAD}审批。",
    hint="超出免费的件数或者页数的，金额按收费办法计算，负责人同意后通知。",
)  # fmt: skip
ASK_LATE_ENTRY = ApplicationButton(
    "ask_late_entry", "呈批补录日期", office.LateEntryForm, _moment(approvals.ask_late_entry), "已呈批，等待审批。",
    hint="按今天登记已经逾期、实际按期办了的，凭证据由负责人确认实际的日期。",
)  # fmt: skip
ASK_RECTIFICATION = ApplicationButton(
    "ask_rectification", "呈批更正登记", office.RectificationForm, _moment(ask_rectification), "已呈批，等待审批。",
    hint="日期、步骤或者办理结果登记有误的，写明理由，由负责人同意后更正；原来的登记留在办理记录里。",
)  # fmt: skip
ASK_REOPENING = ApplicationButton(
    "ask_reopening", "呈批重新办理", office.AskReopeningForm, _moment(approvals.ask_reopening), "已呈批，等待审批。",
    hint="复议决定、法院判决或者自行纠正的，负责人同意后重新办理，期限另行计算。",
)  # fmt: skip
ADD_EVIDENCE = ApplicationButton(
    "add_evidence", "补充凭证", office.AddEvidenceForm,
    lambda _, by, form: add_evidence(by=by, **form.arguments()), "已补充凭证。",
    hint="告知书、征求意见书在别处制作的，扫描添加到「材料」后，在这里选给它的办理步骤。",
)  # fmt: skip
ASSIGN = ApplicationButton("assign", "分办", office.AssignForm, _moment(approvals.assign), "已分办。")
HAND_BACK = ApplicationButton("hand_back", "办回", office.OptionalOpinionForm, _moment(approvals.hand_back), "已办回。")
OPINION = ApplicationButton(
    "opinion",
    "填写意见",
    office.OpinionForm,
    _moment(approvals.write_opinion),
    "已填写意见。",
    permissions=(HANDLES, APPROVES),
)
APPROVE = ApplicationButton(
    "approve", "同意", office.ApproveForm, _moment(approvals.approve), "已同意。", permissions=(APPROVES,)
)
REFUSE = ApplicationButton(
    "refuse", "不同意", office.DisapproveForm, _moment(approvals.refuse), "已退回，没有同意。", permissions=(APPROVES,)
)
OF_OFFICE = (ASK, ASK_FEE, ASK_LATE_ENTRY, ASK_RECTIFICATION, ASK_REOPENING, ADD_EVIDENCE, ASSIGN, HAND_BACK, OPINION)
BY_KEY = {one.key: one for one in (*OF_LAW, *OF_OFFICE, APPROVE, REFUSE)}
