"""Not one English word on a screen."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.support.desk import NO_PARTS, address, every_page, one_of_each, registered
from tests.support.words import english

# What pages ask of the database, the walk asks of both: tests/db/access/test_walk.py.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# What the tests call users and authorities, and the code that a help sentence gives as an example.
NAMES = frozenset({"admin", "town", "unit", "jinling"})


@pytest.fixture
def desk(admin_client):
    one_of_each(1)
    return admin_client


def _english(answer):
    assert answer.status_code < 500
    return english(answer.content.decode(), names=NAMES)


def test_every_page_of_the_desk_is_chinese(desk):
    found = {page: words for page in every_page() if (words := _english(desk.get(page, follow=True)))}

    assert found == {}


@pytest.mark.parametrize("model", registered())
def test_every_refused_form_is_chinese(desk, model):

    assert _english(desk.post(address(model, "add"), NO_PARTS, follow=True)) == set()


@pytest.mark.parametrize("model", registered())
def test_every_list_after_an_act_is_chinese(desk, model):
    """Nothing chosen; then deletion asked for."""
    record = model._default_manager.order_by("-pk").first()

    for chosen in ([], [record.pk]):
        answer = desk.post(
            address(model, "changelist"), {"action": "delete_selected", "_selected_action": chosen}, follow=True
        )

        assert _english(answer) == set()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/login/",
        "/admin/nowhere/",
        "/admin/disclosure/item/999/change/",
        "/nowhere/",
        "/admin/disclosure/item/?x=1",
    ],
)
def test_pages_beside_the_way_are_chinese(desk, path):
    assert _english(desk.get(path, follow=True)) == set()


def test_signing_in_wrongly_and_signing_out_is_answered_in_chinese(desk):
    wrong = Client().post(reverse("admin:login"), {"username": "somebody", "password": "secret"})
    signed_out = desk.post(reverse("admin:logout"))

    assert english(wrong.content.decode(), names=NAMES | {"somebody"}) == set()
    assert _english(signed_out) == set()


def test_a_new_password_is_refused_in_chinese(desk):
    answer = desk.post(
        reverse("admin:password_change"),
        {"oldpassword": "x", "password1": "12345", "password2": "12345"},
    )

    assert _english(answer) == set()


def test_missing_permission_is_answered_in_chinese(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("经办", is_staff=True))

    answer = client.get("/admin/disclosure/item/")

    assert answer.status_code == 403
    assert _english(answer) == set()


def test_foreign_form_is_answered_in_chinese():
    answer = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {})

    assert answer.status_code == 403
    assert _english(answer) == set()


def test_script_translations_are_chinese(desk):
    catalogue = desk.get(reverse("admin:jsi18n")).content.decode()

    for text in ("Choose all %s", "Today", "Insert table", "Table Properties"):
        assert f'"{text}": "' in catalogue


def _public_paths():
    patterns = list(get_resolver().url_patterns)
    while patterns:
        pattern = patterns.pop()
        if isinstance(pattern, URLPattern):
            if not pattern.pattern.regex.groups and pattern.name:
                yield pattern.name
        elif pattern.namespace != "admin" and not pattern.pattern.converters:
            patterns += pattern.url_patterns


def test_every_public_page_is_chinese(desk):
    found = {}
    for name in sorted(set(_public_paths())):
        answer = Client().get(reverse(name), follow=True)
        if answer.content and answer["Content-Type"].startswith("text/html") and (words := _english(answer)):
            found[name] = words

    assert found == {}
    assert settings.LANGUAGE_CODE == "zh-hans"
