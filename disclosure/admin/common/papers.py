"""材料 on the page of an application or a case: what is there, one to look at, another to add."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from disclosure.desk.accounts.access import may_act
from disclosure.desk.applications.papers import KINDS, add_paper, read_paper
from disclosure.errors import Refused, WrongKey
from disclosure.law.choices.letters import PaperKind
from disclosure.models import Application, Case, Paper

from .owned import record_asked
from .personal import may_see

SHOWN = {"image/jpeg", "image/png"}  # what a browser may show in the page's own name; all else is saved
PLACE = "#papers"
POLICY = "default-src 'none'; sandbox"
HIDDEN = "（文件名不显示）"


class PaperForm(forms.Form):
    """What it is, and the file."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="材料类型", error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择材料类型。")
    )
    file = forms.FileField(
        label="文件", error_messages={"required": "请选择要添加的文件。", "empty": "所选的文件是空的。"}
    )

    def __init__(self, *args: Any, kinds: tuple[PaperKind, ...], **kwargs: Any) -> None:
        """With the kinds that the record may have."""
        super().__init__(*args, **{"label_suffix": "", "auto_id": "id_paper_%s", **kwargs})
        cast("forms.ChoiceField", self.fields["kind"]).choices = [(one.value, one.label) for one in kinds]


@dataclass(frozen=True, slots=True)
class Line:
    """A paper as the page lists it; `address` is empty where this person may not look at it, or nobody can any more."""

    paper: Paper
    kind: str
    name: str
    address: str
    is_gone: bool


class PapersMixin(admin.ModelAdmin):
    """Put before ModelAdmin, of applications and of cases alike: gives the template `papers`, and two addresses.

    Include `admin/disclosure/application/_papers.html`.
    """

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"

        def screen(address: str, view: Any, ending: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"{name}_{ending}")

        return [
            screen("<int:pk>/papers/", self.add_paper_view, "add_paper"),
            screen("<int:pk>/papers/<int:paper>/", self.paper_view, "paper"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        record = context.get("original")
        panel = self.papers(request, record) if record else None
        return super().render_change_form(request, {**context, "papers": panel}, *args, **kwargs)

    def papers(self, request: HttpRequest, record: Application | Case) -> dict[str, Any]:
        """For the template; one query. Letters have a list of their own."""
        may_add = self.has_change_permission(request, record) and may_act(request.user, record)
        return {
            "lines": list(self._lines(request, record)),
            "form": PaperForm(kinds=KINDS[type(record)]) if may_add else None,
            "add": reverse(f"admin:{self._name('add_paper')}", args=(record.pk,)),
        }

    def _lines(self, request: HttpRequest, record: Application | Case) -> Iterator[Line]:
        is_seen = may_see(request)
        kept = record.papers.exclude(kind=PaperKind.LETTER).select_related("added_by")
        for paper in kept if is_seen else kept.defer("name"):
            address = reverse(f"admin:{self._name('paper')}", args=(record.pk, paper.pk))
            yield Line(
                paper,
                PaperKind(paper.kind).label,
                paper.name if is_seen else HIDDEN,
                address if is_seen and paper.file else "",
                is_gone=not paper.file,
            )

    # --- Acts -----------------------------------------------------------------

    @method_decorator(require_safe)
    def paper_view(self, request: HttpRequest, pk: int, paper: int) -> HttpResponse:
        """The file, for those who see applicants; the look is recorded before a byte of it goes out."""
        record = record_asked(self, request, pk)
        if not may_see(request):
            raise PermissionDenied
        found = record.papers.filter(pk=paper).first()
        if found is None:
            raise Http404
        try:
            data = read_paper(found, by=request.user)
        except (Refused, WrongKey, FileNotFoundError) as error:
            messages.error(request, "文件已不在原处，请从备份中恢复。" if isinstance(error, OSError) else str(error))
            return self._to_papers(record)
        is_shown = found.media_type in SHOWN
        return HttpResponse(
            data,
            content_type=found.media_type,
            headers={
                "Content-Disposition": content_disposition_header(not is_shown, found.name) or "attachment",
                "Content-Security-Policy": POLICY,
                "X-Content-Type-Options": "nosniff",
            },
        )

    @method_decorator([require_POST, csrf_protect])
    def add_paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a file with the record, and go back to its page with a word on what happened."""
        record = record_asked(self, request, pk)
        form = PaperForm(request.POST, request.FILES, kinds=KINDS[type(record)])
        if not form.is_valid():
            for problem in (one for errors in form.errors.values() for one in errors):
                messages.error(request, str(problem))
            return self._to_papers(record)
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            add_paper(of=record, kind=kind, name=file.name, data=file.read(), by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已添加材料「{PaperKind(kind).label}」。")
        return self._to_papers(record)

    def _to_papers(self, record: Application | Case) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self._name('change')}", args=(record.pk,)) + PLACE)

    def _name(self, ending: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{ending}"
