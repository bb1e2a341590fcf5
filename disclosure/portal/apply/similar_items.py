"""A step of its own between a filled-in form and the application: what is published already of what is wanted.

It comes once, and only where something fits; whatever was typed goes on with it (docs/decisions/offered-items.md).
"""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from disclosure.desk.applications.online.deflections import count_needless
from disclosure.desk.applications.online.pending_uploads import held, let_go
from disclosure.models import Item
from disclosure.portal.common.pages import is_same_origin
from disclosure.portal.common.site import SECTIONS, Link, Site
from disclosure.search.related_items import find_related

from .ticket import LONGEST_SECONDS, Ticket

NAME, QUESTION = dict(SECTIONS)["apply"], "这些已公开的信息是不是您要的？"
ASKED, BACK, FOUND = "offered", "back", "found"  # what the buttons of the step send


def is_step_done(request: HttpRequest) -> bool:
    """Whether the applicant has seen this step and goes on or back."""
    return ASKED in request.POST or BACK in request.POST


def find_similar(form: forms.Form, site: Site, at: datetime) -> tuple[Item, ...]:
    """Find published items that match a valid form."""
    given = form.cleaned_data
    wanted = {"name": given["name"], "number": given["document_number"], "description": given["description"]}
    return find_related([site.authority.pk], **wanted, at=at)


def similar_items_page(request: HttpRequest, site: Site, form: forms.Form, items: Iterable[Item]) -> HttpResponse:
    """Show the items with a button for each that ends the application, one that submits it, and one that goes back."""
    context = {
        "site": site,
        "crumbs": [Link(NAME, site.address("apply")), Link("已公开的信息")],
        "name": QUESTION,
        "ticket": request.POST.get("ticket", ""),
        "typed": [(name, value) for name in ("ticket", *form.fields) for value in request.POST.getlist(name)],
        "items": [(item, site.address("item", index_number=item.index_number)) for item in items],
    }
    return render(request, "portal/apply/similar_items.html", context)


def redirect_to_found_item(
    request: HttpRequest, site: Site, ticket: Ticket | None, at: datetime
) -> HttpResponse | None:
    """To the item that somebody found, counted once for a form; None where that button was not pressed.

    What does not come from a page of ours, or names no item that the public sees, counts nothing.
    """
    if FOUND not in request.POST:
        return None
    key = request.POST.get(FOUND, "")
    own = Item.objects.published(at).filter(authority=site.authority)
    item = own.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None  # noqa: PLR2004 digits of a key
    if item is None:
        return redirect(site.address("apply"))
    if (
        ticket
        and is_same_origin(request)
        and cache.add(f"needless:{ticket.submission}", value=True, timeout=LONGEST_SECONDS)
    ):
        count_needless(item=item, on=localdate(at))
        let_go(held(authority=site.authority, form=ticket.submission, now=at))
    return redirect(site.address("item", index_number=item.index_number))
