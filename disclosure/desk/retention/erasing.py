"""Erase personal data that is no longer needed (个保法 art. 19, 47); what reports count stays (条例 art. 50).

Of an application these stay: number, kind of applicant, dates, outcome, steps, fee, numbers of letters, cases. Names,
document numbers, contacts, opinions and files are deleted; free texts are masked by the privacy guard.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from disclosure.desk.audit.log import note
from disclosure.law.privacy import find, mask, mask_name
from disclosure.models import (
    Application,
    Authority,
    Case,
    Complaint,
    Hearing,
    Paper,
    Party,
    RecordCorrection,
    Step,
    Verb,
)
from disclosure.models.encryption import ERASED

BLANK = ("document_kind", "document", "phone", "email", "address", "fax", "help_wanted")
HASHES = ("applicant_hash", "document_hash", "phone_hash")
SHORTEST = 2  # minimum length of a value searched for in free texts
BETWEEN = re.compile(r"[\s、，,；;。]+")


def keeping_limit(on: date, years: int) -> date:
    """Whatever was concluded before this day has been kept long enough; 29 February counts as the 28th."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


# --- What is due ------------------------------------------------------------------


def due_applications(before: date) -> QuerySet[Application]:
    """Applications concluded before this day, with every case and complaint about them concluded too."""
    unsettled = Q(concluded_on=None) | Q(concluded_on__gte=before)
    held = [Exists(model.objects.filter(unsettled, application=OuterRef("pk"))) for model in (Case, Complaint)]
    return _concluded_before(before).exclude(held[0]).exclude(held[1])


def held_back(before: date) -> QuerySet[Application]:
    """Applications old enough themselves, while a case or complaint about them is not."""
    return _concluded_before(before).exclude(pk__in=due_applications(before).values("pk"))


def _concluded_before(before: date) -> QuerySet[Application]:
    return Application.objects.filter(concluded_on__lt=before, erased_on=None)


def due_cases(before: date) -> QuerySet[Case]:
    """Cases about no application, or about an erased one, that still hold personal data."""
    alone = Q(application=None) | Q(application__erased_on__isnull=False)
    has_papers = Exists(Paper.objects.filter(case=OuterRef("pk")).exclude(file=""))
    old = Case.objects.filter(alone, concluded_on__lt=before)
    return old.annotate(named=Length("parties")).filter(Q(named__gt=0) | has_papers)


def due_concerns(before: date) -> list[QuerySet[Any]]:
    """更正申请 and 投诉举报 that still hold a person's name (told by its keyed hash)."""
    return [
        model.objects.filter(concluded_on__lt=before).exclude(person_hash="") for model in (RecordCorrection, Complaint)
    ]


# --- Erasing ----------------------------------------------------------------------


@dataclass
class KnownPeople:
    """What is known of the people of an application, to be recognised in free texts."""

    names: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, application: Application) -> "KnownPeople":
        known = cls({application.applicant}, {getattr(application, name) for name in BLANK[1:-1]})
        for party in application.parties.all():
            known.names.add(party.name)
            known.others.add(party.contact)
        for case in application.cases.all():
            known.names |= set(BETWEEN.split(case.parties))
        return known

    def masked(self, text: str) -> str:
        for value in sorted(self.others | self.names, key=len, reverse=True):
            if len(value.strip()) >= SHORTEST and value != ERASED:
                text = text.replace(value, mask_name(value) if value in self.names else "***")
        return mask(text, find(text))


def erase(key: int, *, on: date, before: date) -> bool:
    """Erase one application that is due, and log it; False where it is no longer due."""
    with transaction.atomic():
        whose = Application.objects.filter(pk=key).values("authority")
        # An import locks the authority while it writes, and would restore what it read before.
        list(Authority.objects.select_for_update(no_key=True).filter(pk__in=whose).values_list("pk"))
        application = due_applications(before).select_for_update(of=("self",)).filter(pk=key).first()
        if application is None:
            return False
        people = KnownPeople.of(application)
        for case in application.cases.all():
            _erase_case(case, people)
        _erase_around(application, people)
        blank = dict.fromkeys((*BLANK, *HASHES, "code_hash"), "")
        content = people.masked(application.content)
        Application.objects.filter(pk=key).update(applicant=ERASED, content=content, erased_on=on, **blank)
        _erase_papers(Paper.objects.filter(application=key))
        _log_erasure(application)
    return True


def _erase_around(application: Application, people: KnownPeople) -> None:
    Party.objects.filter(application=application).update(name=ERASED, contact="", reasons="")
    _rewrite(Party.objects.filter(application=application), "matter", people)
    _rewrite(Step.objects.filter(application=application), "note", people)
    application.opinions.update(text="")
    application.letters.update(void_reason="")


def _erase_case(case: Case, people: KnownPeople) -> None:
    Case.objects.filter(pk=case.pk).update(parties="", cause=people.masked(case.cause)[: _longest(Case, "cause")])
    _rewrite(Hearing.objects.filter(case=case), "note", people)
    _erase_papers(Paper.objects.filter(case=case))


def erase_case(key: int, *, before: date) -> bool:
    """Erase one case that is due by itself, and log it; False where it is no longer due."""
    with transaction.atomic():
        whose = Case.objects.filter(pk=key).values("authority")
        list(Authority.objects.select_for_update(no_key=True).filter(pk__in=whose).values_list("pk"))
        case = due_cases(before).filter(pk=key).first()
        if case is None:
            return False
        _erase_case(case, KnownPeople(set(BETWEEN.split(case.parties))))
        _log_erasure(case)
    return True


@transaction.atomic
def erase_concern(concern: RecordCorrection | Complaint) -> None:
    kept = type(concern).objects.filter(pk=concern.pk)
    kept.update(person=ERASED, person_hash="", contact="", content=ERASED, note="")
    _log_erasure(concern)


def _rewrite(rows: QuerySet[Any], name: str, people: KnownPeople) -> None:
    for row in rows:
        old = getattr(row, name)
        new = people.masked(old)[: _longest(rows.model, name)]
        if new != old:
            rows.model.objects.filter(pk=row.pk).update(**{name: new})


def _longest(model: type[Model], name: str) -> int | None:
    """The column's length limit: a mask may be longer than what it masks."""
    return getattr(model._meta.get_field(name), "max_length", None)


def _erase_papers(papers: QuerySet[Paper]) -> None:
    """Keep the rows, since letters refer to them; delete the files on commit."""
    for name in papers.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, name))
    papers.update(file="", name=ERASED)


def _log_erasure(record: Model) -> None:
    note(Verb.ERASE, record, {"个人信息": ["", "已清除"]})
