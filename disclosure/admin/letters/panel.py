"""文书 on the page of an application: what is due, what was made, and the forms that make and send them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_POST

from disclosure.admin.common.pages import attachment_header
from disclosure.admin.common.panels import Panel
from disclosure.admin.common.personal import may_see
from disclosure.desk.applications.papers import read_paper
from disclosure.desk.letters.actions import make_letter, send_letter
from disclosure.desk.letters.due import Offered, offered_letters
from disclosure.desk.letters.questions import known_facts, parts_for
from disclosure.desk.letters.voiding import void_letter
from disclosure.errors import DisclosureError, Refused
from disclosure.law.choices.applications import Delivery
from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kinds import INSIDE
from disclosure.models import Application, Letter, Party

from .forms import LetterForm, SendForm, VoidForm

MAKE_URL, SEND_URL = "disclosure_application_letter", "disclosure_application_letter_send"
FILE_URL, VOID_URL = "disclosure_application_letter_file", "disclosure_application_letter_void"
ANCHOR = "#letters"


@dataclass(frozen=True, slots=True)
class OfferedLetter:
    """A letter that can be made: its form, or why it cannot be made. `facts`: what it says out of the record."""

    offered: Offered
    form: LetterForm | None
    why_not: str = ""
    facts: tuple[str, ...] = ()


class LettersPanel(Panel):
    """Whoever does not see applicants can neither open nor make a letter."""

    name = "letters"
    template = "admin/letters/_letters.html"

    def build(self, request: HttpRequest, record: Application) -> dict[str, Any]:
        """Make a constant number of queries."""
        prefetch_related_objects([record], "steps", "letters", "parties", "opinions")
        may_make = may_see(request) and request.user.has_perm("disclosure.change_application")
        today = localdate()
        return {
            "application": record,
            "letters": [
                {
                    "letter": letter,
                    "is_inside": letter.kind in INSIDE,
                    "send": None if letter.sent_on or letter.voided_on else _send_form(letter, record),
                    "void": None if letter.voided_on else VoidForm(auto_id=f"id_void_{letter.pk}_%s", label_suffix=""),
                }
                for letter in record.letters.all()
            ],
            "offered": [_offer(one, record, today) for one in offered_letters(record)] if may_make else [],
            "wanted": _wanted(record) if may_make else "",
            "may_make": may_make,
            "may_open": may_see(request),
        }

    def get_urls(self) -> list[URLPattern]:
        return [
            self.path("<int:pk>/letter/", self.make_view, MAKE_URL),
            self.path("<int:pk>/letter/<int:letter>/send/", self.send_view, SEND_URL),
            self.path("<int:pk>/letter/<int:letter>/void/", self.void_view, VOID_URL),
            self.path("<int:pk>/letter/<int:letter>/<str:extension>/", self.file_view, FILE_URL),
        ]

    @method_decorator([require_POST, csrf_protect])
    def make_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a letter; a form that is refused is shown on a page of its own with all that was typed."""
        application = self.record(request, pk)
        kind, party = _asked_for(request, application)
        try:
            parts = parts_for(application, kind, on=localdate(), party=party)
        except Refused as error:
            messages.error(request, str(error))
            return self.to_change_page(pk, ANCHOR)
        form = LetterForm(request.POST, parts=parts, label_suffix="")
        if form.is_valid():
            given = {"on": form.cleaned_data["on"], "said": form.said(), "today": localdate(), "party": party}
            try:
                letter = make_letter(application=application, kind=kind, by=request.user, **given)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"已生成「{letter}」，请核对后发出。")
                return self.to_change_page(pk, ANCHOR)
        facts = _facts_of(application, kind)
        context = {"original": application, "form": form, "kind": kind, "party": party, "facts": facts}
        return self.page(request, "admin/letters/letter.html", "生成文书", context)

    @method_decorator([require_POST, csrf_protect])
    def send_view(self, request: HttpRequest, pk: int, letter: int) -> HttpResponse:
        """Record that a letter was sent."""
        asked, form = self._letter(request, pk, letter), SendForm(request.POST)
        if not form.is_valid():
            for problems in form.errors.values():
                messages.error(request, " ".join(map(str, problems)))
            return self.to_change_page(pk, ANCHOR)
        try:
            sent = send_letter(letter=asked, by=request.user, **form.said(localdate()))
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已登记「{sent}」于 {sent.sent_on} 以{sent.get_sent_by_display()}发出。")
        return self.to_change_page(pk, ANCHOR)

    @method_decorator([require_POST, csrf_protect])
    def void_view(self, request: HttpRequest, pk: int, letter: int) -> HttpResponse:
        """Mark a letter as void, with the reason."""
        asked, form = self._letter(request, pk, letter), VoidForm(request.POST)
        if not form.is_valid():
            for problems in form.errors.values():
                messages.error(request, " ".join(map(str, problems)))
            return self.to_change_page(pk, ANCHOR)
        try:
            void = void_letter(letter=asked, by=request.user, on=localdate(), reason=form.cleaned_data["reason"])
        except Refused as error:
            messages.error(request, str(error))
        else:
            told = "收件人已经收到，请另行告知。办理步骤没有改动。" if void.sent_on else ""
            messages.success(request, f"已作废「{void}」，文号保留，不再使用。{told}")
        return self.to_change_page(pk, ANCHOR)

    @method_decorator(require_GET)
    def file_view(self, request: HttpRequest, pk: int, letter: int, extension: str) -> HttpResponse:
        """Send the letter as DOCX or PDF; the look is recorded."""
        asked = self._letter(request, pk, letter)
        paper = {"docx": asked.docx, "pdf": asked.pdf}.get(extension)
        if paper is None:
            raise Http404
        try:
            data = read_paper(paper, by=request.user)
        except FileNotFoundError as error:
            raise Http404("文书文件已不在服务器上，请从备份中恢复。") from error
        except DisclosureError as error:
            messages.error(request, str(error))
            return self.to_change_page(pk, ANCHOR)
        headers = {"Content-Disposition": attachment_header(paper.name)}
        return HttpResponse(data, content_type=paper.media_type, headers=headers)

    def _letter(self, request: HttpRequest, pk: int, letter: int) -> Letter:
        application = self.record(request, pk)
        asked = application.letters.select_related("docx", "pdf").filter(pk=letter).first()
        if asked is None:
            raise Http404
        asked.application = application
        return asked


WHERE = {Delivery.POST: "address", Delivery.EMAIL: "email", Delivery.FAX: "fax"}


def _wanted(application: Application) -> str:
    """Say how and where the applicant wants the reply; empty where that is not known."""
    if not application.delivery:
        return ""
    way = Delivery(application.delivery)
    place = getattr(application, WHERE[way]) if way in WHERE else ""
    return f"{way.label}：{place}" if place else f"{way.label}。"


def _send_form(letter: Letter, application: Application) -> SendForm:
    given = {"on": localdate(), "how": application.delivery}
    return SendForm(initial=given, auto_id=f"id_send_{letter.pk}_%s", label_suffix="")


def _offer(offered: Offered, application: Application, today: date) -> OfferedLetter:
    try:
        parts = parts_for(application, offered.kind, on=today, party=offered.party)
    except Refused as error:
        return OfferedLetter(offered, None, str(error))
    facts = _facts_of(application, offered.kind)
    auto_id = f"id_{offered.kind}_{offered.party.pk if offered.party else 0}_%s"
    form = LetterForm(parts=parts, initial={"on": today}, auto_id=auto_id, label_suffix="")
    return OfferedLetter(offered, form, facts=facts)


def _facts_of(application: Application, kind: LetterKind) -> tuple[str, ...]:
    """What the letter will say out of the record; nobody types it."""
    return tuple(known_facts(application).values()) if kind == LetterKind.REPLY else ()


def _asked_for(request: HttpRequest, application: Application) -> tuple[LetterKind, Party | None]:
    """Return the kind and the party that a form names. Raises Http404 for what no form does."""
    kind, party = request.POST.get("kind", ""), request.POST.get("party", "")
    if kind not in LetterKind.values or not (party == "" or party.isdecimal()):
        raise Http404
    return LetterKind(kind), application.parties.filter(pk=int(party)).first() if party else None
