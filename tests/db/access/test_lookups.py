"""No list is narrowed through a field that the person may not see, nor in a way that costs the database much."""

import itertools

import pytest
from django.contrib import admin
from django.db.models import BinaryField, JSONField
from django.test import Client, RequestFactory

from disclosure.models import Application
from tests.support.desk import address, registered
from tests.support.planted import records_of

pytestmark = pytest.mark.django_db
COMPARED = ("", "__exact", "__startswith", "__contains", "__isnull", "__in", "__gt", "__regex")
COSTLY = ("__startswith", "__contains", "__regex")
ODD = ("", "x", "-1", "9" * 14, "9" * 19, "9" * 3000, "1\0", "0000-00-00", "2026-13-45", "1,x", "{}", "\ud800", "甲")


def paths(model, depth=2):
    """Look-ups through fields, forwards and backwards, each with the fields that it goes through."""
    for field in model._meta.get_fields(include_hidden=False):
        yield field.name, [(model, field)]
        related = getattr(field, "related_model", None)
        if depth > 1 and isinstance(related, type):
            for name, through in paths(related, depth - 1):
                yield f"{field.name}__{name}", [(model, field), *through]


def is_secret(model, field):
    visibility = getattr(model, "visibility", None)
    return (visibility is not None and field.name in visibility.handlers) or isinstance(field, BinaryField | JSONField)


def screen_of(model):
    return admin.site._registry[model]


@pytest.fixture
def request_of(town, staff):
    request = RequestFactory().get("/")
    request.user = staff(town, is_superuser=True)
    return request


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.label)
def test_no_look_up_leads_through_what_is_secret_or_costs_much(model, request_of):
    screen, wrong, count = screen_of(model), [], 0
    for (path, through), compared in itertools.product(paths(model), COMPARED):
        count += 1
        is_allowed = screen.lookup_allowed(path + compared, "1", request_of)
        if is_allowed and (compared in COSTLY or any(is_secret(*one) for one in through)):
            wrong.append(path + compared)

    assert wrong == []
    assert count >= len(COMPARED) * len(model._meta.fields)


def allowed(model, request):
    screen = screen_of(model)
    return [
        path + compared
        for path, _ in paths(model)
        for compared in (*COMPARED, "__year", "__lte")
        if screen.lookup_allowed(path + compared, "1", request)
    ]


def test_what_may_be_seen_may_be_looked_up(request_of):
    found = allowed(Application, request_of)

    assert {"number__exact", "received_on__gt", "received_on__year", "authority__in", "outcome", "handler"} <= set(
        found
    )


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.label)
def test_every_allowed_look_up_is_answered_whatever_its_value(client, model, request_of):
    client.force_login(request_of.user)
    records_of(request_of.user.authority)
    where, statuses, odd = address(model, "changelist"), set(), itertools.cycle(ODD)

    for lookup in allowed(model, request_of):
        value = next(odd).encode("utf-8", "surrogatepass")
        statuses.add(client.get(where, {lookup: value}).status_code)
    for lookup, value in itertools.product(allowed(model, request_of)[:6], ODD):
        statuses.add(client.get(where, {lookup: value.encode("utf-8", "surrogatepass")}).status_code)

    assert statuses <= {200, 302}


SECRET = [
    (model, f"{field.name}{compared}")
    for model in registered()
    for field in model._meta.fields
    if is_secret(model, field)
    for compared in ("", "__startswith")
]


def test_secret_fields_are_many():
    assert len(SECRET) > 30


@pytest.mark.parametrize("model,lookup", SECRET, ids=str)
def test_secret_look_up_is_refused_with_a_sentence(client, request_of, model, lookup):
    client.force_login(request_of.user)

    answer = client.get(address(model, "changelist"), {lookup: "x"}, follow=True)

    assert answer.redirect_chain == [(f"{address(model, 'changelist')}?e=1", 302)]
    assert f"不能按网址中的“{lookup}”筛选，已显示全部记录。" in answer.content.decode()


@pytest.mark.parametrize(
    "query,sentence",
    [
        ({"received_on__year": "99999999999999"}, "筛选条件无法识别"),
        ({"received_on__year": "2026", "received_on__month": "99"}, "筛选条件无法识别"),
        ({"received_on": "x\0"}, "筛选条件无法识别"),
        ({"p": "9" * 30}, "筛选条件无法识别"),
        ({"nothing": "1"}, "不能按网址中的“nothing”筛选"),
        ({"q": "长" * 201}, "检索的文字太长"),
        ({"e": "1", "applicant_hash": "x"}, "不能按网址中的“applicant_hash”筛选"),
    ],
)
def test_what_is_wrong_is_said(client, request_of, query, sentence):
    client.force_login(request_of.user)

    answer = client.get(address(Application, "changelist"), query, follow=True)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert answer.wsgi_request.GET.urlencode() == "e=1"


def test_json_of_acts_is_not_searched(client, request_of):
    client.force_login(request_of.user)

    answer = client.get("/admin/disclosure/act/", {"changes__contains": "x"}, follow=True)

    assert "不能按网址中的“changes__contains”筛选" in answer.content.decode()


def test_export_of_a_list_narrowed_by_what_is_secret_gives_none(client, request_of):
    client.force_login(request_of.user)
    records_of(request_of.user.authority)

    for where in (address(Application, "export", "csv"), "/admin/disclosure/act/export/"):
        answer = client.get(where, {"applicant_hash__startswith": "x", "changes__contains": "x"})
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (302, "text/html")


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.label)
def test_lists_are_searched_and_sorted_by_what_all_staff_may_see(model, request_of):
    screen = screen_of(model)
    sorted_by = [getattr(getattr(screen, str(name), None), "admin_order_field", None) for name in screen.list_display]
    plain = [name for name in screen.list_display if name in {field.name for field in model._meta.fields}]
    searched = [name.lstrip("^=@").removesuffix("__iexact") for name in screen.search_fields]
    known = dict(paths(model))

    for name in [*searched, *plain, *(one.lstrip("-") for one in sorted_by if isinstance(one, str))]:
        assert not any(is_secret(*one) for one in known.get(name, [])), name


def test_suggestions_find_nobody_by_what_stands_in_an_address(town, staff, settings):
    """A mark in `q` once made a suggestion's `term` a search by name."""
    applications = records_of(town)[Application]
    applications.applicant = "测试人丁"
    applications.save()
    client = Client()
    client.force_login(staff(town, is_superuser=True))
    asked = {"app_label": "disclosure", "model_name": "case", "field_name": "application", "term": "测试人丁", "q": "~"}

    answer = client.get("/admin/autocomplete/", asked)

    assert answer.json()["results"] == []
