"""查询办理进度: progress of an application, the letters sent and the files granted, by number and query code."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now

from disclosure.desk.applications.online.codes import CODE_LENGTH
from disclosure.desk.applications.online.downloads import Download
from disclosure.desk.applications.online.submission import Progress, file_by_code, folded, letter_by_code, progress
from disclosure.errors import WrongKey
from disclosure.portal.common import rate_limits
from disclosure.portal.common.pages import personal
from disclosure.portal.common.site import Link, Site

from .form import error_list
from .ticket import ProgressTicket
from .views import NAME, OK, TRACK

OFTEN = "查询的次数太多，请过 {}再试。急需了解进度的，请与公开工作机构联系。"
WRONG = "没有查到：申请编号或者查询码不对，请按回执核对。"
EXPIRED = "页面打开的时间太久，请重新填写申请编号和查询码，再下载。"
GONE = "没有这份文书，请重新填写申请编号和查询码，再下载。"
NO_FILE = "没有这份附件，或者下载期限已过，请重新填写申请编号和查询码查看。"
BROKEN = "{}现在不能下载，请与公开工作机构联系。"
logger = logging.getLogger(__name__)
Found = TypeVar("Found")


class TrackForm(forms.Form):
    number = forms.CharField(
        label="申请编号",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写申请编号。", "max_length": "申请编号太长，请核对。"},
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text=f"提交申请后回执上的 {CODE_LENGTH} 位字符，不分大小写，有没有连字符都可以。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "请填写查询码。", "max_length": "查询码太长，请核对。"},
    )

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """See `error_list`."""
        return error_list(self)


@personal
def track(request: HttpRequest, site: Site) -> HttpResponse:
    """Show the progress of an application; number and code come by POST, so that neither stands in an address."""
    form = TrackForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method != "POST" or not form.is_valid():
        return _page(request, site, form)
    number, code = folded(form.cleaned_data["number"]), form.cleaned_data["code"]
    try:
        found = _rate_limited(
            request,
            site,
            number,
            lambda: progress(authority=site.authority, number=number, code=code, today=localdate()),
        )
    except rate_limits.LimitExceeded as many:
        form.add_error(None, OFTEN.format(many.words))
        return many.add_to(_page(request, site, form, status=rate_limits.TOO_MANY_REQUESTS))
    if found is None:
        form.add_error(None, WRONG)
        return _page(request, site, form)
    ticket = ProgressTicket(site.authority.pk, number, code, int(now().timestamp()))
    return _page(request, site, TrackForm(label_suffix=""), found, ticket)  # the code does not stay on the screen


@personal
def letter(request: HttpRequest, site: Site) -> HttpResponse:
    """Send a letter to its applicant, who proves by the sealed ticket of the page of `track`; POST only."""
    return _download(request, site, _letter, GONE, BROKEN.format("这份文书"))


@personal
def granted_file(request: HttpRequest, site: Site) -> HttpResponse:
    """Send a file granted with the reply, as `letter` does, as long as the authority offers it online."""
    return _download(request, site, _granted_file, NO_FILE, BROKEN.format("这份附件"))


LookUp = Callable[[HttpRequest, Site, ProgressTicket], Download | None]


def _download(request: HttpRequest, site: Site, look_up: LookUp, missing: str, broken: str) -> HttpResponse:
    if request.method != "POST":
        return redirect(site.address("track"))
    ticket = ProgressTicket.opened(request.POST.get("ticket", ""), site.authority, now())
    if ticket is None:
        return _refused_page(request, site, EXPIRED)
    try:
        file = _rate_limited(request, site, ticket.number, lambda: look_up(request, site, ticket))
    except rate_limits.LimitExceeded as many:
        return many.add_to(_refused_page(request, site, OFTEN.format(many.words), rate_limits.TOO_MANY_REQUESTS))
    except (WrongKey, OSError):
        logger.exception("a file that was sent to an applicant cannot be read")
        return _refused_page(request, site, broken)
    if file is None:
        return _refused_page(request, site, missing)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(file.data, content_type=file.media_type, headers=headers)


def _letter(request: HttpRequest, site: Site, ticket: ProgressTicket) -> Download | None:
    """Look the letter up and check the code again: it may have been replaced since the page was shown."""
    return letter_by_code(
        authority=site.authority,
        number=ticket.number,
        code=ticket.code,
        letter=_key(request, "letter"),
        file_format=request.POST.get("format", ""),
    )


def _granted_file(request: HttpRequest, site: Site, ticket: ProgressTicket) -> Download | None:
    return file_by_code(
        authority=site.authority,
        number=ticket.number,
        code=ticket.code,
        paper=_key(request, "file"),
        today=localdate(),
    )


LONGEST_KEY = 18  # digits, which every database takes as a key


def _key(request: HttpRequest, name: str) -> int:
    """Read a key; 0, which no record has, for anything else."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_KEY else 0


def _rate_limited(request: HttpRequest, site: Site, number: str, ask: Callable[[], Found | None]) -> Found | None:
    """Return what `ask` finds; only failures are counted. Raises LimitExceeded.

    `number` as it is looked up, so that one application is one count however its number is written.
    """
    counted = rate_limits.count(request, "track", about=f"{site.authority.pk}:{number}")
    found = ask()
    if found is not None:
        counted.give_back()
    return found


def _refused_page(request: HttpRequest, site: Site, why: str, status: int = OK) -> HttpResponse:
    form = TrackForm({}, label_suffix="")
    form.full_clean()
    form.errors.clear()
    form.add_error(None, why)
    return _page(request, site, form, status=status)


def _page(  # noqa: PLR0917 what a page shows
    request: HttpRequest,
    site: Site,
    form: TrackForm,
    found: Progress | None = None,
    ticket: ProgressTicket | None = None,
    status: int = OK,
) -> HttpResponse:
    context = {
        "site": site,
        "crumbs": [Link(NAME, site.address("apply")), Link(TRACK)],
        "name": TRACK,
        "address": site.address("track"),
        "form": form,
        "mistakes": form.mistakes,
        "found": found,
        "ticket": ticket.sealed if ticket else "",
    }
    return render(request, "portal/apply/track.html", context, status=status)
