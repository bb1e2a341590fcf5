"""用户 and 组: Django's screens, with permissions said in Chinese and names as Chinese names are written."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # importing them registers both, so ours come after
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from disclosure.models import User

from .records import yes_or_no

SIGNING_IN = {"account", "mfa", "socialaccount", "usersessions"}  # tables of allauth
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
        (None, {"fields": ("username", "password", "must_change_password", "authority")}),
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

    actions = ("unlock", "remove_second_step")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Without what only signing in keeps, which other packages name in English."""
        lines, counts, missing, protected = super().get_deleted_objects(objs, request)
        own = [model._meta for model in apps.get_models() if model._meta.app_label in SIGNING_IN]  # noqa: SLF001 documented API
        prefixes = tuple(f"{capfirst(meta.verbose_name)}: " for meta in own)
        names = {str(meta.verbose_name_plural) for meta in own}
        counts = {name: number for name, number in counts.items() if str(name) not in names}
        return _without(lines, prefixes), counts, missing, protected

    @admin.action(description="解除所选用户的登录锁定", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            get_adapter(request)._delete_login_attempts_cached_email(request, username=user.username)  # noqa: SLF001 what allauth does after a reset
            ratelimit.clear(request, action="login_failed", key=f"mfa-auth-user-{user.pk}")
        self.message_user(request, "已解除锁定。")

    @admin.action(description="清除所选用户的两步验证（手机或密钥丢失时）", permissions=["change"])
    def remove_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """One may help those whom one may change; who may everything is helped by their like alone."""
        allowed = queryset if request.user.is_superuser else queryset.filter(is_superuser=False)
        Authenticator.objects.filter(user__in=allowed).delete()
        self.message_user(request, "已清除。请提醒本人登录后重新设置。")

    @admin.display(description="姓名", ordering="last_name")
    def full_name(self, obj: User) -> str:
        return obj.get_full_name()


def _without(lines: list[Any], prefixes: tuple[str, ...]) -> list[Any]:
    """The nested list of Django's deletion page without the lines that begin so."""
    kept = [line for line in lines if isinstance(line, list) or not str(line).startswith(prefixes)]
    nested = [_without(line, prefixes) if isinstance(line, list) else line for line in kept]
    return [line for line in nested if line != []]
