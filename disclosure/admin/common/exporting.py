"""Export of lists as files: personal data masked, or in full with a reason that is kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from disclosure.desk.audit.log import NewAct, append
from disclosure.errors import DisclosureError
from disclosure.exchange.exporting import CONTENT_TYPES, export
from disclosure.exchange.resources import kind_of, resource_of
from disclosure.law.privacy import find
from disclosure.models import Verb

from .pages import admin_page, admin_path, attachment_header
from .personal import may_see

LONGEST_REASON = 300


class FullExportForm(forms.Form):
    """The reason for personal data in a file."""

    use_required_attribute = False

    file_format = forms.ChoiceField(
        label="格式", choices=[(one, one.upper()) for one in CONTENT_TYPES], widget=forms.RadioSelect, initial="xlsx"
    )
    reason = forms.CharField(
        label="导出理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=f"写明为什么要用、用完怎样处理，不超过 {LONGEST_REASON} 字；记入办理记录。",
        error_messages={
            "required": "请写明导出理由。",
            "max_length": f"导出理由太长，请不要超过 {LONGEST_REASON} 字。",
        },
    )

    def clean_reason(self) -> str:
        """Refuse personal data: the audit log is read by people who do not see applicants."""
        reason: str = self.cleaned_data["reason"]
        if find(reason):
            raise forms.ValidationError("导出理由中写出了个人信息，请改用不含个人信息的说法。")
        return reason


class ExportMixin(ModelAdmin):
    """Put before ModelAdmin: 「导出」."""

    def get_urls(self) -> list[Any]:
        return [
            admin_path(self, "export/", self.full_export_view, self._url_name("export_full")),
            admin_path(self, "export/<str:file_format>/", self.export_view, self._url_name("export")),
            *super().get_urls(),
        ]

    def has_full_export_permission(self, request: HttpRequest) -> bool:
        """Return whether this kind of record has personal data that this person may see."""
        return may_see(request) and any(column.mask for column in resource_of(self._kind).columns)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"has_full_export_permission": self.has_full_export_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def export_view(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """Send the list as it is filtered; personal columns masked, and only for those who may see them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if file_format not in CONTENT_TYPES:
            raise Http404
        return self._file(request, file_format)

    @method_decorator(csrf_protect)
    def full_export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for the reason; with one, send the list as it is filtered, in full."""
        if not self.has_view_permission(request) or not self.has_full_export_permission(request):
            raise PermissionDenied
        form = FullExportForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            return self._file(request, form.cleaned_data["file_format"], form.cleaned_data["reason"])
        title = f"导出{self.opts.verbose_name}（含个人信息）"
        return admin_page(self, request, "admin/common/export.html", title, {"form": form})

    def get_export_queryset(self, request: HttpRequest) -> QuerySet:
        return self.get_changelist_instance(request).get_queryset(request)

    def _file(self, request: HttpRequest, file_format: str, reason: str = "") -> HttpResponseBase:
        try:
            records = self.get_export_queryset(request)
            resource = resource_of(self._kind)
            pieces = export(resource, records, file_format, personal=may_see(request), masked=not reason)
            self._note_export(request, records, file_format, reason)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self._url("changelist"))
        except DisclosureError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self._url("changelist"))
        name = f"{self.opts.verbose_name}-{timezone.localdate()}.{file_format}"
        return StreamingHttpResponse(
            pieces, content_type=CONTENT_TYPES[file_format], headers={"Content-Disposition": attachment_header(name)}
        )

    def _note_export(self, request: HttpRequest, records: QuerySet, file_format: str, reason: str) -> None:
        """Log the export, before the first byte goes out."""
        holds = "含个人信息" if reason else "不含个人信息"
        label = f"{records.order_by().count()} 条，{file_format.upper()}，{holds}"
        changes: dict[str, list[str | None]] = {"理由": ["", reason]} if reason else {}
        append([NewAct(Verb.EXPORT, self.opts.label_lower, label=label, changes=changes)], by=request.user)

    # --- Small things -------------------------------------------------------

    @property
    def _kind(self) -> str:
        return kind_of(self.model)

    def _url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def _url(self, name: str) -> str:
        return reverse(f"{self.admin_site.name}:{self._url_name(name)}")
