"""The guided decision on an application, question by question; and where its outcome counts in the annual report."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.timezone import localdate

from disclosure.admin.common.pages import AdminViews
from disclosure.admin.common.panels import Panel
from disclosure.desk.applications.similar import alike
from disclosure.law.applications.outcomes import Outcome, OutcomeGroup
from disclosure.law.deciding import (
    CHECKS,
    GUIDE,
    PURPOSES,
    GivenAnswer,
    GuideQuestion,
    GuideState,
    GuideVerdict,
    ReportPlace,
    report_place,
)
from disclosure.models import Application

from .buttons import ACTION_URL

GUIDE_URL = "disclosure_application_guide"
OUTCOME, WITHHELD = "outcome", "withheld_as"  # chosen without the questions by whoever knows them


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """One of the five questions above the guide: passed, asked now, or to come."""

    name: str
    purpose: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class RepeatableAnswer:
    """An answer that was given, with the address that asks it again."""

    taken: GivenAnswer
    again: str


def question_marks(progress: GuideState) -> list[QuestionMark]:
    """Return the five questions in order; at the end of every path it is asked 当不当."""
    passed = {taken.node.question for taken in progress.taken}
    now = progress.node.question if progress.node else GuideQuestion.FITTING
    return [
        QuestionMark(str(one.label), PURPOSES[one], one in passed and one != now, one == now) for one in GuideQuestion
    ]


def answers(progress: GuideState, first: int | None = None) -> list[tuple[str, str]]:
    """Return the keys of questions and answers, all or the `first` so many, as an address carries them."""
    return [(taken.node.key, taken.answer.key) for taken in progress.taken[:first]]


def grouped_outcomes() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every outcome under its group, for a list to choose from."""
    by_group = {group: [one for one in Outcome if one.group == group] for group in OutcomeGroup}
    return [(str(group.label), [(one.value, _named(one)) for one in members]) for group, members in by_group.items()]


def _named(outcome: Outcome) -> str:
    return f"{outcome.label}（{outcome.ground}）" if outcome.ground else str(outcome.label)


def chosen_verdict(request: HttpRequest) -> GuideVerdict | None:
    """Return what was chosen without the questions; None where nothing, or nothing that exists, was."""
    given = request.GET.get(OUTCOME, "")
    if given not in Outcome.values:
        return None
    rest = request.GET.get(WITHHELD, "")
    is_partly = given == Outcome.PARTLY and rest in Outcome.values
    return GuideVerdict(Outcome(given), Outcome(rest) if is_partly else None)


class CountsPanel(Panel):
    """年度报告计数: the row, the column and the year in which the application counts as it stands."""

    name = "counts"
    template = "admin/applications/_counts.html"

    def build(self, request: HttpRequest, record: Application) -> ReportPlace:
        return report_place(record.outcome, record.applicant_kind, record.concluded_on, record.received_on)


class DecisionGuideViews(AdminViews):
    """逐步确定办理结果."""

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/guide/", self.guide_view, GUIDE_URL)]

    def guide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the next question, or the outcome with the form that decides; nothing is stored here."""
        application = self.record(request, pk)
        progress, chosen = GUIDE.way(request.GET.dict()), chosen_verdict(request)
        verdict = chosen or progress.verdict
        context = {
            "application": application,
            "questions": [] if chosen else question_marks(progress),
            "given": [] if chosen else given_answers(progress, request.path),
            "kept": answers(progress),
            "node": None if chosen else progress.node,
            "is_direct": chosen is not None,
            "outcomes": grouped_outcomes(),
            "here": request.path,
            **(self._end(request, application, verdict) if verdict else {}),
        }
        return self.page(request, "admin/applications/guide.html", "逐步确定办理结果", context)

    def _end(self, request: HttpRequest, application: Application, verdict: GuideVerdict) -> dict[str, Any]:
        """Return what the template needs of a verdict, with the form's address where this person may decide."""
        today = localdate()
        is_open = application.is_confirmed and not application.outcome
        may_decide = is_open and self.model_admin.has_change_permission(request, application)
        return {
            "verdict": verdict,
            "place": report_place(verdict.outcome, application.applicant_kind, today, application.received_on),
            "checks": CHECKS,
            "today": today,
            "decide_address": reverse(f"admin:{ACTION_URL}", args=(application.pk, "decide")) if may_decide else "",
            "earlier": alike(application).own if verdict.outcome == Outcome.REPEATED else (),
        }


def given_answers(progress: GuideState, here: str) -> list[RepeatableAnswer]:
    """Return the answers that were given, each with the address that asks it again."""
    return [
        RepeatableAnswer(taken, f"{here}?{urlencode(answers(progress, number))}#ask")
        for number, taken in enumerate(progress.taken)
    ]
