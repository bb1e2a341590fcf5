"""A picture that says nothing to those who cannot see it does not go out."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile

from disclosure.desk import reviewing
from disclosure.errors import Refused
from disclosure.models import Picture
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def item(town):
    made = ItemFactory(authority=town, published_on=None)
    pictures = [Picture.objects.create(item=made, file=ContentFile(b"x", name="x.png")) for _ in range(2)]
    made.body = "".join(f'<p>看图</p><img src="/pictures/{one.token}/" alt="">' for one in pictures)
    made.save()
    return made


def test_submission_asks_for_the_texts(item, office):
    with pytest.raises(Refused, match="有 2 张图片没有替代文字"):
        reviewing.submit(item=item, by=office["editor"], at=NOON)


def test_texts_stand_in_the_body_once_it_is_submitted(item, office):
    for number, picture in enumerate(item.pictures.all(), 1):
        picture.alternative = f"第{number}张示意图"
        picture.save()

    body = reviewing.submit(item=item, by=office["editor"], at=NOON).body

    assert 'alt="第1张示意图"' in body
    assert 'alt="第2张示意图"' in body
    assert body.count("<p>看图</p>") == 2


def test_a_picture_that_the_body_no_longer_shows_is_not_asked_about(item, office):
    item.body = "<p>没有图</p>"
    item.save()

    assert reviewing.submit(item=item, by=office["editor"], at=NOON).state == "check"
