"""Files that were chosen before published items are offered: they go on with the form, and go away with it."""

import pytest
from django.core.cache import cache

from disclosure.models import Application, PendingPaper
from tests.db.disclosure.portal.applying import filled, send

from .test_offered import TITLE, pressed, shown
from .test_papers import file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered(item, settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    return item(title=TITLE, index_number="甲1")


def test_files_wait_while_items_are_offered_and_are_sent_with_the_application(client, town):
    tree = shown(send(client, filled(papers=[file("正面.jpg"), file("反面.jpg")])))
    assert Application.objects.count() == 0

    assert client.post("/apply/", pressed(tree, "offered")).status_code == 302

    assert [one.name for one in Application.objects.get().papers.all()] == ["正面.jpg", "反面.jpg"]
    assert PendingPaper.objects.count() == 0


def test_who_goes_back_has_the_files_still(client, town):
    tree = shown(send(client, filled(papers=[file("正面.jpg")])))

    answer = client.post("/apply/", pressed(tree, "back"))

    assert "正面.jpg" in answer.content.decode()
    assert PendingPaper.objects.count() == 1


def test_who_found_it_leaves_no_file_behind(client, town, offered):
    tree = shown(send(client, filled(papers=[file()])))

    client.post("/apply/", pressed(tree, "found", offered.pk))

    assert PendingPaper.objects.count() == 0
