"""The review on the screen: who is offered what, what a button does, what the form still lets through."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from disclosure.desk.items.privacy import findings
from disclosure.models import Item, ItemLink, Review
from tests.factories import CategoryFactory, ItemFactory
from tests.support.desk import NO_PARTS, address

pytestmark = pytest.mark.django_db

QUERIES = 22
OFFERED = {
    "draft": {"editor": set()},  # the form itself submits
    "check": {"checker": {"check", "send_back"}},
    "secrecy": {"clearer": {"clear", "withhold", "send_back"}},
    "approved": {"publisher": {"publish", "send_back"}},
    "published": {"editor": {"amend"}, "publisher": {"end", "renumber", "withdraw"}},
    "withheld": {"clearer": {"reevaluate"}},
    "withdrawn": {"editor": {"amend"}},
}


@pytest.fixture
def item(town):
    return ItemFactory(authority=town, title="防汛通知", published_on=None, body="<p>请各村做好防汛。</p>")


def moved(item, state):
    Item.objects.filter(pk=item.pk).update(
        state=state, published_on=dt.date(2026, 1, 1) if state in {"published", "withdrawn"} else None
    )
    item.refresh_from_db()
    return item


def act(client, item, key, **data):
    return client.post(reverse("admin:disclosure_item_act", args=(item.pk, key)), data, follow=True)


def says(answer):
    return [str(message) for message in answer.context["messages"]]


def offered(client, item):
    panel = client.get(address(Item, "change", item.pk)).context.get("actions")
    return panel["offered"] if panel else []


@pytest.mark.parametrize("state", OFFERED)
def test_each_role_is_offered_just_its_acts(client, office, item, state):
    moved(item, state)
    for role, person in office.items():
        client.force_login(person)
        assert {one.button.key for one in offered(client, item)} == OFFERED[state].get(role, set()), role


@pytest.mark.parametrize("state", [state for state in OFFERED if state != "draft"])
def test_only_a_draft_is_written(client, office, item, state):
    moved(item, state)
    client.force_login(office["editor"])
    page = client.get(address(Item, "change", item.pk))
    assert b'name="_submit"' not in page.content
    assert "请各村做好防汛。" in page.content.decode()
    data = {"title": "改过的", "category": item.category_id, "authority": item.authority_id}
    assert client.post(address(Item, "change", item.pk), data).status_code == 403
    assert client.post(address(Item, "delete", item.pk), {"post": "yes"}).status_code == 403


def test_form_gives_a_number_and_hands_in(client, office, town):
    column = CategoryFactory(authority=town)
    client.force_login(office["editor"])
    data = {
        "authority": town.pk, "category": column.pk, "title": "防汛通知", "body": "<p>各村</p>", "index_number": "",
        "formed_on": "2026-03-01", "validity": "in_force", "_submit": "1", **NO_PARTS,
    }  # fmt: skip
    answer = client.post(address(Item, "add"), data, follow=True)

    item = Item.objects.get()
    assert says(answer) == ["《防汛通知》已保存并提交审核。"]
    assert (item.state, item.index_number, item.author) == (
        "check",
        f"{town.code.upper()}-2026-00001",
        office["editor"],
    )


def test_what_cannot_be_handed_in_is_saved_and_said(client, office, town):
    column = CategoryFactory(authority=town)
    client.force_login(office["editor"])
    data = {
        "authority": town.pk, "category": column.pk, "title": "防汛通知", "formed_on": "2026-03-01",
        "validity": "in_force", "_submit": "1", **NO_PARTS,
    }  # fmt: skip
    answer = client.post(address(Item, "add"), data, follow=True)

    assert says(answer) == ["已保存，还不能提交：《防汛通知》既没有正文也没有附件，请补上内容后再提交。"]
    assert Item.objects.get().state == "draft"


def test_buttons_lead_from_check_to_published(client, office, item):
    moved(item, "check")
    for role, key, state in (
        ("checker", "check", "secrecy"),
        ("clearer", "clear", "approved"),
        ("publisher", "publish", "published"),
    ):
        client.force_login(office[role])
        act(client, item, key, reason="同意")
        item.refresh_from_db()
        assert item.state == state

    assert item.published_on == timezone.localdate()
    assert list(Review.objects.values_list("act", "name")) == [
        (key, office[role].username)
        for role, key in zip(("checker", "clearer", "publisher"), ("check", "clear", "publish"), strict=True)
    ]


def test_four_eyes_are_shown_before_they_are_refused(client, member, item):
    both = member("editor", "checker")
    Item.objects.update(author=both, state="check")
    client.force_login(both)
    [check, _] = offered(client, item)
    assert check.form is None
    assert "另一位同事" in check.why_not
    assert "另一位同事" in says(act(client, item, "check"))[0]


def test_sent_back_item_shows_its_remarks_where_they_belong(client, office, item):
    moved(item, "check")
    client.force_login(office["checker"])
    act(client, item, "send_back", reason="抬头不全", passage1="各村", remark1="加上「各社区」")
    client.force_login(office["editor"])
    page = client.get(address(Item, "change", item.pk)).content.decode()
    assert "抬头不全" in page
    assert "<q>各村</q>：加上「各社区」" in page

    client.force_login(office["checker"])
    assert "请<mark>各村</mark>做好防汛。" in client.get(address(Item, "change", item.pk)).content.decode()


def test_scheduled_for_later_is_told_and_not_public_yet(client, office, item):
    moved(item, "approved")
    client.force_login(office["publisher"])
    later = timezone.localtime() + dt.timedelta(days=3)
    answer = act(client, item, "publish", publish_at=f"{later:%Y-%m-%dT%H:%M}")
    assert "定时发布" in answer.content.decode()
    assert not Item.objects.published(timezone.now()).exists()
    assert Item.objects.published(later).exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"key": "withdraw"}, "原因：请写明原因。"),
        ({"key": "end", "validity": "repealed"}, "失效或废止日期：请填写失效或废止的日期。"),
        ({"key": "check"}, "您没有部门审核的权限，请与管理员联系。"),
    ],
)
def test_refusals_are_sentences(client, office, item, given, message):
    moved(item, "published")
    client.force_login(office["publisher"])
    assert says(act(client, item, **given)) == [message]


def test_unknown_act_and_foreign_item_are_not_found(client, office, item):
    client.force_login(office["publisher"])
    assert act(client, item, "nothing").status_code == 404
    assert act(client, ItemFactory(), "publish").status_code == 404


def test_screen_costs_the_same_however_long_the_record(client, office, item, django_assert_num_queries):
    client.force_login(office["checker"])
    moved(item, "check")
    Review.objects.create(item=item, act="submit", state="check", by=office["editor"])
    client.get(address(Item, "change", item.pk))  # what a process asks once

    def asked():
        with django_assert_num_queries(QUERIES):
            client.get(address(Item, "change", item.pk))

    asked()
    for _ in range(20):
        Review.objects.create(item=item, act="submit", state="check", by=office["editor"])
        ItemLink.objects.create(item=item, relation="amends", target=ItemFactory(authority=item.authority))
    asked()


# --- Several steps by one colleague -----------------------------------------------------


def test_one_colleague_with_three_roles_takes_the_steps_by_one_button(client, member, item):
    client.force_login(member("checker", "clearer", "publisher"))
    moved(item, "check")
    actions = offered(client, item)

    assert [(one.button.key, one.button.name, one.button.is_main) for one in actions] == [
        ("pass_on", "部门审核、保密审查通过并发布", True),
        ("check", "部门审核通过", False),
        ("send_back", "退回修改", False),
    ]
    assert list(actions[0].form.fields) == ["declared", "opinion"]
    answer = act(client, item, "pass_on", declared="on", opinion="同意")
    item.refresh_from_db()
    assert item.state == "published"
    public = reverse("item", kwargs={"index_number": item.index_number})
    assert says(answer)[0].startswith(f'《防汛通知》已发布，公众现在可以看到：<a href="{public}"')


def test_row_without_its_declaration_does_nothing(client, member, item):
    client.force_login(member("checker", "clearer", "publisher"))
    moved(item, "check")

    assert says(act(client, item, "pass_on")) == ["请先核对并勾选保密审查结论，再一并办理。"]
    item.refresh_from_db()
    assert item.state == "check"


def test_row_is_not_offered_to_who_wrote(client, member, item):
    both = member("editor", "checker", "clearer", "publisher")
    Item.objects.update(author=both, state="check")
    client.force_login(both)

    keys = [one.button.key for one in offered(client, item)]
    assert keys == ["check", "send_back"]


def test_row_asks_what_its_publication_needs(client, member, item):
    client.force_login(member("clearer", "publisher"))
    Item.objects.update(nature="normative")
    moved(item, "secrecy")
    row = offered(client, item)[0]

    assert list(row.form.fields) == ["declared", "without_interpretation", "opinion"]
    assert "还没有关联的政策解读" in says(act(client, item, "pass_on", declared="on"))[0]
    act(client, item, "pass_on", declared="on", without_interpretation="解读正在起草")
    item.refresh_from_db()
    assert item.state == "published"


# --- What is next ---------------------------------------------------------------------


def test_next_item_is_told_after_an_act(client, office, town, item):
    client.force_login(office["checker"])
    moved(item, "check")
    other = ItemFactory(
        authority=town, title="防火通知", published_on=None, state="check", formed_on=dt.date(2020, 1, 2)
    )
    said = says(act(client, item, "check"))

    assert said[0] == "《防汛通知》已通过部门审核，转保密审查。"
    assert said[1].startswith(f'下一条等您办理的：<a href="{address(Item, "change", other.pk)}">防火通知</a>（')
    assert len(says(act(client, other, "check"))) == 1  # nothing else waits


# --- Many at once ---------------------------------------------------------------------


def bulk(client, action, items, **data):
    data = {"action": action, "_selected_action": [item.pk for item in items], **data}
    return client.post(address(Item, "changelist"), data, follow=True)


def test_bulk_publish_shows_first_and_does_what_it_can(client, office, town, item):
    moved(item, "approved")
    other = ItemFactory(authority=town, title="草稿一份", published_on=None)
    client.force_login(office["publisher"])

    page = bulk(client, "bulk_publish", [item, other], step="preview")
    rows = {row["item"].title: (row["changes"], row["why"]) for row in page.context["rows"]}
    assert "状态：待发布 → 已发布" in rows["防汛通知"][0]
    assert "不能发布" in rows["草稿一份"][1]
    item.refresh_from_db()
    assert item.state == "approved"

    answer = bulk(client, "bulk_publish", [item, other], step="do")
    assert strip_tags(says(answer)[0]) == "已发布 1 条。打开公开页面：防汛通知"
    assert f"/items/{quote(item.index_number)}/" in says(answer)[0]
    item.refresh_from_db()
    assert item.state == "published"


def test_bulk_move_offers_columns_of_the_items_authority(client, office, town, item):
    moved(item, "published")
    column, foreign = CategoryFactory(authority=town, name="防汛抗旱"), CategoryFactory(name="别处")
    client.force_login(office["publisher"])
    page = bulk(client, "bulk_move", [item]).content.decode()
    assert "防汛抗旱" in page
    assert "别处" not in page

    bulk(client, "bulk_move", [item], step="do", category=foreign.pk)
    item.refresh_from_db()
    assert item.category_id not in {column.pk, foreign.pk}
    bulk(client, "bulk_move", [item], step="do", category=column.pk)
    item.refresh_from_db()
    assert item.category == column


def test_bulk_acts_are_for_publishers(client, office, item):
    moved(item, "approved")
    for role in ("checker", "clearer"):
        client.force_login(office[role])
        bulk(client, "bulk_publish", [item], step="do")
        item.refresh_from_db()
        assert item.state == "approved"


def test_export_leaves_drafts_of_amendments_out(client, office, town):
    client.force_login(office["editor"])
    act(client, ItemFactory(authority=town, title="唯一一条"), "amend")
    answer = client.get(reverse("admin:disclosure_item_export", args=("csv",)))
    assert b"".join(answer.streaming_content).decode().count("唯一一条") == 1


def test_list_shows_states_amendments_and_ends(client, office, town):
    ended = ItemFactory(authority=town, validity="repealed", repealed_on=dt.date(2024, 1, 1))
    client.force_login(office["editor"])
    act(client, ItemFactory(authority=town), "amend")
    page = client.get(address(Item, "changelist")).content.decode()
    assert "已发布（废止）" in page
    assert "草稿（修订稿）" in page
    assert ended.title in page


# --- What the guard found -----------------------------------------------------


def form_of(item, **changed):
    """What the open form of a draft sends."""
    given = {
        "authority": item.authority_id, "category": item.category_id, "title": item.title, "body": item.body,
        "index_number": item.index_number, "formed_on": item.formed_on.isoformat(), "validity": item.validity,
        "publisher": item.publisher, **NO_PARTS,
    }  # fmt: skip
    return given | changed


def found(item, kind):
    return next(one for one in findings(item) if one.kind == kind)


def press(client, item, button, **changed):
    return client.post(address(Item, "change", item.pk), form_of(item, _settle=button, **changed), follow=True)


@pytest.fixture
def exposed(town):
    return ItemFactory(
        authority=town, title="防汛通知", published_on=None, body="<p>电话13800000001</p>", guessed="title"
    )


def test_masking_saves_what_was_typed_and_confirms_no_guess(client, office, exposed):
    client.force_login(office["editor"])
    digest = found(exposed, "mobile").digest

    answer = press(client, exposed, f"mask|body|{digest}", title="改过的标题", body="<p>电话13800000001，新写的话</p>")

    exposed.refresh_from_db()
    assert (exposed.title, exposed.body) == ("改过的标题", "<p>电话138****0001，新写的话</p>")
    assert exposed.guessed == "title"
    assert says(answer) == ["已遮盖。"]


def test_keeping_and_naming_no_personal_data_save_what_was_typed(client, office, exposed):
    client.force_login(office["editor"])
    mobile = found(exposed, "mobile")

    press(
        client, exposed, f"keep|mobile|{mobile.digest}", title="改一", **{f"reason-{mobile.digest}": "公开的工作电话"}
    )
    exposed.refresh_from_db()
    assert (exposed.title, found(exposed, "mobile").reason) == ("改一", "公开的工作电话")

    exposed.justifications.all().delete()
    press(client, exposed, f"not_personal|mobile|{mobile.digest}", title="改二")
    exposed.refresh_from_db()
    assert (exposed.title, found(exposed, "mobile").reason) == ("改二", "不是个人信息")


def test_what_cannot_be_settled_is_said_and_the_typing_is_kept(client, office, exposed):
    client.force_login(office["editor"])

    answer = press(client, exposed, "mask|body|0", title="改过的")

    exposed.refresh_from_db()
    assert exposed.title == "改过的"
    assert "已没有这一处个人信息" in says(answer)[0]


def test_a_form_with_mistakes_comes_back_with_what_was_typed(client, office, exposed):
    client.force_login(office["editor"])
    digest = found(exposed, "mobile").digest

    answer = press(client, exposed, f"mask|body|{digest}", title="", body="<p>电话13800000001，新写的话</p>")

    assert "新写的话" in answer.content.decode()
    exposed.refresh_from_db()
    assert exposed.body == "<p>电话13800000001</p>"


def test_a_finding_leads_to_its_place(client, office, exposed):
    client.force_login(office["editor"])
    page = client.get(address(Item, "change", exposed.pk)).content.decode()

    assert 'href="#id_body" data-field="body" data-block="0" data-start="2" data-end="13"' in page


def test_the_secrecy_review_settles_a_mark_on_the_page(client, office, item):
    Item.objects.filter(pk=item.pk).update(body="<p>秘密★1年</p>", author=office["editor"])
    item.refresh_from_db()
    mark = found(item, "secrecy mark")
    data = {"_settle": f"declassified|secrecy mark|{mark.digest}", f"reason-{mark.digest}": "2025年12月解密通知"}
    way = reverse("admin:disclosure_item_finding", args=(item.pk,))
    for role, button in (("editor", False), ("checker", False), ("clearer", True)):
        client.force_login(office[role])
        assert ("已经解密</button>" in client.get(address(Item, "change", item.pk)).content.decode()) is button, role

    client.force_login(office["checker"])
    assert "没有保密审查的权限" in says(client.post(way, data, follow=True))[0]
    client.force_login(office["clearer"])
    assert says(client.post(way, data, follow=True)) == ["已记录密级标志的核对结论。"]
    assert found(item, "secrecy mark").reason == "已经解密：2025年12月解密通知"
