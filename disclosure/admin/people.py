"""用户 and 组: Django's screens, with permissions said in Chinese and names as Chinese names are written."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # importing them registers both, so ours come after
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import mark_safe

from disclosure.desk.access import is_bound
from disclosure.desk.roles import NAMES, ROLES
from disclosure.models import User

from .giving import GivingAdmin, GrantInline, PermissionsMixin
from .records import yes_or_no
from .roles import role_table


class PasswordForm(AdminPasswordChangeForm):
    # Django joins a translated sentence and an English one when it is loaded, past any translation.
    usable_password_help_text = mark_safe(
        "是否用密码登录。不用密码的，须另有登录方式。"
        '<ul id="id_unusable_warning" class="messagelist"><li class="warning">停用后，现在的密码即作废。</li></ul>'
    )


admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(PermissionsMixin, GroupAdmin):
    """The office's roles are kept by the program; other groups are the whole installation's business."""

    change_list_template = "admin/auth/group/change_list.html"
    list_display = ("name",)
    search_help_text = "组的名称"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.roles_view)
        return [path("roles/", view, name="auth_group_roles"), *super().get_urls()]

    def roles_view(self, request: HttpRequest) -> HttpResponse:
        """Which role may do what."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "角色一览",
            "roles": ROLES,
            "parts": role_table(),
        }
        return TemplateResponse(request, "admin/auth/group/roles.html", context)

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
class StaffAdmin(PermissionsMixin, GivingAdmin, UserAdmin):
    show_facets = admin.ShowFacets.NEVER  # a count per choice
    list_display = (
        "username",
        "full_name",
        "authority",
        "email",
        yes_or_no("is_active", "账号有效"),
        yes_or_no("is_superuser", "系统管理员"),
        "last_login",
    )
    change_password_form = PasswordForm
    search_help_text = "用户名、姓名、电子邮箱"
    list_filter = ("authority", "is_active", "is_superuser", "groups")
    list_select_related = ("authority",)
    autocomplete_fields = ("authority",)
    readonly_fields = ("last_login", "date_joined")
    inlines = (GrantInline,)
    add_fieldsets = (
        *UserAdmin.add_fieldsets,
        ("所属机关", {"classes": ("wide",), "fields": ("authority",)}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password", "authority")}),
        ("姓名和联系方式", {"fields": (("last_name", "first_name"), "email")}),
        (
            "权限",
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
                "description": "一般只需选「账号有效」「可以登录工作台」，并加入一个组。",
            },
        ),
        ("重要日期", {"fields": ("last_login", "date_joined")}),
    )

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Django's form for a new account is its first step alone."""
        return super().get_inlines(request, obj) if obj else ()

    @admin.display(description="姓名", ordering="last_name")
    def full_name(self, obj: User) -> str:
        return obj.get_full_name()
