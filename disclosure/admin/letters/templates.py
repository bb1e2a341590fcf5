"""文书模板: an office's own in place of the program's."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.html import format_html

from disclosure.admin.common.pages import admin_path, attachment_header
from disclosure.admin.common.records import RecordAdmin
from disclosure.desk.accounts.access import narrowed
from disclosure.desk.letters.templates import checked, keep_template, take_back_template
from disclosure.documents.kinds import FileKind
from disclosure.errors import Refused
from disclosure.law.choices.letters import LetterKind
from disclosure.models import LetterTemplate
from disclosure.rendering.letters import default_template, samples

FILE_URL, DEFAULT_URL = "disclosure_lettertemplate_file", "disclosure_lettertemplate_default"


class TemplateForm(forms.ModelForm):
    """The file is checked before anything is stored."""

    upload = forms.FileField(
        label="模板文件",
        help_text="DOCX 文件；字段写成 {{ 申请人 }} 的样子，可用的字段见下表。作者、批注等在保存时清除。",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "请选择 DOCX 模板文件。", "empty": "选择的文件是空的。"},
    )

    class Meta:
        model = LetterTemplate
        fields = ("authority", "kind")

    def clean(self) -> dict[str, Any]:
        """Refuse a broken file, or one with an unknown field."""
        given = super().clean() or {}
        upload, kind = given.get("upload"), given.get("kind") or self.instance.kind
        if upload and kind:
            try:
                checked(upload.read(), upload.name, LetterKind(kind))
            except Refused as error:
                self.add_error("upload", str(error))
        return given


@admin.register(LetterTemplate)
class LetterTemplateAdmin(RecordAdmin):
    form = TemplateForm
    when_empty = "没有自己的模板的文书，用系统自带的模板。"
    list_display = ("kind", "authority", "file_link", "uploaded_at")
    list_filter = ("authority",)
    list_select_related = ("authority",)
    ordering = ("authority", "kind")
    autocomplete_fields = ("authority",)
    actions = None
    change_form_template = "admin/disclosure/lettertemplate/change_form.html"
    change_list_template = "admin/disclosure/lettertemplate/change_list.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep authority and kind of a stored template."""
        shown = (
            ("authority", "kind", "upload") if self._is_written(request, obj) else ("authority", "kind", "file_link")
        )
        note = "没有上传自己的模板的文书，用系统自带的模板；删除自己的模板，即恢复系统自带的模板。"
        return [(None, {"fields": shown, "description": note})]

    def _is_written(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("authority", "kind", "file_link") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("content")

    def get_urls(self) -> list[URLPattern]:
        return [
            admin_path(self, "<int:pk>/file/", self.file_view, FILE_URL),
            admin_path(self, "default/<slug:kind>/", self.default_view, DEFAULT_URL),
            *super().get_urls(),
        ]

    @admin.display(description="模板文件")
    def file_link(self, obj: LetterTemplate) -> str:
        return format_html('<a href="{}">{}</a>', reverse(f"admin:{FILE_URL}", args=(obj.pk,)), obj.name or "下载")

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        upload = form.cleaned_data["upload"]
        upload.seek(0)
        template = cast("LetterTemplate", obj)
        lacking = keep_template(template=template, data=upload.read(), name=upload.name, by=request.user)
        if lacking:
            what = "、".join(lacking)
            messages.warning(request, f"模板里的{what}在 DOCX 文件里有，在 PDF 文件里没有。")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        take_back_template(template=cast("LetterTemplate", obj), by=request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        defaults = {"defaults": list(LetterKind)}
        return super().changelist_view(request, {**defaults, **(extra_context or {})})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the fields of its kind, or of every kind before one is chosen."""
        kept = self.get_object(request, object_id) if object_id else None
        kinds = [LetterKind(kept.kind)] if kept else list(LetterKind)
        fields = {"kinds": [{"kind": one, "fields": _fields_of(one)} for one in kinds]}
        return super().changeform_view(request, object_id, form_url, {**fields, **(extra_context or {})})

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the office's own template."""
        template = get_object_or_404(narrowed(LetterTemplate.objects.all(), request.user), pk=pk)
        if not self.has_view_or_change_permission(request, template):
            raise Http404
        return _docx_response(bytes(template.content), template.name or f"{template}.docx")

    def default_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Send the program's template, to begin one's own from."""
        if kind not in LetterKind.values or not self.has_view_or_change_permission(request):
            raise Http404
        return _docx_response(default_template(LetterKind(kind)), f"{LetterKind(kind).label}.docx")


def _fields_of(kind: LetterKind) -> list[tuple[str, str]]:
    """Return the fields with an example each; for a list, the names that its rows have."""
    fields = []
    for name, example in samples(kind).items():
        if isinstance(example, list) and isinstance(example[0], dict):
            fields.append((name, "多行，每行有：" + "、".join(example[0])))
        else:
            fields.append((name, "、".join(map(str, example)) if isinstance(example, list) else example))
    return fields


def _docx_response(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": attachment_header(name)}
    return HttpResponse(content, content_type=FileKind.WORD.content_type, headers=headers)
