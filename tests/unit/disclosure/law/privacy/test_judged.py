"""The guard against sentences judged by hand."""

import pytest

from disclosure.law.privacy import FoundKind, find, mask

from .snippets import HALVES, PERSONS, REGISTERS, judged, snippets

HARD = {"identity number", "mobile", "bank card", "plate", "address", "email"}


def totals(names, kinds=None):
    hits, missed, false = 0, [], []
    for name in names:
        for _, text, expected in snippets(name):
            wanted = [one for one in expected if kinds is None or one[0] in kinds]
            found = [one for one in find(text) if kinds is None or one.kind in kinds]
            alike = {"names": PERSONS} if name in REGISTERS else {}
            more, not_found, alarms = judged(text, wanted, found, **alike)
            hits, missed, false = hits + more, missed + not_found, false + alarms
    return hits, missed, false


def test_at_least_three_hundred_sentences_are_judged():
    assert sum(len(snippets(name)) for name in HALVES) >= 300


def test_marks_name_only_known_kinds():
    assert {kind for name in HALVES for _, _, expected in snippets(name) for kind, *_ in expected} <= set(
        FoundKind.values
    )


@pytest.mark.parametrize("kinds", [None, HARD], ids=["all kinds", "hard kinds"])
@pytest.mark.parametrize("name", HALVES)
def test_recall_and_precision(name, kinds):
    hits, missed, false = totals([name], kinds)

    assert hits / (hits + len(missed)) >= 0.98, missed
    assert hits / (hits + len(false)) >= 0.95, false


@pytest.mark.parametrize("name", HALVES)
def test_masked_text_holds_nothing_more_of_the_hard_kinds(name):
    for _, text, _ in snippets(name):
        left = [one for one in find(mask(text, find(text))) if one.kind in HARD]

        assert left == [], text
