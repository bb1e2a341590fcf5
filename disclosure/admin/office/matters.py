"""What table 2 of the annual report counts besides documents: 权力事项, 处理决定, 收费记录, 集中采购."""

from django.contrib import admin

from disclosure.admin.common.filters import state_of, year_of
from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.records import RecordAdmin, amount
from disclosure.models import Decision, FeeReceipt, Matter, Procurement

IN_FORCE = "现行"
ONE_YEAR_TALLY = "一次填一项决定，或填一个时期的合计数量。"


@admin.register(Matter)
class MatterAdmin(ExchangeAdminMixin, RecordAdmin):
    list_display = ("name", "kind", "state", "established_on", "authority")
    list_select_related = ("authority",)
    search_fields = ("name",)
    search_help_text = "事项名称"
    list_filter = (
        state_of("cancelled_on", IN_FORCE, "已取消"),
        "kind",
        "authority",
        year_of("established_on", "设立年份"),
        year_of("cancelled_on", "取消年份"),
    )
    date_hierarchy = "established_on"
    autocomplete_fields = ("authority",)
    fieldsets = (
        (None, {"fields": ("authority", "kind", "name")}),
        ("起止", {"fields": ("established_on", "cancelled_on"), "description": "取消日期留空表示现行有效。"}),
    )

    @admin.display(description="状态", ordering="cancelled_on")
    def state(self, obj: Matter) -> str:
        return f"{obj.cancelled_on} 取消" if obj.cancelled_on else IN_FORCE


@admin.register(Decision)
class DecisionAdmin(ExchangeAdminMixin, RecordAdmin):
    list_display = ("matter", "matter_kind", "decided_on", "quantity", "authority")
    list_select_related = ("matter", "authority")
    search_fields = ("matter__name",)
    search_help_text = "事项名称"
    list_filter = ("matter__kind", "authority", year_of("decided_on", "决定年份"))
    date_hierarchy = "decided_on"
    autocomplete_fields = ("authority", "matter")
    fieldsets = ((None, {"fields": ("authority", "matter", "decided_on", "quantity"), "description": ONE_YEAR_TALLY}),)

    @admin.display(description="事项类型", ordering="matter__kind")
    def matter_kind(self, obj: Decision) -> str:
        return obj.matter.get_kind_display()


@admin.register(FeeReceipt)
class FeeReceiptAdmin(ExchangeAdminMixin, RecordAdmin):
    list_display = ("name", "received_on", amount("amount", "金额（元）"), "authority")
    list_select_related = ("authority",)
    search_fields = ("name",)
    search_help_text = "收费项目"
    list_filter = ("authority", year_of("received_on", "收费年份"))
    date_hierarchy = "received_on"
    autocomplete_fields = ("authority",)
    fieldsets = ((None, {"fields": ("authority", "name", "received_on", "amount")}),)


@admin.register(Procurement)
class ProcurementAdmin(ExchangeAdminMixin, RecordAdmin):
    list_display = ("name", "procured_on", amount("amount", "金额（元）"), "authority")
    list_select_related = ("authority",)
    search_fields = ("name",)
    search_help_text = "项目名称"
    list_filter = ("authority", year_of("procured_on", "采购年份"))
    date_hierarchy = "procured_on"
    autocomplete_fields = ("authority",)
    fieldsets = ((None, {"fields": ("authority", "name", "procured_on", "amount")}),)
