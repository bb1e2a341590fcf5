"""One colleague takes several steps of the review in a row: each its own line and act, all or none, never the writer."""

import datetime as dt

import pytest
from django.utils import timezone

from disclosure.desk.items.combined_steps import combined_steps_for, take_combined_steps
from disclosure.desk.items.reviewing import submit
from disclosure.errors import Refused
from disclosure.law.reviewing import DECLARATION
from disclosure.models import Act, Item, Review
from tests.factories import AuthorityFactory, ItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(member):
    return member("checker", "clearer", "publisher", name="同事")


@pytest.fixture
def submitted(town, office):
    def made(**given):
        item = ItemFactory(authority=town, published_on=None, author=office["editor"], body="<p>正文</p>", **given)
        return submit(item=item, by=office["editor"], at=timezone.now())

    return made


def passed(item, by, **given):
    return take_combined_steps(item=item, by=by, at=timezone.now(), **{"declared": True, **given})


def test_each_step_is_its_own_line_and_act(submitted, colleague):
    item = submitted()
    before = Act.objects.count()
    passed(item, colleague, opinion="同意")
    item.refresh_from_db()

    assert (item.state, item.method, item.published_on) == ("published", "proactive", timezone.localdate())
    lines = Review.objects.filter(by=colleague).values_list("act", "state", "method", "reason")
    assert list(lines) == [
        ("check", "secrecy", "", "同意"),
        ("clear", "approved", "proactive", f"{DECLARATION}；同意"),
        ("publish", "published", "", ""),
    ]
    acts = Act.objects.order_by("number")[before:]
    assert [(act.verb, act.user_id) for act in acts] == [
        ("check", colleague.pk), ("clear", colleague.pk), ("publish", colleague.pk),
    ]  # fmt: skip


def test_row_begins_where_the_item_stands(submitted, member):
    item = submitted()
    first = member("checker", "clearer")

    assert passed(item, first).state == "approved"
    assert [line.act for line in Review.objects.filter(by=first)] == ["check", "clear"]


def test_guard_stops_the_whole_row(submitted, colleague):
    item = submitted()
    Item.objects.filter(pk=item.pk).update(body="<p>联系电话13800000001</p>")
    item.refresh_from_db()

    with pytest.raises(Refused, match="1 处疑似个人信息"):
        passed(item, colleague)
    item.refresh_from_db()
    assert item.state == "check"
    assert not Review.objects.filter(by=colleague).exists()


def test_secrecy_review_has_to_be_declared(submitted, colleague):
    with pytest.raises(Refused, match="勾选保密审查结论"):
        passed(submitted(), colleague, declared=False)


def test_writer_takes_no_step(submitted, member, office):
    item = submitted()
    everything = member("editor", "checker", "clearer", "publisher")
    Item.objects.filter(pk=item.pk).update(author=everything)
    item.refresh_from_db()

    assert combined_steps_for(item, everything) == ()
    with pytest.raises(Refused, match="没有您可以连续办理的步骤"):
        passed(item, everything)


def test_colleague_of_another_authority_takes_no_step(submitted, member):
    stranger = member("checker", "clearer", "publisher", of=AuthorityFactory())

    assert combined_steps_for(submitted(), stranger) == ()


def test_last_step_that_is_refused_undoes_the_first(submitted, colleague):
    item = submitted()
    with pytest.raises(Refused, match="定时发布的时间已经过去"):
        passed(item, colleague, publish_at=timezone.now() - dt.timedelta(days=1))
    item.refresh_from_db()
    assert item.state == "check"
