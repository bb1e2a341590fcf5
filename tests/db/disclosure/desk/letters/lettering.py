"""An office and applications that every kind of letter can be made of."""

import datetime as dt
import io
import re

import docx
from django.utils import timezone

from disclosure.desk.letters.questions import parts_for
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Fee, Opinion, Party
from tests.factories import TOWN, ApplicationFactory, AuthorityFactory, StepFactory
from tests.support.people import HANDLER, person

RECEIVED, TODAY = dt.date(2026, 3, 2), dt.date(2026, 3, 20)
K = LetterKind
AGENCY = {K.AGENCY_ASKED}
THIRD = {K.THIRD_PARTY_ASKED, K.THIRD_PARTY_FORM, K.THIRD_PARTY_TOLD}


def office(**given):
    """Another authority with all that its letters say of it."""
    return AuthorityFactory(**TOWN | {"code": "other", "is_own": False} | given)


def clerk(authority, *roles):
    return person(authority, *(roles or [HANDLER]), first_name="办", last_name="示例")


def asked(authority, **given):
    """An application received on 2026-03-02."""
    return ApplicationFactory(authority=authority, **{"received_on": RECEIVED, "applicant": "张示例", **given})


def busy(authority, **given):
    """One about which everything was done that a letter tells of."""
    made = asked(authority, **given)
    for kind, day in (("correction_asked", 4), ("corrected", 6), ("third_party_asked", 9), ("agency_asked", 10)):
        StepFactory(application=made, kind=kind, on=dt.date(2026, 3, day))
    for kind in ("reasons_asked", "extended", "fee_noticed"):
        StepFactory(application=made, kind=kind, on=dt.date(2026, 3, 11))
    Party.objects.create(
        application=made, kind="third_party", name="示例公司", matter="道路养护合同", asked_on=dt.date(2026, 3, 9),
        answer="objects", answered_on=dt.date(2026, 3, 12),
    )  # fmt: skip
    Party.objects.create(application=made, kind="agency", name="示例局", asked_on=dt.date(2026, 3, 10))
    Fee.objects.create(application=made, tariff="pages", units=120, amount=1100, noticed_on=dt.date(2026, 3, 11))
    Opinion.objects.create(
        application=made, act="note", text="材料齐全", section="综合科", name="甲", at=timezone.now()
    )
    return made


def party_for(application, kind):
    wanted = "agency" if kind in AGENCY else "third_party" if kind in THIRD else None
    return application.parties.filter(kind=wanted).first() if wanted else None


def said_for(application, kind, on=TODAY):
    """An answer to everything that is asked and not offered."""
    parts = parts_for(application, kind, on=on, party=party_for(application, kind))
    return {one.name: f"所填{one.label}" for one in parts if one.required and not one.initial and not one.choices}


def lines_of(content):
    """Every paragraph and cell of a .docx as texts."""
    word = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return [one.text for one in word.paragraphs] + list(cells)


def text_of(letter):
    return "\n".join(lines_of(letter.docx.read()))


BLANK = re.compile(
    r"None|\{\{|\{%|undefined|【|（[\s　]*）|\([\s　]*\)|〔[\s　]*〕|“[\s　]*”|《[\s　]*》|。。|，。|：。|；。"
)
