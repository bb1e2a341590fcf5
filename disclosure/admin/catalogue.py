"""目录栏目."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from disclosure.models import Category

from .trees import TreeRecordAdmin


@admin.register(Category)
class CategoryAdmin(TreeRecordAdmin):
    list_display = ("in_tree", "path", "position", "basis", "authority")
    search_fields = ("name", "basis")
    list_filter = ("authority",)
    autocomplete_fields = ("authority", "parent")
    fieldsets = (
        (None, {"fields": ("authority", "parent", "name", "position"), "description": "上级栏目留空即为一级栏目。"}),
        ("法律依据", {"fields": ("basis",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("authority")

    def choice_label(self, obj: Any) -> str:
        return f"{self.path(obj)}（{obj.authority}）"
