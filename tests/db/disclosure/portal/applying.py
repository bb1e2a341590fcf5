"""The application form as a citizen fills it in."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from lxml import html

from disclosure.models import Authority
from disclosure.portal.apply.ticket import Ticket

# 370305 is a real district; the day of birth and the rest are invented, the check character is right.
IDENTITY = "370305190001010000"
FILLED = {
    "applicant_kind": "natural",
    "applicant": "示例甲",
    "document_kind": "居民身份证",
    "document": IDENTITY,
    "phone": "0000-0000000",
    "name": "2025年镇级财政决算",
    "medium": "paper",
    "delivery": "pick_up",
}


def ticket_of(town, *, seconds=60, **changed):
    """A ticket of a page that was shown so long ago."""
    shown = timezone.now() - timedelta(seconds=seconds)
    return replace(Ticket.new(town, shown), **changed)


def filled(ticket=None, **changed):
    """What the form sends; a field given as None is left out."""
    ticket = ticket or ticket_of(Authority.objects.get(is_own=True))
    values = {**FILLED, "ticket": ticket.sealed, "answer": str(ticket.first + ticket.second), **changed}
    return {name: value for name, value in values.items() if value is not None}


def send(client, data=None, address="/apply/", **given):
    """The answer to the form."""
    return client.post(address, data or filled(), **given)


def mistakes(answer):
    """The places of the mistakes that a page shows, by the sentences of its summary."""
    tree = html.fromstring(answer.content.decode())
    return {
        "".join(one.itertext()).strip(): next((link.get("href") for link in one.xpath("a")), "")
        for one in tree.xpath("//*[@id='mistakes']//li")
    }
