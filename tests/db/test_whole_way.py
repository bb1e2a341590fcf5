"""An application from the citizen's form to the downloaded reply, to court and into the annual report.

Every form is taken from the page that shows it, filled in and sent, as a browser does. The days are of autumn 2025
(National Day off 1 to 8 October; 28 September and 11 October are working days), each due date counted by hand.
"""

import datetime as dt
import io
from decimal import Decimal

import docx
import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from disclosure.models import Application, Case, Letter, User
from reports.counting import count
from reports.editions import edition_for
from tests.db.disclosure.portal.applying import filled, ticket_of
from tests.support.days import days
from tests.support.evidence import evidence

pytestmark = pytest.mark.django_db
REFUSAL = "third_party"


@pytest.fixture
def today(monkeypatch):
    return days(monkeypatch, 2025)


class Desk:
    """What one person does on the page of an application, form by form."""

    def __init__(self, town, role):
        self.person = User.objects.create_user(role, authority=town, is_staff=True, last_name="示", first_name=role)
        self.person.groups.set(Group.objects.filter(name=role))
        self.client = Client()

    def page(self, model, pk):
        # Signed in anew: between two visits lie weeks, and a session ends.
        self.client.force_login(self.person)
        return self.client.get(reverse(f"admin:disclosure_{model}_change", args=(pk,)))

    def send(self, form, given):
        data = {name: value for name, value in form.form_values() if name not in given} | given
        return self.client.post(form.get("action"), data, follow=True)

    def act(self, application, key, **given):
        """Presses a button of the desk; the answer must say that it was done."""
        address = reverse("admin:disclosure_application_act", args=(application.pk, key))
        [form, *_] = _forms(self.page("application", application.pk), address)
        answer = self.send(form, {name: str(value) for name, value in given.items()})
        assert _messages(answer) == [("success", f"申请「{application}」")], _text(answer)
        application.refresh_from_db()

    def letter(self, application, kind, *, sent="pick_up"):
        """Makes the letter that the page offers, and writes down that it went out."""
        make = reverse("admin:disclosure_application_letter", args=(application.pk,))
        forms = _forms(self.page("application", application.pk), make)
        form = next(one for one in forms if one.fields["kind"] == kind)
        blank = {name: _answer(form, name) for name in form.fields if not (form.fields[name] or "").strip()}
        answer = self.send(form, blank)
        made = Letter.objects.filter(application=application, kind=kind).last()
        assert made is not None, _text(answer)
        send = reverse("admin:disclosure_application_letter_send", args=(application.pk, made.pk))
        [form] = _forms(self.page("application", application.pk), send)
        self.send(form, {"how": sent})
        made.refresh_from_db()
        assert made.sent_on == timezone.localdate()
        return made


def _answer(form, name):
    """The first choice of a list, or what stands for a reason."""
    choices = [one for one in getattr(form.inputs[name], "value_options", ()) if one]
    return choices[0] if choices else "示例内容"


def _forms(answer, action):
    return [one for one in html.fromstring(answer.content.decode()).forms if one.get("action") == action]


def _messages(answer):
    tree = html.fromstring(answer.content.decode())
    found = tree.xpath("//ul[@class='messagelist']/li")
    return [(one.get("class"), "".join(one.itertext()).strip().partition("」")[0] + "」") for one in found]


def _text(answer):
    tree = html.fromstring(answer.content.decode())
    return " ".join("".join(tree.xpath("//body")[0].itertext()).split())


def _due(application, month, day, *, year=2025):
    application.refresh_from_db()
    assert application.due_on == dt.date(year, month, day)
    assert not application.provisional


def test_from_the_form_to_the_report(client, town, today):  # noqa: PLR0915 one way, told at a stretch
    clerk, head = Desk(town, "依申请办理"), Desk(town, "政府信息公开工作机构负责人")

    # The citizen applies online and gets a number and a query code.
    today(9, 3)
    answer = client.post("/apply/", filled(ticket_of(town)), follow=True)
    number, code = html.fromstring(answer.content.decode()).xpath("//*[@class='receipt-key']/text()")
    application = Application.objects.get()
    assert (application.number, application.due_on) == (number, None)

    # Confirmed on Thursday: 5 September is day 1, 8 to 12 2–6, 15 to 19 7–11, 22 to 26 12–16, 28 (Sunday, working) 17,
    # 29 and 30 18–19, 9 October 20.
    today(9, 4)
    [form] = _forms(
        clerk.page("application", application.pk),
        reverse("admin:disclosure_application_confirm", args=(application.pk,)),
    )
    clerk.send(form, {})
    _due(application, 10, 9)
    clerk.letter(application, "receipt")

    # Day 3: what is wanted is unclear. The correction comes on 15 September: 16 to 19 are 1–4, 22 to 26 5–9, 28 is 10,
    # 29 and 30 11–12, 9 and 10 October 13–14, 11 (Saturday, working) 15, 13 to 17 16–20.
    today(9, 9)
    clerk.act(application, "ask_correction", what="请写明年份")
    assert application.due_on is None
    clerk.letter(application, "correction")
    today(9, 15)
    clerk.act(application, "take_correction", note="补充了年份")
    _due(application, 10, 17)

    # A third party is asked on 22 September and answers on 29: 23 to 26, 28 and 29 do not count, six days.
    # Six days after 17 October: 20 to 24, 27.
    today(9, 22)
    clerk.act(application, "ask_party", name="示例有限公司", contact="示例路2号", matter="养护合同")
    clerk.letter(application, "third_party_asked")
    clerk.letter(application, "asking_notice")
    today(9, 29)
    clerk.act(application, "take_party", party=application.parties.get().pk, answer="objects", reasons="属于商业秘密")
    _due(application, 10, 27)

    # The head agrees to 20 days more, across the holiday: 28 to 31 October are 1–4, 3 to 7 November 5–9, 10 to 14
    # 10–14, 17 to 21 15–19, 24 is 20.
    today(9, 30)
    clerk.act(application, "ask_approval", subject="extension", days=20, text="资料较多")
    head.act(application, "approve", text="同意")
    clerk.act(application, "extend", days=20)
    _due(application, 11, 24)
    clerk.letter(application, "extension")

    # 120 pages: 30 free, 70 at 10元, 20 at 20元. Noticed on 9 October, paid on 13.
    today(10, 9)
    clerk.act(application, "ask_fee", tariff="pages", units=120)
    head.act(application, "approve", text="同意")
    clerk.act(application, "notice_fee", tariff="pages", units=120)
    clerk.letter(application, "fee_notice")
    today(10, 13)
    clerk.act(application, "take_payment")
    assert application.fee.amount == 1100
    _due(application, 11, 10)  # a whole new period, from the 14th; the extension went with the one before

    # A part is given out, the third party's secret is not; the head agrees to just that.
    today(11, 7)
    clerk.act(application, "ask_approval", subject="decision", outcome="partly", withheld_as=REFUSAL, text="区分处理")
    head.act(application, "approve", text="同意")
    clerk.act(application, "decide", outcome="partly", withheld_as=REFUSAL)
    assert application.settled_on is None  # decided, and not sent
    reply = clerk.letter(application, "reply")
    assert (application.outcome, application.concluded_on) == ("partly", dt.date(2025, 11, 7))

    # The citizen reads how far it is and downloads the reply with number and code.
    answer = client.post("/apply/track/", {"number": number, "code": code})
    page = html.fromstring(answer.content.decode())
    assert "已办结" in "".join(page.xpath("//h2[@id='progress']/text()"))
    form = next(one for one in page.forms if one.fields.get("letter") == str(reply.pk))
    sent = client.post(form.get("action"), {**dict(form.form_values()), "format": "docx"})
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(sent.content)).paragraphs)
    for said in ("部分公开", "示例县人民政府", "60日", "应当先申请行政复议", reply.number):
        assert said in words
    assert not {"None", "{{", "【"} & {one for one in ("None", "{{", "【") if one in words}
    listed = "".join(page.xpath("//ul[@class='letters']")[0].itertext())
    assert all(name in listed for name in ("接收回执", "补正告知书", "延期答复告知书", "收费通知书"))
    assert "征求意见书" not in listed

    # A lawsuit without the review that comes first is pointed out, defended and upheld.
    today(12, 1)
    add = reverse("admin:disclosure_case_add")
    clerk.client.force_login(clerk.person)
    form = next(
        one for one in html.fromstring(clerk.client.get(add).content.decode()).forms if one.get("id") == "case_form"
    )
    given = {
        "authority": str(town.pk), "number": "（2025）示0001行初1号", "route": "direct", "accepted_on": "2025-12-01",
        "copy_received_on": "2025-12-02", "application": str(application.pk), "body": "示例县人民法院",
    }  # fmt: skip
    answer = clerk.client.post(add, dict(form.form_values()) | given, follow=True)
    assert "复议" in _text(answer)
    case = Case.objects.get()
    assert case.answer_due_on == dt.date(2025, 12, 17)  # the fifteenth day
    today(12, 26)
    act = reverse("admin:disclosure_case_act", args=(case.pk, "conclude"))
    [form] = _forms(clerk.page("case", case.pk), act)
    clerk.send(form, {"result": "upheld"})

    figures = count(edition_for(2025), [town.pk], 2025)
    counted = {key: value for key, value in figures.items() if value}
    assert counted == {
        "3.received.natural": 1, "3.received.total": 1, "3.partly.natural": 1, "3.partly.total": 1,
        "3.concluded.natural": 1, "3.concluded.total": 1,
        "2.charge.amount": Decimal("0.11"),  # 万元
        "4.direct.upheld": 1, "4.direct.total": 1,
    }  # fmt: skip


def test_an_order_to_reply_anew_counts_in_its_year(town, today):
    """Refused in 2025, corrected by a review, replied to anew in 2026: each year counts what was so at its end."""
    clerk, head = Desk(town, "依申请办理"), Desk(town, "政府信息公开工作机构负责人")
    today(11, 3)
    application = Application.objects.create(
        authority=town, number="2025-001", received_on=dt.date(2025, 11, 3), applicant_kind="natural",
        applicant="示例甲", content="示例", channel="in_person",
    )  # fmt: skip
    today(11, 10)
    clerk.act(application, "ask_approval", subject="decision", outcome="process", text="讨论记录")
    head.act(application, "approve")
    clerk.act(application, "decide", outcome="process")
    clerk.act(application, "send", how="当面领取", evidence=evidence(application, "reply").pk)
    assert count(edition_for(2025), [town.pk], 2025)["3.process.total"] == 1

    # 4 January (Sunday) works, 1 to 3 are off. Reopened on 22 December with 15 days: 23 to 26 are 1–4, 29 to 31 5–7,
    # 4 January 8, 5 to 9 9–13, 12 and 13 14–15.
    today(12, 22)
    decision = evidence(application).pk
    clerk.act(application, "ask_reopening", days=15, text="示例县政复〔2025〕1号", evidence=decision)
    head.act(application, "approve")
    clerk.act(application, "reopen", days=15, why="示例县政复〔2025〕1号")
    _due(application, 1, 13, year=2026)
    today(1, 8, year=2026)
    clerk.act(application, "decide", outcome="disclosed")

    before, after = (count(edition_for(year), [town.pk], year) for year in (2025, 2026))
    assert (before["3.process.total"], before["3.carried_out.total"]) == (0, 1)
    assert (after["3.carried_in.total"], after["3.disclosed.total"]) == (1, 1)
