"""A strict Content-Security-Policy, and nothing on a page that would need a loose one."""

import pytest
from lxml import html

from tests.support.desk import every_page, one_of_each

# What pages ask of the database, the walk asks of both: tests/db/access/test_walk.py.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def _inline(page):
    root = html.fromstring(page)
    yield from (f"<{element.tag} style>" for element in root.xpath("//*[@style]"))
    yield from ("<style>" for _ in root.xpath("//style"))
    yield from ("javascript:" for _ in root.xpath("//a[starts-with(@href, 'javascript:')]"))
    for script in root.xpath("//script[not(@src)]"):
        if not script.get("nonce") and script.get("type") != "application/json":
            yield f"<script> {script.text}"
    for element in root.iter():
        yield from (f"{name} on <{element.tag}>" for name in element.attrib if name.startswith("on"))


def test_no_page_of_the_desk_has_anything_inline(admin_client):
    one_of_each(1)

    found = {page: list(_inline(admin_client.get(page, follow=True).content.decode())) for page in every_page()}

    assert {page: inline for page, inline in found.items() if inline} == {}


def test_policy_is_strict_on_every_page(admin_client):
    one_of_each(1)

    for page in every_page():
        policy = admin_client.get(page)["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
