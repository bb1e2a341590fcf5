"""旧地址."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.records import RecordAdmin
from disclosure.models import OldAddress


@admin.register(OldAddress)
class OldAddressAdmin(ExchangeAdminMixin, RecordAdmin):
    list_display = ("path", "target", "authority")
    search_fields = ("path", "item__title", "category__name")
    search_help_text = "旧地址、信息标题、栏目名称"
    list_filter = ("authority",)
    autocomplete_fields = ("authority", "item", "category")
    fieldsets = (
        (
            None,
            {
                "fields": ("authority", "path", "item", "category"),
                "description": "旧网站的地址，或栏目、信息以前的地址。访问它的人会被引到所填的信息或栏目。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("item", "category", "authority")

    @admin.display(description="现在的位置")
    def target(self, obj: OldAddress) -> str:
        return str(obj.item or obj.category)
