"""Public at once or at a set time; replaced, withdrawn, ended, moved; one by one and many at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from disclosure.desk.items import publishing
from disclosure.desk.items.drafting import amend, save_draft
from disclosure.errors import Refused
from disclosure.law.choices.items import ItemState, Nature, Relation, Validity
from disclosure.models import Act, Attachment, Item, ItemLink, Picture, Verb
from tests.factories import CategoryFactory, ItemFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # 12:00 in Shanghai
TODAY = date(2026, 3, 2)


def public(at=NOON):
    return [item.title for item in Item.objects.published(at)]


@pytest.fixture
def approved(town):
    return ItemFactory(authority=town, title="防汛通知", published_on=None, state="approved", body="<p>各村</p>")


@pytest.fixture
def published(town):
    return ItemFactory(authority=town, title="防汛通知", formed_on=date(2026, 1, 5), body="<p>各村</p>")


def test_published_is_public_at_once_on_that_day(approved, office):
    item = publishing.publish(item=approved, by=office["publisher"], at=NOON)

    assert (item.state, item.published_on) == (ItemState.PUBLISHED, TODAY)
    assert public() == ["防汛通知"]
    assert item.reviews.last().act == "publish"
    assert Act.objects.about(item).filter(verb=Verb.PUBLISH, user=office["publisher"]).exists()


def test_day_of_publication_is_that_of_shanghai(approved, office):
    late = datetime(2026, 3, 2, 17, tzinfo=UTC)  # 01:00 of the 3rd
    assert publishing.publish(item=approved, by=office["publisher"], at=late).published_on == date(2026, 3, 3)


def test_scheduled_appears_by_itself_at_its_minute(approved, office):
    morning = datetime(2026, 3, 5, 1, tzinfo=UTC)
    item = publishing.publish(item=approved, by=office["publisher"], at=NOON, publish_at=morning)

    assert item.published_on == date(2026, 3, 5)
    assert item.is_scheduled(NOON)
    assert public(morning - timedelta(seconds=1)) == []
    assert public(morning) == ["防汛通知"]
    assert item.reviews.last().reason == "2026-03-05 09:00 发布"


def test_scheduling_into_the_past_is_refused(approved, office):
    with pytest.raises(Refused, match="已经过去"):
        publishing.publish(item=approved, by=office["publisher"], at=NOON, publish_at=NOON)


@pytest.mark.parametrize("state", ["draft", "check", "secrecy"])
def test_nothing_unreviewed_is_published(town, office, state):
    item = ItemFactory(authority=town, published_on=None, state=state)
    with pytest.raises(Refused, match="「待发布」的信息才能发布"):
        publishing.publish(item=item, by=office["publisher"], at=NOON)


# --- A policy asks for its interpretation ------------------------------------------


def test_normative_document_asks_for_its_interpretation(approved, office):
    Item.objects.update(nature=Nature.NORMATIVE)
    with pytest.raises(Refused, match="还没有关联的政策解读"):
        publishing.publish(item=approved, by=office["publisher"], at=NOON)

    reason = "内容简单，不作解读"
    item = publishing.publish(item=approved, by=office["publisher"], at=NOON, without_interpretation=reason)
    assert item.reviews.last().reason == reason


def test_normative_document_with_its_interpretation_is_published(approved, office, town):
    Item.objects.update(nature=Nature.NORMATIVE)
    reading = ItemFactory(authority=town)
    ItemLink.objects.create(item=reading, relation=Relation.INTERPRETS, target=approved)

    assert publishing.publish(item=approved, by=office["publisher"], at=NOON).state == ItemState.PUBLISHED


# --- Amended ------------------------------------------------------------------------


@pytest.fixture
def amended(published, office):
    """An approved draft that shall replace the published item, with one attachment more and another body."""
    Attachment.objects.create(item=published, file=ContentFile(b"1", name="a.txt"))
    draft = amend(item=published, by=office["editor"])
    draft.title, draft.body = "防汛通知（修订）", "<p>各村各社区</p>"
    save_draft(draft, by=office["editor"], at=NOON)
    Attachment.objects.create(item=draft, file=ContentFile(b"2", name="b.txt"))
    Picture.objects.create(item=draft, file=ContentFile(b"3", name="c.png"))
    Item.with_amendments.filter(pk=draft.pk).update(state="approved")
    draft.refresh_from_db()
    return draft


def test_amendment_is_not_an_item_and_the_public_sees_the_old_one_meanwhile(published, amended):
    assert list(Item.objects.all()) == [published]
    assert public() == ["防汛通知"]
    assert [one.name for one in published.attachments.all()] == ["a.txt"]
    assert [one.name for one in amended.attachments.all()] == ["a.txt", "b.txt"]


def test_published_amendment_becomes_the_item_and_the_old_version_is_kept(published, amended, office):
    item = publishing.publish(item=amended, by=office["publisher"], at=NOON, reason="增加社区")

    assert item.pk == published.pk
    assert (item.title, item.body, item.index_number) == (
        "防汛通知（修订）",
        "<p>各村各社区</p>",
        published.index_number,
    )
    assert item.published_on == published.published_on
    assert not Item.with_amendments.filter(amends=item).exists()
    assert public() == ["防汛通知（修订）"]
    [old] = item.revisions.all()
    assert (old.number, old.content["title"], old.content["body"]) == (1, "防汛通知", "<p>各村</p>")
    assert (old.published_on, old.superseded_on, old.reason) == (date(2026, 1, 5), TODAY, "增加社区")
    assert [one.name for one in old.attachments.all()] == ["a.txt"]
    assert [one.name for one in item.attachments.filter(revision=None)] == ["a.txt", "b.txt"]
    assert item.pictures.count() == 1
    changes = Act.objects.about(item).get(verb=Verb.AMEND, changes__has_key="title").changes
    assert changes["title"] == ["防汛通知", "防汛通知（修订）"]


def test_second_amendment_continues_the_versions(published, amended, office):
    publishing.publish(item=amended, by=office["publisher"], at=NOON, reason="增加社区")
    draft = amend(item=published, by=office["editor"])
    Item.with_amendments.filter(pk=draft.pk).update(state="approved")
    item = publishing.publish(item=draft, by=office["publisher"], at=NOON + timedelta(days=9), reason="再改")

    assert [(one.number, one.published_on) for one in item.revisions.all()] == [(2, TODAY), (1, date(2026, 1, 5))]


def test_amendment_says_what_it_amends(amended, office):
    with pytest.raises(Refused, match="修订了什么"):
        publishing.publish(item=amended, by=office["publisher"], at=NOON)


def test_one_amendment_at_a_time(published, amended, office):
    with pytest.raises(Refused, match="已有一份修订稿"):
        amend(item=published, by=office["editor"])


def test_withdrawn_item_returns_by_an_amendment(published, office):
    publishing.withdraw(item=published, by=office["publisher"], at=NOON, reason="有误")
    draft = amend(item=published, by=office["editor"])
    Item.with_amendments.filter(pk=draft.pk).update(state="approved")
    item = publishing.publish(item=draft, by=office["publisher"], at=NOON, reason="改正错误")

    assert (item.state, item.withdrawn_for) == (ItemState.PUBLISHED, "")
    assert public() == ["防汛通知"]


# --- Withdrawn, ended, moved -----------------------------------------------------------


def test_withdrawal_takes_it_from_the_public_and_needs_a_reason(published, office):
    with pytest.raises(Refused, match="原因"):
        publishing.withdraw(item=published, by=office["publisher"], at=NOON, reason="")
    item = publishing.withdraw(item=published, by=office["publisher"], at=NOON, reason="内容有误")

    assert (item.state, item.withdrawn_for, item.published_on) == ("withdrawn", "内容有误", published.published_on)
    assert public() == []


def test_validity_ends_by_itself_on_its_day(published, office):
    item = publishing.end(item=published, by=office["publisher"], at=NOON, validity="repealed", on=date(2026, 7, 1))

    assert item.validity_on(date(2026, 6, 30)) == Validity.IN_FORCE
    assert item.validity_on(date(2026, 7, 1)) == Validity.REPEALED
    assert item.reviews.last().reason == "有效性：有效 → 废止；废止日期：空 → 2026-07-01"


def test_end_without_a_day_is_refused(published, office):
    with pytest.raises(Refused, match="日期"):
        publishing.end(item=published, by=office["publisher"], at=NOON, validity="lapsed", on=None)


def test_moved_into_another_column_of_its_own_authority(published, office, town):
    column, foreign = CategoryFactory(authority=town, name="防汛"), CategoryFactory()
    assert publishing.move(item=published, by=office["publisher"], at=NOON, category=column).category == column
    with pytest.raises(Refused, match="另一个行政机关"):
        publishing.move(item=published, by=office["publisher"], at=NOON, category=foreign)


# --- Many at once -------------------------------------------------------------------------


def test_preview_is_the_act_itself_undone(approved, published, office):
    def act(item):
        return publishing.publish(item=item, by=office["publisher"], at=NOON)

    (_, after, why), (_, nothing, why_not) = publishing.preview_each([approved, published], act)

    assert (after.state, why) == (ItemState.PUBLISHED, "")
    assert nothing is None
    assert "不能发布" in why_not
    approved.refresh_from_db()
    assert approved.state == ItemState.APPROVED
    assert not Act.objects.filter(verb=Verb.PUBLISH).exists()


def test_what_can_be_done_is_done_and_the_rest_says_why(approved, published, office):
    def act(item):
        return publishing.publish(item=item, by=office["publisher"], at=NOON)

    done, refused = publishing.act_on_each([published, approved], act)

    assert done == [approved]
    assert len(refused) == 1
    assert sorted(Item.objects.values_list("state", flat=True)) == ["published", "published"]
