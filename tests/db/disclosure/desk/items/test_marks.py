"""Marks of secrecy stop an item until the secrecy review has settled them (保守国家秘密法 art. 35; 条例 art. 14, 17)."""

from datetime import UTC, datetime

import pytest

from disclosure.desk.items import drafting, publishing, reviewing
from disclosure.desk.items.marks import settle_mark
from disclosure.desk.items.privacy import findings, justify, mask_everything, mask_finding, unsettled
from disclosure.errors import Refused
from disclosure.models import Act, Item, Picture
from tests.factories import AttachmentFactory, ItemFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def draft(town, **values):
    return ItemFactory(authority=town, published_on=None, **{"body": "<p>各村：</p>"} | values)


def marks(item):
    return [(str(one.kind), one.masked, one.place) for one in findings(item)]


def decide(item, by, **given):
    (finding,) = unsettled(item)
    values = {"digest": finding.digest, "decision": "declassified", "reason": "2025年12月解密通知", "by": by}
    return settle_mark(item=item, **values | given)


def test_marks_are_found_in_every_part(town):
    item = draft(
        town, title="通知（机密）", summary="密级：秘密", body="<p>秘</p><p>密</p><p>★</p><p>1年</p><p>内部资料</p>"
    )
    AttachmentFactory(item=item, name="机密-名单.docx", text="名单\n绝密★长期")
    Picture.objects.create(item=item, alternative="（此件不公开）", file="a.png")

    assert marks(item) == [
        ("secrecy mark", "机密", "标题"),
        ("secrecy mark", "秘密", "内容概述"),
        ("secrecy mark", "秘密★1年", "正文第1段"),
        ("internal mark", "内部资料", "正文第5段"),
        ("secrecy mark", "机密", "附件「机密-名单.docx」的文件名"),
        ("secrecy mark", "绝密★长期", "附件「机密-名单.docx」第2行"),
        ("internal mark", "不公开", "图片1的替代文字"),
    ]


def test_a_draft_that_asks_for_comments_may_be_called_one(town):
    assert marks(draft(town, title="关于公开征求《办法（征求意见稿）》意见的公告", body="<p>（征求意见稿）</p>")) == []
    assert marks(draft(town, title="停车管理办法（征求意见稿）")) == [("internal mark", "征求意见稿", "标题")]


def test_a_state_secret_is_neither_submitted_nor_masked_nor_justified(town, office):
    item = draft(town, body="<p>秘密★1年</p><p>各村：</p>", author=office["editor"])
    (finding,) = findings(item)

    with pytest.raises(Refused, match="有国家秘密标志：正文第1段的「秘密★1年」"):
        reviewing.submit(item=item, by=office["editor"], at=NOON)
    with pytest.raises(Refused, match="国家秘密标志不能写理由保留"):
        justify(item=item, kind=finding.kind, digest=finding.digest, reason="已公开", by=office["editor"])
    with pytest.raises(Refused, match="已没有这一处个人信息"):
        mask_finding(item=item, field="body", digest=finding.digest, by=office["editor"])
    with pytest.raises(Refused, match="没有可以遮盖的内容"):
        mask_everything(item=item, by=office["editor"])


def test_only_the_secrecy_review_settles_it_and_says_why(town, office, member):
    item = draft(town, body="<p>秘密★1年</p>", author=office["editor"])
    writer = member("editor", "clearer")
    other = draft(town, body="<p>秘密★1年</p>", author=writer)

    for role in ("editor", "checker", "publisher"):
        with pytest.raises(Refused, match="没有保密审查的权限"):
            decide(item, office[role])
    with pytest.raises(Refused, match="请写明依据"):
        decide(item, office["clearer"], reason=" ")
    with pytest.raises(Refused, match="请选择核对的结论"):
        decide(item, office["clearer"], decision="whatever")
    with pytest.raises(Refused, match="请由另一位有保密审查权限的同事核对"):
        decide(other, writer)
    assert unsettled(item)

    made = decide(item, office["clearer"])

    assert made.reason == "已经解密：2025年12月解密通知"
    act = Act.objects.latest("number")
    assert (act.verb, act.user_id, list(act.changes.values())) == (
        "justify",
        office["clearer"].pk,
        [["", "已经解密：2025年12月解密通知"]],
    )
    assert reviewing.submit(item=item, by=office["editor"], at=NOON).state == "check"


def test_what_was_said_holds_for_that_text_alone(town, office):
    item = draft(town, body="<p>秘密★1年</p><p>道路通知</p>", author=office["editor"])
    decide(item, office["clearer"], decision="no_mark", reason="宣传样张")
    assert unsettled(item) == []

    item.body = "<p>秘密★1年</p><p>行动方案</p>"
    item.save()

    assert len(unsettled(item)) == 1


def test_an_internal_mark_needs_a_reason(town, office):
    item = draft(town, body="<p>内部资料</p>", author=office["editor"])
    with pytest.raises(Refused, match="内部标志「内部资料」。请删去或写明可以公开的理由"):
        reviewing.submit(item=item, by=office["editor"], at=NOON)
    (finding,) = findings(item)

    justify(item=item, kind=finding.kind, digest=finding.digest, reason="已由原单位同意公开", by=office["editor"])

    assert reviewing.submit(item=item, by=office["editor"], at=NOON).state == "check"


def test_a_mark_that_came_in_later_stops_the_publication(town, office):
    item = draft(town, state="approved")
    AttachmentFactory(item=item, name="附件.docx", text="机密★10年")

    with pytest.raises(Refused, match="国家秘密标志"):
        publishing.publish(item=item, by=office["publisher"], at=NOON)


def test_reasons_hold_in_the_next_version(town, office):
    item = draft(town, title="致电13800000001", body="<p>秘密★1年</p>", author=office["editor"])
    phone, mark = findings(item)
    justify(item=item, kind=phone.kind, digest=phone.digest, reason="工作电话", by=office["editor"])
    settle_mark(item=item, digest=mark.digest, decision="no_mark", reason="样张", by=office["clearer"])
    Item.objects.filter(pk=item.pk).update(state="published", published_on=NOON.date())

    amended = drafting.amend(item=item, by=office["editor"])

    assert unsettled(amended) == []
    assert [one.reason for one in findings(amended)] == ["工作电话", "不是密级标志：样张"]
