"""An office, and applications whose record holds what a letter tells of."""

import datetime as dt
import io
import re

import docx
from django.utils.timezone import make_aware

from disclosure.desk.letters import actions as letters
from disclosure.desk.letters.questions import parts_for
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Fee, Opinion, Party
from tests.factories import TOWN, ApplicationFactory, AuthorityFactory, StepFactory
from tests.support.people import HANDLER, person

RECEIVED, TODAY = dt.date(2026, 3, 2), dt.date(2026, 3, 20)
ASKED_ON, SERVED_ON, ANSWERED_ON = dt.date(2026, 3, 4), dt.date(2026, 3, 5), dt.date(2026, 3, 9)
K = LetterKind
AGENCY = {K.AGENCY_ASKED}
THIRD = {K.THIRD_PARTY_ASKED, K.THIRD_PARTY_FORM, K.THIRD_PARTY_TOLD}
ENDED = {"outcome": "disclosed", "concluded_on": TODAY}
WITHDRAWN = {"outcome": "other", "concluded_on": TODAY}
# What goes out with an approval only: 不予公开, and 无正当理由大量反复申请.
APPROVED = (
    *("state_secret", "other_law", "safety", "third_party", "internal", "process", "enforcement_file", "inquiry"),
    "excessive",
)


def office(**given):
    """Another authority with all that its letters say of it."""
    return AuthorityFactory(**TOWN | {"code": "other", "is_own": False} | given)


def clerk(authority, *roles):
    return person(authority, *(roles or [HANDLER]), first_name="办", last_name="示例")


def asked(authority, **given):
    """An application received on 2026-03-02."""
    return ApplicationFactory(authority=authority, **{"received_on": RECEIVED, "applicant": "张示例", **given})


def step(application, kind, on, **given):
    StepFactory(application=application, kind=kind, on=on, **given)


def approve(application, subject, on=ANSWERED_ON, **given):
    """The head agreed at noon of that day."""
    at = make_aware(dt.datetime.combine(on, dt.time(12)))
    return Opinion.objects.create(application=application, act="approve", subject=subject, at=at, name="长", **given)


def consult(application, kind="third_party", *, answer="", served_on=SERVED_ON, on=ASKED_ON, **given):
    """Somebody asked on 2026-03-04, reached on the next day; who answers does so on 2026-03-09."""
    if not application.steps.filter(kind=f"{kind}_asked", on=on).exists():
        step(application, f"{kind}_asked", on)
        if served_on:
            step(application, f"{kind}_delivered", served_on)
    answered_on = ANSWERED_ON if answer in {"consents", "objects"} else None
    usual = {"name": "示例公司", "matter": "道路养护合同", "asked_on": on, "answered_on": answered_on}
    return Party.objects.create(application=application, kind=kind, answer=answer, **usual | given)


def charge(application, *, served_on=SERVED_ON, amount=1100, **given):
    """120 pages, noticed on 2026-03-04."""
    step(application, "fee_noticed", ASKED_ON)
    if served_on:
        step(application, "fee_delivered", served_on)
    usual = {"tariff": "pages", "units": 120, "amount": amount, "noticed_on": ASKED_ON}
    return Fee.objects.create(application=application, **usual | given)


def ready(authority, kind, **given):
    """One that a letter of the kind can be made of on 2026-03-20; not a supplement, which needs a letter."""
    ends = {K.REPLY: ENDED, K.THIRD_PARTY_TOLD: ENDED, K.TERMINATION: WITHDRAWN}
    application = asked(authority, **ends.get(kind, {}) | given)
    if kind == K.CORRECTION:
        step(application, "correction_asked", ASKED_ON, days=15, note="信息的名称")
    elif kind == K.REASONS:
        step(application, "reasons_asked", ASKED_ON, days=5)
    elif kind == K.EXTENSION:
        approve(application, "extension", on=ASKED_ON, days=20)
        step(application, "extended", ASKED_ON, days=20)
    elif kind == K.FEE_NOTICE:
        charge(application)
    elif kind == K.TERMINATION:
        step(application, "withdrawn", TODAY)
    elif kind in {K.ASKING_NOTICE, *THIRD}:
        consult(application, answer="objects" if kind == K.THIRD_PARTY_TOLD else "")
    elif kind in AGENCY:
        consult(application, "agency", name="示例局")
    return application


def decided(authority, outcome, *, on=TODAY, withheld_as="", **given):
    """One that ended this way, with all that its reply tells of in the record."""
    application = asked(authority, outcome=outcome, concluded_on=on, withheld_as=withheld_as, **given)
    if outcome in APPROVED or outcome == "partly":
        approve(application, "decision", outcome=outcome, on=min(on, ANSWERED_ON) if on >= ANSWERED_ON else on)
    if "third_party" in (outcome, withheld_as):
        consult(application, answer="objects")
    if outcome in {"still_unclear", "not_corrected"}:
        step(application, "correction_asked", dt.date(2026, 3, 3), days=5)
        step(application, "correction_delivered", SERVED_ON)
    if outcome == "still_unclear":
        step(application, "corrected", ANSWERED_ON)
    if outcome == "excessive":
        step(application, "reasons_asked", ASKED_ON, days=5)
        step(application, "reasons_given", ANSWERED_ON)
    if outcome == "repeated":
        application.repeats = answered_before(authority)
        application.save()
    if outcome == "not_paid":
        charge(application)
    return application


UNPAID_FROM = dt.date(2026, 4, 7)  # 20 working days after 2026-03-05 end on 2026-04-02


def answered_before(authority, **given):
    """The same applicant's, replied to on 2026-02-09 by a letter that is not kept here."""
    usual = {"received_on": dt.date(2026, 1, 12), "outcome": "disclosed", "concluded_on": dt.date(2026, 2, 9)}
    return asked(authority, **usual | given)


def busy(authority, **given):
    """One about which all was asked that can be at once, and nothing is answered yet."""
    made = asked(authority, **given)
    step(made, "reasons_asked", dt.date(2026, 3, 11), days=5)
    approve(made, "extension", days=20)
    step(made, "extended", dt.date(2026, 3, 10), days=20)
    consult(made, on=dt.date(2026, 3, 9), served_on=None)
    consult(made, "agency", on=dt.date(2026, 3, 10), served_on=None, name="示例局", matter="")
    return made


def party_for(application, kind):
    wanted = "agency" if kind in AGENCY else "third_party" if kind in THIRD else None
    return application.parties.filter(kind=wanted).first() if wanted else None


_FITTING = {"law_name": "《示例法》", "law_article": "第八条", "inquiry_rule": "《示例登记条例》第二十七条"}


def answer_to(part):
    """Something that the question takes."""
    choices = [value for value, _ in part.choices if value not in part.stops]
    return choices[0] if choices else _FITTING.get(part.name, f"所填{part.label}的内容")


def said_for(application, kind, on=TODAY):
    """An answer to everything that is asked and not offered."""
    parts = parts_for(application, kind, on=on, party=party_for(application, kind))
    return {one.name: answer_to(one) for one in parts if one.required and not one.initial}


def made(application, kind, by, on=TODAY, today=None, **said):
    given = {**said_for(application, kind, on), **said}
    party = party_for(application, kind)
    return letters.make_letter(
        application=application, kind=kind, by=by, on=on, today=today or on, party=party, said=given
    )


def sent(letter, by, on=TODAY, how="post"):
    return letters.send_letter(letter=letter, by=by, on=on, how=how)


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
