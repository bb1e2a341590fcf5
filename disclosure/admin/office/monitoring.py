"""工作日调整 and 失效链接."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from disclosure.admin.common.owned import AuthorityFilter, OwnedAdmin
from disclosure.admin.common.records import yes_or_no
from disclosure.desk.common.calendar import may_correct
from disclosure.desk.office.calendar_corrections import correct_day, delete_correction
from disclosure.models import DayCorrection, DeadLink

from .calendar_moves import MovesMixin
from .holiday_arrangement import ArrangementMixin

LONGEST_ADDRESS = 60  # characters in a list


@admin.register(DayCorrection)
class DayCorrectionAdmin(ArrangementMixin, MovesMixin, admin.ModelAdmin):
    """One calendar for all authorities: nothing here is narrowed."""

    when_empty = "国务院办公厅公布全年的放假安排以后，点「登记放假安排」，一次登记全年的。"
    list_display = ("day", yes_or_no("is_working", "上班"), "document")
    list_filter = ("is_working",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fieldsets = (
        (
            None,
            {
                "fields": ("day", "is_working", "document"),
                "description": "个别日子的调整登记在这里；国务院办公厅公布的全年安排用「登记放假安排」一次登记。"
                "登记到国庆节为止，该年的期限即不再标为暂定。",
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may_correct(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_correct(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and may_correct(request.user)

    def save_model(self, request: HttpRequest, obj: DayCorrection, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        self.say_moved(request, correct_day(obj, by=request.user))

    def delete_model(self, request: HttpRequest, obj: DayCorrection) -> None:
        self.say_moved(request, delete_correction(obj, by=request.user))


@admin.register(DeadLink)
class DeadLinkAdmin(OwnedAdmin):
    """What `check_links` found; repaired in the item, not here."""

    when_empty = "检查链接时发现打不开的，列在这里；在所在信息里改正。"
    list_display = ("short_address", "why", "in_item", "found_at")
    list_display_links = None
    list_filter = (("item__authority", AuthorityFilter),)
    list_select_related = ("item",)
    search_fields = ("address", "item__title")
    search_help_text = "链接地址、所在信息的标题"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = ("item", "address", "why", "found_at")

    @admin.display(description="链接地址", ordering="address")
    def short_address(self, obj: DeadLink) -> str:
        return obj.address if len(obj.address) <= LONGEST_ADDRESS else f"{obj.address[:LONGEST_ADDRESS]}……"

    @admin.display(description="所在信息")
    def in_item(self, obj: DeadLink) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:disclosure_item_change", args=(obj.item_id,)), obj.item
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("item")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
