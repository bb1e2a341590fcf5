"""案件进展: by when the office answers, what is to be pointed out, and what can be done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.admin.common.panels import Panel
from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.accounts.access import may_act
from disclosure.desk.cases.actions import findings, may_reopen, period_of
from disclosure.errors import Refused
from disclosure.law import cases as law
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.cases import Route
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Case

from .buttons import ACTION_URL, BY_KEY, buttons_for


@dataclass(frozen=True, slots=True)
class AnswerLimit:
    """By when the office answers, how long it has, and how far it is from that day, in words."""

    due_on: date
    period: str
    left: str
    is_late: bool


def answer_limit(case: Case, calendar: Calendar) -> AnswerLimit | None:
    """Return None as long as nobody entered the day on which the copy was received."""
    period = period_of(case)
    if period is None or case.answer_due_on is None:
        return None
    if case.answered_on:
        is_late = case.was_answered_late
        left = f"已于 {case.answered_on} {'逾期' if is_late else '按时'}提交"
        return AnswerLimit(case.answer_due_on, period.words, left, is_late)
    if case.concluded_on:
        return AnswerLimit(case.answer_due_on, period.words, "没有登记提交日期", is_late=False)
    left = law.time_left(case.answer_due_on, localdate(), period, calendar)
    return AnswerLimit(case.answer_due_on, period.words, left, case.is_answer_overdue(localdate()))


class ProgressPanel(Panel):
    name = "progress"
    template = "admin/cases/_progress.html"

    def build(self, request: HttpRequest, record: Case) -> dict[str, Any]:
        """Make a constant number of queries."""
        calendar = calendar_of(request)
        may_change = self.model_admin.has_change_permission(request, record)
        period = (record.route, record.accepted_on, calendar)
        buttons = buttons_for(record) if may_change else []
        return {
            "case": record,
            "answer": answer_limit(record, calendar),
            "decision_due": law.decision_due(*period, is_summary=record.is_summary),
            "extended_due": law.extended_decision_due(*period, is_summary=record.is_summary),
            "findings": findings(record, calendar),
            "application": record.application,
            "reply": _reply(record.application),
            "actions": [(button, button.form(key=button.key)) for button in buttons],
            "reopening": _reopening(request, record),
            "today": localdate(),
        }

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/act/<slug:key>/", self.action_view, ACTION_URL)]

    @method_decorator([csrf_protect, require_POST])
    def action_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Perform the action, and go back to the case."""
        case, button = self.record(request, pk), BY_KEY.get(key)
        if button is None:
            raise Http404
        form = button.form(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
            return self.to_change_page(pk)
        try:
            button.perform(case, request.user, form)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, button.done)
        return self.to_change_page(pk)


def _reply(application: Application | None) -> str:
    """Return 「2026-03-02 属于国家秘密（条例第十四条）」; empty without an application or a reply."""
    if application is None or not application.outcome:
        return ""
    outcome = Outcome(application.outcome)
    return f"{application.concluded_on} {outcome.label}" + (f"（{outcome.ground}）" if outcome.ground else "")


def _reopening(request: HttpRequest, case: Case) -> dict[str, str] | None:
    """Return where and why the application may be taken up again, as after a corrected outcome; else None."""
    application = case.application
    if application is None or not may_reopen(case):
        return None
    if not (request.user.has_perm("disclosure.change_application") and may_act(request.user, application)):
        return None
    address = reverse("admin:disclosure_application_act", args=(application.pk, "ask_reopening"))
    return {"address": address, "why": f"{Route(case.route).case_type}案件 {case.number} 结果纠正"}
