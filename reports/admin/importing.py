"""导入已公布的年报: a file is read, what was read and what was not is shown, and only then it is kept as a draft."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from disclosure.admin.common.pages import AdminViews, admin_page, admin_path
from disclosure.desk.accounts.access import writable
from disclosure.errors import DisclosureError
from disclosure.exchange.pending import get_pending, save_pending
from disclosure.models import Authority, PendingImport, User
from disclosure.models.richtext import clean_html
from reports.desk.importing import ReadFile, authority_named, import_report, read_file
from reports.editions import edition
from reports.editions.grid import TableLayout, grid
from reports.models import AnnualReport
from reports.rendering.html import table_html

KIND = "published_report"
TITLE = "导入已公布的年报"


class PublishedReportForm(forms.Form):
    """The file, whose report it is, and of which year where the title does not say."""

    file = forms.FileField(
        label="文件",
        help_text="DOCX、DOC、WPS、保存下来的网页（.html）或带文字的 PDF；扫描件和图片里的表格不能读取。",
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.wps,.odt,.rtf,.html,.htm,.pdf"}),
        error_messages={"required": "请选择要导入的文件。", "empty": "所选的文件是空的，里面没有任何内容。"},
    )
    authority = forms.ModelChoiceField(Authority.objects.none(), label="行政机关", empty_label=None)
    year = forms.IntegerField(
        label="年份", required=False, min_value=2019, max_value=2999, help_text="不填则按标题中的年份。"
    )

    def __init__(self, *args: Any, authorities: QuerySet[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["authority"])
        field.queryset = authorities
        field.initial = authorities.filter(is_own=True).first() or authorities.first()


class ImportViews(AdminViews):
    """The upload with its preview, and the confirmation."""

    def get_urls(self) -> list[URLPattern]:
        return [
            admin_path(self.model_admin, "import/", self.import_view, "reports_annualreport_import"),
            admin_path(self.model_admin, "import/confirm/", self.confirm_view, "reports_annualreport_import_confirm"),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form; with a file, what was read from it."""
        self._permit(request)
        authorities = writable(request.user)
        if request.method != "POST":
            return self._form_page(request, PublishedReportForm(authorities=authorities))
        form = PublishedReportForm(request.POST, request.FILES, authorities=authorities)
        if not form.is_valid():
            return self._form_page(request, form)
        upload, authority = form.cleaned_data["file"], form.cleaned_data["authority"]
        try:
            read = read_file(upload.read(), upload.name, year=form.cleaned_data["year"])
        except DisclosureError as error:
            form.add_error("file", str(error))
            return self._form_page(request, form)
        pending = save_pending(
            kind=KIND, data=read.data, name=read.name, authority=authority, fingerprint=str(read.year or ""),
            by=request.user, session=request.session.session_key or "", now=timezone.now(),
        )  # fmt: skip
        return self._preview(request, read, pending)

    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """Keep what was previewed as a historical report."""
        self._permit(request)
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:reports_annualreport_import"))
        try:
            pending = get_pending(
                token=request.POST.get("token", ""), kind=KIND, by=request.user,
                session=request.session.session_key or "", now=timezone.now(),
            )  # fmt: skip
            if not writable(request.user).filter(pk=pending.authority_id).exists():
                raise PermissionDenied
            year = int(pending.fingerprint) if pending.fingerprint.isdigit() else None
            read = read_file(pending.data, pending.name, year=year)
            report = import_report(
                authority=pending.authority, read=read, by=cast(User, request.user), at=timezone.now()
            )
        except DisclosureError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:reports_annualreport_import"))
        pending.delete()
        messages.success(request, f"已读入{report.year}年的年报，作为历史报告的草稿保存；经审核发布后才公开。")
        return HttpResponseRedirect(reverse("admin:reports_annualreport_change", args=[report.pk]))

    def _permit(self, request: HttpRequest) -> None:
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied

    def _form_page(self, request: HttpRequest, form: PublishedReportForm) -> HttpResponse:
        return admin_page(self.model_admin, request, "admin/reports/annualreport/import.html", TITLE, {"form": form})

    def _preview(self, request: HttpRequest, read: ReadFile, pending: PendingImport) -> HttpResponse:
        printed, authority = read.printed, pending.authority
        named = authority_named(printed.authority)
        existing = AnnualReport.objects.filter(authority=authority, year=read.year or 0).first()
        context = {
            "printed": printed,
            "read": read,
            "edition": edition(printed.edition_key),
            "authority": authority,
            "is_other": bool(printed.authority) and named != authority,
            "existing": existing,
            "count": sum(value is not None for value in printed.values.values()),
            "blank": sum(value is None for value in printed.values.values()),
            "parts": list(_parts(read)),
            "token": pending.token,
        }
        template = "admin/reports/annualreport/import_preview.html"
        return admin_page(self.model_admin, request, template, f"{TITLE}：预览", context)


def _parts(read: ReadFile) -> list[dict[str, Any]]:
    """The sections as they were read, texts above tables."""
    printed, found = read.printed, edition(read.printed.edition_key)
    parts, number = [], 0
    for section in found.sections:
        number += bool(section.heading)
        key = str(number) if section.heading else "0"
        slots = [f"section-{key}", *(part.slot for part in section.parts if not isinstance(part, TableLayout))]
        layouts = [part for part in section.parts if isinstance(part, TableLayout)]
        parts.append(
            {
                "heading": printed.section_headings.get(key, section.heading),
                "texts": [_safe(printed.texts[slot]) for slot in slots if slot in printed.texts],
                "tables": [table_html(grid(layout, found.by_key, printed.values)) for layout in layouts],
            }
        )
    return parts


def _safe(html: str) -> SafeString:
    return mark_safe(clean_html(html))  # noqa: S308 sanitised just now
