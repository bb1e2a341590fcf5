"""The first page: who discloses, whom to ask, and what each part of the platform has to show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .pages import page
from .site import Site


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the first page; its template finds `context` under the name `panel`."""

    template: str
    context: Mapping[str, Any]


@page
def home(request: HttpRequest, site: Site, panels: Sequence[Callable[[Site], Panel | None]] = ()) -> HttpResponse:
    """The first page with the panels that the project's addresses give it; one without anything to show stays out."""
    shown = [panel for panel in (make(site) for make in panels) if panel]
    return render(request, "portal/home.html", {"site": site, "panels": shown})
