"""Import of records from a spreadsheet, after a preview; `exporting` takes lists out again."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from disclosure.desk.accounts.access import writable
from disclosure.errors import DisclosureError
from disclosure.exchange.errors import SeveralSheets
from disclosure.exchange.exporting import CONTENT_TYPES
from disclosure.exchange.importing import ImportResult, OutdatedPreview, load_rows, preview, run_import
from disclosure.exchange.pending import get_pending, save_pending
from disclosure.exchange.resources import resource_of
from disclosure.exchange.template import necessity, takes, template
from disclosure.models import Authority, PendingImport

from .exporting import ExportMixin
from .pages import admin_page, admin_path, attachment_header

MOST_PROBLEMS = 1000  # on one page
XLSX = CONTENT_TYPES["xlsx"]


SHEETS = ".xlsx,.csv,.xls,.et,.xlsb,.ods"


class UploadForm(forms.Form):
    """The authority whose records they are, and the file."""

    authority = forms.ModelChoiceField(Authority.objects.none(), label="行政机关", empty_label=None)
    file = forms.FileField(
        label="文件",
        help_text=".xlsx、.csv（UTF-8、GB18030）、.xls、.et、.xlsb 或 .ods；列名自成一行，上面可以有标题和说明。",
        widget=forms.FileInput(attrs={"accept": SHEETS}),
        error_messages={"required": "请选择要导入的文件。", "empty": "所选的文件是空的，里面没有任何内容。"},
    )

    def __init__(self, *args: Any, authorities: QuerySet[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["authority"])
        field.queryset = authorities
        field.initial = authorities.filter(is_own=True).first() or authorities.first()


class ExchangeAdminMixin(ExportMixin):
    """Put before ModelAdmin: 「导入」 and 「导出」 of the record's list."""

    change_list_template = "admin/common/exchange_list.html"

    def get_exchange_authorities(self, request: HttpRequest) -> QuerySet[Authority]:
        """Return the authorities whose records this user may import."""
        return writable(request.user)

    def has_import_permission(self, request: HttpRequest) -> bool:
        """An import adds and changes."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def get_urls(self) -> list[Any]:
        return [
            admin_path(self, "import/", self.import_view, self._url_name("import")),
            admin_path(self, "import/confirm/", self.confirm_view, self._url_name("import_confirm")),
            admin_path(self, "import/template/", self.template_view, self._url_name("import_template")),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"has_import_permission": self.has_import_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    # --- Import --------------------------------------------------------

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form; with a file, what it would do; with a file of several tables, ask which one is meant."""
        self._permit_import(request)
        if request.method == "POST" and "token" in request.POST:
            return self._sheet_chosen(request)
        authorities = self.get_exchange_authorities(request)
        if request.method != "POST":
            return self._form_page(request, UploadForm(authorities=authorities))
        form = UploadForm(request.POST, request.FILES, authorities=authorities)
        if not form.is_valid():
            return self._form_page(request, form)
        data, name, authority = (
            form.cleaned_data["file"].read(),
            form.cleaned_data["file"].name,
            form.cleaned_data["authority"],
        )
        try:
            outcome = preview(load_rows(self._kind, data, name), authority, by=request.user)
        except SeveralSheets as several:
            waiting = self._kept(request, data, name, authority, fingerprint="")
            return self._sheets_page(request, waiting, several.sheets)
        except DisclosureError as error:
            form.add_error("file", str(error))
            return self._form_page(request, form)
        pending = None if outcome.problems else self._kept(request, data, name, authority, outcome.fingerprint)
        return self._preview_page(request, outcome, name, authority, pending)

    def _kept(
        self, request: HttpRequest, data: bytes, name: str, authority: Authority, fingerprint: str
    ) -> PendingImport:
        return save_pending(
            kind=self._kind, data=data, name=name, authority=authority, fingerprint=fingerprint,
            by=request.user, session=request.session.session_key or "", now=timezone.now(),
        )  # fmt: skip

    def _pending(self, request: HttpRequest) -> PendingImport:
        """Return the file that waits; raises Refused where it is gone, PermissionDenied for one of others."""
        pending = get_pending(
            token=request.POST.get("token", ""), kind=self._kind, by=request.user,
            session=request.session.session_key or "", now=timezone.now(),
        )  # fmt: skip
        if not self.get_exchange_authorities(request).filter(pk=pending.authority_id).exists():
            raise PermissionDenied
        return pending

    def _sheet_chosen(self, request: HttpRequest) -> HttpResponse:
        """Show what the chosen sheet of an uploaded file would do."""
        sheet = request.POST.get("sheet", "")
        try:
            pending = self._pending(request)
            outcome = preview(
                load_rows(self._kind, pending.data, pending.name, sheet=sheet), pending.authority, by=request.user
            )
        except SeveralSheets as several:
            return self._sheets_page(request, pending, several.sheets, "请选择一张工作表。")
        except DisclosureError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self._url("import"))
        name, authority = pending.name, pending.authority
        if outcome.problems:
            pending.delete()
            return self._preview_page(request, outcome, name, authority, None)
        pending.fingerprint = outcome.fingerprint
        pending.save(update_fields=["fingerprint"])
        return self._preview_page(request, outcome, name, authority, pending, sheet=sheet)

    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """Import what was previewed; where it would do something else by now, show that instead."""
        self._permit_import(request)
        if request.method != "POST":
            return HttpResponseRedirect(self._url("import"))
        sheet = request.POST.get("sheet", "")
        try:
            pending = self._pending(request)
            outcome = run_import(
                load_rows(self._kind, pending.data, pending.name, sheet=sheet), pending.authority,
                expected=pending.fingerprint, by=request.user,
            )  # fmt: skip
        except OutdatedPreview as error:
            messages.warning(request, str(error))
            pending.fingerprint = error.outcome.fingerprint
            pending.save(update_fields=["fingerprint"])
            return self._preview_page(request, error.outcome, pending.name, pending.authority, pending, sheet=sheet)
        except DisclosureError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self._url("import"))
        if not outcome.problems:
            return self._done(request, outcome, pending)
        name = pending.name
        pending.delete()
        return self._preview_page(request, outcome, name, pending.authority, None)

    def _done(self, request: HttpRequest, outcome: ImportResult, pending: PendingImport) -> HttpResponse:
        pending.delete()
        messages.success(request, f"已导入：{outcome.summary}。{''.join(outcome.notes)}")
        return HttpResponseRedirect(self._url("changelist"))

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """Send an empty spreadsheet to fill in."""
        self._permit_import(request)
        return HttpResponse(
            template(resource_of(self._kind)),
            content_type=XLSX,
            headers={"Content-Disposition": attachment_header(f"{self.opts.verbose_name}-模板.xlsx")},
        )

    # --- Pages --------------------------------------------------------------

    def _form_page(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        columns = [
            {"name": column.column_name, "necessity": necessity(column), "takes": takes(column)}
            for column in resource_of(self._kind).columns
        ]
        context = {"form": form, "columns": columns}
        return admin_page(self, request, "admin/common/import.html", f"导入{self.opts.verbose_name}", context)

    def _sheets_page(
        self, request: HttpRequest, pending: PendingImport, sheets: tuple[str, ...], error: str = ""
    ) -> HttpResponse:
        context = {"file_name": pending.name, "token": pending.token, "sheets": sheets, "error": error}
        return admin_page(self, request, "admin/common/import_sheets.html", "选择工作表", context)

    def _preview_page(
        self,
        request: HttpRequest,
        outcome: ImportResult,
        name: str,
        authority: Authority,
        pending: PendingImport | None,
        *,
        sheet: str = "",
    ) -> HttpResponse:
        problems = list(outcome.problems)[:MOST_PROBLEMS]
        context = {
            "outcome": outcome,
            "problems": problems,
            "omitted": outcome.problems.count - len(problems),
            "more_lines": outcome.new + outcome.changed - len(outcome.lines),
            "file_name": name,
            "authority": authority,
            "token": pending.token if pending and (outcome.new or outcome.changed) else None,
            "sheet": sheet,
        }
        return admin_page(self, request, "admin/common/import_preview.html", "导入预览", context)

    # --- Small things -------------------------------------------------------

    def _permit_import(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied
