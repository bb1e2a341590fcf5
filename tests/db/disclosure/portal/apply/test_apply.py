"""From the form to the stored application, its receipt and its mail (条例 art. 29, 31)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from lxml import html

from disclosure.desk.applications.online.codes import ALPHABET
from disclosure.models import Act, Application, User
from tests.db.disclosure.portal.applying import IDENTITY, filled, mistakes, send, ticket_of
from tests.db.disclosure.portal.reading import page, text
from tests.support.mail import mail_server

pytestmark = pytest.mark.django_db


def receipt_of(client, answer):
    assert answer.status_code == 302, mistakes(answer)
    assert answer["Location"].startswith("/apply/receipt/")
    return page(client, answer["Location"])


def keys(tree):
    """Number and query code of a receipt."""
    return tuple(one.text_content() for one in tree.xpath("//dd[@class='receipt-key']"))


# --- Stored -----------------------------------------------------------------------


def test_what_was_sent_is_stored_and_waits_for_confirmation(client, town):
    before = timezone.now()

    answer = send(
        client,
        filled(
            document_number="示政发〔2025〕3号", description="含明细表", email="a@example.invalid",
            address="示例路一号", fax="0000-0000001", help_wanted="需要大字版", suggests_publication="on", delivery="post",
        ),
    )  # fmt: skip

    stored = Application.objects.get()
    number = f"{timezone.localdate().year}-001"
    assert (stored.authority, stored.number, stored.channel) == (town, number, "internet")
    assert (stored.received_on, stored.due_on, stored.is_confirmed) == (None, None, False)
    assert before <= stored.submitted_at <= timezone.now()
    assert (stored.applicant_kind, stored.applicant) == ("natural", "示例甲")
    assert (stored.document_kind, stored.document) == ("居民身份证", IDENTITY)
    assert (stored.phone, stored.email) == ("0000-0000000", "a@example.invalid")
    assert (stored.address, stored.fax) == ("示例路一号", "0000-0000001")
    assert stored.content == "名称：2025年镇级财政决算\n文号：示政发〔2025〕3号\n特征描述：含明细表"
    assert (stored.medium, stored.delivery) == ("paper", "post")
    assert (stored.help_wanted, stored.suggests_publication) == ("需要大字版", True)
    tree = receipt_of(client, answer)
    assert keys(tree)[0] == number
    assert "2025年镇级财政决算" in text(tree)
    assert "示例甲" not in text(tree)


def test_code_is_shown_once_in_groups_and_kept_as_a_hash(client, town):
    _, code = keys(receipt_of(client, send(client)))

    assert len(code) == 11
    assert code[5] == "-"
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert not set("0125BILOSUZ") & set(ALPHABET)  # of any two that look alike one at most is there
    row = str(Application.objects.values().get())
    assert code not in row
    assert code.replace("-", "") not in row


def test_sending_is_an_act_of_nobody_of_the_staff(client, town):
    client.force_login(User.objects.create_user("clerk", authority=town))
    send(client)

    act = Act.objects.filter(kind="disclosure.application").get()
    assert (act.verb, act.user, act.name, act.address) == ("add", None, "申请人（网上提交）", "")
    assert act.changes["applicant"] == [None, None]
    assert not {"code_hash", "submission"} & set(act.changes)


def test_other_authority_has_its_own_form_and_numbers(client, town, neighbour):
    send(client)

    answer = client.post("/org/neighbour/apply/", filled(ticket_of(neighbour)))

    assert answer["Location"].startswith("/org/neighbour/apply/receipt/")
    assert Application.objects.get(authority=neighbour).number.endswith("-001")
    assert client.get(answer["Location"].removeprefix("/org/neighbour")).status_code == 404
    assert mistakes(client.post("/org/neighbour/apply/", filled(ticket_of(town))))


# --- Once -------------------------------------------------------------------------


def test_form_sent_twice_is_one_application_with_one_receipt(client, town):
    data = filled()

    first, second = (keys(receipt_of(client, send(client, data))) for _ in range(2))

    assert first == second
    assert Application.objects.count() == 1


def test_form_sent_again_after_it_became_too_old_is_still_one(client, town, monkeypatch):
    data = filled()
    send(client, data)
    monkeypatch.setattr("disclosure.portal.apply.views.LONGEST_SECONDS", 1)

    assert send(client, data).status_code == 302
    assert Application.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_double_click_is_one_application(client, town):
    data, ready = filled(), Barrier(4)

    def click(_):
        try:
            ready.wait()
            return client.__class__().post("/apply/", data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(click, range(4))) == [302] * 4
    assert Application.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_twenty_numbers_without_a_gap(client, town, settings):
    """Whichever database: the imported number stays, and the next ones follow it."""
    settings.PUBLIC_RATE_LIMITS = {}
    year = timezone.localdate().year
    for number in (f"{year}-004", f"{year}年特1号", f"{year - 1}-900"):
        Application.objects.create(
            authority=town,
            number=number,
            applicant_kind="natural",
            applicant="示例",
            received_on=date(2023, 1, 1),
            content="某",
        )
    ready = Barrier(20)

    def one(_):
        try:
            data = filled(ticket_of(town))
            ready.wait()
            return client.__class__().post("/apply/", data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(one, range(20))) == {302}
    numbers = Application.objects.exclude(submission="").values_list("number", flat=True)
    assert sorted(numbers) == [f"{year}-{number:03d}" for number in range(5, 25)]


# --- Mail -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_mail_has_number_and_code_and_nothing_personal_in_its_subject(client, town, settings):
    with mail_server(settings) as box:
        answer = send(client, filled(email="a@example.invalid"))
        number, code = keys(receipt_of(client, answer))

    [letter] = box
    assert letter["To"] == "a@example.invalid"
    assert letter["Subject"].strip() == "【示例镇人民政府】政府信息公开申请已登记"
    body = letter.get_content().replace("\r\n", "\n")
    assert f"申请编号：{number}\n查询码：{code}\n" in body
    assert "http://testserver/apply/track/" in body
    assert "示例甲" not in body


@pytest.mark.django_db(transaction=True)
def test_mail_that_cannot_be_sent_stops_nobody(client, town, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert send(client, filled(email="a@example.invalid")).status_code == 302
    assert Application.objects.count() == 1
    assert "a@example.invalid" not in caplog.text


def test_no_address_no_mail(client, town, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(client)

    assert mailoutbox == []


# --- Mistakes ---------------------------------------------------------------------

ONE_CONTACT = "电话、邮箱、地址、传真至少填写一种，以便本机关与您联系。"


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"applicant": ""}, {"姓名或者名称：请填写申请人的姓名或者名称。": "#id_applicant"}),
        ({"applicant_kind": "x"}, {"申请人类型：请选择申请人类型。": "#id_applicant_kind"}),
        ({"document": "370305190001010008"}, {"证件号码：身份证号码有误，请核对 18 位号码（最后一位可以是字母 X）。": "#id_document"}),
        ({"document": ""}, {"证件号码：请填写证件号码。": "#id_document"}),
        ({"document_kind": "统一社会信用代码", "document": "123"}, {"证件号码：统一社会信用代码有误，应为 18 位数字和大写字母。": "#id_document"}),
        ({"phone": ""}, {f"联系电话：{ONE_CONTACT}": "#id_phone"}),
        ({"phone": "请发短信"}, {"联系电话：请检查号码：应为 7 至 30 位数字，可以有区号、连字符，如 0000-0000000。": "#id_phone"}),
        ({"email": "not an address"}, {"电子邮箱：请检查电子邮箱，应如 name@example.com。": "#id_email"}),
        ({"name": ""}, {"信息的名称：请写明需要的信息：名称、文号、其他特征描述至少填写一项。": "#id_name"}),
        ({"description": "字" * 2001}, {"其他特征描述：其他特征描述太长，请不要超过 2000 个字。": "#id_description"}),
        ({"medium": None}, {"提供形式：请选择希望以什么形式得到信息。": "#id_medium_0"}),
        ({"delivery": "email"}, {"电子邮箱：选择了以电子邮件获取，请填写电子邮箱。": "#id_email"}),
        ({"delivery": "post"}, {"通讯地址：选择了以邮寄方式获取，请填写通讯地址。": "#id_address"}),
        ({"delivery": "fax"}, {"传真号码：选择了以传真方式获取，请填写传真号码。": "#id_fax"}),
        ({"answer": "二十"}, {"验证问题：答案不对，请再算一次。": "#id_answer"}),
        ({"answer": ""}, {"验证问题：请回答验证问题。": "#id_answer"}),
        ({"homepage": "http://example.invalid"}, {"请不要填写这一栏：这一栏须留空，请清除后再提交。": "#id_homepage"}),
    ],
)  # fmt: skip
def test_mistake_is_told_at_its_place_and_nothing_typed_is_lost(client, town, changed, said):
    answer = send(client, filled(**changed))

    assert mistakes(answer) == said
    tree = html.fromstring(answer.content.decode())
    [[place]] = [[one.removeprefix("#") for one in said.values()]]
    field = tree.get_element_by_id(place)
    if place != "id_homepage":
        named = field if field.get("aria-describedby") else field.xpath("ancestor::fieldset[@aria-describedby]")[0]
        told = [tree.get_element_by_id(one).text_content() for one in named.get("aria-describedby").split()]
        assert any(next(iter(said)).endswith(one) for one in told)
        assert field.get("aria-invalid") == "true"
    assert "有 1 处需要修改" in tree.xpath("string(//title)")
    assert tree.xpath("//*[@id='mistakes']/@role") == ["alert"]
    kept = {**filled(), **{name: value for name, value in changed.items() if value is not None}}
    for name in ("applicant", "phone", "email"):
        assert tree.get_element_by_id(f"id_{name}").get("value", "") == kept.get(name, "")
    assert tree.xpath("string(//*[@id='id_document_kind']/option[@selected]/@value)") == kept["document_kind"]
    assert not Application.objects.exists()


def test_mistakes_stand_in_the_summary_all_together(client, town):
    assert len(mistakes(send(client, filled(applicant="", phone="", medium="", answer="")))) == 4


@pytest.mark.parametrize(
    "given", [IDENTITY, "３７０３０５１９０００１０１００００", "370305 19000101 0000", "370305000101000"]
)
def test_identity_number_is_taken_as_people_write_it(client, town, given):
    assert send(client, filled(document=given)).status_code == 302


@pytest.mark.parametrize(
    "kind, number", [("护照", "E00000000"), ("其他证件", "某字第1号"), ("统一社会信用代码", "91370300MA00000000")]
)
def test_other_documents_are_taken_as_they_are(client, town, kind, number):
    assert send(client, filled(document_kind=kind, document=number, applicant_kind="business")).status_code == 302
    assert Application.objects.get().document == number.upper()


def test_markup_that_was_typed_stays_text(client, town):
    answer = send(client, filled(applicant='"><script>x</script>', phone=""))

    assert "<script>x" not in answer.content.decode()


# --- Against abuse ----------------------------------------------------------------


@pytest.mark.parametrize("given", ["{}", "等于{}", " {} "])
def test_question_is_answered_in_figures_or_in_chinese(client, town, given):
    for first, second, chinese in ((3, 4, "七"), (4, 6, "十"), (9, 2, "十一"), (9, 9, "十八")):
        for answer in (str(first + second), chinese):
            ticket = ticket_of(town, first=first, second=second)
            sent = send(client, filled(ticket, answer=given.format(answer)))
            assert sent.status_code == 302, mistakes(sent)


def test_question_is_asked_in_words(client, town, monkeypatch):
    monkeypatch.setattr("disclosure.portal.apply.ticket.secrets.randbelow", lambda _: 1)

    assert "三加三等于几？" in client.get("/apply/").content.decode()


def test_form_sent_in_a_moment_or_after_a_day_is_shown_again_with_what_was_typed(client, town):
    for seconds, said in ((0, "提交得太快"), (25 * 60 * 60, "已经失效")):
        answer = send(client, filled(ticket_of(town, seconds=seconds)))
        assert any(said in one for one in mistakes(answer))
        assert 'value="示例甲"' in answer.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("sealed", ["", "x", "v1.00000000.AAAA", None])
def test_form_without_a_ticket_of_ours_is_refused(client, town, sealed):
    assert any("已经失效" in one for one in mistakes(send(client, filled(ticket_of(town)) | {"ticket": sealed or ""})))
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"origin": "http://testserver"}, 302),
        ({"referer": "http://testserver/apply/"}, 302),
        ({"origin": "https://elsewhere.invalid"}, 200),
        ({"origin": "null"}, 200),
        ({"referer": "https://elsewhere.invalid/apply/"}, 200),
    ],
)
def test_form_of_another_site_is_refused(client, town, headers, status):
    assert send(client, headers=headers).status_code == status


def test_too_many_from_one_address_wait_and_lose_nothing(client, town, settings):
    settings.PUBLIC_RATE_LIMITS = {"apply": "9/1h/ip", "application": "2/1h/ip"}
    for expected in (302, 302, 429):
        answer = send(client)
        assert answer.status_code == expected
    assert 'value="示例甲"' in answer.content.decode()
    assert any("次数太多" in one for one in mistakes(answer))
    assert send(client, REMOTE_ADDR="192.0.2.7").status_code == 302


# --- Receipt ----------------------------------------------------------------------


def test_receipt_s_address_says_nothing_and_ends(client, town, monkeypatch):
    address = send(client)["Location"]
    number, code = keys(page(client, address))

    assert number not in address
    assert code.replace("-", "") not in address
    assert "no-store" in client.get(address)["Cache-Control"]
    monkeypatch.setattr("disclosure.portal.apply.ticket.RECEIPT_SECONDS", -1)
    gone = page(client, address, 404)
    assert code not in text(gone)
    assert "/apply/track/" in {link.get("href") for link in gone.xpath("//main//a")}


@pytest.mark.parametrize("sealed", ["nothing", "v1.00000000.AAAA"])
def test_made_up_receipt_is_none(client, town, sealed):
    assert client.get(f"/apply/receipt/{sealed}/").status_code == 404


def test_ticket_is_no_receipt(client, town):
    assert client.get(f"/apply/receipt/{ticket_of(town).sealed}/").status_code == 404
