"""Attachments leave by a view that checks who asks."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from disclosure.models import Attachment, Item
from tests.support.desk import address, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def attachment():
    one_of_each(1)
    return Attachment.objects.get()


def test_attachment_is_downloaded_under_its_own_name(admin_client, attachment):
    answer = admin_client.get(reverse("admin:disclosure_item_attachment", args=(attachment.pk,)))

    assert b"".join(answer.streaming_content).decode() == "附件"
    assert "attachment; filename*=utf-8''%E9%99%84%E4%BB%B6.txt" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_attachment_is_refused_to_those_who_may_not_see_items(client, django_user_model, attachment):
    user = django_user_model.objects.create_user("经办", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_case"))
    client.force_login(user)

    assert client.get(reverse("admin:disclosure_item_attachment", args=(attachment.pk,))).status_code == 403


def test_attachment_whose_file_is_gone_is_not_found(admin_client, attachment):
    attachment.file.storage.delete(attachment.file.name)

    assert admin_client.get(reverse("admin:disclosure_item_attachment", args=(attachment.pk,))).status_code == 404


def test_form_links_to_the_view_not_to_the_file(admin_client, attachment):
    html = admin_client.get(address(Item, "change", attachment.item_id)).content.decode()

    assert reverse("admin:disclosure_item_attachment", args=(attachment.pk,)) in html
    assert attachment.file.name not in html


def test_column_of_what_is_only_read_is_named_by_its_path(admin_client, attachment):
    html = admin_client.get(address(Item, "change", attachment.item_id)).content.decode()

    assert "规划 / 其他" in html


def test_chosen_column_is_named_by_its_path(admin_client, attachment):
    Item.objects.update(state="draft", published_on=None)
    html = admin_client.get(address(Item, "change", attachment.item_id)).content.decode()

    assert "规划/其他（第1中心）</option>" in html
