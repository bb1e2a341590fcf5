"""用户 and 组: Django's screens, with permissions said in Chinese and names as Chinese names are written."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # importing them registers both, so ours come after
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField
from django.forms import ModelMultipleChoiceField
from django.utils.safestring import mark_safe

from disclosure.models import User

from .records import yes_or_no

ACTS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}


class PermissionField(ModelMultipleChoiceField):
    """「公开信息：修改」 rather than the English names that the database keeps."""

    def label_from_instance(self, obj: Permission) -> str:
        act, _, model = obj.codename.partition("_")
        kind = obj.content_type
        what = ACTS[act] if act in ACTS and model == kind.model else obj.name
        return f"{kind.name}：{what}"


class PasswordForm(AdminPasswordChangeForm):
    # Django joins a translated sentence and an English one when it is loaded, past any translation.
    usable_password_help_text = mark_safe(
        "是否用密码登录。不用密码的，须另有登录方式。"
        '<ul id="id_unusable_warning" class="messagelist"><li class="warning">停用后，现在的密码即作废。</li></ul>'
    )


class PermissionsMixin(admin.ModelAdmin):
    """Offers permissions on what this site shows, each in words."""

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: Any = None, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Permission:
            shown = ContentType.objects.get_for_models(*self.admin_site._registry).values()  # noqa: SLF001 no public list
            kwargs["queryset"] = Permission.objects.filter(content_type__in=shown).select_related("content_type")
            kwargs["form_class"] = PermissionField
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)


admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(PermissionsMixin, GroupAdmin):
    list_display = ("name",)
    search_help_text = "组的名称"


@admin.register(User)
class StaffAdmin(PermissionsMixin, UserAdmin):
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

    @admin.display(description="姓名", ordering="last_name")
    def full_name(self, obj: User) -> str:
        return obj.get_full_name()
