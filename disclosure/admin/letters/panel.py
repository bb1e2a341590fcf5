"""文书 on the page of an application: what is due, what was made, and the short forms that make them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_POST

from disclosure.admin.common.owned import record_asked
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

MAKE, SEND = "disclosure_application_letter", "disclosure_application_letter_send"
FILE, DISCARD = "disclosure_application_letter_file", "disclosure_application_letter_discard"
ONE_LINE = 60  # characters; what may be longer gets lines


def _day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": "日期无法识别，请写成 2026-03-09 的样子。"},
    )


class LetterForm(forms.Form):
    """The day of a letter, and the parts that its kind asks for."""

    use_required_attribute = False
    on = _day_field("落款日期")

    def __init__(self, *args: Any, parts: Sequence[Part] = (), **kwargs: Any) -> None:
        """One field for each part, under its name."""
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[part.name] = _field(part)

    def said(self) -> dict[str, str]:
        """The answers, for `make_letter`."""
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
    """When and how a letter went out."""

    use_required_attribute = False
    on = _day_field("发出日期")
    how = forms.ChoiceField(
        label="发出方式", choices=Delivery.choices, error_messages={"invalid_choice": "请从列出的发出方式中选择。"}
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A letter as the page offers it: its form, or why it cannot be made yet."""

    offered: Offered
    form: LetterForm | None
    why_not: str = ""


def letters_panel(request: HttpRequest, application: Application) -> dict[str, Any]:
    """For the template; a constant number of queries. Without the right to see applicants nothing to open or make."""
    prefetch_related_objects([application], "steps", "letters__party", "parties", "opinions")
    may_make = may_see(request) and request.user.has_perm("disclosure.change_application")
    today = localdate()
    return {
        "application": application,
        "letters": [
            {
                "letter": one,
                "is_inside": one.kind in INSIDE,
                "send": None if one.sent_on else _send_form(one, application),
            }
            for one in application.letters.all()
        ],
        "choices": [_choice(one, application, today) for one in offered_letters(application)] if may_make else [],
        "may_make": may_make,
        "may_open": may_see(request),
        "today": today,
    }


def _send_form(letter: Letter, application: Application) -> SendForm:
    given = {"on": localdate(), "how": application.delivery}
    return SendForm(initial=given, auto_id=f"id_send_{letter.pk}_%s", label_suffix="")


def _choice(one: Offered, application: Application, today: Any) -> Choice:
    try:
        parts = parts_for(application, one.kind, on=today, party=one.party)
    except Refused as error:
        return Choice(one, None, str(error))
    place = f"id_{one.kind}_{one.party.pk if one.party else 0}_%s"
    return Choice(one, LetterForm(parts=parts, initial={"on": today}, auto_id=place, label_suffix=""))


class LettersMixin(admin.ModelAdmin):
    """Put before the screen of applications: the panel of letters, and the addresses that its buttons post to."""

    def get_urls(self) -> list[URLPattern]:
        def screen(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=name)

        return [
            screen("<int:pk>/letter/", self.letter_view, MAKE),
            screen("<int:pk>/letter/<int:letter>/send/", self.letter_send_view, SEND),
            screen("<int:pk>/letter/<int:letter>/discard/", self.letter_discard_view, DISCARD),
            screen("<int:pk>/letter/<int:letter>/<str:extension>/", self.letter_file_view, FILE),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        application = context.get("original")
        panel = letters_panel(request, application) if application else None
        return super().render_change_form(request, {**context, "letters": panel}, *args, **kwargs)

    @method_decorator([require_POST, csrf_protect])
    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a letter; what cannot be is said on a page of its own, with all that was typed."""
        application = record_asked(self, request, pk)
        kind, party = _asked_for(request, application)
        try:
            parts = parts_for(application, kind, on=localdate(), party=party)
        except Refused as error:
            messages.error(request, str(error))
            return self._to_letters(pk)
        form = LetterForm(request.POST, parts=parts, label_suffix="")
        if form.is_valid():
            on, said = form.cleaned_data["on"], form.said()
            try:
                letter = make_letter(application=application, kind=kind, by=request.user, on=on, party=party, said=said)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"已生成「{letter}」，请核对后发出。")
                return self._to_letters(pk)
        return self._letter_again(request, application, form, kind=kind, party=party)

    def _letter_again(
        self, request: HttpRequest, application: Application, form: LetterForm, **about: LetterKind | Party | None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": application,
            "form": form,
            "title": "生成文书",
            **about,
        }
        return TemplateResponse(request, "admin/disclosure/application/letter.html", context)

    @method_decorator([require_POST, csrf_protect])
    def letter_send_view(self, request: HttpRequest, pk: int, letter: int) -> HttpResponse:
        """Sent on a day in a way."""
        found, form = self._letter(request, pk, letter), SendForm(request.POST)
        if not form.is_valid():
            for problems in form.errors.values():
                messages.error(request, " ".join(map(str, problems)))
            return self._to_letters(pk)
        try:
            done = send_letter(letter=found, by=request.user, **form.cleaned_data)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已登记「{done}」于 {done.sent_on} 以{done.get_sent_by_display()}发出。")
        return self._to_letters(pk)

    @method_decorator([require_POST, csrf_protect])
    def letter_discard_view(self, request: HttpRequest, pk: int, letter: int) -> HttpResponse:
        """Taken back before it went out."""
        found = self._letter(request, pk, letter)
        name = str(found)
        try:
            discard_letter(letter=found, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已作废「{name}」。")
        return self._to_letters(pk)

    @method_decorator(require_GET)
    def letter_file_view(self, request: HttpRequest, pk: int, letter: int, extension: str) -> HttpResponse:
        """The letter as DOCX or PDF; the look is recorded."""
        found = self._letter(request, pk, letter)
        paper = {"docx": found.docx, "pdf": found.pdf}.get(extension)
        if paper is None:
            raise Http404
        try:
            data = read_paper(paper, by=request.user)
        except FileNotFoundError as error:
            raise Http404("文书文件已不在服务器上，请从备份中恢复。") from error
        except DisclosureError as error:
            messages.error(request, str(error))
            return self._to_letters(pk)
        name = content_disposition_header(as_attachment=True, filename=paper.name) or "attachment"
        return HttpResponse(data, content_type=paper.media_type, headers={"Content-Disposition": name})

    def _letter(self, request: HttpRequest, pk: int, letter: int) -> Letter:
        application = record_asked(self, request, pk)
        found = application.letters.select_related("docx", "pdf").filter(pk=letter).first()
        if found is None:
            raise Http404
        found.application = application
        return found

    @staticmethod
    def _to_letters(pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:disclosure_application_change", args=(pk,)) + "#letters")


def _asked_for(request: HttpRequest, application: Application) -> tuple[LetterKind, Party | None]:
    """The kind and the party of a form; 404 for what no form says."""
    kind, party = request.POST.get("kind", ""), request.POST.get("party", "")
    if kind not in LetterKind.values or not (party == "" or party.isdecimal()):
        raise Http404
    return LetterKind(kind), application.parties.filter(pk=int(party)).first() if party else None
