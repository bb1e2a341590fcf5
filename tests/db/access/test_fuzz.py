"""Odd requests at every address, as everybody: an answer in words each time, never a failure."""

import copy
from collections import Counter

import pytest
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from disclosure.desk.roles import ROLES
from tests.db.disclosure.portal.applying import filled
from tests.support.addresses import addresses, queries
from tests.support.desk import confirmed
from tests.support.fuzzing import Form, Fuzz, Target, names_in_code, names_of_list, read_page, views
from tests.support.planted import records_of

pytestmark = pytest.mark.django_db
import os
SEED, REQUESTS = int(os.environ.get('SEED', 20260301)), int(os.environ.get('N', 5000))
MISSED = {403, 404, 405}


class Fuzzer:
    """One person, whose every request is undone."""

    def __init__(self, person):
        self.client = Client(raise_request_exception=False)
        if person:
            self.client.force_login(person)
            confirmed(self.client, person)
        self.cookies = copy.deepcopy(self.client.cookies)

    def send(self, request):
        self.client.cookies = copy.deepcopy(self.cookies)
        cache.clear()
        with transaction.atomic():
            answer = request(self.client)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer


@pytest.fixture
def objects(town):
    return records_of(town)


@pytest.fixture
def people(staff, town, district):
    roles = [staff(town, role.name) for role in ROLES]
    return {
        "superuser": Fuzzer(staff(town, is_superuser=True)),
        "nobody": Fuzzer(None),
        "superior": Fuzzer(staff(district, *(role.name for role in ROLES))),
        **{role.name: Fuzzer(person) for role, person in zip(ROLES, roles, strict=True)},
    }


@pytest.fixture
def targets(objects, people):
    """Every address with what is known of it."""
    by_route, known = views(), []
    for address in addresses(objects):
        visitor = people["superuser" if address.is_desk else "nobody"]
        target = Target(address.path)
        for query in queries(address, objects)[:2]:
            answer = visitor.send(lambda client, q=query, a=address: client.get(a.path, q))
            _learn(target, answer, by_route)
        if address.model and address.name.endswith("_changelist"):
            target.names += names_of_list(address.model)
        known.append(target)
    return known


def _learn(target, answer, by_route):
    match = answer.wsgi_request.resolver_match
    if match:
        target.names += names_in_code(by_route.get(match.route))
    if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
        forms, names = read_page(answer.content.decode(), target.path)
        target.forms += forms
        target.names += [*names, *(name for form in forms for name, _ in form.values)]


def test_no_odd_request_fails(people, targets):
    fuzz, failures, entered, statuses = Fuzz(SEED), [], set(), Counter()
    raised = []
    note = lambda sender, **_: raised.append(repr(__import__("sys").exc_info()[1])[:200])
    got_request_exception.connect(note, weak=False)
    import time
    slow = []
    names = sorted(people)
    for number in range(REQUESTS):
        target = targets[number % len(targets)]
        is_desk = target.path.startswith("/admin/")
        who = "superuser" if is_desk and number % 3 else "nobody" if not is_desk and number % 5 else fuzz.random.choice(names)
        request = fuzz.request(target)
        t = time.time()
        raised.clear()
        try:
            answer = people[who].send(request.sent)
        except Exception as e:
            failures.append(("RAISED", repr(e)[:300], who, str(request)))
            continue
        slow.append((time.time() - t, who, str(request)))
        statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            failures.append((answer.status_code, list(raised), who, str(request)))
        match = answer.wsgi_request.resolver_match
        is_sent_away = answer.status_code == 302 and "/login/" in answer.url
        if match and answer.status_code not in MISSED and not is_sent_away:
            entered.add(match.route)
    print(statuses, len(entered), len(views()))
    print(sorted(slow, reverse=True)[:10])
    for one in failures:
        print(one)
    print("not entered:", sorted(set(views()) - entered))
    assert failures == []
