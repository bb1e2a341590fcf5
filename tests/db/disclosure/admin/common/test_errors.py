"""Addresses of the desk that lead nowhere: in the desk's look, with one heading that says so and a way back."""

import pytest
from django.urls import reverse

from tests.db.disclosure.portal.reading import links, page, text
from tests.support.people import handler

pytestmark = pytest.mark.django_db


def test_missing_page_of_the_desk_has_a_heading_and_a_way_back(client, town):
    client.force_login(handler(town))

    tree = page(client, reverse("admin:index") + "nowhere/", 404)
    assert [text(one) for one in tree.xpath("//main//h1 | //div[@id='content']//h1")][:1] == ["没有找到网页"]
    assert len(tree.xpath("//h1")) == 1
    assert tree.findtext(".//title").strip().startswith("没有找到网页 | ")
    assert reverse("admin:index") in links(tree, "//*[@id='content']")
