"""What the admins of all records share."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from js_asset import Media

from disclosure.desk.accounts.access import narrowed_to_act
from disclosure.desk.common.records import discard_record, keep_record
from disclosure.models.encryption import EncryptedTextField

from .filters import years_of
from .links import FIGURE_PARAMETER, Narrowed, narrowed
from .owned import OwnedAdmin

NONE = "—"


def yes_or_no(field: str, title: str) -> Callable[[Any], str]:
    """Make a column of 是 and 否 for a boolean field: Django's picture speaks English to a screen reader."""

    @admin.display(description=title, ordering=field)
    def column(obj: Any) -> str:
        return "是" if getattr(obj, field) else "否"

    return column


def amount(field: str, title: str) -> Callable[[Any], str]:
    """Make a column of sums of money in 元, with separators; the stylesheet sets `field-amount` to the right."""

    @admin.display(description=title, ordering=field)
    def column(obj: Any) -> str:
        value: Decimal | None = getattr(obj, field)
        return NONE if value is None else f"{value:,.2f}"

    column.__name__ = "amount"
    return column


class RecordList(ChangeList):
    """A list that a figure of the annual report may narrow to the records behind it (`?figure=`)."""

    narrowed: Narrowed | None = None

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.person = request.user
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Leave out the figure, which is no lookup of the model."""
        lookups = super().get_filters_params(params)
        lookups.pop(FIGURE_PARAMETER, None)
        return lookups

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        """Filter the list, then narrow it to the records behind the figure."""
        records = super().get_queryset(request, exclude_parameters)
        if FIGURE_PARAMETER not in request.GET:
            return records
        self.narrowed = narrowed(request, records)
        if self.narrowed is None:
            raise IncorrectLookupParameters
        return self.narrowed.records

    def years(self) -> list[tuple[int, str]]:
        """Return the years to browse by, with their links; none below the first level.

        Django would ask every record for its year, which takes two seconds for a million on SQLite.
        """
        if any(name.startswith(f"{self.date_hierarchy}__") for name in self.params):
            return []
        name = f"{self.date_hierarchy}__year"
        return [
            (year, self.get_query_string({name: year}))
            for year in years_of(self.model, self.date_hierarchy, self.person)
        ]

    @property
    def without_figure(self) -> str:
        """Return the address of the list without the figure."""
        return self.get_query_string(remove=[FIGURE_PARAMETER])


class RecordAdmin(OwnedAdmin):
    """Saves and deletes by the desk's functions; its lists cost the same however many records there are."""

    list_per_page = 50
    show_full_result_count = False  # a second count of a large table for one number
    show_facets = admin.ShowFacets.NEVER  # a count per choice
    formfield_overrides = {
        # One line, and not among the texts that a shared machine's browser offers to the next person.
        EncryptedTextField: {"widget": AdminTextInputWidget(attrs={"autocomplete": "off"})},
    }

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RecordList

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Take the delete button from beside relations: no authority is deleted from an item's form."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Name choices as the suggestions do."""
        related = self.admin_site._registry.get(db_field.related_model)  # noqa: SLF001 no public look-up
        label = getattr(related, "choice_label", None)
        if related is None or label is None:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        offered = narrowed_to_act(related.get_queryset(request), request.user)
        field = super().formfield_for_foreignkey(db_field, request, queryset=offered, **kwargs)
        field.label_from_instance = label
        return field

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        keep_record(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        discard_record(obj, by=request.user)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the editor's import map, which is inline, the nonce of django-csp."""
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)
