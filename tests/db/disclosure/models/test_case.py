"""Whether the office's answer is owed and overdue: one rule, in memory and in the database."""

import datetime as dt
from itertools import product

import pytest

from disclosure.models import Case
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
TODAY, DAY = dt.date(2026, 3, 20), dt.timedelta(days=1)
DUE = (None, TODAY - DAY, TODAY, TODAY + DAY)
ENDS = (None, TODAY - DAY)


def test_memory_and_database_say_the_same(town):
    for due, answered, concluded in product(DUE, ENDS, ENDS):
        ended = {"result": "upheld", "concluded_on": concluded} if concluded else {}
        made = CaseFactory(authority=town, accepted_on=TODAY - 9 * DAY, answered_on=answered, **ended)
        Case.objects.filter(pk=made.pk).update(answer_due_on=due)
    cases = set(Case.objects.all())

    assert set(Case.objects.owing_answer()) == {case for case in cases if case.owes_answer}
    assert set(Case.objects.answer_overdue(TODAY)) == {case for case in cases if case.is_answer_overdue(TODAY)}
    assert len(Case.objects.answer_overdue(TODAY)) == 1
    assert sorted(case.answer_due_on for case in Case.objects.answer_due_within(TODAY, TODAY + DAY)) == [
        TODAY,
        TODAY + DAY,
    ]
