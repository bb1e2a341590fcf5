"""公开信息."""

from django.contrib import admin

from disclosure.models import Attachment, Item

from .filters import year_of
from .records import RecordAdmin


class AttachmentInline(admin.TabularInline):
    model = Attachment
    extra = 0
    fields = ("file", "name", "position")


@admin.register(Item)
class ItemAdmin(RecordAdmin):
    list_display = (
        "title",
        "index_number",
        "category",
        "document_number",
        "method",
        "validity",
        "formed_on",
        "published_on",
    )
    list_select_related = ("category",)
    search_fields = ("title", "index_number", "document_number", "keywords")
    search_help_text = "标题、索引号、发文字号、主题词"
    list_filter = (
        "authority",
        year_of("published_on", "发布年份"),
        "method",
        "validity",
        "nature",
    )
    date_hierarchy = "published_on"
    autocomplete_fields = ("authority", "category")
    inlines = (AttachmentInline,)
    fieldsets = (
        (None, {"fields": ("authority", "category", "title", "body")}),
        (
            "文件信息",
            {
                "fields": (
                    "index_number",
                    "document_number",
                    "publisher",
                    "formed_on",
                    "genre",
                    "subject",
                    "keywords",
                    "summary",
                )
            },
        ),
        (
            "公开与效力",
            {
                "fields": ("method", "published_on", "nature", "validity", "repealed_on"),
                "description": "规章和规范性文件失效或废止的，须填写废止日期，年度报告按日期计数。",
            },
        ),
    )
