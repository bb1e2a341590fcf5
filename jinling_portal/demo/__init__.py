"""Jinling town as a demonstration: its catalogue, its items and report of 2020, and a busy current year."""

from datetime import date

from django.db import transaction

from disclosure.models import Authority

from .authority import load_authority
from .marks import marking
from .records import load_records
from .reports import load_reports


@transaction.atomic
def load_demo(*, today: date) -> Authority:
    """Load the town, and mark what comes with it; what is there already stays as it is."""
    authority = load_authority()
    with marking(authority):
        load_records(authority, today)
        load_reports(authority, today)
    return authority
