"""The acts on an application as the screen offers them: the law's and the office's own, each with its form and verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications import fees as charging
from disclosure.desk.applications.approvals import APPROVES
from disclosure.desk.applications.workflow import HANDLES
from disclosure.law.applications.handling import Action
from disclosure.law.choices.applications import PartyKind
from disclosure.models import Application

from . import forms
from . import office_forms as office
from .forms import ActForm

Doing = Callable[[Application, Any, ActForm], Any]


@dataclass(frozen=True, slots=True)
class ScreenAct:
    """A button. `act`: of the law, whose article stands beside it; None for the office's own."""

    key: str
    name: str
    form: type[ActForm]
    perform: Doing
    done: str
    act: Action | None = None
    words: str = ""
    permissions: tuple[str, ...] = (HANDLES,)


def _day(function: Callable[..., Any], **fixed: Any) -> Doing:
    return lambda application, by, form: function(application=application, by=by, **fixed, **form.arguments())


def _moment(function: Callable[..., Any]) -> Doing:
    return lambda application, by, form: function(application=application, by=by, at=timezone.now(), **form.arguments())


def _party(function: Callable[..., Any]) -> Doing:
    return lambda _, by, form: function(by=by, **form.arguments())


def _of_law(act: Action, form: type[ActForm], perform: Doing, done: str) -> ScreenAct:
    return ScreenAct(act.value, str(act.label), form, perform, done, act, act.words)


A = Action
ASK_THIRD, ASK_AGENCY = ({"kind": kind} for kind in (PartyKind.THIRD_PARTY, PartyKind.AGENCY))
OF_LAW = (
    _of_law(A.ASK_CORRECTION, forms.AskCorrection, _day(handling.ask_correction), "已登记补正告知，期限停止计算。"),
    _of_law(A.TAKE_CORRECTION, forms.Noted, _day(handling.take_correction), "已登记收到补正，期限重新计算。"),
    _of_law(A.DECIDE, forms.Decide, _day(handling.decide), "已办结。"),
    _of_law(A.ASK_PARTY, forms.AskParty, _day(handling.ask_party, **ASK_THIRD), "已登记征求意见，期限暂停计算。"),
    _of_law(A.TAKE_PARTY, forms.TakeParty, _party(handling.take_answer), "已登记第三方的意见。"),
    _of_law(A.ASK_AGENCY, forms.AskParty, _day(handling.ask_party, **ASK_AGENCY), "已登记征求意见，期限暂停计算。"),
    _of_law(A.TAKE_AGENCY, forms.TakeAgency, _party(handling.take_answer), "已登记其他机关的意见。"),
    _of_law(A.NOTE_SILENCE, forms.Silent, _party(handling.note_silence), "已登记逾期未答复。"),
    _of_law(A.EXTEND, forms.Extend, _day(handling.extend), "已登记延长告知。"),
    _of_law(A.NOTICE_FEE, forms.NoticeFee, _day(charging.notice_fee), "已登记收费通知，缴费以前期限暂停计算。"),
    _of_law(A.TAKE_PAYMENT, forms.Dated, _day(charging.take_payment), "已登记缴费，期限继续计算。"),
    _of_law(A.ASK_REASONS, forms.Noted, _day(handling.ask_reasons), "已登记说明理由告知。"),
    _of_law(A.TAKE_REASONS, forms.Noted, _day(handling.take_reasons), "已登记申请人说明的理由。"),
    _of_law(A.WITHDRAW, forms.Dated, _day(handling.withdraw), "已登记申请人撤回，办理结果为「其他」。"),
    _of_law(A.SUPPLEMENT, forms.Supplement, _day(handling.supplement), "已登记补充答复。"),
    _of_law(A.REOPEN, forms.Reopen, _day(handling.reopen), "已重新办理，期限重新计算，原结果留在办理步骤里。"),
)  # fmt: skip
ASK = ScreenAct(
    "ask_approval", "呈批", office.AskApproval, _moment(approvals.ask_approval), "已呈批，等待机关负责人审批。",
    words="延长答复期限、不予公开和部分公开，先经机关负责人同意。",
)  # fmt: skip
ASSIGN = ScreenAct("assign", "分办", office.Assign, _moment(approvals.assign), "已分办。")
HAND_BACK = ScreenAct("hand_back", "办回", office.MaySay, _moment(approvals.hand_back), "已办回。")
OPINION = ScreenAct(
    "opinion",
    "填写意见",
    office.Said,
    _moment(approvals.write_opinion),
    "已填写意见。",
    permissions=(HANDLES, APPROVES),
)
APPROVE = ScreenAct("approve", "同意", office.Answer, _moment(approvals.approve), "已同意。", permissions=(APPROVES,))
REFUSE = ScreenAct(
    "refuse", "不同意", office.Refusal, _moment(approvals.refuse), "已退回，没有同意。", permissions=(APPROVES,)
)
BY_KEY = {one.key: one for one in (*OF_LAW, ASK, ASSIGN, HAND_BACK, OPINION, APPROVE, REFUSE)}
