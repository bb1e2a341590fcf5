"""Ten typical lawsuits about applications: the desk prevents what lost them, or names it before the reply goes out.

Each is made up. Received on Monday 2026-03-02 unless said otherwise: the 7th working day is 2026-03-11, the 20th
2026-03-30; 4 to 6 April is 清明, the Monday off.
"""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals, fees
from disclosure.desk.applications.situation import situation_of
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.letters.actions import make_letter, send_letter
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry
from disclosure.law.applications.next_step import next_step
from disclosure.models import Application, Step
from tests.db.disclosure.desk.applications.test_actions import agreed, asked, at, clerk, day, head
from tests.db.disclosure.desk.letters.lettering import said_for
from tests.factories import TOWN, ApplicationFactory, Authority
from tests.support.evidence import evidence
from tests.support.fees import fee_agreed

__all__ = ["asked", "clerk", "head"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(town):
    """An office whose letters can name the bodies to turn to."""
    names = ("review_body", "court", "mark", "address", "phone", "post_code", "office")
    given = {name: TOWN[name] for name in names if name in TOWN}
    Authority.objects.filter(pk=town.pk).update(**given)
    town.refresh_from_db()


def decide(application, by, outcome, on, **given):
    return handling.decide(application=application, by=by, outcome=outcome, on=day(on), **given)


def fresh(application):
    return Application.objects.get(pk=application.pk)


def test_late_by_one_day_over_a_holiday(town, clerk):
    """Received 2026-03-10: the 20th working day is 2026-04-08, since Monday 6 April is off; 9 April is a day late."""
    made = ApplicationFactory(authority=town, received_on=day("03-10"))
    decide(made, clerk, "disclosed", "04-08")

    warned = next_step(situation_of(fresh(made), day("04-08"), load_calendar()))
    late = next_step(situation_of(fresh(made), day("04-09"), load_calendar()))

    assert (warned.words, warned.is_late) == ("已于 2026-04-08 作出答复，应在 2026-04-08 前出具并发出答复书。", False)
    assert (late.is_late, late.words[-11:]) == (True, "已经逾期，请立即发出。")
    with pytest.raises(Refused, match="请先呈批「补录日期」"):  # nor is it sent yesterday, on the day after tomorrow
        handling.send_reply(
            application=made, evidence=evidence(made), by=clerk, on=day("04-08"), entry=Entry(day("04-10"), "漏登")
        )


def test_no_proof_of_delivery(asked, clerk):
    party = handling.ask_party(application=asked, by=clerk, on=day("03-03"), kind="third_party", name="示例公司")

    with pytest.raises(Refused, match="征求意见书还没有登记送达，不能认定逾期未答复"):
        handling.note_silence(party=party, by=clerk, on=day("03-27"))
    with pytest.raises(Refused, match="征求意见书还没有登记送达，不能决定"):
        decide(asked, clerk, "disclosed", "03-27")


def test_refusal_without_weighing(asked, clerk, head):
    party = handling.ask_party(application=asked, by=clerk, on=day("03-03"), kind="third_party", name="示例公司")
    handling.record_delivery(
        application=asked, evidence=evidence(asked), by=clerk, on=day("03-04"), letter="third_party_delivered"
    )
    handling.take_answer(party=party, by=clerk, on=day("03-06"), answer="objects", reasons="报价")
    agreed(asked, clerk, head, "decision", on="03-10", outcome="third_party")
    decide(asked, clerk, "third_party", "03-12")
    said = said_for(fresh(asked), "reply", day("03-12"))
    assert "weighing" in said

    for weighed in ("", "经衡量，不公开不会对公共利益造成重大影响"):
        with pytest.raises(Refused, match="公共利益的衡量"):
            made(asked, clerk, said | {"weighing": weighed})
    assert made(asked, clerk, said).number


def made(application, by, said):
    return make_letter(
        application=fresh(application), kind="reply", by=by, on=day("03-12"), today=day("03-12"), said=said
    )


def test_repeat_without_an_earlier_reply(asked, clerk, town):
    unanswered = ApplicationFactory(authority=town, received_on=day("02-02"))
    stranger_s = {"applicant": "示例乙", "outcome": "disclosed", "concluded_on": day("02-09")}
    for repeats, said in (
        (None, "没有已经答复的同样申请"),
        (unanswered, "还没有答复"),
        (ApplicationFactory(authority=town, received_on=day("02-02"), **stranger_s), "不是同一个申请人"),
    ):
        with pytest.raises(Refused, match=said):
            decide(asked, clerk, "repeated", "03-12", repeats=repeats)


def test_extension_not_told_in_time(asked, clerk, head):
    agreed(asked, clerk, head, "extension", on="03-27", days=10)

    with pytest.raises(Refused, match="2026年3月30日已经到期"):
        handling.extend(application=asked, by=clerk, on=day("03-31"), days=10)
    with pytest.raises(Refused, match="请先呈批「补录日期」"):
        handling.extend(application=asked, by=clerk, on=day("03-30"), days=10, entry=Entry(day("04-02"), "漏登"))


def test_closed_for_non_correction_too_early(asked, clerk):
    handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what="年份", days=10)
    with pytest.raises(Refused, match="补正告知还没有登记送达，不能认定逾期不补正"):
        decide(asked, clerk, "not_corrected", "03-30")
    handling.record_delivery(
        application=asked, evidence=evidence(asked), by=clerk, on=day("03-06"), letter="correction_delivered"
    )

    with pytest.raises(Refused, match="补正期限到 2026-03-20 为止"):
        decide(asked, clerk, "not_corrected", "03-20")
    assert decide(asked, clerk, "not_corrected", "03-23").outcome == "not_corrected"


@pytest.mark.parametrize("given", [{"outcome": "third_party"}, {"outcome": "partly", "withheld_as": "third_party"}])
def test_third_party_not_asked(asked, clerk, head, given):
    if given["outcome"] == "partly":
        agreed(asked, clerk, head, "decision", on="03-10", outcome="partly", withheld_as="internal")
    with pytest.raises(Refused, match="还没有征求第三方意见"):
        agreed(asked, clerk, head, "decision", on="03-10", **given)

    with pytest.raises(Refused, match="还没有征求第三方意见"):
        decide(asked, clerk, on="03-12", **given)


def test_process_information_that_had_become_final(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="process")
    decide(asked, clerk, "process", "03-12")
    said = said_for(fresh(asked), "reply", day("03-12"))

    with pytest.raises(Refused, match="不再是过程性信息"):
        made(asked, clerk, said | {"process_stage": "已经成为决定的内容或者依据"})
    # Nothing has gone out, so the decision is taken back within its period, which goes on.
    handling.reopen(application=fresh(asked), by=clerk, on=day("03-13"), why="会议纪要已经作为决定的依据")
    assert (fresh(asked).outcome, fresh(asked).due_on) == ("", day("03-30"))


def test_reply_of_a_decision_that_was_taken_back_is_not_sent(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    decide(asked, clerk, "internal", "03-12")
    letter = made(asked, clerk, said_for(fresh(asked), "reply", day("03-12")))
    handling.reopen(application=fresh(asked), by=clerk, on=day("03-12"), why="依据有误")
    send = {"by": clerk, "on": day("03-13"), "how": "pick_up"}
    with pytest.raises(Refused, match="还没有作出答复决定"):
        send_letter(letter=letter, **send)

    decide(asked, clerk, "disclosed", "03-13")
    with pytest.raises(Refused, match="是为从前的决定生成的"):
        send_letter(letter=letter, **send)


def test_reply_that_went_out_on_one_day_is_not_sent_on_another(asked, clerk):
    decide(asked, clerk, "disclosed", "03-12")
    letter = made(asked, clerk, said_for(fresh(asked), "reply", day("03-12")))
    with pytest.raises(Refused, match="已经生成，请在「文书」里登记它的发出"):
        handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-12"))
    Step.objects.create(application=asked, kind="reply_sent", on=day("03-12"), entered_on=day("03-12"))

    with pytest.raises(Refused, match="答复已于 2026-03-12 发出"):
        send_letter(letter=letter, by=clerk, on=day("03-20"), how="pick_up")
    assert send_letter(letter=letter, by=clerk, on=day("03-12"), how="pick_up").sent_on == day("03-12")


def test_fee_demanded_after_the_period(asked, clerk):
    fee_agreed(asked, clerk, day("03-30"), tariff="pages", units=40)

    with pytest.raises(Refused, match="收费应在答复期限内通知，2026年3月30日已经到期"):
        fees.notice_fee(application=asked, by=clerk, on=day("03-31"), tariff="pages", units=40)
    with pytest.raises(Refused, match="不能收费"):
        approvals.ask_fee(application=asked, by=clerk, at=at("03-31"), tariff="pages", units=40)


def test_reply_sent_to_the_wrong_address(client, town, clerk):
    """The form that sends it says how and where the applicant wants it, and takes another way with a reason alone."""
    today = timezone.localdate()
    wants = {"delivery": "post", "address": "示例路9号", "received_on": today - dt.timedelta(3)}
    application = ApplicationFactory(authority=town, **wants)
    handling.decide(application=application, by=clerk, outcome="disclosed", on=today)
    said = said_for(fresh(application), "reply", today)
    letter = make_letter(application=fresh(application), kind="reply", by=clerk, on=today, today=today, said=said)
    client.force_login(clerk)

    page = client.get(reverse("admin:disclosure_application_change", args=(application.pk,))).content.decode()
    assert "申请人要求邮寄：示例路9号" in page
    send = reverse("admin:disclosure_application_letter_send", args=(application.pk, letter.pk))
    answer = client.post(send, {"on": today, "how": "email"}, follow=True).content.decode()
    assert "申请人要求的是「邮寄」，改用「电子邮件」的，请写明原因" in answer
    assert fresh(application).settled_on is None
    client.post(send, {"on": today, "how": "email", "other_way": "申请人来电要求改发邮件"})
    assert fresh(application).settled_on == today
