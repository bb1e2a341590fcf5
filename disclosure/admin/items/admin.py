"""公开信息, with attachments that staff download through a view that checks who asks."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Field, FileField, Model, QuerySet
from django.forms import FileInput
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localdate

from disclosure.admin.common.filters import year_of
from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.owned import OwnedMixin
from disclosure.admin.common.records import RecordAdmin
from disclosure.admin.common.task_filter import WaitingFilter
from disclosure.admin.common.time_limits import ItemLimitFilter, TimeLimitMixin
from disclosure.desk.accounts.access import narrowed
from disclosure.desk.items import drafting, reviewing
from disclosure.errors import Refused
from disclosure.law.choices.items import ItemState, Nature, Validity
from disclosure.models import Attachment, Item, ItemLink, Picture, User
from disclosure.search.staff import narrow

from .attachments import AttachmentForm
from .bulk import BulkMixin
from .intake import ReceivingMixin
from .next_step import tell
from .panel import PanelMixin
from .pictures import PictureMixin

DOWNLOAD = "disclosure_item_attachment"


SHOWN = {"category": "column"}  # read-only, a column is told by its path
DECIDED = ("method", "ground", "published_on", "publish_at", "evaluate_on", "withdrawn_for")


def _names(options: Any) -> tuple[str, ...]:
    return tuple(options["fields"])


def _is_told(item: Item, name: str) -> bool:
    """Where nothing is written, what is empty is left out, and the body stands above as it will be read."""
    return name != "body" and getattr(item, name, name) not in (None, "")  # what is no field of an item always is


class AttachmentInline(OwnedMixin, admin.TabularInline):
    model = Attachment
    form = AttachmentForm
    extra = 0
    fields = ("file", "name", "is_public", "position", "download")
    readonly_fields = ("download", "goes_out")
    # The usual widget links to the file itself, which no web server of ours hands out.
    formfield_overrides = {FileField: {"widget": FileInput}}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those of the present version; of a published one they are changed by an amendment."""
        return super().get_queryset(request).filter(revision=None)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where nothing is written, Django would link to the file itself, which only the view below hands out."""
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return ["goes_out" if name == "is_public" else name for name in fields if name != "file"]

    @admin.display(description="随正文公开")
    def goes_out(self, obj: Attachment) -> str:
        return "是" if obj.is_public else "否"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and (obj is None or obj.is_open)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_open)

    @admin.display(description="下载")
    def download(self, obj: Attachment) -> str:
        if not obj.pk:
            return "保存后可下载"
        address = reverse(f"admin:{DOWNLOAD}", args=(obj.pk,))
        link = format_html('<a href="{}">{}</a>（{}）', address, obj.name, filesizeformat(obj.size))
        if not obj.removed:
            return link
        return format_html('{}<br><span class="quiet">公开时去掉：{}</span>', link, "、".join(obj.removed.splitlines()))


class PictureInline(OwnedMixin, admin.TabularInline):
    """The pictures of the body, each with what it says to those who cannot see it: for those without the editor."""

    model = Picture
    extra = max_num = 0
    fields = ("shown", "alternative")
    readonly_fields = ("shown",)

    @admin.display(description="图片")
    def shown(self, obj: Picture) -> str:
        if not obj.pk:  # the form that scripts copy
            return ""
        image = format_html('<img src="/pictures/{}/" alt="{}" class="item-thumbnail">', obj.token, obj.alternative)
        if obj.token in obj.item.body or not obj.item.is_open:
            return image
        return format_html('{}<span class="quiet">正文没有用到，提交审核时删除</span>', image)


class LinkInline(OwnedMixin, admin.TabularInline):
    """What this item interprets, replaces or amends."""

    model = ItemLink
    fk_name = "item"
    extra = 0
    fields = ("relation", "target")
    autocomplete_fields = ("target",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("target")


@admin.register(Item)
class ItemAdmin(PictureMixin, PanelMixin, ReceivingMixin, BulkMixin, TimeLimitMixin, ExchangeAdminMixin, RecordAdmin):
    list_display = ("title", "state_shown", "time_limit", "category", "formed_on", "published_on")
    list_select_related = ("category",)
    search_fields = ("title", "index_number", "document_number", "keywords")
    search_help_text = "标题、索引号、发文字号、主题词、正文和附件里的文字"
    list_filter = (
        WaitingFilter,
        "state",
        "authority",
        year_of("published_on", "发布年份"),
        ItemLimitFilter,
        "method",
        "validity",
        "nature",
    )
    date_hierarchy = "published_on"
    autocomplete_fields = ("authority", "category")
    change_list_template = "admin/disclosure/item/change_list.html"
    inlines = (AttachmentInline, PictureInline, LinkInline)
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
            "效力",
            {
                "fields": ("nature", "validity", "repealed_on"),
                "description": "规章和规范性文件失效或废止的，须填写废止日期，年度报告按日期计数。",
            },
        ),
    )

    # --- What is seen, and who may change it --------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Amendments too, which only the desk sees; what others refer to is an item itself."""
        items = narrowed(Item.with_amendments.order_by("-published_on", "-id"), request.user)
        is_choice = getattr(request.resolver_match, "url_name", "") == "autocomplete"
        return items.filter(amends=None) if is_choice else items

    def get_export_queryset(self, request: HttpRequest) -> QuerySet:
        """A draft of an amendment is no item yet."""
        return super().get_export_queryset(request).filter(amends=None)

    def has_change_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        """Only a draft is written; everything later moves by the acts beside the form."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def has_delete_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        """Only a draft is deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_open)

    def get_fieldsets(self, request: HttpRequest, obj: Item | None = None) -> Any:
        """Read-only pages say what there is, with what was decided."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        sections = [*self.fieldsets, ("公开", {"fields": DECIDED})]
        told = (
            (title, [SHOWN.get(name, name) for name in _names(options) if _is_told(obj, name)])
            for title, options in sections
        )
        return [(title, {"fields": names}) for title, names in told if names]

    def get_inlines(self, request: HttpRequest, obj: Item | None) -> Any:
        """An item without any picture is not asked about them, nor about those put in since the form was opened."""
        if request.method == "POST":
            is_asked = "pictures-TOTAL_FORMS" in request.POST
        else:
            is_asked = obj is not None and obj.pictures.exists()
        return [one for one in self.inlines if one is not PictureInline or is_asked]

    def get_readonly_fields(self, request: HttpRequest, obj: Item | None = None) -> tuple[str, ...]:
        """An amendment has the number of what it amends."""
        return ("column", "time_limit", *(("index_number", "authority") if obj and obj.amends_id else ()))

    @admin.display(description="栏目")
    def column(self, obj: Item) -> str:
        return " / ".join(one.name for one in obj.category.ancestors(include_self=True))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """A number is given where none is typed; a summary is a few lines."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "index_number":
            field.required, field.help_text = False, "不填则自动编号。"
        if field and db_field.name == "nature":
            field.choices = [("", "不是规章和规范性文件"), *Nature.choices]
        if field and db_field.name == "summary":
            field.widget.attrs["rows"] = 3
        return field

    @admin.display(description="状态", ordering="state")
    def state_shown(self, obj: Item) -> str:
        """With what a list must not hide: that a document has ended, that it is an amendment."""
        validity = obj.validity_on(localdate())
        ended = f"（{validity.label}）" if obj.state == ItemState.PUBLISHED and validity != Validity.IN_FORCE else ""
        return f"{self.state_label(obj)}{ended}{drafting.MARK if obj.amends_id else ''}"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By the index that the public searches, in every state; amendments, which are in no index, by their titles."""
        amendments = queryset.filter(amends__isnull=False, title__icontains=search_term.strip())
        return narrow(queryset, search_term) | amendments if search_term.strip() else queryset, False

    # --- Saving ---------------------------------------------------------------

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        drafting.discard(cast("Item", obj), by=cast("User", request.user))

    def response_add(self, request: HttpRequest, obj: Item, post_url_continue: str | None = None) -> HttpResponse:
        return self._submitted(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        return self._submitted(request, obj) or super().response_change(request, obj)

    def _submitted(self, request: HttpRequest, obj: Item) -> HttpResponse | None:
        """「保存并提交审核」: what stands in the way is said beside what was saved."""
        if "_submit" not in request.POST:
            return None
        now = timezone.now()
        try:
            after = reviewing.submit(item=obj, by=cast("User", request.user), at=now)
            tell(request, after, "已保存并提交审核", now)
        except Refused as error:
            messages.warning(request, f"已保存，还不能提交：{error}")
        return self._back(obj)

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
