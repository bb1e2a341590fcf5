"""What is public and was never read by the privacy guard is read in batches, told, and settled by a reason or an act."""

import pytest
from django.utils import timezone

from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.dashboard.notices import notices
from disclosure.desk.items import found, published_scan
from disclosure.desk.items.drafting import amend
from disclosure.desk.items.privacy import findings, justify
from disclosure.desk.items.published_scan import scan_published
from disclosure.errors import Unreadable
from disclosure.models import Act, Item
from tests.factories import AttachmentFactory, ItemFactory

pytestmark = pytest.mark.django_db
MOBILE = "13800000001"


@pytest.fixture
def public(town):
    def made(**given):
        return ItemFactory(authority=town, **given)

    return made


def scanned(town, most=100):
    return [
        (one.scanned, one.exposed, one.left) for one in scan_published(authority=town, at=timezone.now(), most=most)
    ]


def test_what_went_out_without_the_guard_is_found_and_noted(town, public):
    clean, found = public(), public(body=f"<p>电话{MOBILE}，手机{MOBILE}</p>")
    AttachmentFactory(item=found, name="名单.docx", text=f"第1段\t{MOBILE}")
    public(published_on=None, body=MOBILE)  # a draft meets the guard when it is handed in
    ItemFactory(body=MOBILE)  # another authority's
    acts, changed = Act.objects.count(), found.changed_at

    assert scanned(town) == [(2, 1, 0)]
    found.refresh_from_db()
    clean.refresh_from_db()
    assert (clean.exposed, found.exposed, found.changed_at) == (0, 3, changed)
    assert Act.objects.count() == acts
    assert scanned(town) == []


def test_batches_are_bounded_and_go_on_next_time(town, public, monkeypatch):
    monkeypatch.setattr(published_scan, "BATCH", 2)
    for _ in range(5):
        public()

    assert scanned(town, most=3) == [(2, 0, 3), (3, 0, 2)]
    assert scanned(town) == [(2, 0, 0)]


def test_what_is_not_read_to_its_end_stays_unread_and_keeps_no_other_from_being_read(town, public, monkeypatch):
    def apart(function, text, about):
        raise Unreadable(about)

    monkeypatch.setattr(found, "find_in_process", apart)
    long, other = public(body="<p>一</p>" * 10_000), public(body=f"<p>电话{MOBILE}</p>")

    [done] = scan_published(authority=town, at=timezone.now())
    assert (done.scanned, done.exposed, done.unread, done.left) == (1, 1, 1, 0)
    assert list(Item.objects.filter(authority=town).unscanned()) == [long]
    other.refresh_from_db()
    assert other.exposed == 1


def test_changed_item_is_read_again(town, public):
    item = public()
    scanned(town)
    item.refresh_from_db()
    item.body = f"<p>电话{MOBILE}</p>"
    item.save()

    assert scanned(town) == [(1, 1, 0)]


def test_reason_settles_what_is_public(town, public, office):
    item = public(body=f"<p>电话{MOBILE}</p>", title=f"联系{MOBILE}")
    scanned(town)
    item.refresh_from_db()
    assert item.exposed == 2
    digest = findings(item)[0].digest

    justify(item=item, kind="mobile", digest=digest, reason="本人书面同意公开", by=office["editor"])
    item.refresh_from_db()
    assert item.exposed == 0


def test_amendment_that_passes_the_guard_settles_it(town, public, office, member):
    from disclosure.desk.items.combined_steps import take_combined_steps
    from disclosure.desk.items.reviewing import submit

    item = public(body=f"<p>电话{MOBILE}</p>")
    scanned(town)
    item.refresh_from_db()
    draft = amend(item=item, by=office["editor"])
    draft.body = "<p>电话138****0001</p>"
    draft.save()
    now = timezone.now()
    draft = submit(item=draft, by=office["editor"], at=now)
    colleague = member("checker", "clearer", "publisher")
    take_combined_steps(item=draft, by=colleague, at=now, declared=True, reason="遮盖个人信息")

    assert Item.objects.get(pk=item.pk).exposed == 0


def test_notice_says_how_many(town, public):
    public(body=f"<p>电话{MOBILE}</p>")
    scanned(town)
    [first, *_] = notices(town, timezone.now(), load_calendar(), report_published=True)

    assert first.text.startswith("【个人信息】已公开信息里有未处理的个人信息：1 条。")
    assert first.roles == ("编辑", "发布")


def test_queries_grow_with_batches_not_with_items(town, public, django_assert_num_queries):
    for _ in range(10):
        public()

    with django_assert_num_queries(7):  # items and their three parts, one update, how many are left; nothing more
        scanned(town)
