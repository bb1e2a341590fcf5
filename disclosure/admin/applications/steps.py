"""办理步骤: on the page of their application, and as a list with import and export."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.owned import AuthorityFilter, OwnedAdmin, OwnedMixin
from disclosure.desk.applications.deadlines import record_step, take_back_step
from disclosure.models import Application, Step


def _is_handled_here(obj: Any) -> bool:
    """Whether its steps come about by actions alone; `obj`: an application or a step, None on a list."""
    application = obj.application if isinstance(obj, Step) else obj
    return application is not None and application.is_handled_here


class StepInline(OwnedMixin, admin.TabularInline):
    """The steps of one application in order, and an empty row for the next."""

    model = Step
    extra = 1
    fields = ("kind", "on", "days", "note")
    verbose_name_plural = "办理步骤"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not _is_handled_here(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_handled_here(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_handled_here(obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("application")


@admin.register(Step)
class StepAdmin(ExchangeAdminMixin, OwnedAdmin):
    list_display = ("application", "kind", "on", "days", "note")
    list_filter = (("application__authority", AuthorityFilter), "kind")
    list_select_related = ("application",)
    search_fields = ("application__number", "note")
    search_help_text = "申请编号、说明"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ("application",)
    fieldsets = (
        (
            None,
            {
                "fields": ("application", "kind", "on", "days", "note"),
                "description": "办理步骤是计算期限的依据；不合规定的次序不会被拒绝，由期限说明指出。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read the number of the application with it, and decrypt nothing for that."""
        unread = (f"application__{name}" for name in Application.PERSONAL)
        return super().get_queryset(request).select_related("application").defer(*unread).order_by("-on", "-pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep a step with its application; a wrong one is deleted."""
        return ("application",) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_handled_here(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_handled_here(obj)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        record_step(cast("Step", obj), by=request.user)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        take_back_step(cast("Step", obj), by=request.user)
