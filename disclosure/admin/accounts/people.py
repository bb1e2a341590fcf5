"""账号 and 角色: Django's admin, with roles in place of permissions and names in the Chinese order."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # importing them registers both, so ours come after
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.text import capfirst

from disclosure.admin.common.pages import admin_page, admin_path
from disclosure.desk.accounts.access import is_bound, only_readable
from disclosure.desk.accounts.delegation import has_limited_reach
from disclosure.desk.accounts.devices import remove_second_step
from disclosure.desk.accounts.lockouts import (
    lift_from_address,
    lift_from_person,
    locked_addresses,
    locked_people,
)
from disclosure.desk.accounts.roles import NAMES, ROLES, permission_in_words
from disclosure.errors import Refused
from disclosure.models import User

from .delegation import AccountAdmin, GrantInline, PermissionsMixin
from .forms import NewAccountForm, PasswordForm
from .roles import role_table

SINGLE_PERMISSIONS = "角色以外另给的权限。取消勾选即收回；需要别的权限的，请选相应的角色。"
SIGNING_IN = {"account", "mfa", "socialaccount", "usersessions"}  # tables of allauth


admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(PermissionsMixin, GroupAdmin):
    """The roles are kept by the program; other groups belong to the whole installation."""

    change_list_template = "admin/auth/group/change_list.html"
    list_display = ("name",)
    search_help_text = "角色的名称"

    def get_urls(self) -> list[URLPattern]:
        return [admin_path(self, "roles/", self.roles_view, "auth_group_roles"), *super().get_urls()]

    def roles_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {"roles": ROLES, "parts": role_table()}
        return admin_page(self, request, "admin/accounts/roles.html", "角色一览", context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not is_bound(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_free(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_free(request, obj)

    @staticmethod
    def _is_free(request: HttpRequest, obj: Any) -> bool:
        return not is_bound(request.user) and not (obj and obj.name in NAMES)


@admin.register(User)
class StaffAdmin(PermissionsMixin, AccountAdmin, UserAdmin):
    show_facets = admin.ShowFacets.NEVER  # a count per choice
    list_display = ("username", "full_name", "role_names", "can_sign_in", "last_login", "email", "authority")
    change_password_form = PasswordForm
    search_help_text = "用户名、姓名、电子邮箱"
    list_filter = ("authority", "is_active", "is_superuser", "groups")
    list_select_related = ("authority",)
    autocomplete_fields = ("authority",)
    readonly_fields = ("last_login", "date_joined", "single_permissions")
    inlines = (GrantInline,)
    filter_horizontal = ()
    add_form, add_form_template = NewAccountForm, "admin/accounts/add_form.html"
    add_fieldsets = (
        (None, {"fields": ("username", ("last_name", "first_name"), "email", "authority")}),
        ("角色", {"fields": ("groups",)}),
        ("密码", {"fields": ("password1", "password2", "must_change_password")}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password", "authority")}),
        ("姓名和联系方式", {"fields": (("last_name", "first_name"), "email")}),
        ("角色", {"fields": ("groups",)}),
        ("登录", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("重要日期", {"fields": ("last_login", "date_joined")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what a person was given besides roles only where there is any: it can be taken, not given."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.user_permissions.exists():
            return fieldsets
        is_written = self.has_change_permission(request, obj) and not (
            obj == request.user and has_limited_reach(request.user)
        )
        options = (
            {"fields": ("user_permissions",), "description": SINGLE_PERMISSIONS}
            if is_written
            else {"fields": ("single_permissions",)}
        )
        return (*fieldsets, ("另给的权限", options))

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Offer of the single permissions those that the person has."""
        form = super().get_form(request, obj, *args, **kwargs)
        if "user_permissions" in form.base_fields:
            field: Any = form.base_fields["user_permissions"]
            field.queryset = field.queryset.filter(user=obj)
        return form

    @admin.display(description="权限")
    def single_permissions(self, obj: User) -> str:
        return "、".join(map(permission_in_words, obj.user_permissions.select_related("content_type")))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Grants of lower authorities, once there is an account, and where there are such."""
        has_lower = only_readable(request.user) is None
        return super().get_inlines(request, obj) if obj and has_lower else ()

    actions = ("unlock", "remove_second_step")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Leave out the tables of allauth, which it names in English."""
        lines, counts, missing, protected = super().get_deleted_objects(objs, request)
        own = [model._meta for model in apps.get_models() if model._meta.app_label in SIGNING_IN]
        prefixes = tuple(f"{capfirst(meta.verbose_name)}: " for meta in own)
        names = {str(meta.verbose_name_plural) for meta in own}
        counts = {name: number for name, number in counts.items() if str(name) not in names}
        return _without(lines, prefixes), counts, missing, protected

    @admin.action(description="解除所选账号的登录锁定", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        lifted = [lift_from_person(person=user, by=request.user) for user in self._changeable(request, queryset)]
        self.message_user(request, "已解除锁定。" if any(lifted) else "所选账号现在没有被锁定。")

    @admin.action(description="清除所选账号的两步验证（手机或密钥丢失时）", permissions=["change"])
    def remove_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in self._changeable(request, queryset):
            remove_second_step(person=user, by=request.user)
        self.message_user(request, "已清除。请提醒本人登录后重新设置。")

    def _changeable(self, request: HttpRequest, users: Iterable[User]) -> list[User]:
        """Return those whom this person may change; a superuser is changed by superusers alone."""
        return [user for user in users if self.has_change_permission(request, user)]

    def get_urls(self) -> list[URLPattern]:
        return [admin_path(self, "locks/", self.locks_view, "disclosure_user_locks"), *super().get_urls()]

    def locks_view(self, request: HttpRequest) -> HttpResponse:
        """List who and which addresses are locked out now, and lift a lock."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._lift(request)
        now = timezone.now()
        may_lift = self.has_change_permission(request)
        people = [
            {"user": user, "may_lift": may_lift and bool(self._changeable(request, [user]))}
            for user in locked_people(now, by=request.user)
        ]
        context = {
            "people": people,
            "addresses": locked_addresses(now, by=request.user),
            "may_lift": may_lift,
            "minutes": settings.LOCK_MINUTES,
        }
        return admin_page(self, request, "admin/accounts/locks.html", "登录锁定", context)

    def _lift(self, request: HttpRequest) -> HttpResponse:
        """Lift the lock of a person, or else of an address."""
        try:
            if number := request.POST.get("person", ""):
                person = get_object_or_404(self.get_queryset(request), pk=number if number.isdecimal() else None)
                lifted = lift_from_person(person=person, by=request.user)
            else:
                lifted = lift_from_address(address=request.POST.get("address", ""), by=request.user)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, "已解除锁定。" if lifted else "锁定已经结束，不必解除。")
        return HttpResponseRedirect(reverse("admin:disclosure_user_locks"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="角色")
    def role_names(self, obj: User) -> str:
        names = [*(["系统管理员"] if obj.is_superuser else []), *(group.name for group in obj.groups.all())]
        return "、".join(names) or "还没有角色"

    @admin.display(description="可以登录", ordering="is_active")
    def can_sign_in(self, obj: User) -> str:
        return "可以" if obj.is_active and obj.is_staff else "已停用"

    @admin.display(description="姓名", ordering="last_name")
    def full_name(self, obj: User) -> str:
        return obj.get_full_name()


def _without(lines: list[Any], prefixes: tuple[str, ...]) -> list[Any]:
    """Take the lines that begin so out of the nested list of Django's deletion page."""
    kept = [line for line in lines if isinstance(line, list) or not str(line).startswith(prefixes)]
    nested = [_without(line, prefixes) if isinstance(line, list) else line for line in kept]
    return [line for line in nested if line != []]
