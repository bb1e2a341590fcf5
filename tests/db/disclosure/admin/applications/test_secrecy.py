"""Marks in every personal field, through every door: none in a log, an address, a subject, an act or an error page."""

import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from lxml import html

from disclosure.models import Act, Application, Case, Paper, Party, User
from tests.db.disclosure.portal.applying import filled, send, ticket_of
from tests.support.desk import address, office
from tests.support.proofs import picture
from tests.unit.disclosure.exchange.files import text

pytestmark = pytest.mark.django_db
MARKED = {
    "applicant": "标记姓名",
    "document_kind": "其他证件",
    "document": "标记证件0001",
    "phone": "0000-9170001",
    "email": "mark9170002@example.invalid",
    "address": "示例省某某市标记通讯地址",
    "fax": "0000-9170003",
    "help_wanted": "标记帮助",
}
FILE, PARTY = "标记文件名.jpg", "标记当事人"
MARKS = (
    "标记姓名",
    "标记证件",
    "9170001",
    "9170002",
    "标记通讯地址",
    "9170003",
    "标记帮助",
    "标记文件名",
    "标记当事人",
)
HANDLER = ("view_application", "add_application", "change_application", "see_applicant", "view_case", "change_case")


def found(told):
    return [mark for mark in MARKS if mark in told]


class Recorder:
    """Sends what a person sends, and keeps what an address, a header or a redirect says of it."""

    def __init__(self, client):
        self.client, self.said = client, []

    def __call__(self, method, where, data=None, **given):
        answer = getattr(self.client, method)(where, data, **given)
        disposition = answer.headers.get("Content-Disposition", "")
        self.said += [where, *(f"{name}: {value}" for name, value in answer.items() if value != disposition)]
        self.said += [f"{name}={cookie.value}" for name, cookie in answer.cookies.items()]
        if answer.get("Content-Type", "").startswith("text/html") and answer.content:
            tree = html.fromstring(answer.content.decode())
            self.said += tree.xpath("//@href | //@src | //@action | //@formaction | //title/text()")
        return answer


@pytest.fixture
def out(client, caplog, django_capture_on_commit_callbacks):
    """Everything that came out, told by where."""
    caplog.set_level(logging.DEBUG)
    recorder = Recorder(client)

    def told():
        log = settings.LOGGING["handlers"]["file"]["filename"]
        return {
            "addresses": "\n".join(recorder.said),
            "log": caplog.text + (log.read_text() if log.exists() else ""),
            "subjects": "\n".join(letter.subject for letter in mail.outbox),
            "acts": str(list(Act.objects.values())),
            "sessions": str([one.get_decoded() for one in Session.objects.all()]),
        }

    recorder.found = lambda: {place: found(text) for place, text in told().items() if found(text)}
    return recorder


@pytest.fixture
def asked(client, town_of_site, out, django_capture_on_commit_callbacks):
    """An application with marks in every field, sent in two goes, with a file."""
    ticket = ticket_of(town_of_site)
    file = SimpleUploadedFile(FILE, picture())
    with django_capture_on_commit_callbacks(execute=True):
        out("post", "/apply/", filled(ticket, **MARKED, medium=None, papers=[file]))
        answer = out("post", "/apply/", filled(ticket, **MARKED))
    assert answer.status_code == 302
    out("get", answer["Location"])
    return Application.objects.get()


@pytest.fixture
def town_of_site(db):
    return office()


def signed_in(client, *codenames):
    user = User.objects.create_user(f"经办{User.objects.count()}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)


def given(asked, **changed):
    """What the form of the desk sends."""
    kept = {"authority": asked.authority_id, "number": asked.number, "applicant_kind": "natural", "content": "内容"}
    steps = {"steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0}
    return {**kept, **MARKED, **steps, "received_on": "2026-11-20", **changed}


# --- Put in, and nowhere to be found --------------------------------------------------


def test_marks_are_there_to_be_found(asked):
    values = [getattr(asked, name) for name in MARKED]
    assert found(str([*values, Paper.objects.get().name])) == list(MARKS[:-1])


def test_public_form_with_its_mistakes(asked, out):
    assert len(mail.outbox) == 1
    assert out.found() == {}


def test_desk_looks_changes_errs_and_searches(asked, client, out):
    signed_in(client, *HANDLER)
    page = address(Application, "change", asked.pk)
    assert "标记姓名" in out("get", page).content.decode(), "this person may see it"
    assert "标记姓名" in out("post", page, given(asked, received_on="昨天")).content.decode()
    assert out("post", page, given(asked, applicant="标记姓名改")).status_code == 302
    out("post", reverse("admin:disclosure_application_confirm", args=(asked.pk,)))
    for text_ in MARKED.values():
        answer = out("post", address(Application, "search"), {"q": text_})
        out("get", answer["Location"])
    out("get", address(Application, "history", asked.pk))
    out("get", reverse("admin:disclosure_application_paper", args=(asked.pk, Paper.objects.get().pk)))
    file = SimpleUploadedFile("标记文件名二.jpg", picture())
    bad = SimpleUploadedFile("标记文件名三.jpg", b"nothing")
    add = reverse("admin:disclosure_application_add_paper", args=(asked.pk,))
    out("post", add, {"kind": "given", "file": file})
    out("post", add, {"kind": "identity", "file": bad})
    out("get", page)

    assert out.found() == {}


def test_exports_and_imports(asked, client, out):
    signed_in(client, *HANDLER)
    for file_format in ("csv", "xlsx"):
        answer = out("get", reverse("admin:disclosure_application_export", args=(file_format,)))
        assert found(b"".join(answer.streaming_content).decode("utf-8", "replace")) == []
    full = reverse("admin:disclosure_application_export_full")
    out("post", full, {"file_format": "csv", "reason": "13800001234"})
    answer = out("post", full, {"file_format": "csv", "reason": "移交档案室"})
    assert found(b"".join(answer.streaming_content).decode()) == list(MARKS[:5])
    heading = [
        "申请编号",
        "申请人类型",
        "申请人",
        "收到日期",
        "申请内容",
        "办理结果",
        "办结日期",
        "联系电话",
        "证件号码",
    ]
    good = ["2026-900", "自然人", "标记姓名", "2026-03-02", "内容", "", "", "0000-9170001", "标记证件0001"]
    upload = reverse("admin:disclosure_application_import")
    for row in (good, [*good[:3], "昨天", *good[4:]], [*good[:7], "9170001" * 90, good[8]]):
        sheet = SimpleUploadedFile("标记文件名.csv", text([heading, row]).encode())
        page = out("post", upload, {"authority": asked.authority_id, "file": sheet})
        shown = "".join(html.fromstring(page.content.decode()).itertext())
        assert found(shown.replace("标记文件名", "")) == []
        if token := page.context.get("token"):
            out("post", reverse("admin:disclosure_application_import_confirm"), {"token": token})

    assert Application.objects.filter(number="2026-900").exists()
    assert out.found() == {}


def test_whoever_may_not_see_applicants_sees_none_anywhere(asked, client, out):
    Case.objects.create(
        authority=asked.authority,
        number="案一",
        route="review",
        accepted_on="2026-11-20",
        parties=PARTY,
        application=asked,
    )
    Party.objects.create(application=asked, kind="third_party", name=PARTY, contact=PARTY, asked_on="2026-11-20")
    signed_in(client, *(one for one in HANDLER if one != "see_applicant"), "view_paper", "view_party", "view_act")
    case = Case.objects.get()
    pages = [
        address(Application, "changelist"), address(Application, "change", asked.pk), address(Application, "history", asked.pk),
        address(Case, "changelist"), address(Case, "change", case.pk), address(Case, "history", case.pk),
        address(Act, "changelist"), reverse("admin:index"), reverse("admin:disclosure_application_export_full"),
        reverse("admin:disclosure_application_paper", args=(asked.pk, Paper.objects.get().pk)),
        reverse("admin:disclosure_application_export", args=("csv",)), reverse("admin:disclosure_case_export", args=("csv",)),
        reverse("admin:autocomplete") + "?app_label=disclosure&model_name=case&field_name=application&term=",
    ]  # fmt: skip
    for where in pages:
        answer = out("get", where)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert found(body.decode()) == [], where

    page = out("post", address(Application, "change", asked.pk), given(asked, received_on="昨天"))
    assert found(page.content.decode()) == []
    assert out.found() == {}


@pytest.mark.parametrize("fault", [RuntimeError("broken"), LookupError("broken")])
def test_faults_of_ours_are_pages_and_logs_without_values(asked, out, monkeypatch, caplog, fault):
    client = out.client
    signed_in(client, *HANDLER)
    client.raise_request_exception = False

    def broken(*_, **__):
        raise fault

    monkeypatch.setattr("disclosure.admin.applications.admin.take_in", broken)
    monkeypatch.setattr("disclosure.admin.common.papers.add_paper", broken)
    monkeypatch.setattr("disclosure.admin.common.importing.preview", broken)
    monkeypatch.setattr("disclosure.portal.apply.views.submit", broken)
    sheet = SimpleUploadedFile("标记文件名.csv", text([["申请编号"], ["标记姓名"]]).encode())
    answers = [
        out("post", address(Application, "change", asked.pk), given(asked, applicant="标记姓名改")),
        out(
            "post", reverse("admin:disclosure_application_add_paper", args=(asked.pk,)),
            {"kind": "given", "file": SimpleUploadedFile(FILE, picture())},
        ),
        send(client, filled(**MARKED, papers=[SimpleUploadedFile(FILE, picture())])),
    ]  # fmt: skip
    out("post", reverse("admin:disclosure_application_import"), {"authority": asked.authority_id, "file": sheet})

    assert [answer.status_code for answer in answers] == [500, 500, 500]
    assert [found(answer.content.decode()) for answer in answers] == [[], [], []]
    assert caplog.text.count("broken") >= len(answers)
    assert out.found() == {}


def test_refusals_of_the_desk_say_no_value(asked, client, out):
    signed_in(client, "view_application")
    answers = [
        out("post", address(Application, "change", asked.pk), given(asked)),
        out("post", reverse("admin:disclosure_application_add_paper", args=(asked.pk,)), {"kind": "given"}),
        out("post", reverse("admin:disclosure_application_export_full"), {"reason": "标记姓名", "file_format": "csv"}),
        out("post", address(Application, "search"), {"q": "标记姓名"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 302, 403, 302]
    assert [found(answer.content.decode()) for answer in answers] == [[], [], [], []]
    assert out.found() == {}


def test_commands_say_no_value(asked, out, capsys):
    Application.objects.update(received_on="2012-03-01", concluded_on="2012-03-20", outcome="disclosed")
    call_command("explain_deadline", asked.number)
    call_command("rekey", "--check")
    call_command("rekey")
    call_command("erase_applicants", "--dry-run")
    call_command("erase_applicants")

    said = capsys.readouterr()
    assert "申请 1 件" in said.out
    assert found(said.out + said.err) == []
    assert out.found() == {}
    assert found(str(list(Application.objects.values()))) == []


def test_public_pages_hold_none_after_all_of_it(asked, client):
    pages = ("/", "/apply/", "/apply/track/", "/statistics/", "/search/?q=标记", "/site-map/", "/feeds/all/", "/api/")
    for where in pages:
        told = client.get(where).content.decode()
        assert found(re.sub(r'value="标记"', "", told)) == [], where
