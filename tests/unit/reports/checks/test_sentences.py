"""Judged sentences: the wrong ones are found, the right ones and those that cannot be judged are left alone."""

import re
from pathlib import Path

import pytest

from reports.checks import check
from reports.checks.unjudged import unjudged

from .facts import saying

SENTENCES = Path(__file__).parents[3] / "data" / "reports" / "sentences.txt"
LINES = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
CHOICE = re.compile(r"\{([^|}]*)\|([^}]*)\}")
# What the grammar leaves open although it is wrong: each a miss, none a false alarm.
MISSED = {
    "本年度政府信息公开行政复议案件中，均获维持。",
    "在线访谈4期，发布会2场，意见征集5次，共开展活动12次。",
    "本年度办理行政复议2件，其中维持2件，尚未审结1件，均因政府信息公开引起。",
    "全年网站发布信息1.5万条，其中部门信息7000条，乡镇信息5000条。",
    "在13件办结件中，予以公开的政府信息公开申请占56.15%。",
}
LATER = SENTENCES.with_name("later_sentences.txt").read_text(encoding="utf-8").splitlines()
RIGHT = [CHOICE.sub(r"\1", line) for line in LINES]
WRONG = [CHOICE.sub(r"\2", line) for line in LINES if "{" in line]


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_right_sentence_is_left_alone(sentence: str) -> None:
    assert [finding.message for finding in check(saying(sentence))] == []


@pytest.mark.parametrize("sentence", [one for one in WRONG if one not in MISSED])
def test_a_wrong_sentence_is_found_with_its_words(sentence: str) -> None:
    findings = check(saying(sentence))

    assert findings
    assert {finding.sentence for finding in findings} == {sentence}


@pytest.mark.parametrize("line", [line for line in LATER if not line.startswith("#")])
def test_a_later_sentence_is_judged_as_marked(line: str) -> None:
    mark, sentence = line[0], line[2:]

    assert bool(check(saying(sentence))) is (mark == "+")


def test_as_many_sentences_are_judged_as_are_told() -> None:
    assert (len(RIGHT), len(WRONG)) == (128, 85)


@pytest.mark.parametrize("sentence", sorted(MISSED))
def test_what_is_missed_is_known(sentence: str) -> None:
    """A grammar that learns to see one of them takes it out of the list."""
    assert sentence in WRONG
    assert check(saying(sentence)) == []


def test_a_figure_is_judged_or_told_as_unjudged() -> None:
    subject = saying("共收到政府信息公开申请12件，受理群众诉求348件。")

    assert [(int(mention.value), mention.unit) for mention in unjudged(subject)] == [(348, "件")]


def test_growth_and_shares_are_judged_too() -> None:
    subject = saying("共收到政府信息公开申请12件，同比增长20%。公开信息400条，其中动态120条，占30%，政策280条。")

    assert unjudged(subject) == []


@pytest.mark.parametrize(
    "text",
    [
        "公开信息1条，" * 1_000,
        "其中" * 5_000 + "1条",
        "（" * 5_000 + "1条",
        "共收到申请1件其中1件" * 400,
        "公开，" * 5_000 + "1条",
    ],
    ids=["figures", "words", "brackets", "lists", "signs"],
)
def test_an_endless_text_is_left_unjudged_in_a_moment(text: str) -> None:
    subject = saying(text)

    check(subject)
    assert unjudged(subject)


def test_a_blank_cell_leaves_the_sentence_unjudged() -> None:
    subject = saying("共收到政府信息公开申请17件。", **{"3__concluded__total": None, "3__received__total": None})

    assert [finding for finding in check(subject) if finding.check == 9] == []
    assert [int(mention.value) for mention in unjudged(subject)] == [17]


def test_check_9_names_sentence_cell_both_values_and_difference() -> None:
    sentence = "2023年，我镇共收到政府信息公开申请17件。"
    (finding,) = check(saying(sentence))

    assert (finding.check, finding.table, finding.sentence, finding.slot) == (9, "3", sentence, "overview")
    assert (finding.found, finding.expected, finding.difference) == (17, 12, 5)
    assert [cell.figure.key for cell in finding.cells] == ["3.received.total"]
    assert "按不同口径可为 12、14、13" in finding.message


def test_check_13_tells_the_printed_total_and_the_computed_one() -> None:
    (finding,) = check(saying("共公布政府信息500条(其中公示公告类120条，财政预决算类30条，其他类305条)。"))

    assert (finding.check, finding.found, finding.expected, finding.difference) == (13, 500, 455, 45)


def test_check_14_tells_what_last_years_report_gives() -> None:
    (finding,) = check(saying("共收到政府信息公开申请12件，同比增长25%。"))

    assert (finding.check, finding.found, finding.expected) == (14, 25, 20)
