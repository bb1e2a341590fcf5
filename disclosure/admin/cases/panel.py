"""Above a case's form: by when the office answers, what is to be pointed out, what can be done; hearings below it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.admin.common.owned import OwnedMixin
from disclosure.admin.common.time_limits import NONE, calendar_of
from disclosure.desk.accounts.access import may_act
from disclosure.desk.cases import actions as casework
from disclosure.errors import Refused
from disclosure.law import cases as law
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.cases import Result, Route
from disclosure.models import Application, Case, Hearing

ACT = "disclosure_case_act"
MOST_CASES = 20  # of one application on its page


class DayField(forms.DateField):
    """A day, today unless told otherwise."""

    def __init__(self, label: str) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        errors = {"required": f"请填写{label}。", "invalid": f"{label}无法识别，请写成 2026-03-01 的样子。"}
        super().__init__(label=label, widget=widget, initial=localdate, error_messages=errors)


class CaseForm(forms.Form):
    """What an act on a case asks."""

    use_required_attribute = False
    title = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = {"auto_id": f"id_{type(self).__name__.lower()}_%s", "label_suffix": "", **kwargs}
        super().__init__(*args, **given)


class Answer(CaseForm):
    """The day on which the answer went out."""

    title = "登记提交答复（答辩）"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DayField("提交日期")


class Conclude(CaseForm):
    """How it ended."""

    title = "登记结果"
    result = forms.ChoiceField(
        label="结果", choices=[("", "请选择"), *Result.choices], error_messages={"required": "请选择结果。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DayField("办结日期")


FORMS: dict[str, type[CaseForm]] = {"answer": Answer, "conclude": Conclude}
FUNCTIONS: dict[str, Callable[..., Case]] = {"answer": casework.answer_case, "conclude": casework.conclude_case}
DONE = {"answer": "已登记提交答复（答辩）。", "conclude": "已登记结果。"}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """By when the office answers, how long that is, and how far it is from it, in words."""

    due_on: Any
    period: str
    left: str
    is_late: bool


def _answer_column(request: HttpRequest) -> Callable[[Case], str]:
    """The column of a list, with the calendar of its request."""

    @admin.display(description="答复（答辩）期限", ordering="answer_due_on")
    def answer_due(obj: Case) -> str:
        line = _answer(obj, calendar_of(request))
        if obj.answered_on or obj.concluded_on or line is None:
            return "已提交" if obj.answered_on else NONE
        kind = "late" if line.is_late else "plain"
        return format_html('{} <span class="time-limit time-limit-{}">{}</span>', line.due_on, kind, line.left)

    return answer_due


class CasePanelMixin(admin.ModelAdmin):
    """Put before the screen of cases: the panel and the address its buttons post to; saving says what is amiss."""

    change_form_template = "admin/disclosure/case/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        screen = path("<int:pk>/act/<slug:key>/", self.admin_site.admin_view(self.act_view), name=ACT)
        return [screen, *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        names = super().get_list_display(request)
        return [_answer_column(request) if name == "answer_due" else name for name in names]

    @admin.display(description="答复（答辩）期限", ordering="answer_due_on")
    def answer_due(self, obj: Case) -> str:
        """Outside a list, where no request keeps the calendar."""
        return str(obj.answer_due_on or NONE)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        kept = casework.keep_case(case=cast("Case", obj), by=request.user)
        for said in kept.findings:
            messages.warning(request, said)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 Django's
        """Every hearing is an act of its own."""
        if formset.model is not Hearing:
            super().save_formset(request, form, formset, change)
            return
        kept = formset.save(commit=False)
        for hearing in formset.deleted_objects:
            casework.cancel_hearing(hearing=hearing, by=request.user)
        for hearing in kept:
            casework.keep_hearing(hearing=hearing, by=request.user)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        case = context.get("original")
        panel = self.panel(request, case) if case else None
        return super().render_change_form(request, {**context, "panel": panel}, *args, **kwargs)

    def panel(self, request: HttpRequest, case: Case) -> dict[str, Any]:
        """For the template; a constant number of queries."""
        known = calendar_of(request)
        may_change = self.has_change_permission(request, case)
        return {
            "case": case,
            "answer": _answer(case, known),
            "decision_due": law.decision_due(case.route, case.accepted_on, known, is_summary=case.is_summary),
            "extended_due": law.extended_decision_due(case.route, case.accepted_on, known, is_summary=case.is_summary),
            "findings": casework.findings(case, known),
            "application": case.application,
            "reply": _reply(case.application),
            "acts": [(key, FORMS[key]()) for key in _lawful(case)] if may_change else [],
            "reopening": _reopening(request, case),
            "today": localdate(),
        }

    @method_decorator(csrf_protect)
    @method_decorator(require_POST)
    def act_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Do it, and go back to the case with a word on what happened."""
        case = self.get_object(request, str(pk))
        if case is None or key not in FORMS:
            raise Http404
        if not self.has_view_or_change_permission(request, case):
            raise PermissionDenied
        self._take(request, case, key, FORMS[key](request.POST))
        return HttpResponseRedirect(reverse("admin:disclosure_case_change", args=(pk,)))

    @staticmethod
    def _take(request: HttpRequest, case: Case, key: str, form: CaseForm) -> None:
        if not form.is_valid():
            messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
            return
        try:
            FUNCTIONS[key](case=case, by=request.user, **form.cleaned_data)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, DONE[key])


def _lawful(case: Case) -> list[str]:
    """The acts that the case is open for."""
    if case.concluded_on:
        return []
    return ["conclude"] if case.answered_on or not case.copy_received_on else ["answer", "conclude"]


def _answer(case: Case, known: Any) -> AnswerLine | None:
    period = casework.period_of(case)
    if period is None or case.answer_due_on is None:
        return None
    if case.answered_on:
        is_late = case.answered_on > case.answer_due_on
        left = f"已于 {case.answered_on} {'逾期' if is_late else '按时'}提交"
        return AnswerLine(case.answer_due_on, period.words, left, is_late)
    if case.concluded_on:
        return AnswerLine(case.answer_due_on, period.words, "没有登记提交日期", is_late=False)
    left = law.time_left(case.answer_due_on, localdate(), period, known)
    return AnswerLine(case.answer_due_on, period.words, left, case.answer_due_on < localdate())


def _reply(application: Application | None) -> str:
    """「2026-03-02 属于国家秘密（条例第十四条）」; empty without an application or a reply."""
    if application is None or not application.outcome:
        return ""
    outcome = Outcome(application.outcome)
    return f"{application.concluded_on} {outcome.label}" + (f"（{outcome.ground}）" if outcome.ground else "")


def _reopening(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """For the template, where a corrected outcome lets the application be taken up again."""
    application = case.application
    if application is None or not casework.may_reopen(case):
        return None
    if not (request.user.has_perm("disclosure.change_application") and may_act(request.user, application)):
        return None
    try:
        address = reverse("admin:disclosure_application_act", args=(application.pk, "reopen"))
    except NoReverseMatch:  # the page of the application takes it up by its steps
        address = ""
    return {"address": address, "why": f"{Route(case.route).case_type}案件 {case.number} 结果纠正"}


class HearingInline(OwnedMixin, admin.TabularInline):
    """The hearings of one case, and one line for the next."""

    model = Hearing
    extra = 1
    fields = ("at", "place", "note")
    verbose_name_plural = "开庭（听证）安排"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("case").defer(*(f"case__{one}" for one in Case.PERSONAL))


class CasesMixin(admin.ModelAdmin):
    """Put before the screen of applications: the reviews and lawsuits about one, and the way to enter another."""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        application = context.get("original")
        cases = self.cases(request, application) if application else None
        return super().render_change_form(request, {**context, "cases": cases}, *args, **kwargs)

    @staticmethod
    def cases(request: HttpRequest, application: Application) -> dict[str, Any] | None:
        """For the template; one query. None for those who do not see cases."""
        if not request.user.has_perm("disclosure.view_case"):
            return None
        may_add = request.user.has_perm("disclosure.add_case") and may_act(request.user, application)
        return {
            "application": application,
            "all": list(application.cases.defer(*Case.PERSONAL).order_by("accepted_on", "pk")[:MOST_CASES]),
            "may_add": may_add,
        }
