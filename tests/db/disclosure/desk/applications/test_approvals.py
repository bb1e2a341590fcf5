"""Assignment, opinions, and the head's approval: who may, for exactly what, and never one's own."""

import datetime as dt

import pytest

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.errors import Refused
from disclosure.models import Act, Grant, Opinion, User
from tests.factories import ApplicationFactory, AuthorityFactory
from tests.support.people import handler, person

from .test_actions import agreed, asked, at, clerk, day, head

__all__ = ["asked", "clerk", "head"]
pytestmark = pytest.mark.django_db


def lines(application):
    return [(one.act, one.name, one.text) for one in application.opinions.order_by("pk")]


def question(application, by, **given):
    return approvals.ask_approval(application=application, by=by, at=at("03-20"), **given)


# --- Assignment -----------------------------------------------------------------


def test_assigned_and_given_back_to_who_assigned_it(asked, clerk, town):
    colleague = handler(town)
    approvals.assign(application=asked, by=clerk, at=at("03-03"), section="规划建设办公室", to=colleague, text="请核实")
    asked.refresh_from_db()
    assert (asked.section, asked.handler) == ("规划建设办公室", colleague)

    approvals.hand_back(application=asked, by=colleague, at=at("03-04"), text="已核实")

    asked.refresh_from_db()
    assert (asked.section, asked.handler) == ("", clerk)
    assert lines(asked) == [("assign", clerk.username, "请核实"), ("return", colleague.username, "已核实")]
    told = [one.changes["办理意见"][1] for one in Act.objects.filter(verb="assign")]
    assert told == [f"办回，规划建设办公室、{clerk.username}", f"分办，规划建设办公室、{colleague.username}"]


def test_section_without_a_person_is_enough_and_nobody_is_not(asked, clerk):
    approvals.assign(application=asked, by=clerk, at=at("03-03"), section="财政所")
    asked.refresh_from_db()
    assert (asked.section, asked.handler) == ("财政所", None)

    with pytest.raises(Refused, match="请填写承办科室，或者选择经办人"):
        approvals.assign(application=asked, by=clerk, at=at("03-03"), section=" ")


@pytest.mark.parametrize(
    "roles, elsewhere", [(["编辑"], False), (["政府信息公开工作机构负责人"], False), (["依申请办理"], True)]
)
def test_nobody_is_assigned_who_may_not_handle_it(asked, clerk, town, roles, elsewhere):
    other = person(AuthorityFactory() if elsewhere else town, *roles)
    with pytest.raises(Refused, match="不能办理本机关的信息公开申请"):
        approvals.assign(application=asked, by=clerk, at=at("03-03"), to=other)


def test_nobody_is_assigned_who_has_left(asked, clerk, town):
    gone = handler(town)
    gone.is_active = False
    with pytest.raises(Refused, match="不能办理本机关的信息公开申请"):
        approvals.assign(application=asked, by=clerk, at=at("03-03"), to=gone)


def test_what_is_not_assigned_is_not_given_back(asked, clerk):
    with pytest.raises(Refused, match="还没有分办"):
        approvals.hand_back(application=asked, by=clerk, at=at("03-03"))


# --- Opinions -------------------------------------------------------------------


def test_opinions_are_written_by_handlers_and_the_head(asked, clerk, head, town):
    approvals.write_opinion(application=asked, by=clerk, at=at("03-03"), text="拟予以公开")
    approvals.write_opinion(application=asked, by=head, at=at("03-04"), text="请再核对")

    assert [text for _, _, text in lines(asked)] == ["拟予以公开", "请再核对"]
    assert "拟予以公开" not in " ".join(str(one.changes) for one in Act.objects.all())
    with pytest.raises(Refused, match="没有填写办理意见的权限"):
        approvals.write_opinion(application=asked, by=person(town, "年报"), at=at("03-04"), text="意见")
    with pytest.raises(Refused, match="请填写意见"):
        approvals.write_opinion(application=asked, by=head, at=at("03-04"), text="  ")


def test_opinion_says_who_wrote_it_after_the_account_is_gone(asked, town):
    gone = handler(town)
    gone.last_name, gone.first_name = "测", "试"
    gone.save()
    approvals.write_opinion(application=asked, by=gone, at=at("03-03"), text="意见")
    User.objects.filter(pk=gone.pk).delete()

    one = Opinion.objects.get()
    assert (one.by, one.name) == (None, "测试")


# --- Approval -------------------------------------------------------------------


def test_head_agrees_to_just_what_was_asked(asked, clerk, head):
    one = question(asked, clerk, subject="extension", days=10, text="资料较多")

    approvals.approve(application=asked, by=head, at=at("03-21"), asked=one, text="同意")

    given = asked.opinions.order_by("pk").last()
    assert (given.act, given.subject, given.days, given.by, given.text) == ("approve", "extension", 10, head, "同意")
    told = Act.objects.order_by("number").last()
    assert (told.verb, told.changes) == ("approve", {"办理意见": ["", "同意，延长 10 个工作日"]})
    with pytest.raises(Refused, match="已经办过"):
        approvals.refuse(application=asked, by=head, at=at("03-21"), asked=one, text="改了主意")


def test_head_refuses_with_a_reason_and_may_be_asked_again(asked, clerk, head):
    one = question(asked, clerk, subject="decision", outcome="internal")
    with pytest.raises(Refused, match="请写明理由"):
        approvals.refuse(application=asked, by=head, at=at("03-21"), asked=one)

    approvals.refuse(application=asked, by=head, at=at("03-21"), asked=one, text="依据不足")
    with pytest.raises(Refused, match="须先经政府信息公开工作机构负责人同意"):
        handling.decide(application=asked, by=clerk, on=day("03-22"), outcome="internal")
    agreed(asked, clerk, head, "decision", on="03-23", outcome="internal")


def test_what_was_replaced_meanwhile_is_not_approved_unseen(asked, clerk, head):
    old = question(asked, clerk, subject="decision", outcome="internal")
    question(asked, clerk, subject="decision", outcome="state_secret")

    with pytest.raises(Refused, match="换了新的呈批"):
        approvals.approve(application=asked, by=head, at=at("03-21"), asked=old)


def test_nobody_approves_their_own(asked, town):
    both = person(town, "依申请办理", "政府信息公开工作机构负责人")
    one = question(asked, both, subject="decision", outcome="internal")

    with pytest.raises(Refused, match="您自己呈批的"):
        approvals.approve(application=asked, by=both, at=at("03-21"), asked=one)


@pytest.mark.parametrize("role", ["依申请办理", "部门审核", "只读审计"])
def test_only_the_head_approves(asked, clerk, town, role):
    one = question(asked, clerk, subject="decision", outcome="internal")
    with pytest.raises(Refused, match="没有审批的权限"):
        approvals.approve(application=asked, by=person(town, role), at=at("03-21"), asked=one)


def test_head_of_the_superior_approves_only_where_it_was_granted(clerk, town):
    below = AuthorityFactory(parent=town)
    application, superior = (
        ApplicationFactory(authority=below, received_on=day("03-02")),
        person(town, "政府信息公开工作机构负责人"),
    )
    one = question(application, handler(below), subject="decision", outcome="internal")
    with pytest.raises(Refused, match="本机关"):
        approvals.approve(application=application, by=superior, at=at("03-21"), asked=one)

    Grant.objects.create(person=superior, authority=below)
    superior = User.objects.get(pk=superior.pk)
    assert approvals.approve(application=application, by=superior, at=at("03-21"), asked=one).act == "approve"


def test_question_of_another_application_is_not_approved_here(asked, clerk, head, town):
    other = ApplicationFactory(authority=town, received_on=day("03-02"))
    one = question(other, clerk, subject="decision", outcome="internal")
    with pytest.raises(Refused, match="请看最新的一次"):
        approvals.approve(application=asked, by=head, at=at("03-21"), asked=one)


@pytest.mark.parametrize("given, said", [
    ({"subject": "extension"}, "请填写拟延长的工作日数"),
    ({"subject": "extension", "days": 21}, "延长最多 20 个工作日"),
    ({"subject": "decision"}, "请选择拟定的办理结果"),
    ({"subject": "decision", "outcome": "petition"}, "不需要审批，可以直接办理"),
])  # fmt: skip
def test_question_that_needs_no_answer_is_refused(asked, clerk, given, said):
    with pytest.raises(Refused, match=said):
        question(asked, clerk, **given)
    assert not Opinion.objects.exists()


def test_nothing_is_asked_that_the_law_forbids_anyway(asked, clerk):
    with pytest.raises(Refused, match="到期以后告知的延长无效"):
        approvals.ask_approval(application=asked, by=clerk, at=at("03-31"), subject="extension", days=10)


def test_nothing_is_asked_of_what_is_concluded(town, clerk):
    done = ApplicationFactory(
        authority=town, received_on=day("03-02"), outcome="petition", concluded_on=dt.date(2026, 3, 5)
    )
    for act in (
        lambda: question(done, clerk, subject="decision", outcome="internal"),
        lambda: approvals.assign(application=done, by=clerk, at=at("03-06"), section="财政所"),
    ):
        with pytest.raises(Refused, match="已于 2026-03-05 办结"):
            act()


def test_nothing_is_written_about_what_was_erased(asked, clerk, head):
    type(asked).objects.update(outcome="disclosed", concluded_on=day("03-04"), erased_on=day("03-05"))

    with pytest.raises(Refused, match="已于 2026-03-05 按保存期限清除，只供统计，不能再改动"):
        approvals.write_opinion(application=asked, by=clerk, at=at("03-06"), text="补记")
    with pytest.raises(Refused, match="不能再改动"):
        handling.reopen(application=asked, by=clerk, on=day("03-06"), why="示例")
    assert lines(asked) == []
