"""Files granted with a reply: under number and code alone, once the reply was sent, as long as the office sets."""

import datetime as dt
import logging
import time
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from lxml import html

from disclosure.desk.applications.online.codes import code_hash
from disclosure.desk.applications.papers import keep_paper
from disclosure.desk.retention.erasing import erase
from disclosure.law.applications.outcomes import RELEASED, Outcome
from disclosure.law.choices.letters import PaperKind
from disclosure.models import Act
from disclosure.portal.apply import tracking
from tests.db.disclosure.portal.applying import mistakes
from tests.db.disclosure.portal.reading import text
from tests.factories import ApplicationFactory, StepFactory

pytestmark = pytest.mark.django_db
CODE = "ACDEFGHJKM"
NO_FILE = "没有这份附件，或者下载期限已过，请重新填写申请编号和查询码查看。"
DECIDED, SENT, LAST = dt.date(2026, 11, 18), dt.date(2026, 11, 19), dt.date(2027, 2, 17)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Sets the day; the day of sending by itself."""

    def on(day):
        monkeypatch.setattr(tracking, "localdate", lambda: day)

    on(SENT)
    return on


@pytest.fixture
def application(town):
    def made(*, number="2026-001", code=CODE, is_sent=True, **given):
        usual = {"outcome": "partly", "concluded_on": DECIDED, "settled_on": SENT if is_sent else None}
        dates = {"received_on": dt.date(2026, 11, 2)}
        stored = ApplicationFactory(authority=town, number=number, code_hash=code_hash(code), **dates, **usual | given)
        StepFactory(application=stored, kind="concluded", on=DECIDED)
        if is_sent:
            StepFactory(application=stored, kind="reply_sent", on=SENT)
        return stored

    return made


def paper(application, kind=PaperKind.REPLY, data=b"%PDF-1.7 granted", media_type="application/pdf"):
    return keep_paper(of=application, kind=kind, name="标记姓名.pdf", data=data, media_type=media_type)


def ask(client, number="2026-001", code=CODE):
    return client.post("/apply/track/", {"number": number, "code": code})


def parts(answer):
    """The part of the page with the files, as its text, and the form of each file."""
    tree = html.fromstring(answer.content.decode())
    heading = tree.xpath("//h3[text()='向您公开的附件']")
    forms = tree.xpath("//form[contains(@action, '/track/file/')]")
    return "".join(text(one) for one in heading[0].itersiblings()) if heading else "", forms


def offered(answer):
    return [text(form.getparent().find("span")) for form in parts(answer)[1]]


def sent_by(answer, number=0):
    """What the button of a file sends."""
    form = parts(answer)[1][number]
    button = form.xpath(".//button")[0]
    return form.get("action"), {**dict(form.form_values()), "file": button.get("value")}


def is_refused(answer):
    return list(mistakes(answer)) == [NO_FILE]


def test_granted_files_are_listed_without_their_names_and_with_their_last_day(client, application):
    made = application()
    paper(made)
    paper(made, media_type="text/plain", data=b"x" * 2048)

    answer = ask(client)

    assert [one.replace("\xa0", "") for one in offered(answer)] == [
        "答复附件1（PDF），16字节",
        "答复附件2（TXT），2.0KB",
    ]
    assert "请在2027-02-17以前（含当日）下载。" in parts(answer)[0]
    assert "标记" not in answer.content.decode()


def test_file_is_downloaded_in_the_clear_and_that_is_an_act_of_the_applicant(client, application, caplog):
    caplog.set_level(logging.DEBUG)
    paper(application())

    answer = client.post(*sent_by(ask(client)))

    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 granted", "application/pdf")
    assert "attachment" in answer["Content-Disposition"]
    assert "答复附件1-2026-001.pdf" in unquote(answer["Content-Disposition"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    act = Act.objects.order_by("number").last()
    assert (act.verb, act.user, act.name, act.address) == ("look", None, "申请人（凭查询码）", "")
    assert act.changes == {"材料「答复附件 1」": ["", "申请人下载 PDF"]}
    assert not [mark for mark in ("标记", CODE) if mark in caplog.text]


@pytest.mark.parametrize("outcome", Outcome)
def test_only_outcomes_that_give_out_offer_files(client, application, outcome):
    given = application(outcome="partly", number="2026-002")
    paper(given)
    address, data = sent_by(ask(client, "2026-002"))
    type(given).objects.filter(pk=given.pk).update(outcome=outcome)

    assert bool(offered(ask(client, "2026-002"))) == (outcome in RELEASED)
    assert is_refused(client.post(address, data)) == (outcome not in RELEASED)


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind != PaperKind.REPLY])
def test_other_kinds_of_papers_are_never_to_be_had(client, application, kind):
    made = application()
    paper(made)
    hidden = paper(made, kind)

    answer = ask(client)
    assert len(offered(answer)) == 1
    address, data = sent_by(answer)
    assert is_refused(client.post(address, {**data, "file": hidden.pk}))


def test_files_of_another_application_are_not_to_be_had(client, application):
    mine, other = application(), application(number="2026-002", code="A" * 10)
    paper(mine)
    theirs = paper(other)
    address, data = sent_by(ask(client))

    for key in (theirs.pk, "x", "", "9" * 30, "-1"):
        assert is_refused(client.post(address, {**data, "file": key}))
    assert Act.objects.filter(verb="look").count() == 0


def test_files_are_not_to_be_had_before_the_reply_was_sent_nor_when_it_was_taken_up_again(client, application):
    unsent, other = application(is_sent=False), application(number="2026-002")
    hidden = paper(unsent)
    paper(other)
    address, data = sent_by(ask(client, "2026-002"))

    answer = ask(client)
    assert parts(answer) == ("", [])
    ticket = html.fromstring(answer.content.decode()).xpath("//input[@name='ticket']/@value")
    assert ticket == []  # nothing on the page to send it with
    sealed = tracking.ProgressTicket(unsent.authority_id, "2026-001", CODE, int(time.time())).sealed
    assert is_refused(client.post(address, {"ticket": sealed, "file": hidden.pk}))

    StepFactory(application=other, kind="reopened", on=dt.date(2026, 11, 19))
    assert is_refused(client.post(address, data))


def test_wrong_or_replaced_code_opens_nothing(client, application):
    made = application()
    paper(made)
    address, data = sent_by(ask(client))

    assert parts(ask(client, code="A" * 10)) == ("", [])
    type(made).objects.update(code_hash=code_hash("A" * 10))
    assert is_refused(client.post(address, data))
    assert client.post(address, {"file": data["file"]}).status_code == 200
    assert list(mistakes(client.post(address, {"ticket": "x", "file": data["file"]}))) == [tracking.EXPIRED]
    assert client.get(address).url == "/apply/track/"


def test_after_the_last_day_the_page_says_so_and_whom_to_ask(client, application, today):
    paper(application())
    today(LAST)
    address, data = sent_by(ask(client))
    assert client.post(address, data).content == b"%PDF-1.7 granted"

    today(LAST + dt.timedelta(days=1))
    says, forms = parts(ask(client))
    assert forms == []
    assert says == ("网上下载的期限到2027-02-17为止，已经过了。还需要的，请与公开工作机构联系，电话0000-0000000。")
    assert is_refused(client.post(address, data))


@pytest.mark.parametrize("days, is_offered", [(0, False), (1, True)])
def test_the_office_sets_for_how_long(client, application, town, days, is_offered):
    paper(application())
    type(town).objects.filter(pk=town.pk).update(download_days=days)

    answer = ask(client)
    assert bool(offered(answer)) == is_offered
    assert ("向您公开的附件" in answer.content.decode()) == is_offered


def test_erased_application_gives_nothing(client, application):
    made = application()
    paper(made)
    address, data = sent_by(ask(client))
    assert erase(made.pk, on=dt.date(2037, 1, 1), before=dt.date(2036, 12, 31))

    assert is_refused(client.post(address, data))
    assert parts(ask(client)) == ("", [])


def test_file_that_is_gone_is_told_and_nothing_is_noted(client, application):
    stored = paper(application())
    address, data = sent_by(ask(client))
    default_storage.delete(stored.file.name)
    acts = Act.objects.count()

    assert list(mistakes(client.post(address, data))) == ["这份附件现在不能下载，请与公开工作机构联系。"]
    assert Act.objects.count() == acts


def test_downloads_of_files_count_as_asking_does(client, application, settings):
    settings.PUBLIC_RATE_LIMITS = {"track": "100/1h/ip,3/1h/key"}
    paper(application())
    address, data = sent_by(ask(client))
    for _ in range(5):
        assert client.post(address, data).content == b"%PDF-1.7 granted"
    for _ in range(3):
        assert is_refused(client.post(address, {**data, "file": "0"}))

    assert client.post(address, data).status_code == 429
