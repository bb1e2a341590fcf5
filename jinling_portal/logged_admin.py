"""Every admin registered on the desk is logged: its saves, deletions and history are those of the audit entries."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from disclosure.desk.accounts.access import visible_audit_entries
from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.desk.audit.messages import sentence
from disclosure.models import Act

from .list_filters import FilteredAdmin

PAGE = 100


class LoggedAdmin(FilteredAdmin):
    """Inserted between an admin class and Django's, so that the admin's own overrides still apply."""

    object_history_template = "admin/audit/history.html"

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001 Django's
        save_recorded(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        delete_recorded(obj, by=request.user)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """One by one: each deletion has its entry."""
        for obj in queryset:
            self.delete_model(request, obj)

    @transaction.atomic
    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 Django's
        kept = formset.save(commit=False)
        for obj in formset.deleted_objects:
            delete_recorded(obj, by=request.user)
        for obj in kept:
            save_recorded(obj, by=request.user)
        formset.save_m2m()

    # Django's own log is not written: there is one record of acts.

    def log_addition(self, *_: Any) -> None: ...  # type: ignore[override]

    def log_change(self, *_: Any) -> None: ...  # type: ignore[override]

    def log_deletions(self, *_: Any) -> None: ...  # type: ignore[override]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The record's history in words, newest first, limited to what this person may see."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        acts = visible_audit_entries(Act.objects.about(record), request.user)
        paginator = self.get_paginator(request, acts, PAGE)
        page, today = paginator.get_page(request.GET.get("p", 1)), localdate()
        context = {
            **self.admin_site.each_context(request),
            "title": f"历史：{record}",
            "object": record,
            "opts": self.opts,
            "page": page,
            "acts": [{"act": act, "words": sentence(act, today)} for act in page],
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, str(self.object_history_template), context)


def logged(screen: type[ModelAdmin]) -> type[ModelAdmin]:
    """The admin's class with `RecordedAdmin` behind it."""
    if issubclass(screen, LoggedAdmin):
        return screen
    return type(screen.__name__, (screen, LoggedAdmin), {"__module__": screen.__module__, "__doc__": screen.__doc__})
