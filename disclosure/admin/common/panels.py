"""A record's change page as a list of panels above Django's form."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse

from .pages import AdminViews


class Panel(AdminViews):
    """A part of a change page: what it shows, and the views that its buttons lead to."""

    name: ClassVar[str]  # the template finds under it what `build` returned
    template: ClassVar[str]
    is_shown_with_errors: ClassVar[bool] = True  # beside a form that came back

    def build(self, request: HttpRequest, record: Any) -> Any:
        """Return what the template needs, of the record as it is stored; None leaves the panel out."""
        raise NotImplementedError


class PanelsMixin(admin.ModelAdmin):
    """Put before ModelAdmin: `panels` in the order in which the page shows them, and `views` with no part in it."""

    panels: Sequence[type[Panel]] = ()
    views: Sequence[type[AdminViews]] = ()

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        super().__init__(model, admin_site)
        self._panels = [panel(self) for panel in self.panels]
        self._views = [views(self) for views in self.views]

    def get_urls(self) -> list[URLPattern]:
        own = [url for views in (*self._panels, *self._views) for url in views.get_urls()]
        return [*own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add each panel's content under its name, and `panels`: those that have any."""
        record = self._stored(request, context.get("original"))
        built = {panel: panel.build(request, record) for panel in self._panels_for(request)} if record else {}
        shown = {panel: content for panel, content in built.items() if content is not None}
        contents = {panel.name: content for panel, content in shown.items()}
        # Saving stays on the page, so that a second button for that would ask for nothing.
        context = {**context, **contents, "panels": list(shown), "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: HttpRequest, obj: Model) -> HttpResponseRedirect:
        return self._stay(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Model) -> HttpResponseRedirect:
        return self._stay(request, obj) or super().response_post_save_change(request, obj)

    def _stay(self, request: HttpRequest, record: Model) -> HttpResponseRedirect | None:
        """Lead to the record's own page, where its work goes on; the list keeps its filters for the way back."""
        if not self.has_view_or_change_permission(request, record):
            return None
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        kept: dict[str, Any] = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(kept, reverse(name, args=(record.pk,))))

    def _stored(self, request: HttpRequest, record: Model | None) -> Model | None:
        """Return the record read anew where a form that came back has changed it in memory."""
        if record is None or request.method == "GET":
            return record
        return self.get_object(request, str(record.pk))

    def _panels_for(self, request: HttpRequest) -> list[Panel]:
        return [panel for panel in self._panels if panel.is_shown_with_errors or request.method == "GET"]
