"""Odd requests at every address, as everybody: an answer each time, never a failure.

What was asked is settled by `SEED`; another one, or more requests, is tried by changing the two numbers below.
"""

import copy
import sys
from collections import Counter

import pytest
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from disclosure.desk.accounts.roles import ROLES
from jinling_portal.requests import StrictRequest as ServerRequest
from tests.db.disclosure.portal.applying import filled
from tests.support.addresses import addresses, body, queries
from tests.support.desk import confirmed
from tests.support.fuzzing import Form, Fuzz, Target, names_in_code, names_of_list, read_page, views
from tests.support.planted import records_of

pytestmark = pytest.mark.django_db
SEED, REQUESTS = 20260301, 5000
ENTERED = 275  # views whose own code answered, of some 330
MISSED = {403, 404, 405}
NOBODY, EVERYTHING, SUPERIOR = "nobody", "superuser", "superior"


class Person:
    """Somebody whose every request is undone."""

    def __init__(self, user):
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
            confirmed(self.client, user)
        self.cookies = copy.deepcopy(self.client.cookies)

    def send(self, sent):
        self.client.cookies = copy.copy(self.cookies)  # whose values nobody changes
        cache.clear()
        with transaction.atomic():
            answer = sent(self.client)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer


@pytest.fixture(autouse=True)
def _as_on_the_server(monkeypatch):
    monkeypatch.setattr("django.test.client.WSGIRequest", ServerRequest)


@pytest.fixture
def people(staff, town, district):
    users = {role.name: staff(town, role.name) for role in ROLES}
    users |= {EVERYTHING: staff(town, is_superuser=True), SUPERIOR: staff(district, *users), NOBODY: None}
    return {name: Person(user) for name, user in users.items()}


@pytest.fixture
def targets(town, people):
    """Every address with what is known of it."""
    type(town).objects.filter(code="district").update(is_own=False)
    type(town).objects.filter(pk=town.pk).update(is_own=True)
    town.refresh_from_db()
    objects, by_route, known = records_of(town), views(), []
    for address in addresses(objects):
        visitor, target = people[EVERYTHING if address.is_desk else NOBODY], Target(address.path)
        asked = queries(address, objects)
        for query in asked[:2]:
            answer = visitor.send(lambda client, a=address, q=query: client.get(a.path, q))
            learn(target, answer, by_route)
            if answer.status_code == 405:
                target.forms.append(Form("POST", address.path, tuple(posted(address, objects)), ("file",)))
        target.forms += [
            Form("GET", address.path, tuple((k, str(v)) for k, v in query.items())) for query in asked if query
        ]
        if address.name.endswith("_changelist"):
            target.names += names_of_list(address.model)
        if address.name == "apply":
            target.forms = [Form("POST", address.path, tuple(filled().items()), ("papers",))]
        known.append(target)
    return known


def posted(address, objects):
    """What an address that only takes forms is sent, in words."""
    for name, value in body(address, objects, None).items():
        if value is not None:
            yield from ((name, str(one)) for one in (value if isinstance(value, list) else [value]))


def learn(target, answer, by_route):
    if match := answer.wsgi_request.resolver_match:
        target.names += names_in_code(by_route.get(match.route))
    if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
        forms, names = read_page(answer.content.decode(), target.path)
        target.forms += forms
        target.names += [*names, *(name for form in forms for name, _ in form.values)]


def who_asks(number, target, fuzz, names):
    """Mostly who gets furthest; the others in turn."""
    if target.path.startswith("/admin/"):
        return EVERYTHING if number % 3 else fuzz.random.choice(names)
    return NOBODY if number % 5 else fuzz.random.choice(names)


@pytest.mark.long
def test_no_odd_request_fails(people, targets):
    fuzz, names, raised = Fuzz(SEED), sorted(people), []
    failures, entered, statuses = [], set(), Counter()
    got_request_exception.connect(note := lambda **_: raised.append(repr(sys.exc_info()[1])[:300]), weak=False)

    for number in range(REQUESTS):
        target = targets[number % len(targets)]
        who, request = who_asks(number, target, fuzz, names), fuzz.request(target)
        raised.clear()
        answer = people[who].send(request.sent)
        statuses[answer.status_code] += 1
        if answer.status_code >= 500 or raised:
            failures.append((answer.status_code, [*raised], who, str(request)))
        match, is_sent_away = answer.wsgi_request.resolver_match, "/login/" in answer.headers.get("Location", "")
        if match and answer.status_code not in MISSED and not is_sent_away:
            entered.add(match.route)
    got_request_exception.disconnect(note)

    print(f"{len(entered)} of {len(views())} views entered: {sorted(statuses.items())}")  # noqa: T201 shown by -rP
    assert not failures, "\n".join(map(str, failures))
    assert len(entered) >= ENTERED
