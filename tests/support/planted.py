"""An authority with a record of every kind, a recognisable mark in every field of each that can hold one."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field
from functools import cached_property

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.db import connection, models
from django.utils import timezone

from disclosure.desk.accounts.access import owned
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.cases import Result
from disclosure.models import (
    Act,
    ArchivedFile,
    ArchivePackage,
    Case,
    Complaint,
    DeadLink,
    Fee,
    Grant,
    Hearing,
    Item,
    ItemLink,
    ItemRevision,
    Justification,
    KnownDevice,
    Letter,
    LetterTemplate,
    Needless,
    OldAddress,
    Opinion,
    Paper,
    Party,
    PasswordRecord,
    PendingImport,
    PendingPaper,
    Picture,
    RecordCorrection,
    Remark,
    Review,
    SearchDocument,
    SignInPlace,
    User,
)
from disclosure.search.index import reindex
from reports.desk.writing import begin_report
from reports.models import (
    Adjustment,
    AnnualReport,
    Change,
    FindingAnswer,
    ReportJustification,
    ReportSource,
    ReportText,
    Revision,
)
from tests import factories

from .keys import key_of

DAY = dt.date(2023, 6, 2)
LATER = dt.date(2999, 1, 4)
DONE = {"outcome": Outcome.DISCLOSED, "concluded_on": DAY}
ALL = (model for label in ("disclosure", "reports") for model in apps.get_app_config(label).get_models())
MODELS = tuple(model for model in ALL if owned(model))
# What allauth keeps of a person; whose it is says `user`.
OWN = (Authenticator, UserSession)
# Written by the program alone: acts are refused to everybody by the database, search documents are made of the marks of
# their items.
UNMARKED = (Act, SearchDocument)
FIGURE = "3.received.natural"
# Words of the program, which mean something to it, and the address of a report.
KEPT = {
    "entered_on",  # decides whether a step is shown as entered late
    "published_on",  # decides whether the public sees an item at all
    "publish_at",
    "evaluate_on",
    "superseded_on",
    "digest",
    "code",
    "days",  # a small number, which would prove nothing
    "longest_days",  # ten years at most
    "download_days",  # likewise
    "check_number",  # likewise
    "edition_key",
    "slot",
    "figure",
    "field",
    "kind",
    "year",
    "session",
    "fingerprint",
    "taken_back_at",
}
SECRET_YEAR, PUBLIC_YEAR = 2087, 2086
# A year alone might stand in a random token.
WORD, FIRST_DIGITS, DIGITS = re.compile(r"mk\d{4}x"), re.compile("917"), 9  # the marks that `_value` makes
NUMBERED = re.compile(r"mk\d{4}x|917\d{6}")
SECRET_DATE, ANY_DATE = (
    re.compile(rf"(?:{years})(?:年|-\d)") for years in (SECRET_YEAR, f"{SECRET_YEAR}|{PUBLIC_YEAR}")
)


@dataclass
class Planted:
    """`objects` by model; `marks`: what may not be shown, `public`: what the public may see; each mark → its field."""

    authority: models.Model
    objects: dict[type, models.Model] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)

    def found(self, text, *, also_public):
        """The fields whose marks stand in a text."""
        wanted = self.marks | self.public if also_public else self.marks
        met = _numbered_marks(text)
        found = [
            name for mark, name in wanted.items() if mark in met or (not NUMBERED.fullmatch(mark) and mark in text)
        ]
        return found + (["a date"] if (ANY_DATE if also_public else SECRET_DATE).search(text) else [])

    def rows(self):
        """Everything that belongs to the authority, to be compared: columns as the database gives them."""
        found = {}
        with connection.cursor() as cursor:
            for label, (sql, parameters) in self._statements.items():
                cursor.execute(sql, parameters)
                found[label] = cursor.fetchall()
        return found

    @cached_property
    def _statements(self):
        """By model; asked after every step of the walk, where making them takes ten times what answering does."""
        paths = {model: model.authority_path for model in MODELS} | dict.fromkeys(OWN, "user__authority")
        return {
            model._meta.label: model.objects.filter(**{path: self.authority.pk}).order_by("pk").query.sql_with_params()
            for model, path in paths.items()
        }


def _numbered_marks(text):
    """All in one reading of the text, where looking for each of some three hundred takes most of a walk's time."""
    return {*WORD.findall(text), *(text[one.start() : one.start() + DIGITS] for one in FIRST_DIGITS.finditer(text))}


def records_of(authority):
    """One record of every kind, related as real ones are; a report published for 2023, by its model."""
    given = {"authority": authority}
    item = factories.ItemFactory(**given, published_on=dt.date(2020, 1, 1))
    asked = factories.ApplicationFactory(**given, phone="010-00000000", document="TEST0000000001", **DONE)
    matter = factories.MatterFactory(**given)
    person = User.objects.create_user(f"of-{authority.code}", authority=authority, is_staff=True)
    report = begin_report(authority=authority, year=2023, by=None)
    made = [
        authority, item, item.category, asked, matter, person, report,
        factories.AttachmentFactory(
            item=item,
            file=ContentFile(f"附件{authority.code}".encode(), name="附件.txt"),
            public_file=ContentFile("清理过的附件".encode(), name="附件.txt"),
        ),
        factories.CaseFactory(**given, application=asked, result=Result.UPHELD, concluded_on=DAY),
        factories.DecisionFactory(**given, matter=matter),
        factories.StepFactory(application=asked, kind="extended", days=5, note="说明", entered_on=LATER),
        factories.FeeReceiptFactory(**given),
        factories.ProcurementFactory(**given),
        report.texts.first() or ReportText.objects.create(report=report, slot="overview"),
        Adjustment.objects.create(report=report, figure=FIGURE, value=1, counted=0, reason="理由", set_by=person),
        Change.objects.create(report=report, version=1, field=f"figure:{FIGURE}", by=person),
        ReportSource.objects.create(
            report=report, file=ContentFile(f"原件{authority.code}".encode(), name="年报.docx"), read_at=timezone.now()
        ),
        Revision.objects.create(report=report, number=1, published_at=timezone.now(), published_by=person),
        ReportJustification.objects.create(
            report=report, kind="mobile", digest="0" * 64, masked="138****0000", reason="理由", by=person
        ),
        FindingAnswer.objects.create(
            report=report,
            fingerprint="0" * 64,
            check_number=9,
            message="某处不符",
            reason="理由",
            by=person,
            at=timezone.now(),
        ),
        Grant.objects.create(person=person, authority=authority),
        _pending(authority, person),
        _held(authority),
        PasswordRecord.objects.create(user=person, password="of-before"),
        KnownDevice.objects.create(user=person, digest=f"digest-{authority.code}", session="before", browser="of-before"),
        SignInPlace.objects.create(user=person, address="192.0.2.1", browser="of-before"),
        Act.objects.filter(authority=authority).first(),
        key_of(person, f"key-of-{authority.code}"),
        UserSession.objects.create(
            user=person, ip="2001:db8::1", user_agent="Mozilla", session_key=_session_of(person)
        ),
        SearchDocument.objects.get(item=item),
        *_around(item, person),
        *_handling(asked, item),
    ]  # fmt: skip
    return {type(record): record for record in made}


def _session_of(person):
    """A session that lives, so that allauth does not sort it out."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def _around(item, person):
    """What hangs on an item: its review, its former version, its links."""
    given = {"item": item}
    review = Review.objects.create(**given, act="send_back", state="draft", by=person, name="某人")
    return [
        review,
        Remark.objects.create(review=review, text="意见"),
        Justification.objects.create(**given, kind="mobile", digest="0" * 64, masked="138****0000", reason="理由"),
        ItemRevision.objects.create(
            **given, number=1, content={"title": "从前的标题"}, published_on=DAY, superseded_on=DAY, reason="说明"
        ),
        ItemLink.objects.create(**given, relation="interprets", target=factories.ItemFactory(authority=item.authority)),
        OldAddress.objects.create(authority=item.authority, path=f"/old/{item.pk}.html", item=item),
        Picture.objects.create(**given, file=ContentFile(b"x", name="x.png"), alternative="图"),
        DeadLink.objects.create(**given, address="http://192.0.2.1/", why="没有应答", found_at=timezone.now()),
    ]


def _handling(asked, item):
    """What hangs on an application and a case, and the two small registers beside them."""
    given, whose = {"application": asked}, {"authority": asked.authority}
    case = Case.objects.get(application=asked)
    package = ArchivePackage.objects.create(**whose, made_at=timezone.now(), digest="0" * 64, size=1, year=2023)
    party = Party.objects.create(
        **given, kind="third_party", asked_on=DAY, delivered_on=DAY, answered_on=DAY, answer="consents"
    )
    paper = Paper(**whose, **given, kind="given", name="文书.docx", media_type="application/octet-stream")
    paper.file.save("", ContentFile(paper.sealed(b"x")))
    return [
        party,
        paper,
        Letter.objects.create(**given, kind="reply", dated_on=DAY, docx=paper, sent_on=DAY, sent_by="post"),
        LetterTemplate.objects.create(**whose, kind="reply", content=b"x"),
        Fee.objects.create(**given, tariff="pages", units=40, amount=100, noticed_on=DAY, paid_on=DAY),
        Opinion.objects.create(**given, act="note", subject="rectification", text="意见", at=timezone.now()),
        package,
        ArchivedFile.objects.create(
            **given, package=package, year=2023, piece=1, retention="years_30", documents=1, pages=1
        ),
        Needless.objects.create(**whose, item=item, on=DAY),
        Hearing.objects.create(case=case, at=timezone.now(), place="第一法庭"),
        RecordCorrection.objects.create(
            **whose, number="更1", received_on=DAY, person="甲", content="内容", result="declined", concluded_on=DAY
        ),
        Complaint.objects.create(
            **whose, number="投1", received_on=DAY, person="甲", content="内容", result="unfounded", concluded_on=DAY
        ),
    ]


def _pending(authority, person):
    pending = PendingImport(kind="applications", authority=authority, user=person, session="", name="", fingerprint="")
    pending.data = b"x"
    pending.save(force_insert=True)
    return pending


def _held(authority):
    held = PendingPaper(authority=authority, form="0" * 32, name="", media_type="image/png")
    held.data = b"x"
    held.save(force_insert=True)
    return held


def plant(authority):
    """Records of an authority with their marks, and an unpublished item beside the published one."""
    planted = Planted(authority, records_of(authority))
    numbers = itertools.count(1)
    hidden = factories.ItemFactory(
        authority=authority, published_on=DAY, state="withdrawn", category=planted.objects[Item].category
    )
    working = (AnnualReport, ReportText)  # public by their fields, but not before they are published
    for model, record in [*planted.objects.items(), (Item, hidden)]:
        if model in UNMARKED or model in OWN:
            continue
        is_published = record is not hidden and model not in working
        values = dict(_marked(planted, model, numbers, is_published=is_published))
        model.objects.filter(pk=record.pk).update(**values)
    _log(planted)
    _mark_own(planted)
    reindex(Item.objects.filter(authority=authority).values_list("pk", flat=True))
    for mark in (str(planted.objects[PendingImport].token), f"附件{authority.code}", f"原件{authority.code}"):
        planted.marks[mark] = "a file"
    for record in planted.objects.values():
        record.refresh_from_db()
    return planted


def _marked(planted, model, numbers, *, is_published):
    for one in model._meta.fields:
        if one.primary_key or one.is_relation or one.choices or one.name in KEPT:
            continue
        is_public = is_published and one.name in model.visibility.public
        mark, value = _value(one, next(numbers), is_public=is_public)
        if value is not None:
            yield one.name, value
        if mark:
            (planted.public if is_public else planted.marks)[mark] = f"{model._meta.label}.{one.name}"


def _value(one, number, *, is_public):
    """The mark for a field, and the value that holds it; None where it holds none. Dates have their year for a mark."""
    mark, digits = f"mk{number:04d}x", 917_000_000 + number
    day = dt.date(PUBLIC_YEAR if is_public else SECRET_YEAR, 6, 15)
    by_kind = (
        (models.DateTimeField, ("", dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC))),
        (models.DateField, ("", day)),
        (models.EmailField, (mark, f"{mark}@example.invalid")),
        ((models.FileField, models.BooleanField, models.BinaryField, models.GenericIPAddressField), ("", None)),
        ((models.IntegerField, models.DecimalField), (str(digits), digits)),
        (models.JSONField, _json(one, mark, str(digits))),
        (models.Field, (mark, f"<p>{mark}</p>" if one.name in {"html", "body"} and one.max_length is None else mark)),
    )
    return next(answer for kind, answer in by_kind if isinstance(one, kind))


def _json(one, mark, digits):
    if one.name == "content":
        return mark, {"title": mark}
    if one.name == "headings":
        return mark, {"1": mark}
    return (mark, {"overview": f"<p>{mark}</p>"}) if one.name == "texts" else (digits, {FIGURE: digits})


def _mark_own(planted):
    """The name of a key, and from where a session is."""
    key, session = planted.objects[Authenticator], planted.objects[UserSession]
    key.data["name"], session.ip = "mk-key", "2001:db8:dead::1"
    session.session_key = _session_of(User.objects.get(pk=session.user_id))  # the mark in the password ended the other
    key.save()
    session.save()
    planted.marks |= {"mk-key": "Authenticator.name", "2001:db8:dead::1": "UserSession.ip"}


def _log(planted):
    item, person = planted.objects[Item], planted.objects[User]
    kind = ContentType.objects.get_for_model(Item)
    LogEntry.objects.create(
        user=person, content_type=kind, object_id=item.pk, object_repr="mk-repr", action_flag=CHANGE,
        change_message="mk-message",
    )  # fmt: skip
    planted.marks |= {"mk-repr": "LogEntry.object_repr", "mk-message": "LogEntry.change_message"}
