"""Admins that keep to `desk.accounts.access` in lists, forms, choices, filters and actions."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey, Model, QuerySet
from django.db.models.fields.related import RelatedField
from django.forms import HiddenInput
from django.http import HttpRequest

from disclosure.desk.accounts.access import (
    is_bound,
    may_act,
    may_read,
    narrowed,
    narrowed_to_act,
    only_readable,
    only_writable,
    owned,
    readable,
)

LONGEST_KEY = 19  # digits: no database holds the number


class AuthorityFilter(admin.RelatedFieldListFilter):
    """By authority, of those that the person may read."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[Any]:
        ordering = self.field_admin_ordering(field, request, model_admin)
        within = {"pk__in": readable(request.user)} if is_bound(request.user) else None
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=within)


class RecordAutocomplete(AutocompleteSelect):
    """Show nothing for what cannot be the key of a record; the form refuses it."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        return super().optgroups(name, [one for one in value if one.isdecimal() and len(one) < LONGEST_KEY], attr)


class OwnedMixin(BaseModelAdmin):
    """Put before ModelAdmin or an inline: people see what they may read, and change what they may act on.

    Django asks an inline about the record that it belongs to, so the same answers hold there.
    """

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return narrowed(super().get_queryset(request), request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and (obj is None or may_read(request.user, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_theirs(request, obj)

    def get_field_queryset(self, db: str | None, db_field: RelatedField, request: HttpRequest) -> QuerySet | None:
        """Offer of records that belong to an authority those that the person may act on."""
        related = db_field.related_model
        offered = super().get_field_queryset(db, db_field, request)
        if not isinstance(related, type) or not owned(related) or not is_bound(request.user):
            return offered
        return narrowed_to_act(related._default_manager.all() if offered is None else offered, request.user)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordAutocomplete(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @staticmethod
    def _is_theirs(request: HttpRequest, obj: Model | None) -> bool:
        return obj is None or may_act(request.user, obj)


class OwnedAdmin(OwnedMixin, admin.ModelAdmin):
    """The admin of a model whose rows belong to an authority."""

    when_empty = ""  # what an empty list says besides how to add the first record

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in the authority of a person who has one, else that of an installation with one alone."""
        given: dict[str, Any] = super().get_changeform_initial_data(request)
        if "authority" in given or not any(field.name == "authority" for field in self.opts.fields):
            return given
        return {"authority": getattr(request.user, "authority_id", None) or only_writable(request.user), **given}

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Ask for the authority only where there is more than one to choose."""
        if db_field.name == "authority" and self.has_one_authority(request, only_writable):
            kwargs["widget"] = HiddenInput()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_one_authority(self, request: HttpRequest, only: Callable[[Any], int | None]) -> bool:
        """Whether nothing but one authority can be meant, so that it is neither asked for nor listed."""
        return only(request.user) is not None

    def get_list_display(self, request: HttpRequest) -> Any:
        """Leave out the authority where every record is of the same one."""
        names = super().get_list_display(request)
        if "authority" not in names or not self.has_one_authority(request, only_readable):
            return names
        return [name for name in names if name != "authority"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [self._filter(one) for one in super().get_list_filter(request)]

    def _filter(self, name: Any) -> Any:
        """Filter by a relation to such rows among those that the person may read."""
        if not isinstance(name, str) or "__" in name:
            return name
        field = self.opts.get_field(name)
        related = field.related_model if isinstance(field, ForeignKey) else None
        return (name, AuthorityFilter) if isinstance(related, type) and owned(related) else name
