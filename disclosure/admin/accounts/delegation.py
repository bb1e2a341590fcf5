"""What one person may give another, in the forms of accounts and groups (`desk.accounts.delegation`)."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, ForeignKey, ManyToManyField
from django.forms import BaseInlineFormSet, CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest

from disclosure.admin.common.owned import OwnedAdmin, OwnedMixin
from disclosure.desk.accounts.access import is_bound
from disclosure.desk.accounts.delegation import (
    grantable_groups,
    grantable_permissions,
    has_limited_reach,
    may_manage,
    require_manage,
)
from disclosure.models import Grant, User

from .forms import PermissionField, RoleField

RIGHTS = ("authority", "is_active", "is_staff", "is_superuser", "groups", "user_permissions")


class PermissionsMixin(admin.ModelAdmin):
    """Put before ModelAdmin: offers permissions on what this site shows, and no more than the person may give."""

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: Any = None, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Permission:
            shown = ContentType.objects.get_for_models(*self.admin_site._registry).values()  # noqa: SLF001 no public list
            offered = grantable_permissions(request.user).filter(content_type__in=shown)
            kwargs["queryset"] = offered.select_related("content_type")
            kwargs["form_class"] = PermissionField
        elif db_field.remote_field.model is Group:
            kwargs |= {"queryset": grantable_groups(request.user), "form_class": RoleField, "label": "角色"}
            kwargs["help_text"] = "角色决定可以做什么；兼几项工作的，选几个。"
        if db_field.model is User:
            kwargs["widget"] = CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)


class GrantFormSet(BaseInlineFormSet):
    """A grant says who gave it."""

    giver: User

    def save_new(self, form: ModelForm, commit: bool = True) -> Grant:  # noqa: FBT001, FBT002 Django's signature
        form.instance.granted_by = self.giver
        grant: Grant = super().save_new(form, commit)
        return grant


class GrantInline(OwnedMixin, admin.TabularInline):
    """The lower authorities for which a person may act; removed and granted anew, not changed."""

    model = Grant
    formset = GrantFormSet
    fk_name = "person"
    extra = 0
    fields = ("authority", "granted_by", "granted_at")
    readonly_fields = ("granted_by", "granted_at")
    autocomplete_fields = ("authority",)
    verbose_name_plural = "办理授权（可以办理这些下级机关的记录）"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        setattr(formset, "giver", request.user)  # noqa: B010 the class is made for this request
        return formset

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:  # type: ignore[override]  # as Django's inlines
        """Nobody grants anything to themselves, unless nothing is out of their reach anyway."""
        to_oneself = obj == request.user and has_limited_reach(request.user)
        return super().has_add_permission(request, obj) and not to_oneself

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AccountAdmin(OwnedAdmin):
    """Keeps accounts, and the rights given to them, within the person's own reach."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or may_manage(request.user, obj))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Take the pictures for adding and changing from beside the relations: they are no part of an account."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        held = set() if request.user.is_superuser else {"is_superuser"}
        if obj is not None and obj == request.user and has_limited_reach(request.user):
            held |= set(RIGHTS)
        return [*super().get_readonly_fields(request, obj), *sorted(held)]

    def has_one_authority(self, request: HttpRequest, only: Callable[[Any], int | None]) -> bool:
        """Ask people of the whole installation: without an authority, an account belongs to it too."""
        return is_bound(request.user) and super().has_one_authority(request, only)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Require an authority: without one an account belongs to the whole installation."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "authority" and is_bound(request.user):
            field.required, field.initial = True, request.user.authority_id  # type: ignore[union-attr]
        return field

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        require_manage(request.user, obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 as above
        """Keep what the person cannot give, which was not among the choices."""
        person: User = form.instance
        permissions = list(person.user_permissions.exclude(pk__in=grantable_permissions(request.user).values("pk")))
        groups = list(person.groups.exclude(pk__in=grantable_groups(request.user).values("pk")))
        super().save_related(request, form, formsets, change)
        person.user_permissions.add(*permissions)
        person.groups.add(*groups)
