"""材料 on the page of an application or a case: the list, a view of each, and a form to add one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from disclosure.desk.accounts.access import may_act
from disclosure.desk.applications.papers import KINDS, add_paper, read_paper
from disclosure.errors import Refused, WrongKey
from disclosure.law.choices.letters import PaperKind
from disclosure.models import Application, Case, Paper

from .panels import Panel
from .personal import may_see

SHOWN = {"image/jpeg", "image/png"}  # what a browser may show in the page's own name; all else is saved
ANCHOR = "#papers"
POLICY = "default-src 'none'; sandbox"
HIDDEN = "（文件名不显示）"


class PaperForm(forms.Form):
    """The kinds are those that the record may have."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="材料类型", error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择材料类型。")
    )
    file = forms.FileField(
        label="文件", error_messages={"required": "请选择要添加的文件。", "empty": "所选的文件是空的。"}
    )

    def __init__(self, *args: Any, kinds: tuple[PaperKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "id_paper_%s", **kwargs})
        cast("forms.ChoiceField", self.fields["kind"]).choices = [(one.value, one.label) for one in kinds]


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper as the page lists it; `address` is empty where this person may not open it, or nobody can any more."""

    paper: Paper
    kind: str
    name: str
    address: str
    is_gone: bool


class PapersPanel(Panel):
    """Letters are not among the papers: they have a panel of their own."""

    name = "papers"
    template = "admin/common/_papers.html"

    def build(self, request: HttpRequest, record: Application | Case) -> dict[str, Any]:
        """One query."""
        may_add = self.model_admin.has_change_permission(request, record) and may_act(request.user, record)
        return {
            "papers": list(self._papers(request, record)),
            "form": PaperForm(kinds=KINDS[type(record)]) if may_add else None,
            "add_address": reverse(f"admin:{self.url_name('add_paper')}", args=(record.pk,)),
        }

    def _papers(self, request: HttpRequest, record: Application | Case) -> Iterator[ListedPaper]:
        is_seen = may_see(request)
        kept = record.papers.exclude(kind=PaperKind.LETTER).select_related("added_by")
        for paper in kept if is_seen else kept.defer("name"):
            address = reverse(f"admin:{self.url_name('paper')}", args=(record.pk, paper.pk))
            yield ListedPaper(
                paper,
                PaperKind(paper.kind).label,
                paper.name if is_seen else HIDDEN,
                address if is_seen and paper.file else "",
                is_gone=not paper.file,
            )

    def get_urls(self) -> list[URLPattern]:
        return [
            self.path("<int:pk>/papers/", self.add_paper_view, self.url_name("add_paper")),
            self.path("<int:pk>/papers/<int:paper>/", self.paper_view, self.url_name("paper")),
        ]

    @method_decorator(require_safe)
    def paper_view(self, request: HttpRequest, pk: int, paper: int) -> HttpResponse:
        """Send the file to those who see applicants; the look is recorded before a byte of it goes out."""
        record = self.record(request, pk)
        if not may_see(request):
            raise PermissionDenied
        asked = record.papers.filter(pk=paper).first()
        if asked is None:
            raise Http404
        try:
            data = read_paper(asked, by=request.user)
        except (Refused, WrongKey, FileNotFoundError) as error:
            messages.error(request, "文件已不在原处，请从备份中恢复。" if isinstance(error, OSError) else str(error))
            return self.to_change_page(pk, ANCHOR)
        is_shown = asked.media_type in SHOWN
        return HttpResponse(
            data,
            content_type=asked.media_type,
            headers={
                "Content-Disposition": content_disposition_header(not is_shown, asked.name) or "attachment",
                "Content-Security-Policy": POLICY,
                "X-Content-Type-Options": "nosniff",
            },
        )

    @method_decorator([require_POST, csrf_protect])
    def add_paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a file with the record, and go back to its page."""
        record = self.record(request, pk)
        form = PaperForm(request.POST, request.FILES, kinds=KINDS[type(record)])
        if not form.is_valid():
            for problem in (one for errors in form.errors.values() for one in errors):
                messages.error(request, str(problem))
            return self.to_change_page(pk, ANCHOR)
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            add_paper(of=record, kind=kind, name=file.name, data=file.read(), by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已添加材料「{PaperKind(kind).label}」。")
        return self.to_change_page(pk, ANCHOR)
