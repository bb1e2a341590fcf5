"""What a model's admin shows besides Django's own views: a page in the desk's frame, and views with their addresses."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header


def admin_page(
    model_admin: ModelAdmin,
    request: HttpRequest,
    template: str,
    title: str,
    context: Mapping[str, Any],
    *,
    media: Media | None = None,
) -> TemplateResponse:
    """Render `template` in the frame of the desk, as a page of this model."""
    frame = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": title}
    request.current_app = model_admin.admin_site.name
    own = context if media is None else {**context, "media": media}
    return TemplateResponse(request, template, {**frame, **own})


def admin_path(model_admin: ModelAdmin, route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Return an address for staff alone."""
    return path(route, model_admin.admin_site.admin_view(view), name=name)


def attachment_header(name: str) -> str:
    """Return the Content-Disposition of a file that is saved under `name`, never shown."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def record_asked(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> Any:
    """Return the record that an address names, for whoever may see it. Raises Http404, PermissionDenied."""
    record = model_admin.get_object(request, str(pk))
    if record is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, record):
        raise PermissionDenied
    return record


class AdminViews:
    """Views of a model's admin beside Django's own. List the class in the `views` of its admin."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.model_admin = model_admin
        self.opts = model_admin.opts

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, relative to that of the model's list."""
        return []

    def path(self, route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
        """Return an address for staff alone."""
        return admin_path(self.model_admin, route, view, name)

    def page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: Mapping[str, Any],
        *,
        media: Media | None = None,
    ) -> TemplateResponse:
        """Render a page of this model."""
        return admin_page(self.model_admin, request, template, title, context, media=media)

    def record(self, request: HttpRequest, pk: int) -> Any:
        """Return the record that an address names, for whoever may see it. Raises Http404, PermissionDenied."""
        return record_asked(self.model_admin, request, pk)

    def url_name(self, ending: str) -> str:
        """Return the name that Django would give an address of this model."""
        return f"{self.opts.app_label}_{self.opts.model_name}_{ending}"

    def to_change_page(self, pk: int, anchor: str = "") -> HttpResponseRedirect:
        """Go to a record's change page."""
        return HttpResponseRedirect(reverse(f"admin:{self.url_name('change')}", args=(pk,)) + anchor)
