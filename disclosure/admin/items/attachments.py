"""附件: a new file is read and cleaned before it is kept; staff download it through a view that checks who asks."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import FileField, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, reverse
from django.utils.html import format_html

from disclosure.admin.common.owned import OwnedMixin
from disclosure.admin.common.pages import AdminViews
from disclosure.desk.accounts.access import narrowed
from disclosure.desk.items.intake import prepare_attachment
from disclosure.documents.results import CONVERTED
from disclosure.errors import Refused
from disclosure.models import Attachment

DOWNLOAD_URL = "disclosure_item_attachment"


class AttachmentForm(forms.ModelForm):
    """A file that cannot be read, or must not go out, is refused beside its field."""

    class Meta:
        model = Attachment
        fields = ("file", "name", "position")

    def _post_clean(self) -> None:
        """Prepare the file once Django has put it into the record, which then knows its name as well."""
        super()._post_clean()  # type: ignore[misc]  # Django's, not among its types
        if "file" in self.changed_data and not self.errors and self.cleaned_data.get("file"):
            try:
                prepare_attachment(self.instance)
            except Refused as error:
                self.add_error("file", str(error))

    def clean(self) -> dict[str, Any] | None:
        """Name a new file without a name of its own after the upload, not after the file before it."""
        values = super().clean()
        if values and "file" in self.changed_data and "name" not in self.changed_data and values.get("file"):
            values["name"] = values["file"].name[-200:]
        return values


class AttachmentInline(OwnedMixin, admin.TabularInline):
    model = Attachment
    form = AttachmentForm
    extra = 0
    fields = ("file", "name", "is_public", "position", "download")
    readonly_fields = ("download", "goes_out")
    # The usual widget links to the file itself, which no web server of ours hands out.
    formfield_overrides = {FileField: {"widget": forms.FileInput}}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return those of the present version; of a published item they are changed by an amendment."""
        return super().get_queryset(request).filter(revision=None)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the file where nothing is written: Django would link to it past `AttachmentViews`."""
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
        address = reverse(f"admin:{DOWNLOAD_URL}", args=(obj.pk,))
        link = format_html('<a href="{}">{}</a>（{}）', address, obj.name, filesizeformat(obj.size))
        if not obj.removed:
            return link
        return format_html('{}<br><span class="quiet">公开时去掉：{}</span>', link, "、".join(obj.removed.splitlines()))


class AttachmentViews(AdminViews):
    def get_urls(self) -> list[URLPattern]:
        return [self.path("attachments/<int:pk>/", self.download_view, DOWNLOAD_URL)]

    def download_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the attachment to whoever may see its item; saved, never shown, whatever it claims to be."""
        attachment = get_object_or_404(narrowed(Attachment.objects.select_related("item"), request.user), pk=pk)
        if not self.model_admin.has_view_or_change_permission(request, attachment.item):
            raise PermissionDenied
        try:
            content = attachment.file.open("rb")
        except FileNotFoundError as error:
            raise Http404("附件文件已不在服务器上，请从备份中恢复。") from error
        # The original of a conversion, whose name is that of the copy, keeps its own ending.
        name = PurePath(attachment.name).stem + PurePath(str(attachment.file.name)).suffix
        is_converted = attachment.removed.startswith(CONVERTED)
        return FileResponse(content, as_attachment=True, filename=name if is_converted else attachment.name)
