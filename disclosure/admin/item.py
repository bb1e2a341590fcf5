"""公开信息, with attachments that staff download through a view that checks who asks."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import FileField
from django.forms import FileInput
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from disclosure.desk.access import narrowed
from disclosure.models import Attachment, Item

from .filters import year_of
from .importing import ExchangeAdminMixin
from .owned import OwnedMixin
from .records import RecordAdmin
from .time_limits import ItemLimitFilter, TimeLimitMixin
from .waiting import WaitingFilter

DOWNLOAD = "disclosure_item_attachment"


class AttachmentInline(OwnedMixin, admin.TabularInline):
    model = Attachment
    extra = 0
    fields = ("file", "name", "position", "download")
    readonly_fields = ("download",)
    # The usual widget links to the file itself, which no web server of ours hands out.
    formfield_overrides = {FileField: {"widget": FileInput}}

    @admin.display(description="下载")
    def download(self, obj: Attachment) -> str:
        if not obj.pk:
            return "保存后可下载"
        address = reverse(f"admin:{DOWNLOAD}", args=(obj.pk,))
        return format_html('<a href="{}">{}</a>（{}）', address, obj.name, filesizeformat(obj.size))


@admin.register(Item)
class ItemAdmin(TimeLimitMixin, ExchangeAdminMixin, RecordAdmin):
    list_display = ("title", "category", "time_limit", "formed_on", "published_on", "document_number", "validity")
    list_select_related = ("category",)
    search_fields = ("title", "index_number", "document_number", "keywords")
    search_help_text = "标题、索引号、发文字号、主题词"
    list_filter = (
        WaitingFilter,
        "authority",
        year_of("published_on", "发布年份"),
        ItemLimitFilter,
        "method",
        "validity",
        "nature",
    )
    date_hierarchy = "published_on"
    autocomplete_fields = ("authority", "category")
    readonly_fields = ("time_limit",)
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
                    "time_limit",
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

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download_view)
        return [path("attachments/<int:pk>/", view, name=DOWNLOAD), *super().get_urls()]

    def download_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The attachment, to whoever may see its item; saved, never shown, whatever it claims to be."""
        attachment = get_object_or_404(narrowed(Attachment.objects.select_related("item"), request.user), pk=pk)
        if not self.has_view_or_change_permission(request, attachment.item):
            raise PermissionDenied
        try:
            content = attachment.file.open("rb")
        except FileNotFoundError as error:
            raise Http404("附件文件已不在服务器上，请从备份中恢复。") from error
        return FileResponse(content, as_attachment=True, filename=attachment.name)
