"""What was given out on request becomes a draft for everybody, without personal data (条例 art. 44)."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from disclosure.desk.applications.papers import keep_paper
from disclosure.desk.applications.republishing import (
    draft_from_reply,
    suggested_body,
    suggested_title,
    why_not,
)
from disclosure.desk.applications.similar import alike
from disclosure.desk.items.privacy import unsettled
from disclosure.errors import Refused
from disclosure.models import Act, Grant, Item, Party, User
from tests.factories import ApplicationFactory, AuthorityFactory, CategoryFactory
from tests.support.people import person

pytestmark = pytest.mark.django_db
CONCLUDED = dt.date(2023, 6, 9)


def released(town, **given):
    return ApplicationFactory(authority=town, **{"outcome": "disclosed", "concluded_on": CONCLUDED} | given)


def draft(town, application, by, **given):
    values = {"title": "分配方案", "body": "每户一万元。", "category": CategoryFactory(authority=town), **given}
    return draft_from_reply(application=application, by=by, at=timezone.now(), **values)


def test_draft_is_an_item_of_the_authority_and_the_application_says_so(town):
    made, by = released(town), person(town, "依申请办理", "编辑")

    item = draft(town, made, by, title=" 分配 方案 ", body="第一段 <b>\n\n第二段")

    made.refresh_from_db()
    assert made.published_as == item
    assert (item.authority, item.state, item.author, item.method) == (town, "draft", by, "proactive")
    assert (item.title, item.publisher, item.formed_on) == ("分配 方案", "示例镇人民政府", CONCLUDED)
    assert item.body == "<p>第一段 &lt;b&gt;</p><p>第二段</p>"
    acts = Act.objects.order_by("-number").values_list("kind", "verb")[:2]
    assert set(acts) == {("disclosure.application", "change"), ("disclosure.item", "add")}


def test_personal_data_is_taken_out_found_or_known(town):
    made = released(town, applicant="欧阳某某", phone="0000-0000000", address="示例路一号院三单元")
    Party.objects.create(application=made, kind="third_party", name="令狐某", asked_on=CONCLUDED)
    Party.objects.create(application=made, kind="third_party", name="示例建筑有限公司", asked_on=CONCLUDED)
    body = "申请人欧阳某某（0000-0000000，示例路一号院三单元），手机13800000001。\n经征求令狐某意见。中标单位示例建筑有限公司。"

    item = draft(town, made, person(town, "依申请办理", "编辑"), title="答复欧阳某某", body=body)

    text = item.title + item.body
    for gone in ("欧阳某某", "0000-0000000", "一号院", "13800000001", "令狐某"):
        assert gone not in text
    assert "示例建筑有限公司" in text
    assert "138****0001" in text
    assert unsettled(item) == []


def test_name_of_an_organisation_that_applied_stays(town):
    made = released(town, applicant="示例建筑有限公司", applicant_kind="business")

    assert (
        "示例建筑有限公司"
        in draft(town, made, person(town, "依申请办理", "编辑"), body="与示例建筑有限公司签订合同。").body
    )


def test_it_is_done_once(town):
    made, by = released(town), person(town, "依申请办理", "编辑")
    draft(town, made, by)

    with pytest.raises(Refused, match="已经转为主动公开"):
        draft(town, made, by)
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    "roles, said", [(["编辑"], "没有办理信息公开申请的权限"), (["依申请办理"], "没有登记公开信息的权限")]
)
def test_who_lacks_either_right_is_refused(town, roles, said):
    with pytest.raises(Refused, match=said):
        draft(town, released(town), person(town, *roles))


def test_superior_needs_a_grant(town):
    below = AuthorityFactory(parent=town)
    made, superior = released(below), person(town, "依申请办理", "编辑")
    with pytest.raises(Refused, match="本机关"):
        draft(below, made, superior)

    Grant.objects.create(person=superior, authority=below)
    assert draft(below, made, User.objects.get(pk=superior.pk)).authority == below


@pytest.mark.parametrize("given", [{"title": " "}, {"body": "\n \n"}])
def test_nothing_is_no_draft(town, given):
    made = released(town)
    with pytest.raises(Refused, match="请填写标题和正文"):
        draft(town, made, person(town, "依申请办理", "编辑"), **given)
    made.refresh_from_db()
    assert made.published_as is None


def test_only_what_was_released_or_is_often_asked(town):
    assert why_not(released(town)) == ""
    assert why_not(released(town, outcome="partly")) == ""
    refused = released(town, outcome="internal", applicant="示例乙", content="示例村分配方案")
    assert "只有予以公开、部分公开的" in why_not(refused, alike(refused))
    released(town, outcome="", concluded_on=None, applicant="示例丙", content="示例村分配方案")
    assert why_not(refused, alike(refused)) == ""


def test_title_is_suggested_from_what_was_asked_for(town):
    made = released(town, content="名称：示例村征地批复\n特征描述：含附图", applicant="示例乙")
    assert suggested_title(made) == "示例村征地批复"
    assert "示例乙" not in suggested_title(released(town, content="示例乙的宅基地审批表", applicant="示例乙"))


def test_body_is_suggested_from_the_files_that_went_out(town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made, by = released(town, applicant="欧阳某某"), person(town, "依申请办理", "编辑")
    text = "申请人欧阳某某\n每户一万元，电话13800000001".encode()
    keep_paper(of=made, kind="reply", name="方案.txt", data=text, media_type="text/plain")
    keep_paper(of=made, kind="identity", name="证件.txt", data=b"never", media_type="text/plain")
    keep_paper(of=made, kind="reply", name="坏的.docx", data=b"\x00\x01", media_type="text/plain")
    before = Act.objects.filter(verb="look").count()

    body = suggested_body(made, by=by)

    assert body.splitlines() == ["申请人欧**", "每户一万元，电话138****0001"]
    assert Act.objects.filter(verb="look").count() == before + 2
    assert suggested_body(made, by=person(town, "编辑")) == ""


# --- On the screen ----------------------------------------------------------------


def test_button_leads_to_a_form_that_makes_the_draft(client, town):
    made, column = released(town, content="名称：示例村征地批复"), CategoryFactory(authority=town, name="征地")
    CategoryFactory(name="别处的")
    client.force_login(person(town, "依申请办理", "编辑"))
    page = client.get(f"/admin/disclosure/application/{made.pk}/change/").content.decode()
    here = f"/admin/disclosure/application/{made.pk}/republish/"
    assert here in page
    form = client.get(here).content.decode()
    assert 'value="示例村征地批复"' in form
    assert "别处的" not in form

    answer = client.post(here, {"title": "征地批复", "category": column.pk, "body": "批复内容"})

    item = Item.objects.get()
    assert answer["Location"] == f"/admin/disclosure/item/{item.pk}/change/"
    assert here not in client.get(f"/admin/disclosure/application/{made.pk}/change/").content.decode()


def test_mistakes_keep_what_was_typed(client, town):
    made = released(town)
    client.force_login(person(town, "依申请办理", "编辑"))

    answer = client.post(f"/admin/disclosure/application/{made.pk}/republish/", {"title": "题", "body": "写好的正文"})

    assert "请选择栏目。" in answer.content.decode()
    assert "写好的正文" in answer.content.decode()
    assert Item.objects.count() == 0


def test_screen_is_for_those_who_may_do_both(client, town):
    made, by = released(town), person(town, "依申请办理")
    client.force_login(by)
    here = f"/admin/disclosure/application/{made.pk}/republish/"
    assert client.get(here).status_code == 403

    by.user_permissions.add(Permission.objects.get(codename="add_item"))
    assert client.get(here).status_code == 200
    refused = released(town, outcome="internal", content="别的")
    answer = client.get(f"/admin/disclosure/application/{refused.pk}/republish/", follow=True)
    assert "只有予以公开、部分公开的" in answer.content.decode()
