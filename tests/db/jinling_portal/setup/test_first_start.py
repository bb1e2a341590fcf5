"""The set-up in the browser: the code, the administrator, each step, going on after leaving."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from disclosure.desk.office import setup_code
from disclosure.errors import Refused
from disclosure.models import Act, Authority, Category, SetupCode, User

pytestmark = pytest.mark.django_db
BEGIN = reverse("setup")
PASSWORD = "jin-xing-2026-kai"
ACCOUNT = {"name": "测试人", "username": "guanli", "email": "", "password": PASSWORD, "again": PASSWORD}
IDENTITY = {"name": "示例镇人民政府", "code": "shili", "report_name": "", "kind": "town", "superior": "示例县人民政府"}
CONTACT = {"office": "党政办公室", "address": "示例路一号", "hours": "工作日", "phone": "0000-0000000", "email": ""}
REMEDIES = {
    "review_body": "示例县人民政府",
    "court": "示例县人民法院",
    "letter_word": "示镇",
    "site_code": "0000000000",
}


@pytest.fixture
def code(db):
    return setup_code.new_code(at=timezone.now())


def step(key):
    return reverse("setup_step", args=(key,))


def begun(client, code):
    return client.post(BEGIN, {"code": code, **ACCOUNT})


def test_the_code_and_a_password_of_ones_own_make_the_administrator_who_is_signed_in(client, code):
    answer = begun(client, code.lower().replace("-", " "))

    assert answer.headers["Location"] == step("identity")
    person = User.objects.get()
    assert (person.is_superuser, person.authority_id, person.get_full_name()) == (True, None, "测试人")
    assert person.check_password(PASSWORD)
    assert client.get(step("identity")).status_code == 200
    assert code not in str(list(SetupCode.objects.values()))


def test_a_wrong_code_makes_no_account_and_enough_of_them_end_the_right_one(client, code):
    for _ in range(setup_code.MOST_FAILURES):
        assert "建站码不对" in begun(client, "AAAA-AAAA-AAAA").content.decode()

    assert "输错的次数太多" in begun(client, code).content.decode()
    assert not User.objects.exists()


def test_an_expired_code_opens_nothing(client, code):
    SetupCode.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    assert "已经过期" in begun(client, code).content.decode()
    assert not User.objects.exists()


def test_a_used_code_opens_nothing_again(client, code):
    begun(client, code)
    User.objects.update(is_active=False)
    client.logout()

    assert "已经用过" in begun(client, code).content.decode()
    assert User.objects.count() == 1
    with pytest.raises(Refused, match="已经用过"):
        setup_code.use_code(at=timezone.now())


def test_a_weak_password_leaves_the_code_unused(client, code):
    answer = client.post(BEGIN, {"code": code, **ACCOUNT, "password": "12345678", "again": "12345678"})

    assert "密码" in answer.content.decode()
    assert not User.objects.exists()
    assert begun(client, code).status_code == 302


def test_once_there_is_an_administrator_no_code_is_made_and_the_page_leads_to_signing_in(client, code):
    begun(client, code)
    client.logout()

    with pytest.raises(Refused, match="已经有管理员"):
        setup_code.new_code(at=timezone.now())
    answer = client.get(BEGIN, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_it_goes_on_where_it_was_left_and_ends_at_the_first_screen(client, code):
    begun(client, code)
    assert client.post(step("identity"), IDENTITY).headers["Location"] == step("contact")
    client.logout()
    client.force_login(User.objects.get())

    assert client.get(reverse("admin:index"), follow=True).redirect_chain[-1][0] == step("contact")
    assert client.post(step("contact"), CONTACT).headers["Location"] == step("remedies")
    assert client.post(step("remedies"), REMEDIES).headers["Location"] == step("mail")
    assert client.post(step("mail"), {"later": "1"}).headers["Location"] == step("people")
    assert client.post(step("people"), {"finish": "1"}).headers["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200

    office = Authority.objects.get()
    assert (office.is_own, office.kind, office.superior, office.setup_step) == (True, "town", "示例县人民政府", "")
    assert (office.phone, office.court, office.letter_word) == ("0000-0000000", "示例县人民法院", "示镇")
    assert not Category.objects.filter(is_chosen=True).exists()
    assert Act.objects.filter(verb="set_up", user=User.objects.get()).count() == 1


def test_what_the_law_asks_may_not_stay_empty(client, code):
    begun(client, code)
    client.post(step("identity"), IDENTITY)

    answer = client.post(step("contact"), {**CONTACT, "phone": ""})

    assert "请填写这一项" in answer.content.decode()
    assert Authority.objects.get().office == ""


def test_mail_is_tested_at_once(client, code):
    begun(client, code)
    client.post(step("identity"), IDENTITY)

    answer = client.post(step("mail"), {"address": "office@example.invalid"})

    assert "收下了测试邮件" in answer.content.decode()
    assert [message.to for message in mail.outbox] == [["office@example.invalid"]]


def test_without_a_mail_server_it_says_so_and_sends_nothing(client, code, settings):
    settings.EMAIL_BACKEND = "disclosure.desk.audit.mail.NoServer"
    begun(client, code)
    client.post(step("identity"), IDENTITY)

    answer = client.post(step("mail"), {"address": "office@example.invalid"}).content.decode()

    assert "没有发出" in answer
    assert "EMAIL_URL=" in answer


def test_a_colleague_gets_roles_and_a_password_that_is_shown_once(client, code):
    begun(client, code)
    client.post(step("identity"), IDENTITY)
    given = {"name": "测试乙", "username": "yi", "email": "", "roles": ["编辑", "年报"]}

    shown = client.post(step("people"), given)

    password = shown.context["told"][1]
    person = User.objects.get(username="yi")
    assert password in shown.content.decode()
    assert person.check_password(password)
    assert person.must_change_password
    assert set(person.groups.values_list("name", flat=True)) == {"编辑", "年报"}
    assert person.authority == Authority.objects.get()
    assert password not in client.get(step("people")).content.decode()


def test_nobody_but_an_administrator_of_the_whole_gets_at_the_steps(client, town):
    client.force_login(User.objects.create_user("bound", is_staff=True, is_superuser=True, authority=town))
    for address in (reverse("setup_go_on"), step("contact"), reverse("demo_clear")):
        assert client.get(address).status_code == 403
