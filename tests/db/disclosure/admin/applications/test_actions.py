"""The page of an application as its desk: what comes next, a button for each lawful act, forms that keep what was typed."""

import datetime as dt
import html as htmls
import re

import pytest
from django.utils.timezone import localdate
from lxml import html

from disclosure.admin.applications.buttons import BY_KEY, OF_LAW, OF_OFFICE
from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications import fees as charging
from disclosure.desk.common.calendar import load_calendar
from disclosure.law.applications.handling import Action
from disclosure.models import Act, Application, FeeReceipt, Opinion, Party, User
from tests.factories import ApplicationFactory, AuthorityFactory
from tests.support.desk import address
from tests.support.evidence import evidence
from tests.support.fees import fee_agreed, noticed_fee
from tests.support.people import handler, person

pytestmark = pytest.mark.django_db


def back(days):
    """So many working days ago."""
    return load_calendar().back(localdate(), days)


@pytest.fixture
def asked(town):
    """Received three working days ago."""
    return ApplicationFactory(authority=town, number="2026-001", received_on=back(3))


@pytest.fixture
def clerk(client, town):
    made = handler(town)
    client.force_login(made)
    return made


@pytest.fixture
def head(town):
    return person(town, "政府信息公开工作机构负责人")


PARTS = (('<div class="brief-bar"', "<nav"), ('<section class="handling"', "</section>"))


def panel(answer):
    """The line of what is next and the part of the page, with their entities read."""
    page = answer.content.decode()
    parts = (page.partition(begin)[2].partition(end)[0] for begin, end in PARTS)
    return htmls.unescape("".join(parts))


def page(client, application):
    return panel(client.get(address(Application, "change", application.pk)))


def act(client, application, key, **given):
    data = {"on": str(localdate()), **given}
    return client.post(f"/admin/disclosure/application/{application.pk}/act/{key}/", data)


def offered(text):
    return re.findall(r'<details class="handling-act"[^>]* id="act-([a-z_]+)"', text)


def test_every_act_of_the_law_has_a_button_but_the_receipt_which_has_its_own():
    assert {one.action for one in OF_LAW} == set(Action) - {Action.CONFIRM}
    assert len(BY_KEY) == len(OF_LAW) + len(OF_OFFICE) + 2


def test_page_says_what_comes_next_and_offers_what_is_lawful(client, asked, clerk):
    text = page(client, asked)

    until, due = load_calendar().add(asked.received_on, 7), load_calendar().add(asked.received_on, 20)
    assert f"应在 {until} 前告知补正，或者在 {due} 前答复。" in text
    assert offered(text) == [
        "ask_correction", "decide", "ask_party", "ask_agency", "ask_reasons", "withdraw",
        "ask_approval", "ask_fee", "ask_late_entry", "assign", "opinion",
    ]  # fmt: skip
    assert "条例第三十条" in text
    refused = text.partition("现在不能办理的")[2].partition("内部办理")[0]
    assert '<button type="button" class="button" disabled>延长告知</button>' in refused
    assert "延长须经政府信息公开工作机构负责人同意，请先呈批（条例第三十三条）。" in refused


def test_overdue_is_said_at_the_head(client, town, clerk):
    late = ApplicationFactory(authority=town, received_on=back(25))

    assert "brief-next is-late" in page(client, late)


def test_page_has_no_style_or_script_of_its_own(client, asked, clerk):
    assert not re.search(r"style=|<script|onclick", page(client, asked))


def test_act_is_done_and_told(client, asked, clerk):
    answer = act(client, asked, "ask_correction", what="写明年份", days=10)

    assert answer.url == address(Application, "change", asked.pk)
    assert (asked.steps.get().note, asked.steps.get().days) == ("写明年份", 10)
    shown = client.get(answer.url).content.decode()
    assert "申请「2026-001」已登记补正告知" in shown
    assert offered(shown)[:4] == ["take_correction", "deliver", "decide", "withdraw"]
    assert f"等待申请人补正（{localdate()} 告知）" in shown


@pytest.mark.parametrize("given, said", [
    ({"what": ""}, "请填写需要补正的事项。"),
    ({"days": ""}, "请填写补正期限。"),
    ({"on": str(localdate() + dt.timedelta(1))}, f"日期不能在今天（{localdate()}）以后。"),
    ({"on": ""}, "请填写日期。"),
    ({"on": "2020-01-01", "late_reason": "漏登"}, "的日期不能早于这一天。"),
    ({"on": str(localdate() - dt.timedelta(2))}, f"{localdate() - dt.timedelta(2)} 在昨天以前，请写明补录的理由。"),
])  # fmt: skip
def test_form_that_is_not_accepted_comes_back_as_typed(client, asked, clerk, given, said):
    answer = act(client, asked, "ask_correction", **{"what": "写明年份，写全", "days": 10, **given})

    text = panel(answer)
    assert answer.status_code == 200
    assert said in text
    assert '<details class="handling-act" open id="act-ask_correction">' in text
    assert given.get("what", "写明年份，写全") in text
    assert not asked.steps.exists()


def test_page_that_came_back_saves_the_record_at_its_own_address(client, asked, clerk):
    text = act(client, asked, "ask_correction", what="", days=10).content.decode()

    assert f'action="{address(Application, "change", asked.pk)}"' in text


def test_what_has_become_unlawful_is_told_although_its_form_is_gone(client, asked, clerk):
    handling.decide(application=asked, by=clerk, on=localdate(), outcome="disclosed")

    answer = act(client, asked, "ask_correction", what="写明年份", days=10)

    assert f"现在不能办理「补正告知」：已于 {localdate()} 办结。" in htmls.unescape(answer.content.decode())


def test_unknown_act_is_not_found_and_reading_its_address_leads_back(client, asked, clerk):
    assert act(client, asked, "burn").status_code == 404
    answer = client.get(f"/admin/disclosure/application/{asked.pk}/act/decide/")
    assert answer.url == address(Application, "change", asked.pk)


# --- Every form, once -------------------------------------------------------------


def test_from_the_question_to_the_answer_of_a_third_party(client, asked, clerk):
    act(
        client,
        asked,
        "ask_party",
        name="示例甲公司",
        contact="某街一号",
        matter="单价",
    )
    party = Party.objects.get()
    text = page(client, asked)
    assert "示例甲公司" in text
    assert "take_party" in offered(text)
    assert "take_agency" not in offered(text)

    act(client, asked, "take_party", party=party.pk, answer="objects", reasons="商业秘密")

    assert [one.kind for one in asked.steps.all()] == ["third_party_asked", "third_party_answered"]
    assert "不同意公开" in page(client, asked)


def test_silence_of_an_agency(client, town, clerk):
    asked = ApplicationFactory(authority=town, received_on=back(18))
    handling.ask_party(application=asked, by=clerk, on=back(17), kind="agency", name="示例局")
    given = {"how": "签收单", "late_reason": "漏登", "evidence": evidence(asked).pk}
    act(client, asked, "deliver", letter="agency_delivered", on=str(back(16)), **given)

    act(client, asked, "note_silence", party=Party.objects.get().pk)

    assert Party.objects.get().answer == "silent"


def test_party_of_another_application_is_no_choice(client, asked, town, clerk):
    other = ApplicationFactory(authority=town, received_on=back(3))
    for one in (asked, other):
        handling.ask_party(application=one, by=clerk, on=back(2), kind="agency", name="示例局")

    answer = act(client, asked, "take_agency", party=other.parties.get().pk, answer="consents")

    assert answer.status_code == 200
    assert set(Party.objects.values_list("answer", flat=True)) == {""}


def test_fee_is_reckoned_before_it_is_notified_and_its_table_is_kept(client, asked, clerk):
    given = {"tariff": "pages", "units": 120, "before": ""}
    fee_agreed(asked, clerk, localdate(), tariff="pages", units=120)
    shown = panel(act(client, asked, "notice_fee", _preview="1", **given))
    assert "共 <strong>1100 元</strong>，还没有通知。" in shown
    assert not asked.steps.exists()

    act(client, asked, "notice_fee", **given)
    text = page(client, asked)
    assert "按量计收，120 页，共 <strong>1100 元</strong>" in text
    assert "<td>101–200</td><td>20 元</td><td>20</td><td>400 元</td>" in text

    act(client, asked, "take_payment")
    assert FeeReceipt.objects.get().amount == 1100


def test_items_of_the_month_stand_in_the_form(client, asked, town, clerk):
    asked.received_on = localdate()
    asked.save()
    ApplicationFactory(authority=town, received_on=localdate().replace(day=1))
    expected = charging.items_before(asked)
    fee_agreed(asked, clerk, localdate(), tariff="pages", units=120)

    text = page(client, asked)

    assert f'name="before" value="{expected}"' in text


def test_decision_with_the_repeated_application_by_its_number(client, asked, town, clerk):
    concluded = {"outcome": "disclosed", "received_on": back(30), "concluded_on": back(20)}
    earlier = ApplicationFactory(authority=town, number="2025-001", settled_on=back(20), **concluded)
    assert "本机关没有编号是「2024-009」的申请" in panel(
        act(client, asked, "decide", outcome="repeated", repeats="2024-009")
    )

    act(client, asked, "decide", outcome="repeated", repeats="2025-001")

    asked.refresh_from_db()
    assert (asked.outcome, asked.concluded_on, asked.repeats) == ("repeated", localdate(), earlier)
    text = page(client, asked)
    assert offered(text) == ["send", "supplement", "reopen", "ask_late_entry", "ask_rectification", "opinion"]
    assert "出具并发出答复书" in text
    act(client, asked, "send", how="EMS", evidence=evidence(asked, "reply").pk)
    assert offered(page(client, asked)) == ["supplement", "ask_rectification", "ask_reopening", "opinion"]


def test_supplement_and_reopening(client, asked, clerk, head):
    handling.decide(application=asked, by=clerk, on=back(1), outcome="disclosed")
    handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=back(1))
    act(client, asked, "supplement", text="补寄附件")
    assert offered(page(client, asked))[-3:] == ["ask_rectification", "ask_reopening", "opinion"]
    act(client, asked, "ask_reopening", text="复议决定书", days="15", evidence=evidence(asked).pk)
    client.force_login(head)
    act(client, asked, "approve", asked=asked.opinions.last().pk)
    client.force_login(clerk)
    act(client, asked, "reopen", why="复议决定书", days="15")

    asked.refresh_from_db()
    assert (asked.outcome, asked.due_on) == ("", load_calendar().add(localdate(), 15))
    assert "从下一天起办理" in page(client, asked)


def test_reasons_and_withdrawal(client, asked, clerk):
    act(client, asked, "ask_reasons", note="一月内二十件", days=10)
    act(client, asked, "take_reasons", note="已说明")
    act(client, asked, "withdraw", evidence=evidence(asked, "given").pk)

    assert [one.kind for one in asked.steps.order_by("pk")] == ["reasons_asked", "reasons_given", "withdrawn"]
    asked.refresh_from_db()
    assert asked.outcome == "other"


# --- The office and the head ---------------------------------------------------------


def test_assigned_to_a_colleague_who_handles_applications(client, asked, town, clerk):
    colleague, elsewhere = handler(town), handler(AuthorityFactory())
    person(town, "编辑")
    choices = re.findall(
        r'<option value="(\d+)">', page(client, asked).partition('id="act-assign"')[2].partition("</form>")[0]
    )
    assert choices == [str(one.pk) for one in (clerk, colleague)]
    assert elsewhere.pk not in choices

    act(client, asked, "assign", section="财政所", to=colleague.pk)
    assert f"承办：财政所 {colleague.username}" in page(client, asked)

    act(client, asked, "hand_back", text="已核实")
    asked.refresh_from_db()
    assert (asked.section, asked.handler) == ("", clerk)


def test_head_approves_on_the_page_without_seeing_who_applied(client, asked, town, clerk, head):
    act(client, asked, "ask_approval", subject="decision", outcome="internal", text="属于内部事务")
    handling.ask_party(
        application=asked, by=clerk, on=back(1), kind="third_party", name="标记甲公司", contact="标记街一号"
    )
    assert "等待政府信息公开工作机构负责人审批。" in page(client, asked)
    client.force_login(head)
    whole = client.get(address(Application, "change", asked.pk)).content.decode()
    assert not [word for word in ("标记甲公司", "标记街一号", "示例甲") if word in whole]
    text = page(client, asked)
    assert "呈批：答复：属于三类内部事务信息" in text
    assert "属于内部事务" in text
    assert offered(text) == ["opinion"]

    act(client, asked, "approve", asked=Opinion.objects.get().pk, text="同意")

    assert Opinion.objects.last().act == "approve"
    client.force_login(clerk)
    assert "政府信息公开工作机构负责人已同意「答复：属于三类内部事务信息」" not in page(
        client, asked
    )  # first the third party answers
    assert '<option value="internal" selected>' in page(client, asked)


def test_refusal_without_reason_comes_back_beside_its_question(client, asked, clerk, head):
    act(client, asked, "ask_approval", subject="extension", days="10")
    act(client, asked, "ask_approval", subject="decision", outcome="internal", text="拟不予公开")
    client.force_login(head)
    first = Opinion.objects.first()

    text = panel(act(client, asked, "refuse", asked=first.pk, text=""))

    assert text.count("请填写不同意的理由。") == 1
    assert text.index("请填写不同意的理由。") < text.index("呈批：答复")


def test_nobody_is_offered_their_own_question(client, asked, town):
    both = person(town, "依申请办理", "政府信息公开工作机构负责人")
    client.force_login(both)
    act(client, asked, "ask_approval", subject="decision", outcome="internal", text="拟不予公开")

    text = page(client, asked)

    assert "这是您自己呈批的" in text
    assert "/act/approve/" not in text


def test_extension_takes_the_days_that_were_approved(client, asked, clerk, head):
    act(client, asked, "ask_approval", subject="extension", days="10", text="资料较多")
    approvals.approve(application=asked, by=head, at=Opinion.objects.get().at, asked=Opinion.objects.get())
    assert 'name="days" value="10"' in page(client, asked)

    act(client, asked, "extend", days="10")

    asked.refresh_from_db()
    assert asked.due_on == load_calendar().add(asked.received_on, 30)


@pytest.mark.parametrize("role", ["年报", "部门审核", "只读审计"])
def test_reader_sees_how_it_stands_and_does_nothing(client, asked, town, clerk, role):
    approvals.write_opinion(application=asked, by=clerk, at=dt.datetime.now(dt.UTC), text="标记意见")
    client.force_login(person(town, role))

    text = page(client, asked)
    answer = act(client, asked, "withdraw")

    assert "前告知补正" in text
    assert "<form" not in text
    assert "标记意见" not in text
    assert "您没有办理「撤回」的权限" in htmls.unescape(client.get(answer.url).content.decode())
    assert not asked.steps.exists()


def test_superior_reads_and_does_nothing_where_nothing_was_granted(client, town):
    below = ApplicationFactory(authority=AuthorityFactory(parent=town), received_on=back(3))
    client.force_login(handler(town))

    assert "<form" not in page(client, below)
    act(client, below, "withdraw")
    assert not below.steps.exists()


def test_nothing_of_another_authority_is_reached(client, clerk):
    other = ApplicationFactory(received_on=back(3))

    assert act(client, other, "withdraw").status_code == 404
    assert not other.steps.exists()


def test_unconfirmed_it_has_one_thing_to_do(client, town, clerk):
    waiting = ApplicationFactory(authority=town, received_on=None, submitted_at=dt.datetime.now(dt.UTC))

    text = page(client, waiting)

    assert "应与申请人确认收到" in text
    assert offered(text) == ["assign", "opinion"]
    assert "现在不能办理的" not in text


def test_history_says_who_did_what_and_leads_to_all_of_it(client, asked, clerk):
    act(client, asked, "ask_reasons", days=10)

    text = page(client, asked).partition("<summary>办理记录</summary>")[2]

    assert f"办理申请：将「事项」填为「说明理由告知（{localdate()}）」" in text
    assert "查看个人信息" not in text
    assert f'href="{address(Application, "history", asked.pk)}"' in text


# --- The form of the record -----------------------------------------------------------


def posted(application, **given):
    names = ["number", "applicant_kind", "applicant", "content", "channel", "delivery", "medium"]
    values = {name: getattr(application, name) for name in names}
    steps = {"steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0}
    return {
        **values,
        **steps,
        "authority": application.authority_id,
        "received_on": str(application.received_on),
        **given,
    }


def test_how_it_ends_is_no_field_while_it_is_open(client, asked, clerk):
    client.post(
        address(Application, "change", asked.pk), posted(asked, outcome="disclosed", concluded_on=str(localdate()))
    )

    asked.refresh_from_db()
    assert (asked.outcome, asked.concluded_on) == ("", None)


def test_past_one_is_entered_with_its_outcome_and_a_concluded_one_is_corrected(client, town, clerk):
    past = ApplicationFactory.build(authority=town, number="2023-007", received_on=dt.date(2023, 6, 1))
    ended = {"outcome": "partly", "concluded_on": "2023-06-09"}
    assert client.post(address(Application, "add"), posted(past, **ended)).status_code == 302
    made = Application.objects.get(number="2023-007")
    Application.objects.filter(pk=made.pk).update(withheld_as="internal")

    client.post(address(Application, "change", made.pk), posted(made, outcome="disclosed", concluded_on="2023-06-09"))

    made.refresh_from_db()
    assert (made.outcome, made.withheld_as) == ("disclosed", "")


# --- Cost and list ----------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
def test_queries_of_the_page_do_not_grow(client, town, clerk, django_assert_num_queries, count):
    asked = ApplicationFactory(authority=town, received_on=back(count + 2))
    for number in range(count):
        on = back(count + 1 - number)
        handling.ask_party(application=asked, by=clerk, on=on, kind="agency", name="示例局")
        now = dt.datetime.now(dt.UTC)
        approvals.assign(application=asked, by=clerk, at=now, to=handler(town))
        approvals.ask_approval(application=asked, by=clerk, at=now, subject="decision", outcome="internal")
    noticed_fee(asked, clerk, localdate())
    client.force_login(User.objects.get(pk=clerk.pk))

    screen = address(Application, "change", asked.pk)
    client.get(screen)  # kinds of records are remembered from then on
    with django_assert_num_queries(27):
        client.get(screen)


@pytest.mark.parametrize("query, shown", [
    ("handled_by=mine", ["我的"]),
    ("handled_by=nobody", ["没有人", "等缴费", "等意见"]),
    ("state=party", ["等意见"]),
    ("state=fee", ["等缴费"]),
    ("state=closed", ["办结"]),
])  # fmt: skip
def test_list_is_filtered_by_hand_and_by_what_it_waits_for(client, town, clerk, query, shown):
    made = {
        name: ApplicationFactory(authority=town, number=name, received_on=back(3))
        for name in ("我的", "别人的", "等意见", "等缴费", "没有人")
    }
    for name, to in (("我的", clerk), ("别人的", handler(town))):
        approvals.assign(application=made[name], by=clerk, at=dt.datetime.now(dt.UTC), section="财政所", to=to)
    handling.ask_party(application=made["等意见"], by=clerk, on=back(2), kind="agency", name="示例局")
    noticed_fee(made["等缴费"], clerk, back(2))
    ApplicationFactory(authority=town, number="办结", outcome="disclosed", concluded_on=dt.date(2023, 6, 5))

    answer = client.get(f"{address(Application, 'changelist')}?{query}")

    assert [one.number for one in answer.context["cl"].result_list] == shown
    if query == "handled_by=mine":
        assert f"财政所 {clerk.username}" in answer.content.decode()


def test_record_of_acts_keeps_what_was_written_inside_to_itself(client, asked, clerk):
    act(client, asked, "opinion", text="标记意见")

    assert Opinion.objects.get().text == "标记意见"
    assert "标记意见" not in " ".join(str(one.changes) for one in Act.objects.all())


def test_ground_of_the_part_withheld_is_filled_in_afterwards(client, town, clerk):
    """Of what was imported, say: the year-end list asks for it, since the remedies depend on it."""
    made = ApplicationFactory(
        authority=town, received_on=back(20), outcome="partly", concluded_on=back(5), applicant="示例甲"
    )
    form = next(
        one
        for one in html.fromstring(client.get(address(Application, "change", made.pk)).content.decode()).forms
        if one.get("id") == "application_form"
    )
    assert "disclosed" not in form.inputs["withheld_as"].value_options

    answer = client.post(
        address(Application, "change", made.pk), {**dict(form.form_values()), "withheld_as": "third_party"}
    )

    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.outcome, made.withheld_as) == ("partly", "third_party")


# --- The one who approves -----------------------------------------------------------


def test_decision_is_asked_with_what_the_reply_will_say(client, asked, clerk):
    text = panel(act(client, asked, "ask_approval", subject="decision", outcome="internal", text=" "))

    assert "请写明理由和拟答复的内容" in text
    assert not asked.opinions.exists()


def test_who_approves_sees_what_is_asked_what_is_proposed_and_what_others_said(client, asked, clerk, head):
    Application.objects.filter(pk=asked.pk).update(content="申请公开养护合同单价")
    party = handling.ask_party(application=asked, by=clerk, on=back(1), kind="third_party", name="示例公司")
    handling.take_answer(party=party, by=clerk, on=localdate(), answer="objects", reasons="报价属于商业秘密")
    act(client, asked, "ask_approval", subject="decision", outcome="third_party", text="拟不予公开单价")
    client.force_login(head)

    question = page(client, asked).partition('<div class="handling-question"')[2].partition("</form>")[0]

    for said in ("申请公开养护合同单价", "拟不予公开单价", "不同意公开", "报价属于商业秘密"):
        assert said in question
    assert "示例公司" not in question
