"""用户 and 组: Django's screens, with permissions said in Chinese and names as Chinese names are written."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # importing them registers both, so ours come after
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

ACTS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}


class PermissionField(ModelMultipleChoiceField):
    """「公开信息：修改」 rather than the English names that the database keeps."""

    def label_from_instance(self, obj: Permission) -> str:
        act, _, model = obj.codename.partition("_")
        kind = obj.content_type
        what = ACTS[act] if act in ACTS and model == kind.model else obj.name
        return f"{kind.name}：{what}"


class PermissionsMixin:
    """Put before ModelAdmin: offers permissions on what this site shows, each in words."""

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Permission:
            shown = ContentType.objects.get_for_models(*self.admin_site._registry).values()  # noqa: SLF001 no public list
            kwargs["queryset"] = Permission.objects.filter(content_type__in=shown).select_related("content_type")
            kwargs["form_class"] = PermissionField
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)


admin.site.unregister((User, Group))


@admin.register(Group)
class StaffGroupAdmin(PermissionsMixin, GroupAdmin):
    list_display = ("name",)
    search_help_text = "组的名称"


@admin.register(User)
class StaffAdmin(PermissionsMixin, UserAdmin):
    list_display = ("username", "full_name", "email", "is_active", "is_superuser", "last_login")
    search_help_text = "用户名、姓名、电子邮箱"
    list_filter = ("is_active", "is_superuser", "groups")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("姓名和联系方式", {"fields": (("last_name", "first_name"), "email")}),
        (
            "权限",
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
                "description": "一般只需选「有效」「工作人员状态」并加入一个组。",
            },
        ),
        ("重要日期", {"fields": ("last_login", "date_joined")}),
    )

    @admin.display(description="姓名", ordering="last_name")
    def full_name(self, obj: User) -> str:
        return f"{obj.last_name}{obj.first_name}"
