"""How far an application is: told for number and code alone, the same for every wrong one, and not often."""

import datetime as dt
import time

import pytest
from django.conf import settings
from django.utils import timezone
from lxml import html

from disclosure.desk.accounts.attempt_limits import parse_rates
from disclosure.desk.applications.online.codes import ALPHABET, CODE_LENGTH, code_hash, in_groups
from disclosure.desk.applications.papers import keep_paper
from disclosure.law.choices.letters import TO_APPLICANT, LetterKind
from disclosure.models import Act, Letter, Party
from disclosure.portal.apply import tracking
from disclosure.portal.apply.ticket import PROGRESS_SECONDS, ProgressTicket
from disclosure.portal.common import rate_limits
from tests.db.disclosure.portal.applying import mistakes
from tests.db.disclosure.portal.reading import text
from tests.factories import ApplicationFactory, StepFactory

pytestmark = pytest.mark.django_db
CODE = "ACDEFGHJKM"
SENT = dt.datetime(2026, 11, 1, 9, 30, tzinfo=timezone.get_default_timezone())
NOTHING = "没有查到：申请编号或者查询码不对，请按回执核对。"


@pytest.fixture
def application(town):
    def made(**given):
        usual = {
            "number": "2026-001",
            "submitted_at": SENT,
            "code_hash": code_hash(CODE),
            "channel": "internet",
        }
        return ApplicationFactory(authority=town, **usual | {"received_on": dt.date(2026, 11, 2), **given})

    return made


def ask(client, number="2026-001", code=CODE, address="/apply/track/", **given):
    return client.post(address, {"number": number, "code": code}, **given)


def told(answer):
    """What the page says of the application, by its headings."""
    tree = html.fromstring(answer.content.decode())
    facts = {text(one.find("dt")): text(one.find("dd")) for one in tree.xpath("//dl[@class='facts']/div")}
    return "".join(tree.xpath("//h2[@id='progress']/text()")), facts


def said(answer):
    """The sentence below the heading."""
    return "".join(html.fromstring(answer.content.decode()).xpath("//p[contains(@class, 'progress-says')]/text()"))


def test_unconfirmed_application_has_neither_receipt_nor_due_date(client, application):
    application(received_on=None)

    title, facts = told(ask(client))

    assert title == "申请 2026-001：待确认收到"
    assert facts == {"提交时间": "2026-11-0109:30", "收到日期": "待确认：本机关与您确认之日为收到申请之日"}


def test_open_application_tells_its_due_date(client, application):
    application()

    assert told(ask(client)) == (
        "申请 2026-001：办理中",
        {"提交时间": "2026-11-0109:30", "收到日期": "2026-11-02", "答复期限": "2026-11-30"},
    )


def test_provisional_due_date_says_so(client, application):
    application(received_on=dt.date(2026, 12, 4), due_on=dt.date(2027, 1, 4), provisional=True)

    assert told(ask(client))[1]["答复期限"].startswith("2027-01-04（暂定：")


def test_application_that_waits_for_its_applicant_says_so(client, application):
    StepFactory(application=application(due_on=None), kind="correction_asked", on=dt.date(2026, 11, 5))

    assert told(ask(client))[0].endswith("：等待您补正")


def test_concluded_application_tells_its_outcome(client, application):
    application(outcome="disclosed", concluded_on=dt.date(2026, 11, 20))

    answer = ask(client)
    title, facts = told(answer)
    assert title.endswith("：已办结")
    assert facts["办结日期"] == "2026-11-20"
    assert said(answer) == "您申请的信息已向您公开。答复已于 2026-11-20 发出。"


def test_outcome_is_told_in_plain_words_and_not_by_the_report_s_row(client, application):
    letter(application(outcome="partly", concluded_on=dt.date(2026, 11, 20)))

    answer = ask(client)
    assert said(answer) == "您申请的信息已部分公开，不能公开的部分作了区分处理。答复书可以在下面下载。"
    assert "只计这一情形" not in answer.content.decode()


def test_decision_is_told_only_once_its_reply_was_sent(client, application, monkeypatch):
    monkeypatch.setattr(tracking, "localdate", lambda: dt.date(2026, 11, 21))
    made = application(outcome="state_secret", concluded_on=dt.date(2026, 11, 20), settled_on=None)
    StepFactory(application=made, kind="concluded", on=dt.date(2026, 11, 20))

    answer = ask(client)
    title, facts = told(answer)
    assert title.endswith("：办理中")
    assert "办结日期" not in facts
    assert said(answer).startswith("答复已经作出，还没有发出；")
    assert "国家秘密" not in answer.content.decode()

    StepFactory(application=made, kind="reply_sent", on=dt.date(2026, 11, 23))
    assert said(ask(client)) == "您申请的信息属于国家秘密，依法不能公开。答复已于 2026-11-23 发出。"


@pytest.mark.parametrize(
    "number, code",
    [(" 2026-001 ", "acdef-ghjkm"), ("２０２６－００１", "ＡＣＤＥＦ　ＧＨＪＫＭ"), ("2026-001", in_groups(CODE))],
)
def test_number_and_code_are_taken_as_people_write_them(client, application, number, code):
    application()

    assert told(ask(client, number, code))[0]


def test_unknown_number_and_wrong_code_are_told_alike(client, application, neighbour):
    application()
    ApplicationFactory(authority=neighbour, number="2026-002", code_hash=code_hash(CODE))

    for number, code in (("2026-009", CODE), ("2026-001", "ACDEFGHJKN"), ("2026-002", CODE), ("2026-001", "A")):
        assert mistakes(ask(client, number, code)) == {NOTHING: ""}


def test_application_without_a_code_cannot_be_asked_for(client, application):
    application(code_hash="")

    for code in ("", " ", "-", CODE):
        assert told(ask(client, code=code))[0] == ""


def test_missing_fields_are_told_at_their_places(client, town):
    assert mistakes(ask(client, "", "")) == {
        "申请编号：请填写申请编号。": "#id_number",
        "查询码：请填写查询码。": "#id_code",
    }


def test_nothing_personal_is_told(client, application):
    application(applicant="标记甲", phone="0000-7654321", content="标记内容", document="标记证件")

    shown = ask(client).content.decode()
    assert not [mark for mark in ("标记", "7654321") if mark in shown]


def guess(client, times, number="2026-001", address="192.0.2.1"):
    """The answers to wrong codes."""
    return [ask(client, number, "A" * 10, REMOTE_ADDR=address).status_code for _ in range(times)]


def test_strangers_who_guess_keep_nobody_but_themselves_out(client, application):
    application()
    for stranger in range(3):
        assert guess(client, 7, address=f"192.0.2.{stranger}") == [200] * 5 + [429] * 2

    assert told(ask(client, REMOTE_ADDR="198.51.100.1"))[0]
    assert [ask(client, REMOTE_ADDR=f"192.0.2.{stranger}").status_code for stranger in range(3)] == [429] * 3


def test_guessing_one_number_from_one_address_ends_soon_and_says_how_long(client, application, settings, monkeypatch):
    settings.PUBLIC_RATE_LIMITS = {"track": "100/1h/ip,3/1h/key"}
    application()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    assert guess(client, 3) == [200] * 3
    monkeypatch.setattr(time, "time", lambda: now + 600)
    closed, other = ask(client, REMOTE_ADDR="192.0.2.1"), ask(client, "2026-002", REMOTE_ADDR="192.0.2.1")

    assert (closed.status_code, other.status_code) == (429, 200)
    assert told(closed)[0] == ""
    assert closed.headers["Retry-After"] == "3000"
    assert any("请过 50 分钟再试" in one for one in mistakes(closed))


@pytest.mark.parametrize(
    "addresses, other",
    [
        (["192.0.2.1"] * 20, "192.0.2.2"),
        # One household has a whole network of IPv6; who is elsewhere has another.
        ([f"2001:db8:0:1::{place:x}" for place in range(1, 21)], "2001:db8:0:2::1"),
        (["192.0.2.1", "::ffff:192.0.2.1", "64:ff9b::c000:201", "192.0.2.1:4711"] * 5, "::ffff:192.0.2.2"),
    ],
    ids=["IPv4", "IPv6", "IPv4 written otherwise"],
)
def test_stranger_who_goes_through_the_numbers_is_stopped_and_applicants_get_in_at_once(
    client, application, addresses, other
):
    """By the limits as they are set up. The applicant's number is among those that were tried."""
    application()
    answers = [
        ask(client, f"2026-{place:03}", "A" * 10, REMOTE_ADDR=one).status_code for place, one in enumerate(addresses)
    ]

    assert answers == [200] * 15 + [429] * 5
    assert told(ask(client, REMOTE_ADDR=other))[0]


def test_whoever_mistypes_a_code_waits_a_minute_at_first(rf, monkeypatch):
    """One number from one address, by the limits as they are set up: five tries, a minute, five tries, a quarter."""
    now, waited, tried = time.time(), [], 0
    while len(waited) < 3:
        monkeypatch.setattr(time, "time", lambda at=now: at)
        try:
            rate_limits.count(rf.post("/apply/track/"), "track", about="2026-001")
            tried += 1
        except rate_limits.LimitExceeded as many:
            waited.append((tried, round(many.seconds)))
            now += many.seconds + 0.001

    assert waited == [(5, 60), (10, 840), (15, 60)]


def test_no_number_of_strangers_closes_a_number_to_its_applicant(rf, client, application):
    made = application()
    for stranger in range(200):
        for _ in range(5):
            request = rf.post("/apply/track/", REMOTE_ADDR=f"198.51.{stranger}.1")
            rate_limits.count(request, "track", about=f"{made.authority_id}:2026-001")

    assert told(ask(client, REMOTE_ADDR="192.0.2.1"))[0]


@pytest.mark.parametrize("number", ["２０２６－００１", " 2026-001", "2026－001　", "2026-００1"])
def test_a_number_is_counted_as_it_is_looked_up(client, application, settings, number):
    settings.PUBLIC_RATE_LIMITS = {"track": "3/1h/key"}
    application()
    guess(client, 2)
    guess(client, 1, number)

    assert guess(client, 1) == [429]
    assert guess(client, 1, number) == [429]


def test_who_goes_on_guessing_waits_longer(rf, monkeypatch):
    """By the limits as they are set up, the waits that are longer than all before: a minute, minutes, hours, a day."""
    now, waited, longest, tried = time.time(), [], 0, 0
    while len(waited) < 4:
        monkeypatch.setattr(time, "time", lambda at=now: at)
        try:
            rate_limits.count(rf.post("/apply/track/"), "track", about=f"x{tried}")
            tried += 1
        except rate_limits.LimitExceeded as many:
            if many.seconds > longest + 1:
                waited.append((tried, round(many.seconds)))
                longest = many.seconds
            now += many.seconds + 0.001

    assert waited == [(15, 60), (60, 420), (180, 21600 - 1380), (300, 86400 - 22380)]


def test_guessing_a_code_from_everywhere_takes_longer_than_anybody_has():
    """A hundred thousand addresses that each guess as often as they may find one code in thousands of years."""
    a_day = next(rate.amount for rate in parse_rates(settings.PUBLIC_RATE_LIMITS["track"]) if rate.seconds == 86400)
    codes = len(ALPHABET) ** CODE_LENGTH

    assert codes / 2 / (100_000 * a_day * 365) > 4000


def test_guessing_from_one_address_ends_and_asking_rightly_does_not(client, application, settings):
    settings.PUBLIC_RATE_LIMITS = {"track": "3/1h/ip,100/1h/key"}
    application()
    for _ in range(5):
        assert told(ask(client))[0]
    for number in range(3):
        ask(client, f"x{number}")

    assert ask(client).status_code == 429
    assert ask(client, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_asking_costs_the_same_for_one_and_for_many_steps(client, application, django_assert_num_queries):
    made = application()
    for kind in ("extended", "third_party_asked"):
        StepFactory(application=made, kind=kind, on=dt.date(2026, 11, 5))
        # Authority, application, steps, calendar, letters; to count the attempt, and to count it no longer.
        with django_assert_num_queries(5 + 5):
            ask(client)


# --- What was told, and what was sent ---------------------------------------------------


def test_what_was_asked_of_the_applicant_and_told_to_them_has_its_days(client, application):
    made = application(due_on=dt.date(2027, 1, 4))
    for kind, on in (("third_party_asked", "2026-11-04"), ("extended", "2026-11-27"), ("fee_noticed", "2026-11-20")):
        StepFactory(application=made, kind=kind, on=on)

    facts = told(ask(client))[1]
    assert (facts["收费通知"], facts["延长告知"]) == ("2026-11-20", "2026-11-27")
    assert "征求第三方意见" not in facts


def test_application_that_staff_entered_tells_when_it_came(client, application):
    application(submitted_at=None, arrived_on=dt.date(2026, 10, 30), channel="fax")

    facts = told(ask(client))[1]
    assert (facts["来件日期"], "提交时间" in facts) == ("2026-10-30", False)


def letter(application, kind=LetterKind.REPLY, *, pdf=b"%PDF-1.7", **given):
    """A letter that was sent on 20 November, with its files encrypted on disk."""

    def paper(data, media_type):
        return keep_paper(of=application, kind="letter", name="标记文件名", data=data, media_type=media_type)

    usual = {
        "number": "示例〔2026〕1号",
        "dated_on": "2026-11-20",
        "sent_on": dt.date(2026, 11, 20),
        "sent_by": "email",
    }
    files = {"docx": paper(b"PK docx", "application/msword"), "pdf": paper(pdf, "application/pdf") if pdf else None}
    return Letter.objects.create(application=application, kind=kind, **files, **usual | given)


def offered(answer):
    """What the page says of each letter, and the formats it has."""
    tree = html.fromstring(answer.content.decode())
    lines = tree.xpath("//ul[@class='letters']/li")
    return [(text(one.find("span")), one.xpath(".//button/@value")) for one in lines]


def asked_for(answer, number=0, file_format="pdf"):
    """What the button of a letter sends."""
    form = html.fromstring(answer.content.decode()).xpath("//ul[@class='letters']//form")[number]
    return form.get("action"), {**dict(form.form_values()), "format": file_format}


def download(client, application, **changed):
    address, data = asked_for(ask(client))
    return client.post(address, {**data, **changed})


def test_sent_letters_are_listed_with_their_formats(client, application):
    made = application()
    letter(made, LetterKind.RECEIPT, number="", pdf=None, sent_on=dt.date(2026, 11, 2))
    letter(made)

    answer = ask(client)

    assert offered(answer) == [
        ("接收回执，2026-11-02发出", ["docx"]),
        ("政府信息公开申请答复书示例〔2026〕1号，2026-11-20发出", ["pdf", "docx"]),
    ]
    assert not [mark for mark in (CODE, in_groups(CODE), "标记") if mark in answer.content.decode()]


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind not in TO_APPLICANT])
def test_what_others_are_asked_and_what_lies_inside_is_never_the_applicant_s(client, application, kind):
    made, shown = application(), letter(application(number="2026-002"))
    hidden = letter(made, kind)

    assert offered(ask(client)) == []
    address, data = asked_for(ask(client, "2026-002"))
    for pk in (hidden.pk, shown.pk + 99):
        assert client.post(address, {**data, "letter": pk})["Content-Type"].startswith("text/html")


def test_letters_not_sent_or_to_a_party_are_not_listed(client, application):
    made = application()
    party = Party.objects.create(application=made, kind="third_party", name="标记乙", asked_on="2026-11-04")
    letter(made, sent_on=None, sent_by="")
    letter(made, party=party)

    assert offered(ask(client)) == []


@pytest.mark.parametrize(
    "file_format, media_type, data",
    [("pdf", "application/pdf", b"%PDF-1.7"), ("docx", "application/msword", b"PK docx")],
)
def test_letter_is_downloaded_in_the_clear_and_that_is_an_act_of_the_applicant(
    client, application, file_format, media_type, data
):
    made = application()
    stored = letter(made)

    answer = download(client, made, format=file_format)

    assert (answer.content, answer["Content-Type"]) == (data, media_type)
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    act = Act.objects.order_by("number").last()
    assert (act.verb, act.user, act.name, act.address) == ("look", None, "申请人（凭查询码）", "")
    assert act.changes == {f"文书「{stored}」": ["", f"申请人下载 {file_format.upper()}"]}


def test_letter_of_another_application_is_not_to_be_had(client, application):
    made, other = application(), application(number="2026-002", code_hash=code_hash("A" * 10))
    letter(made)
    theirs = letter(other)

    for changed in ({"letter": theirs.pk}, {"letter": "x"}, {"letter": "9" * 30}, {"format": "exe"}, {"format": "id"}):
        answer = download(client, made, **changed)
        assert list(mistakes(answer)) == ["没有这份文书，请重新填写申请编号和查询码，再下载。"]


def test_code_that_was_replaced_since_opens_nothing(client, application):
    made = application()
    letter(made)
    address, data = asked_for(ask(client))
    type(made).objects.update(code_hash=code_hash("A" * 10))

    assert list(mistakes(client.post(address, data))) == ["没有这份文书，请重新填写申请编号和查询码，再下载。"]


def test_file_that_is_gone_is_told_and_nothing_is_noted(client, application, caplog):
    made = application()
    stored, acts = letter(made), Act.objects.count()
    stored.pdf.file.storage.delete(stored.pdf.file.name)

    assert list(mistakes(download(client, made))) == ["这份文书现在不能下载，请与公开工作机构联系。"]
    assert Act.objects.count() == acts
    assert "标记文件名" not in caplog.text


def test_page_is_good_for_half_an_hour_and_for_its_authority(client, application, town, neighbour):
    made = application()
    stored, now = letter(made), int(timezone.now().timestamp())

    def answer(authority=town.pk, at=now - 60):
        ticket = ProgressTicket(authority, "2026-001", CODE, at).sealed
        return client.post("/apply/track/letter/", {"ticket": ticket, "letter": stored.pk, "format": "pdf"})

    assert answer().content == b"%PDF-1.7"
    for given in ({"at": now - PROGRESS_SECONDS - 5}, {"at": now + 60}, {"authority": neighbour.pk}):
        assert list(mistakes(answer(**given))) == ["页面打开的时间太久，请重新填写申请编号和查询码，再下载。"]
    assert client.post("/apply/track/letter/", {"ticket": "x"}).status_code == 200
    assert client.get("/apply/track/letter/").url == "/apply/track/"


def test_downloads_count_as_asking_does(client, application, settings):
    settings.PUBLIC_RATE_LIMITS = {"track": "100/1h/ip,3/1h/key"}
    made = application()
    letter(made)
    for _ in range(5):
        assert download(client, made).status_code == 200
    page = asked_for(ask(client))
    for _ in range(3):
        ask(client, code="A" * 10)

    assert client.post(*page).status_code == 429


def test_form_below_a_refusal_asks_at_its_own_address(client, town):
    answer = client.post("/apply/track/letter/", {})

    assert html.fromstring(answer.content.decode()).xpath("//form[@class='apply']/@action") == ["/apply/track/"]
