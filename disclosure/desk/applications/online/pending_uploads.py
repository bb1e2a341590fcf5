"""Files of an application form that came back with mistakes: held, encrypted, until it is sent or a day is over."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from disclosure.desk.applications.papers import NewPaper
from disclosure.models import Authority, PendingPaper

MOST_HELD = 2 * 1024**3  # bytes of all forms together: nobody fills the database with files that are never sent


@transaction.atomic
def hold(*, authority: Authority, form: str, papers: Iterable[NewPaper], now: datetime) -> bool:
    """Hold these papers for a form, and delete expired ones. False: there is no room, and nothing was held."""
    PendingPaper.objects.expired(now).delete()
    papers = list(papers)
    taken = PendingPaper.objects.aggregate(taken=Sum("size"))["taken"] or 0
    if taken + sum(len(one.data) for one in papers) > MOST_HELD:
        return False
    for one in papers:
        pending = PendingPaper(authority=authority, form=form, name=one.name, media_type=one.media_type)
        pending.data = one.data
        pending.save(force_insert=True)
    return True


def held(*, authority: Authority, form: str, now: datetime) -> list[PendingPaper]:
    """List the papers held for a form, oldest first, without their contents."""
    return list(PendingPaper.objects.current(now).filter(authority=authority, form=form).defer("content"))


def taken_up(papers: Iterable[PendingPaper]) -> list[NewPaper]:
    """Decrypt held papers for sending. Raises WrongKey."""
    return [NewPaper(one.name, one.data, one.media_type) for one in papers]


def let_go(papers: Iterable[PendingPaper]) -> None:
    """Delete held papers that were sent or are not wanted."""
    PendingPaper.objects.filter(pk__in=[one.pk for one in papers]).delete()


def move(papers: Iterable[PendingPaper], form: str) -> None:
    """Move the papers of an expired form to its new number."""
    PendingPaper.objects.filter(pk__in=[one.pk for one in papers]).update(form=form)
