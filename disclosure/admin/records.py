"""What the screens of all records share."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from js_asset import Media

from disclosure.desk.records import discard_record, keep_record
from disclosure.models.encryption import EncryptedTextField

from .links import FIGURE_PARAMETER, Narrowed, narrowed


def yes_or_no(field: str, title: str) -> Callable[[Any], str]:
    """A column for a boolean field, in words: Django's picture speaks English to a screen reader."""

    @admin.display(description=title, ordering=field)
    def column(obj: Any) -> str:
        return "是" if getattr(obj, field) else "否"

    return column


class RecordList(ChangeList):
    """A list that a figure of the annual report may narrow to the records behind it (`?figure=`)."""

    narrowed: Narrowed | None = None

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """The figure is no lookup of the model."""
        lookups = super().get_filters_params(params)
        lookups.pop(FIGURE_PARAMETER, None)
        return lookups

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        """The list as filtered, and then what the figure leaves of it."""
        records = super().get_queryset(request, exclude_parameters)
        if FIGURE_PARAMETER not in request.GET:
            return records
        self.narrowed = narrowed(request, records)
        if self.narrowed is None:
            raise IncorrectLookupParameters
        return self.narrowed.records

    @property
    def without_figure(self) -> str:
        """The same list, not narrowed."""
        return self.get_query_string(remove=[FIGURE_PARAMETER])


class RecordAdmin(admin.ModelAdmin):
    """A record's screens: saved and deleted by the desk's acts, lists of constant cost."""

    list_per_page = 50
    show_full_result_count = False  # a second count of a large table for one number
    show_facets = admin.ShowFacets.NEVER  # a count per choice
    formfield_overrides = {
        # One line, and not among the texts that a shared machine's browser offers to the next person.
        EncryptedTextField: {"widget": AdminTextInputWidget(attrs={"autocomplete": "off"})},
    }

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RecordList

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        keep_record(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        discard_record(obj, by=request.user)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the editor's import map, which has to stand in the page itself, the nonce that django-csp made."""
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)
