"""Finished applications with everything that may lie in their files, and the packages that are made of them."""

import datetime as dt
import io
import zipfile

from PIL import Image, ImageDraw

from disclosure.desk.applications.papers import add_paper, keep_paper
from disclosure.desk.archives.packing import Packing, finished, loaded, mark_packed
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.letters import LetterKind, PaperKind
from disclosure.models import Application
from tests.db.disclosure.desk.letters.lettering import TODAY, approve, asked, clerk, consult, sent
from tests.db.disclosure.desk.letters.lettering import made as letter_of
from tests.factories import ApplicationFactory, StepFactory
from tests.support.proofs import pdf

DONE = {"outcome": Outcome.DISCLOSED, "concluded_on": TODAY, "settled_on": TODAY}
NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
K = LetterKind


def scan(form="JPEG", size=(400, 560)):
    """A page as a scanner sends it."""
    made, picture = io.BytesIO(), Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((40, 40, 360, 120), outline="navy", width=4)
    picture.save(made, form)
    return made.getvalue()


def filed(authority, number="申请一", **given):
    """An application that was handled, decided and answered, with letters sent and kept inside, a paper of each kind."""
    person = clerk(authority)
    made = asked(authority, number=number, content="申请公开道路养护合同", **given)
    consult(made, answer="consents")
    approve(made, "decision", outcome="disclosed")
    receipt, _ = (letter_of(made, kind, person) for kind in (K.RECEIPT, K.REGISTRATION))
    sent(receipt, person)
    StepFactory(application=made, kind="concluded", on=TODAY)
    Application.objects.filter(pk=made.pk).update(**DONE)
    made.refresh_from_db()
    sent(letter_of(made, K.REPLY, person), person)
    add_paper(of=made, kind=PaperKind.IDENTITY, name="张示例的身份证.jpg", data=scan(), by=person)
    add_paper(of=made, kind=PaperKind.GIVEN, name="委托书.png", data=scan("PNG"), by=person)
    add_paper(of=made, kind=PaperKind.PARTY, name="意见.pdf", data=pdf(2), by=person)
    keep_paper(of=made, kind=PaperKind.REPLY, name="清单.txt", data="一项\n二项".encode(), media_type="text/plain")
    made.refresh_from_db()
    return made


def plain(authority, **given):
    """A finished application with nothing but its record."""
    return ApplicationFactory(authority=authority, **DONE | {"received_on": dt.date(2026, 3, 2)} | given)


def packed(path, authority, *applications, year=None, by=None, at=NOW):
    """Pack these, or all that were concluded in the year; returns the packing and what was recorded."""
    keys = [one.pk for one in applications] or list(finished(authority, year).values_list("pk", flat=True))
    with Packing(path, authority, year=year, at=at) as packing:
        for application in loaded(keys):
            packing.add(application)
        packing.close()
    return packing, mark_packed(packing, by=by)


def members(path):
    """What is in a package, by name, as another program reads it."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}
