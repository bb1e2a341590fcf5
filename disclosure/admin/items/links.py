"""What an item interprets, replaces or amends, on its page."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from disclosure.admin.common.owned import OwnedMixin
from disclosure.models import ItemLink


class LinkInline(OwnedMixin, admin.TabularInline):
    model = ItemLink
    fk_name = "item"
    extra = 0
    fields = ("relation", "target")
    autocomplete_fields = ("target",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("target")
