"""Admins of records that form a tree: listed branch by branch, indented, found by their path."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from tree_queries.query import TreeQuerySet

from .records import RecordAdmin, RecordList

DEEPEST = 6  # levels that the stylesheet indents


class TreeList(RecordList):
    """Depth first, unless staff click on a column."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        if self.params.get(ORDER_VAR):
            return super().get_ordering(request, queryset)
        return ["tree_ordering", "pk"]


class TreeRecordAdmin(RecordAdmin):
    """`path_names` of each record: the names from the root down."""

    list_display_links = ("in_tree",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        nodes: TreeQuerySet = super().get_queryset(request)
        return nodes.with_tree_fields().tree_fields(path_names="name")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList

    @admin.display(description="名称", ordering="name")
    def in_tree(self, obj: Any) -> str:
        return format_html('<span class="tree-level-{}">{}</span>', min(obj.tree_depth, DEEPEST), obj.name)

    @admin.display(description="路径")
    def path(self, obj: Any) -> str:
        return "/".join(obj.path_names)

    def choice_label(self, obj: Any) -> str:
        """Return the path for choices: the name alone would not tell two leaves apart."""
        return self.path(obj)
