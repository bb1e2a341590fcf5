"""依申请公开 (条例 art. 27, 29 to 31): how to apply, the form, the receipt."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from disclosure.desk.applications.online.codes import in_groups
from disclosure.desk.applications.online.pending_uploads import let_go, taken_up
from disclosure.desk.applications.online.submission import sent_before, submit
from disclosure.desk.audit.mail import mail_is_configured
from disclosure.models import Application
from disclosure.portal.common import rate_limits
from disclosure.portal.common.pages import is_same_origin, personal
from disclosure.portal.common.site import SECTIONS, Link, Missing, Site

from .form import ApplyForm
from .papers import HeldPapers, LimitedUploads, may_read_papers
from .similar_items import find_similar, is_step_done, redirect_to_found_item, similar_items_page
from .ticket import LONGEST_SECONDS, SHORTEST_SECONDS, ReceiptTicket, Ticket

NAME, TRACK = dict(SECTIONS)["apply"], "查询办理进度"
OK = 200
WAIT = "提交的次数太多，请过 {}再试。急需办理的，可以当面、邮寄或者传真提交申请。"

EXPIRED = "页面打开的时间太久，已经失效。您填写的内容还在，请重新回答验证问题后再提交一次。"


@personal
def apply(request: HttpRequest, site: Site) -> HttpResponse:
    """Show how to apply and the form; submitted texts and files come back with the errors."""
    at = now()
    if request.method != "POST":
        return _form_page(request, site, ApplyForm(ticket=Ticket.new(site.authority, at)))
    request.upload_handlers = [LimitedUploads(request)]
    ticket = Ticket.opened(request.POST.get("ticket", ""), site.authority)
    if ticket and (before := sent_before(site.authority, ticket.submission)):
        return _redirect_to_receipt(site, before, ticket, at)
    try:
        rate_limits.count(request, "apply")
        if gone := redirect_to_found_item(request, site, ticket, at):
            return gone
        return _submitted(request, site, ticket, at)
    except rate_limits.LimitExceeded as many:
        form = _form_as_sent(request, site, ticket, at, may_read=False)
        form.add_error(None, WAIT.format(many.words))
        return many.add_to(_form_page(request, site, form, rate_limits.TOO_MANY_REQUESTS))


def _submitted(request: HttpRequest, site: Site, ticket: Ticket | None, at: datetime) -> HttpResponse:
    """Store the application, or show the form again. Raises LimitExceeded."""
    form = _form_as_sent(request, site, ticket, at, may_read=may_read_papers(request, ticket, at))
    if ticket is None or ticket.age(at) > LONGEST_SECONDS:
        form.add_error(None, EXPIRED)
    elif form.is_valid() and (why := _refusal(request, ticket, at)):
        form.add_error(None, why)
    if ticket is None or not form.is_valid():
        _hold_papers(request, form)
        return _form_page(request, site, form)
    if not is_step_done(request) and (items := find_similar(form, site, at)):
        _hold_papers(request, form)
        return similar_items_page(request, site, form, items) if form.is_valid() else _form_page(request, site, form)
    if "back" in request.POST:
        return _form_page(request, site, form)
    usage = rate_limits.count(request, "application")
    track = request.build_absolute_uri(site.address("track"))
    application, held = form.application(site.authority), form.papers_field.held
    papers = [*taken_up(held), *form.cleaned_data["papers"]]
    stored, is_new = submit(
        application, submission=ticket.submission, code=ticket.code, at=at, track_address=track, papers=papers
    )
    let_go(held)
    if not is_new:
        usage.give_back()
    return _redirect_to_receipt(site, stored, ticket, at)


def _form_as_sent(
    request: HttpRequest, site: Site, ticket: Ticket | None, at: datetime, *, may_read: bool
) -> ApplyForm:
    """Bind the form as it was sent; an invalid or expired ticket is replaced, with a new question."""
    data = request.POST.copy()
    held = HeldPapers(site.authority, ticket.submission if ticket else "", at)
    held.drop(request.POST.getlist("drop"))
    if ticket is None or ticket.age(at) > LONGEST_SECONDS:
        data.pop("answer", None)
        ticket = Ticket.new(site.authority, at)
        held.move(ticket.submission)
    return ApplyForm(data, request.FILES, ticket=ticket, held=held, may_read=may_read)


def _hold_papers(request: HttpRequest, form: ApplyForm) -> None:
    """Hold valid files, since a browser does not choose them again by itself."""
    if form.held:
        for why in form.held.add(request, form.papers_field.good):
            form.add_error("papers", why)


def _refusal(request: HttpRequest, ticket: Ticket, at: datetime) -> str:
    """Say why a valid form is not stored; empty where it may be."""
    if ticket.age(at) < SHORTEST_SECONDS:
        return "提交得太快，请核对内容，过几秒钟再提交一次。"
    if not is_same_origin(request):
        return "这份申请不是从本站的页面提交的，请核对内容后再提交一次。"
    return ""


def _form_page(request: HttpRequest, site: Site, form: ApplyForm, status: int = OK) -> HttpResponse:
    context = {"site": site, "crumbs": [Link(NAME)], "name": NAME, "form": form, "mistakes": form.mistakes}
    context["was_offered"] = is_step_done(request)
    return render(request, "portal/apply/page.html", context, status=status)


def _redirect_to_receipt(site: Site, application: Application, ticket: Ticket, at: datetime) -> HttpResponse:
    receipt = ReceiptTicket(application.pk, ticket.code, int(at.timestamp()))
    return redirect(site.address("receipt", sealed=receipt.sealed))


@personal
def receipt(request: HttpRequest, site: Site, sealed: str) -> HttpResponse:
    """Show number and query code for printing, for two hours."""
    shown = ReceiptTicket.opened(sealed, now())
    found = Application.objects.filter(authority=site.authority, pk=shown.application) if shown else None
    application = found.defer(*Application.PERSONAL).first() if found else None
    if shown is None or application is None:
        ways = Link(TRACK, site.address("track")), Link(NAME, site.address("apply"))
        raise Missing("回执已经不能再显示。凭申请编号和查询码，可以查询办理进度。", *ways)
    context = {
        "site": site,
        "crumbs": [Link(NAME, site.address("apply")), Link("申请回执")],
        "name": "申请回执",
        "application": application,
        "code": in_groups(shown.code),
        "is_mailed": mail_is_configured(),
    }
    return render(request, "portal/apply/receipt.html", context)
