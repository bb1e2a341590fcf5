"""Where there is no mail server nobody is promised a mail; where one takes nothing, the desk is told."""

import logging
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage, send_mail
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from disclosure.desk.audit.log import NewAct, append
from disclosure.desk.audit.mail import NO_SERVER, mail_is_configured
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.dashboard.task_context import TaskContext
from disclosure.desk.dashboard.tasks import counts
from disclosure.models import Act, Application, User, Verb
from tests.db.disclosure.portal.applying import filled, send
from tests.factories import ApplicationFactory
from tests.support.desk import address
from tests.support.mail import mail_server

pytestmark = pytest.mark.django_db(transaction=True)  # mails leave on commit
TO = "mark9170002@example.invalid"
PROMISES = ("邮箱。", "会发到", "发到这个邮箱", "发到邮箱", "以邮件发给您")


@pytest.fixture
def without(settings):
    settings.EMAIL_BACKEND = NO_SERVER


@pytest.fixture
def deaf(settings):
    """A server that is set, and that nobody answers at."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def sent(client):
    """An application with an address for mail; its receipt as the applicant sees it."""
    return client.get(send(client, filled(email=TO)).url).content.decode()


def waiting_for(user):
    today = timezone.localdate()
    return {kind.key: number for kind, number in counts(TaskContext.of(user, today, load_calendar())) if number}


# --- No server ------------------------------------------------------------------


def test_form_and_receipt_promise_no_mail(client, town, without):
    shown = client.get("/apply/").content.decode()
    receipt = sent(client)

    assert "本站不会另外发送邮件" in shown
    for page in (shown, receipt, client.get("/apply/track/").content.decode()):
        assert [promise for promise in PROMISES if promise in page] == []


def test_form_and_receipt_promise_mail_where_it_comes(client, town, settings):
    with mail_server(settings) as box:
        shown, receipt = client.get("/apply/").content.decode(), sent(client)

    assert "也会发到这个邮箱" in shown
    assert "也会发到邮箱" in receipt
    assert [letter["To"] for letter in box] == [TO]


def test_nothing_of_an_applicant_is_printed_or_logged(client, town, without, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    receipt = sent(client)
    number = Application.objects.get().number
    code = receipt.partition("查询码</dt>")[2].partition(">")[2].partition("<")[0]

    printed = "".join(capfd.readouterr()) + caplog.text

    assert len(code) > 8
    assert [word for word in (TO, number, code, "示例甲") if word in printed] == []


def test_whatever_mail_is_made_all_the_same_goes_nowhere_and_counts_as_none(without, capfd):
    assert not mail_is_configured()
    assert send_mail("s", "secret", None, [TO]) == 0
    assert EmailMessage("s", "secret", None, [TO]).send() == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("right,is_told", [("change_application", True), ("change_user", True), ("view_item", False)])
def test_first_screen_tells_who_counts_on_mail(client, town, without, right, is_told):
    person = User.objects.create_user("clerk", authority=town, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename=right))
    client.force_login(person)

    html = client.get("/admin/").content.decode()

    assert ("没有设置邮件服务器" in html) == is_told
    assert ("EMAIL_URL" in html) == is_told


def test_first_screen_says_nothing_where_there_is_a_server(admin_client, town):
    assert "邮件服务器" not in admin_client.get("/admin/").content.decode()


def test_application_says_that_its_applicant_was_not_told(client, admin_client, town, without):
    sent(client)
    record = Application.objects.get()

    html = admin_client.get(address(Application, "change", record.pk)).content.decode()

    assert "登记回执没有以邮件发给申请人：没有设置邮件服务器" in html
    assert "确认收到时请告知申请编号" in html
    assert not Act.objects.filter(verb=Verb.UNSENT).exists()


def test_application_without_an_address_says_nothing_of_mail(client, admin_client, town, without):
    send(client)

    html = admin_client.get(address(Application, "change", Application.objects.get().pk)).content.decode()

    assert "邮件" not in html.partition('id="confirm-title"')[2].partition("</section>")[0]


def test_watch_says_that_no_mail_was_sent(town, without):
    ApplicationFactory(authority=town, received_on=None, submitted_at=timezone.now())

    with pytest.raises(CommandError, match="邮件没有发出：没有设置邮件服务器"):
        call_command("watch", "--mail", stdout=StringIO())


# --- A server that takes nothing ------------------------------------------------


def test_receipt_that_was_not_sent_waits_for_the_desk_until_it_is_confirmed(client, town, deaf, caplog):
    sent(client)
    record, clerk = Application.objects.get(), User.objects.create_superuser("clerk")

    act = Act.objects.get(verb=Verb.UNSENT)
    assert (act.kind, act.key, act.name, act.address) == ("disclosure.application", str(record.pk), "程序", "")
    assert TO not in caplog.text + str(act.changes)
    assert waiting_for(clerk)["unmailed"] == 1

    client.force_login(clerk)
    assert "登记回执邮件没有发出" in client.get("/admin/").content.decode()
    shown = client.get(address(Application, "change", record.pk)).content.decode()
    assert "登记回执邮件没有发出：邮件服务器没有接受。确认收到时请告知申请编号" in shown
    listed = client.get(address(Application, "changelist"), {"waiting": "unmailed"})
    assert list(listed.context["cl"].result_list) == [record]

    client.post(f"/admin/disclosure/application/{record.pk}/confirm/")
    assert "unmailed" not in waiting_for(clerk)


def test_account_s_mail_that_was_not_sent_is_an_act_on_the_account(client, town, deaf):
    person = User.objects.create_user("clerk", email=TO, authority=town)

    told_of_a_new_place(person)

    act = Act.objects.get(verb=Verb.UNSENT)
    assert (act.kind, act.key) == ("disclosure.user", str(person.pk))


def test_account_s_mail_is_not_made_without_a_server(town, without):
    told_of_a_new_place(User.objects.create_user("clerk", email=TO, authority=town))

    assert not Act.objects.filter(verb=Verb.UNSENT).exists()


def told_of_a_new_place(person):
    request = RequestFactory().get("/")
    with request_context(request):
        get_adapter(request).send_notification_mail("account/email/new_place", person, {"browser": "Edge"})


@pytest.mark.parametrize("backend", ["deaf", "without"])
def test_seal_that_was_not_mailed_is_mailed_with_the_next_call(request, town, settings, tmp_path, backend):
    settings.AUDIT_MAIL, settings.VAR_DIR = ["office@example.invalid"], tmp_path
    request.getfixturevalue(backend)
    day = timezone.localdate() - timedelta(days=1)
    append([NewAct(Verb.LOOK, label="x")], at=timezone.now() - timedelta(days=1))

    with pytest.raises(CommandError, match="但邮件没有发出"):
        seal(day)

    with mail_server(settings) as box:
        seal(day)
        seal(day)
    assert [letter["To"] for letter in box] == ["office@example.invalid"]
    assert sorted(path.name for path in Path(tmp_path, "seals").iterdir()) == [f"{day}.txt"]


def seal(day):
    call_command("seal_audit", "--day", day.isoformat(), stdout=StringIO())
