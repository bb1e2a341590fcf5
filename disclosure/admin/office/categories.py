"""目录栏目, with 更新情况."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.timezone import localdate, now

from disclosure.admin.common.trees import TreeRecordAdmin
from disclosure.desk.accounts.access import readable
from disclosure.desk.dashboard.compliance import column_findings, columns, newest_of
from disclosure.desk.items.renaming import save_category
from disclosure.law.inspection.freshness import OWN_PAGES, State, freshness
from disclosure.models import Category


class FreshnessFilter(admin.SimpleListFilter):
    """By the newest item of a column; worked out in Python, for columns are few."""

    title = "更新情况"
    parameter_name = "freshness"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(state.value, state.label) for state in State if state != State.FRESH]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() not in set(State):
            return None
        readable_columns, _ = columns(readable(request.user).values_list("pk", flat=True), now())
        chosen = column_findings(readable_columns, State(str(self.value())))
        return queryset.filter(pk__in=[column.key for column in chosen])


@admin.register(Category)
class CategoryAdmin(TreeRecordAdmin):
    list_display = ("in_tree", "path", "kind", "newest_item", "freshness_state", "position", "authority")
    search_fields = ("name", "basis", "code")
    list_filter = (FreshnessFilter, "authority", "kind")
    autocomplete_fields = ("authority", "parent")
    fieldsets = (
        (None, {"fields": ("authority", "parent", "name", "position"), "description": "上级栏目留空即为一级栏目。"}),
        (
            "更新",
            {
                "fields": ("kind", "longest_days", "is_chosen"),
                "description": "按《政府网站与政务新媒体检查指标》，动态要闻超过 2 周、通知公告、政策文件类超过 6 个月"
                "没有更新即为逾期；常设内容只在填写了更新期限时才会逾期。",
            },
        ),
        ("公开页面", {"fields": ("code", "description")}),
        ("法律依据", {"fields": ("basis",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        inside = Category.objects.filter(parent=OuterRef("pk"))
        records = super().get_queryset(request).select_related("authority")
        return records.annotate(newest=newest_of(now()), is_parent=Exists(inside))

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        save_category(cast("Category", obj), by=request.user)

    @admin.display(description="最新信息", ordering="newest")
    def newest_item(self, obj: Any) -> str:
        return f"{obj.newest:%Y-%m-%d}" if obj.newest else "—"

    @admin.display(description="更新情况")
    def freshness_state(self, obj: Any) -> str:
        if obj.is_parent or (obj.parent_id is None and obj.name in OWN_PAGES):
            return "—"
        found = freshness(obj.kind, obj.longest_days, obj.newest, localdate())
        until = f"（最迟 {found.last_day:%Y-%m-%d}）" if found.last_day and found.state != State.FRESH else ""
        return format_html('<span class="freshness freshness-{}">{}</span>{}', found.state, found.state.label, until)

    def choice_label(self, obj: Any) -> str:
        return f"{self.path(obj)}（{obj.authority}）"
