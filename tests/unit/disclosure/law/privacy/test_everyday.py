"""Everyday phrases of offices, with and without a person, written before the rules that tell them apart.

`everyday` and `everyday_people` were looked at while the rules were made, `everyday_aside` and `everyday_people_aside`
only measured. First runs, before the rules: 69 of 453 and 40 of 226 phrases without a person raised an alarm; 134 of
149 and 70 of 75 marks were found.
"""

import pytest

from disclosure.law.privacy import FoundKind, find

from .snippets import PERSONS, judged, snippets

EVERYBODY = PERSONS | {"minor"}


def alarms(lot):
    return [(text, [finding.text for finding in find(text)]) for _, text, _ in snippets(lot) if find(text)]


@pytest.mark.parametrize("lot", ["everyday", "everyday_aside"])
def test_hardly_a_phrase_without_a_person_raises_an_alarm(lot):
    assert len(alarms(lot)) / len(snippets(lot)) < 0.02, alarms(lot)


@pytest.mark.parametrize(("lot", "least"), [("everyday_people", 140), ("everyday_people_aside", 72)])
def test_people_in_such_phrases_are_found(lot, least):
    hits, missed, false = 0, [], []
    for _, text, marks in snippets(lot):
        expected = [("name" if kind in EVERYBODY else kind, start, end) for kind, start, end in marks]
        more, not_found, wrong = judged(text, expected, find(text), names=EVERYBODY)
        hits, missed, false = hits + more, missed + not_found, false + wrong

    assert hits >= least, missed
    assert false == []


def test_enough_is_judged():
    assert sum(len(snippets(lot)) for lot in ("everyday", "everyday_aside")) >= 300
    assert sum(len(snippets(lot)) for lot in ("everyday_people", "everyday_people_aside")) >= 150


@pytest.mark.parametrize(
    "phrase",
    [
        "补贴对象和标准",
        "救助对象和范围。",
        "幼儿保育",
        "户主应签字",
        "家长应陪同，",
        "家长：应签收",
        "群众许可后方可施工",
    ],
)
def test_conjunctions_and_auxiliaries_begin_no_name(phrase):
    assert find(phrase) == []


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("补贴对象和玉兰", "和玉兰"),
        ("户主应大山", "应大山"),
        ("户主：和建平", "和建平"),
        ("户主王建业应签字", "王建业"),
    ],
)
def test_rare_surnames_that_are_words_are_still_found(phrase, name):
    assert [finding.text for finding in find(phrase)] == [name]


def test_a_child_named_in_a_sentence_is_a_minor():
    assert [finding.kind for finding in find("中学生邱雨晨获奖")] == [FoundKind.MINOR]
