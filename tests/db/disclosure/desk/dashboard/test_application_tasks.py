"""What of an application waits for whom: the head's approval, what was approved, the silent and the unpaid."""

import pytest

from disclosure.admin.common.task_filter import PARAMETER
from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.dashboard.task_context import TaskContext
from disclosure.desk.dashboard.tasks import counts, tasks_for, waiting
from disclosure.models import Application
from tests.db.disclosure.desk.applications.test_actions import (
    agreed,
    asked,
    at,
    clerk,
    day,
    head,
)
from tests.support.evidence import evidence, reopened
from tests.support.fees import noticed_fee
from tests.support.people import person

__all__ = ["asked", "clerk", "head"]
pytestmark = pytest.mark.django_db
ABOUT = ("approve", "approved", "silent", "unpaid")


def shown(user, on="03-23"):
    """The kinds that something waits in on that day; the number and the list behind it are the same."""
    asking = TaskContext.of(user, day(on), load_calendar())
    found = {kind.key: number for kind, number in counts(asking) if kind.key in ABOUT and number}
    kinds = {kind.key: kind for kind in tasks_for(user, Application)}
    assert found == {key: waiting(Application.objects.all(), kinds[key], asking).count() for key in found}
    return set(found)


def question(application, by, **given):
    return approvals.ask_approval(
        application=application, by=by, at=at("03-20"), **given or {"subject": "decision", "outcome": "internal"}
    )


def test_what_is_asked_waits_for_the_head_until_it_is_answered(asked, clerk, head, town):
    one = question(asked, clerk)
    assert (shown(head), shown(clerk)) == ({"approve"}, set())
    assert shown(person(town, "政府信息公开工作机构负责人", "依申请办理")) == {"approve"}

    approvals.approve(application=asked, by=head, at=at("03-21"), asked=one)
    assert (shown(head), shown(clerk)) == (set(), {"approved"})

    handling.decide(application=asked, by=clerk, on=day("03-23"), outcome="internal")
    assert (shown(head), shown(clerk)) == (set(), set())


def test_nobodys_own_question_waits_for_them(asked, town):
    both = person(town, "依申请办理", "政府信息公开工作机构负责人")
    question(asked, both)

    assert shown(both) == set()


def test_what_was_not_agreed_to_waits_for_nobody(asked, clerk, head):
    one = question(asked, clerk)
    approvals.refuse(application=asked, by=head, at=at("03-21"), asked=one, text="依据不足")

    assert (shown(head), shown(clerk)) == (set(), set())


def test_extension_that_was_told_waits_no_longer_beside_a_question_that_does(asked, clerk, head):
    agreed(asked, clerk, head, "extension", days=5)
    question(asked, clerk)
    assert (shown(head), shown(clerk)) == ({"approve"}, {"approved"})

    handling.extend(application=asked, by=clerk, on=day("03-23"), days=5)
    assert (shown(head), shown(clerk)) == ({"approve"}, set())


def test_silent_from_the_day_after_the_fifteenth_working_day_until_it_is_noted(asked, clerk):
    party = handling.ask_party(application=asked, by=clerk, on=day("03-04"), kind="third_party", name="示例甲公司")
    assert shown(clerk, "03-26") == set()
    handling.record_delivery(
        application=asked, evidence=evidence(asked), by=clerk, on=day("03-05"), letter="third_party_delivered"
    )
    assert (shown(clerk, "03-26"), shown(clerk, "03-27")) == (set(), {"silent"})

    handling.note_silence(party=party, by=clerk, on=day("03-27"))
    assert shown(clerk, "03-27") == set()


def test_unpaid_from_the_day_after_the_twentieth_working_day_until_it_is_concluded(asked, clerk):
    noticed_fee(asked, clerk, day("03-04"))
    assert shown(clerk, "04-30") == set()
    handling.record_delivery(
        application=asked, evidence=evidence(asked), by=clerk, on=day("03-04"), letter="fee_delivered"
    )
    assert (shown(clerk, "04-01"), shown(clerk, "04-02")) == (set(), {"unpaid"})

    handling.decide(application=asked, by=clerk, on=day("04-02"), outcome="not_paid")
    assert shown(clerk, "04-02") == set()
    reopened(asked, clerk, day("04-08"))
    assert shown(clerk, "04-09") == set()  # it is charged anew if it has to be


def test_list_behind_the_number_opens(client, asked, clerk, head):
    question(asked, clerk)
    client.force_login(head)

    answer = client.get("/admin/disclosure/application/", {PARAMETER: "approve"})

    assert [one.number for one in answer.context["cl"].result_list] == ["2026-001"]
    assert "待我审批的申请" in client.get("/admin/").content.decode()
