"""Every address, as everybody: nothing of another authority is shown, and nothing of it is changed."""

import copy
import io
import zipfile

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from disclosure.desk.accounts.roles import ROLES
from disclosure.models import Application, Item, User
from tests.support.addresses import VALUES, addresses, body, patterns, queries
from tests.support.desk import confirmed
from tests.support.planted import MODELS, OWN, plant, records_of

pytestmark = pytest.mark.django_db
NOBODY, EVERYTHING = "nobody", "superuser"
# Whose statements are narrowed in another way; the others differ from these in what they may do, not in what is asked
# of the database.
ON_BOTH = {NOBODY, EVERYTHING, "依申请办理"}
PEOPLE = [
    pytest.param(name, marks=() if name in ON_BOTH else pytest.mark.one_database)
    for name in (NOBODY, EVERYTHING, *(role.name for role in ROLES))
]
# Public addresses that look at who asks. All others give everybody what they give nobody, so no role walks them again.
ASK_WHO = {"picture"}
FILE = "申请编号,申请人类型,申请人,收到日期,申请内容,办理结果,办结日期\n新一,自然人,甲,2023-01-01,内容,,\n"
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK TO")


# Shown to nobody, or in another shape than they are kept in.
UNSEEN = {
    "LogEntry.change_message",
    "LogEntry.object_repr",
    "disclosure.Application.applicant_hash",
    "disclosure.Application.code_hash",
    "disclosure.Application.document_hash",
    "disclosure.Application.phone_hash",
    "disclosure.Application.submission",
    "disclosure.ArchivePackage.size",  # of the file, while it can be fetched
    "disclosure.ArchivePackage.token",
    "disclosure.Attachment.size",
    "disclosure.Authority.first_tasks",  # in the words of the checklist
    "disclosure.Authority.setup_step",  # leads to a page
    "disclosure.Complaint.person_hash",
    "disclosure.Needless.number",  # added up, of a year that reports are made of
    "disclosure.Paper.media_type",
    "disclosure.Paper.size",
    "disclosure.Paper.token",
    "disclosure.PendingPaper.form",  # of a form on its way, for nobody at the desk
    "disclosure.PendingPaper.media_type",
    "disclosure.PendingPaper.name",
    "disclosure.PendingPaper.size",
    "disclosure.KnownDevice.browser",  # to its owner, whose sign-ins are listed
    "disclosure.PasswordRecord.password",
    "disclosure.PendingImport.name",
    "disclosure.SignInPlace.browser",
    "disclosure.User.password",
    "disclosure.RecordCorrection.person_hash",
    "UserSession.ip",  # to its owner alone
    "reports.AnnualReport.cleared_version",
    "reports.Change.version",
    "reports.ReportJustification.reason",  # beside the finding it is about, which the planted text has not
    *(f"reports.ReportSource.{name}" for name in ("authority_name", "facts", "figures", "sha256")),
    *(f"reports.ReportSource.{name}" for name in ("signature", "title")),  # of a report that was read from a file
    "disclosure.Attachment.text",
    "disclosure.Item.exposed",  # counts passages, which are listed instead
    "disclosure.Item.guessed",
    "disclosure.ItemRevision.content",
    "disclosure.Justification.masked",
    "disclosure.Justification.reason",
    "disclosure.Picture.height",
    "disclosure.Picture.width",
    "reports.FindingAnswer.reason",  # shown beside the finding that it answers, while there is one
}


class Walker:
    """One account at every address; each step is undone before the next."""

    def __init__(self, account):
        self.client = Client(raise_request_exception=False)
        if account:
            self.client.force_login(account)
            confirmed(self.client, account)
        self.cookies = copy.deepcopy(self.client.cookies)
        self.asked_who = False  # whether the last answer hangs on the session, and with it on the person
        self.wrote = False  # whether the step had any statement that could change a row

    def _note(self, execute, sql, parameters, many, context):
        self.wrote |= not sql.lstrip().upper().startswith(HARMLESS)
        return execute(sql, parameters, many, context)

    def step(self, method, path, data, check):
        self.client.cookies = copy.copy(self.cookies)  # whose values nobody changes
        with transaction.atomic():
            with connection.execute_wrapper(self._note):
                self.wrote = False
                answer = getattr(self.client, method)(path, data)
            self.asked_who = answer.wsgi_request.session.accessed
            check(answer.status_code, read(answer))
            transaction.set_rollback(True)


def read(answer):
    """Everything that can be read in an answer: headers, and the parts of office files."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = str(answer.headers)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return headers + "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        document = pypdf.PdfReader(io.BytesIO(content))
        return headers + str(document.metadata) + "".join(page.extract_text() for page in document.pages)
    return headers + content.decode("utf-8", "replace")


def walk(walker, objects, check, methods=("get", "post"), *, only_records=False, only_personal=False):
    """`check(address, method, status, text)` at every address with these objects; the number of steps.

    `only_personal`: at those that may answer one person in another way than the next.
    """
    steps = 0
    for address in addresses(objects):
        if only_records and not address.names_record:
            continue
        if only_personal and not (address.is_desk or address.name in ASK_WHO):
            continue
        for method in methods:
            asked = queries(address, objects) if method == "get" else [None]
            for query in asked:
                data = query if method == "get" else body(address, objects, SimpleUploadedFile("表.csv", FILE.encode()))
                walker.step(method, address.path, data, lambda *said, m=method, a=address: check(a, m, *said))
                steps += 1
    return steps


@pytest.fixture
def theirs(sibling):
    return plant(sibling)


@pytest.fixture
def mine(town):
    return records_of(town)


@pytest.fixture
def account(staff, town):
    def made(name):
        if name == NOBODY:
            return None
        return staff(town, is_superuser=True) if name == EVERYTHING else staff(town, name)

    return made


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_of_another_authority_is_shown_or_changed(theirs, mine, account, name):
    walker, before, found, asked_who = Walker(account(name)), theirs.rows(), [], set()

    def check(address, method, status, text):
        marks = theirs.found(text, also_public=address.is_desk)
        opened = status == 200 and address.is_desk and address.names_record and objects is theirs.objects
        changed = method == "post" and walker.wrote and theirs.rows() != before
        if marks or opened or changed or status >= 500:
            found.append((method, address.path, status, marks, "opened" * opened, "changed" * changed))
        if walker.asked_who and not address.is_desk:
            asked_who.add(address.name)

    for objects in (theirs.objects, mine):
        is_role = name not in {NOBODY, EVERYTHING}
        walk(walker, objects, check, only_records=objects is mine, only_personal=is_role)

    assert found == []
    assert asked_who == ASK_WHO


def test_walk_meets_the_marks_where_they_may_be_seen(theirs, staff, sibling):
    """Else it would prove nothing: somebody of that authority sees nearly all of them on the way."""
    seen, failed = set(), []

    def check(address, method, status, text):
        seen.update(theirs.found(text, also_public=True))
        failed.extend([address] if status >= 500 else [])

    walk(Walker(staff(sibling, is_superuser=True)), theirs.objects, check, methods=["get"])

    planted = set((theirs.marks | theirs.public).values())
    assert failed == []
    assert planted - seen == UNSEEN


def test_owner_sees_their_own_keys_and_sessions_where_nobody_else_does(theirs):
    """Else the walk would meet a closed door for want of a password, not of a right."""
    seen, opened, failed = set(), set(), []

    def check(address, method, status, text):
        seen.update(theirs.found(text, also_public=True))
        failed.extend([address] if status >= 500 else [])
        if address.model in OWN and address.names_record and status == 200:
            opened.add(address.name)

    walk(Walker(theirs.objects[User]), theirs.objects, check, methods=["get"])

    assert failed == []
    assert {"Authenticator.name", "UserSession.ip"} <= seen
    assert opened == {"mfa_edit_webauthn", "mfa_remove_webauthn"}


@pytest.mark.parametrize("is_superuser", [True, False])
def test_superior_reads_all_and_changes_nothing(theirs, staff, district, is_superuser):
    roles = () if is_superuser else (role.name for role in ROLES)
    walker, before = Walker(staff(district, *roles, is_superuser=is_superuser)), theirs.rows()
    opened, changed = set(), []

    def check(address, method, status, text):
        if method == "get" and status == 200 and address.names_record:
            opened.add(address.model)
        if method == "post" and walker.wrote and theirs.rows() != before:
            changed.append(address.path)

    walk(walker, theirs.objects, check)

    assert changed == []
    assert opened >= {model for model in theirs.objects if model in _screens()}


def _screens():
    from django.contrib import admin

    return set(admin.site._registry)


def test_every_model_has_planted_records(theirs):
    assert set(theirs.objects) == {*MODELS, *OWN}


@pytest.mark.parametrize("model", [Item, Application, User])
def test_walk_would_notice_a_changed_row(theirs, model):
    before = theirs.rows()

    with transaction.atomic():
        model.objects.filter(pk=theirs.objects[model].pk).update(authority=theirs.authority.parent)
        assert theirs.rows() != before
        transaction.set_rollback(True)

    assert theirs.rows() == before


def test_unknown_parameter_fails_the_walk(theirs, monkeypatch):
    monkeypatch.delitem(VALUES, "file_format")

    with pytest.raises(KeyError, match="file_format"):
        addresses(theirs.objects)


def test_walk_is_of_every_pattern(theirs):
    walked = {address.path for address in addresses(theirs.objects)}

    assert len(walked) >= len(list(patterns()))


# --- The public ------------------------------------------------------------------


@pytest.mark.parametrize("is_own", [True, False])
def test_public_sees_no_field_that_is_not_public(theirs, district, sibling, is_own):
    """What a field says of itself holds at every public address, at the root and below `/org/`."""
    if is_own:
        type(district).objects.filter(pk=district.pk).update(is_own=False)
        type(sibling).objects.filter(pk=sibling.pk).update(is_own=True)
    found, seen = [], set()

    def check(address, method, status, text):
        seen.update(name for mark, name in theirs.public.items() if mark in text)
        if marks := theirs.found(text, also_public=False):
            found.append((address.path, marks))

    walk(Walker(None), theirs.objects, check, methods=["get"])

    assert found == []
    assert {
        "disclosure.Authority.name",
        *(f"disclosure.Item.{name}" for name in ("title", "body", "index_number", "keywords")),
        "disclosure.Attachment.name",
        "disclosure.Category.name",
        "disclosure.ItemRevision.reason",
        *(f"reports.Revision.{name}" for name in ("title", "texts", "figures")),
    } <= seen


def test_user_of_the_walk_is_of_the_town(account, town):
    assert User.objects.get(pk=account("编辑").pk).authority == town


@pytest.mark.parametrize("around", ["{}", "917{}", "<p>{}</p>", "mk{}", "1{}0"])
def test_every_mark_is_found_wherever_it_stands(theirs, around):
    marks = theirs.marks | theirs.public

    for mark, name in marks.items():
        assert name in theirs.found(around.format(mark), also_public=True)
