"""The guided decision on an application, question by question; and where its outcome counts (statute 3.4)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.timezone import localdate

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

GUIDED, ACT = "disclosure_application_guide", "disclosure_application_act"
DECIDE = "decide"
DIRECT, WITHHELD = "outcome", "withheld_as"  # what an experienced hand chooses without the questions


@dataclass(frozen=True, slots=True)
class Station:
    """One of the five questions above the guide: passed, asked now, or to come."""

    name: str
    purpose: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given, with the address that asks it again."""

    taken: GivenAnswer
    again: str


def stations(way: GuideState) -> list[Station]:
    """The five questions in their order, and where this way has come to; at every end it is asked 当不当."""
    passed = {one.node.question for one in way.taken}
    now = way.node.question if way.node else GuideQuestion.FITTING
    return [Station(str(one.label), PURPOSES[one], one in passed and one != now, one == now) for one in GuideQuestion]


def answers(way: GuideState, before: int | None = None) -> list[tuple[str, str]]:
    """What was answered (question, answer), the first so many of it; as an address carries it."""
    return [(one.node.key, one.answer.key) for one in way.taken[:before]]


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every outcome under its group, for a list to choose from."""
    by_group = {group: [one for one in Outcome if one.group == group] for group in OutcomeGroup}
    return [(str(group.label), [(one.value, _named(one)) for one in members]) for group, members in by_group.items()]


def _named(outcome: Outcome) -> str:
    return f"{outcome.label}（{outcome.ground}）" if outcome.ground else str(outcome.label)


def chosen(request: HttpRequest) -> GuideVerdict | None:
    """What was chosen without the questions; None where nothing, or nothing that exists, was."""
    given = request.GET.get(DIRECT, "")
    if given not in Outcome.values:
        return None
    rest = request.GET.get(WITHHELD, "")
    is_partly = given == Outcome.PARTLY and rest in Outcome.values
    return GuideVerdict(Outcome(given), Outcome(rest) if is_partly else None)


def place_of(application: Application) -> ReportPlace:
    """Where an application counts as it stands."""
    return report_place(
        application.outcome, application.applicant_kind, application.concluded_on, application.received_on
    )


class DecidingMixin(admin.ModelAdmin):
    """Put before the screen of applications: the guide and its address; gives its page `counts` and `guide_address`."""

    def get_urls(self) -> list[URLPattern]:
        screen = path("<int:pk>/guide/", self.admin_site.admin_view(self.guide_view), name=GUIDED)
        return [screen, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        application = context.get("original")
        told = self._told(request, application) if application else {}
        return super().render_change_form(request, {**context, **told}, *args, **kwargs)

    def _told(self, request: HttpRequest, application: Application) -> dict[str, Any]:
        is_open = application.is_confirmed and not application.outcome
        may = is_open and self.has_change_permission(request, application)
        return {
            "counts": place_of(application),
            "guide_address": reverse(f"admin:{GUIDED}", args=(application.pk,)) if may else "",
        }

    def guide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The question that is next, or the outcome with the form that decides; nothing is stored here."""
        application = self.get_object(request, str(pk))
        if application is None:
            raise Http404
        if not self.has_view_or_change_permission(request, application):
            raise PermissionDenied
        way = GUIDE.way(request.GET.dict())
        here, direct = request.path, chosen(request)
        verdict = direct or way.verdict
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "逐步确定办理结果",
            "application": application,
            "stations": [] if direct else stations(way),
            "given": []
            if direct
            else [Given(one, f"{here}?{urlencode(answers(way, at))}#ask") for at, one in enumerate(way.taken)],
            "kept": answers(way),
            "node": None if direct else way.node,
            "is_direct": direct is not None,
            "outcomes": grouped(),
            "here": here,
            **(self._end(request, application, verdict) if verdict else {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/disclosure/application/guide.html", context)

    def _end(self, request: HttpRequest, application: Application, verdict: GuideVerdict) -> dict[str, Any]:
        """What a way ends in, and the form for it where this person may decide."""
        today = localdate()
        is_open = application.is_confirmed and not application.outcome
        may_decide = is_open and self.has_change_permission(request, application)
        return {
            "verdict": verdict,
            "place": _place(application, verdict, today),
            "checks": CHECKS,
            "today": today,
            "act_address": _act_address(application) if may_decide else "",
            "earlier": alike(application).own if verdict.outcome == Outcome.REPEATED else (),
            "is_open": is_open,
        }


def _place(application: Application, verdict: GuideVerdict, on: date) -> ReportPlace:
    return report_place(verdict.outcome, application.applicant_kind, on, application.received_on)


def _act_address(application: Application) -> str:
    """Where the act is taken; empty where the desk has no acts."""
    try:
        return reverse(f"admin:{ACT}", args=(application.pk, DECIDE))
    except NoReverseMatch:
        return ""
