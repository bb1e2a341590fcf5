"""文书 on the page of an application: what is due, what was made, and the forms that make and send them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
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
from disclosure.desk.letters.actions import discard_letter, make_letter, send_letter
from disclosure.desk.letters.due import Offered, offered_letters
from disclosure.desk.letters.questions import LONGEST, parts_for
from disclosure.errors import DisclosureError, Refused
from disclosure.law.choices.applications import Delivery
from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kinds import INSIDE
from disclosure.law.letters.wording import Part
from disclosure.models import Application, Letter, Party

MAKE_URL, SEND_URL = "disclosure_application_letter", "disclosure_application_letter_send"
FILE_URL, DISCARD_URL = "disclosure_application_letter_file", "disclosure_application_letter_discard"
ANCHOR = "#letters"
ONE_LINE = 60  # characters; what may be longer gets lines


def _day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": "日期无法识别，请写成 2026-03-09 的样子。"},
    )


class LetterForm(forms.Form):
    """The day of a letter, and a field for each part that its kind asks for."""

    use_required_attribute = False
    on = _day_field("落款日期")

    def __init__(self, *args: Any, parts: Sequence[Part] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[part.name] = _field(part)

    def said(self) -> dict[str, str]:
        """Return the answers by the names of the parts, for `make_letter`."""
        return {part.name: self.cleaned_data[part.name] for part in self.parts}


def _field(part: Part) -> forms.Field:
    given: dict[str, Any] = {
        "label": part.label if part.required else f"{part.label}（可不填）",
        "help_text": part.help,
        "required": part.required,
        "initial": part.initial,
        "error_messages": {"required": f"请填写「{part.label}」。"},
    }
    if part.choices:
        return forms.ChoiceField(choices=[("", "请选择"), *part.choices], **given)
    is_long = part.name in {"matters", "content", "enclosed", "proposal"} or len(part.initial) > ONE_LINE
    widget = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput()
    return forms.CharField(max_length=LONGEST, widget=widget, **given)


class SendForm(forms.Form):
    use_required_attribute = False
    on = _day_field("发出日期")
    how = forms.ChoiceField(
        label="发出方式", choices=Delivery.choices, error_messages={"invalid_choice": "请从列出的发出方式中选择。"}
    )


@dataclass(frozen=True, slots=True)
class OfferedLetter:
    """A letter that can be made: its form, or why it cannot be made yet."""

    offered: Offered
    form: LetterForm | None
    why_not: str = ""


class LettersPanel(Panel):
    """Whoever does not see applicants can neither open nor make a letter."""

    name = "letters"
    template = "admin/letters/_letters.html"

    def build(self, request: HttpRequest, record: Application) -> dict[str, Any]:
        """Make a constant number of queries."""
        prefetch_related_objects([record], "steps", "letters__party", "parties", "opinions")
        may_make = may_see(request) and request.user.has_perm("disclosure.change_application")
        today = localdate()
        return {
            "application": record,
            "letters": [
                {
                    "letter": letter,
                    "is_inside": letter.kind in INSIDE,
                    "send": None if letter.sent_on else _send_form(letter, record),
                }
                for letter in record.letters.all()
            ],
            "offered": [_offer(one, record, today) for one in offered_letters(record)] if may_make else [],
            "may_make": may_make,
            "may_open": may_see(request),
        }

    def get_urls(self) -> list[URLPattern]:
        return [
            self.path("<int:pk>/letter/", self.make_view, MAKE_URL),
            self.path("<int:pk>/letter/<int:letter>/send/", self.send_view, SEND_URL),
            self.path("<int:pk>/letter/<int:letter>/discard/", self.discard_view, DISCARD_URL),
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
            on, said = form.cleaned_data["on"], form.said()
            try:
                letter = make_letter(application=application, kind=kind, by=request.user, on=on, party=party, said=said)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"已生成「{letter}」，请核对后发出。")
                return self.to_change_page(pk, ANCHOR)
        context = {"original": application, "form": form, "kind": kind, "party": party}
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
            sent = send_letter(letter=asked, by=request.user, **form.cleaned_data)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已登记「{sent}」于 {sent.sent_on} 以{sent.get_sent_by_display()}发出。")
        return self.to_change_page(pk, ANCHOR)

    @method_decorator([require_POST, csrf_protect])
    def discard_view(self, request: HttpRequest, pk: int, letter: int) -> HttpResponse:
        """Discard a letter that was not sent."""
        asked = self._letter(request, pk, letter)
        name = str(asked)
        try:
            discard_letter(letter=asked, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已作废「{name}」。")
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


def _send_form(letter: Letter, application: Application) -> SendForm:
    given = {"on": localdate(), "how": application.delivery}
    return SendForm(initial=given, auto_id=f"id_send_{letter.pk}_%s", label_suffix="")


def _offer(offered: Offered, application: Application, today: date) -> OfferedLetter:
    try:
        parts = parts_for(application, offered.kind, on=today, party=offered.party)
    except Refused as error:
        return OfferedLetter(offered, None, str(error))
    auto_id = f"id_{offered.kind}_{offered.party.pk if offered.party else 0}_%s"
    return OfferedLetter(offered, LetterForm(parts=parts, initial={"on": today}, auto_id=auto_id, label_suffix=""))


def _asked_for(request: HttpRequest, application: Application) -> tuple[LetterKind, Party | None]:
    """Return the kind and the party that a form names. Raises Http404 for what no form does."""
    kind, party = request.POST.get("kind", ""), request.POST.get("party", "")
    if kind not in LetterKind.values or not (party == "" or party.isdecimal()):
        raise Http404
    return LetterKind(kind), application.parties.filter(pk=int(party)).first() if party else None
