"""The guided decision (statute 3.4) and where an outcome counts (年报格式2019, 年报格式2021)."""

from datetime import date

import pytest

from disclosure.law.applications.outcomes import RULES, ApplicantKind, Outcome, OutcomeGroup
from disclosure.law.deciding import CHECKS, GUIDE, PURPOSES, GuideQuestion, report_place, row_of
from reports.editions import edition, edition_for

WAYS = list(GUIDE.ways())
NAMED = [" > ".join(f"{one.node.key}:{one.answer.key}" for one in way.taken) for way in WAYS]


def given(way):
    return {one.node.key: one.answer.key for one in way.taken}


# --- The tree ---------------------------------------------------------------------


def test_every_outcome_is_reached_and_no_way_is_told_twice():
    assert {way.verdict.outcome for way in WAYS} == set(Outcome)
    assert len(set(NAMED)) == len(NAMED)


@pytest.mark.parametrize("way", WAYS, ids=NAMED)
def test_every_way_ends_in_one_outcome_and_its_answers_lead_there(way):
    assert way.node is None
    again = GUIDE.way(given(way))
    assert (again.verdict, again.taken) == (way.verdict, way.taken)
    keys = [one.node.key for one in way.taken]
    assert len(set(keys)) == len(keys), "no question is asked twice"
    order = [list(GuideQuestion).index(one.node.question) for one in way.taken]
    assert order == sorted(order), "补不补 → 该不该 → 有没有 → 给不给 → 当不当"


@pytest.mark.parametrize("way", WAYS, ids=NAMED)
def test_only_what_is_partly_disclosed_says_why_the_rest_is_not(way):
    verdict = way.verdict
    assert (verdict.withheld_as is not None) == (verdict.outcome == Outcome.PARTLY)
    if verdict.withheld_as:
        assert RULES[verdict.withheld_as].group in {OutcomeGroup.REFUSED, OutcomeGroup.UNAVAILABLE}
    if verdict.is_public_already:
        assert verdict.outcome == Outcome.DISCLOSED
    assert verdict.advice


def test_every_question_can_be_asked_and_has_its_law_and_at_least_two_answers():
    asked = {one.node.key for way in WAYS for one in way.taken}
    assert asked == set(GUIDE.nodes)
    for node in GUIDE.nodes.values():
        assert node.law
        keys = [answer.key for answer in node.answers]
        assert len(keys) == len(set(keys)) >= 2
    assert {node.question for node in GUIDE.nodes.values()} == set(GuideQuestion) == set(PURPOSES)


@pytest.mark.parametrize("node", GUIDE.nodes.values(), ids=GUIDE.nodes)
def test_every_question_has_an_example(node):
    assert any(answer.example for answer in node.answers)


def test_every_ground_can_be_whole_or_in_part():
    in_part = {way.verdict.withheld_as for way in WAYS if way.verdict.outcome == Outcome.PARTLY}
    grounds = {one for one in Outcome if one.ground in {"条例第十四条", "条例第十五条", "条例第十六条"}}
    assert in_part == grounds | {Outcome.NOT_HELD}
    assert grounds <= {way.verdict.outcome for way in WAYS}


def test_without_answers_the_first_question_is_asked():
    way = GUIDE.way({})

    assert (way.node.key, way.taken, way.verdict) == ("going", (), None)


def test_what_is_no_answer_asks_again_and_what_lies_elsewhere_counts_nothing():
    way = GUIDE.way({"going": "yes", "clear": "mk", "nature": "petition"})

    assert way.node.key == "clear"
    assert [one.answer.key for one in way.taken] == ["yes"]


HELD = {
    "going": "yes", "clear": "yes", "nature": "yes", "before": "no", "special": "no", "responsible": "yes", "public": "no",
}  # fmt: skip


@pytest.mark.parametrize(
    "answers, outcome, withheld_as",
    [
        ({"going": "unpaid"}, "not_paid", None),
        ({"going": "yes", "clear": "unclear"}, "still_unclear", None),
        (HELD | {"public": "yes"}, "disclosed", None),
        (HELD | {"responsible": "other"}, "not_held", None),
        (HELD | {"found": "part", "held_part": "yes"}, "partly", "not_held"),
        (HELD | {"found": "yes", "ready": "yes", "ground": "none", "form": "otherwise"}, "disclosed", None),
        (HELD | {"found": "yes", "ready": "yes", "ground": "internal", "whole_internal": "part"}, "partly", "internal"),
        (
            HELD | {"found": "yes", "ready": "yes", "ground": "third_party", "asked": "public_interest", "form": "yes"},
            "disclosed",
            None,
        ),
        (
            HELD
            | {"found": "yes", "ready": "yes", "ground": "process", "ordered_process": "no", "whole_process": "whole"},
            "process",
            None,
        ),
    ],
)
def test_worked_ways(answers, outcome, withheld_as):
    verdict = GUIDE.way(answers).verdict

    assert (verdict.outcome, verdict.withheld_as) == (outcome, withheld_as)


def test_only_what_is_public_already_is_told_so():
    told = {tuple(sorted(given(way).items())) for way in WAYS if way.verdict.is_public_already}

    assert told == {tuple(sorted((HELD | {"public": "yes"}).items()))}


def test_reply_is_checked_once_more_before_it_goes_out():
    assert len(CHECKS) >= 5


# --- Where it counts --------------------------------------------------------------


def test_concluded_counts_in_the_row_of_its_outcome_and_the_column_of_its_applicant():
    place = report_place("third_party", "business", date(2026, 5, 6), date(2026, 4, 1))

    assert (place.year, place.group, place.row) == (2026, "（三）不予公开", "4.保护第三方合法权益")
    assert place.column == "法人或其他组织—商业企业"
    assert place.sentences == (
        (
            "计入2026年度报告第三部分「收到和处理政府信息公开申请情况」「（三）不予公开—4.保护第三方合法权益」一行、"
            "「法人或其他组织—商业企业」一列，同时计入这一列的「（七）总计」和这一行的「总计」。"
        ),
        "因为办结日期是2026-05-06，所以在2026年；办理结果是「保护第三方合法权益」（条例第十五条），申请人类型是「商业企业」。",
        "一件申请只在一行、一列计一次；分几次答复或者作补充答复的，也只计一次。",
        "收到日期是2026-04-01，同一年还计入「一、本年新收政府信息公开申请数量」。",
    )


def test_partial_disclosure_counts_as_nothing_else():
    place = report_place("partly", "natural", date(2026, 5, 6))

    assert place.row == "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    assert "区分处理的，只计「部分公开」这一情形，不予公开、没有的部分不再计入其他行。" in place.sentences


@pytest.mark.parametrize(
    "outcome, on, group, row",
    [
        ("other", date(2020, 12, 31), "", "（六）其他处理"),
        ("not_paid", date(2019, 5, 15), "", "（六）其他处理"),
        ("other", date(2021, 1, 1), "（六）其他处理", "3.其他"),
        ("not_held", date(2020, 12, 31), "（四）无法提供", "1．本单位不掌握相关政府信息"),
        ("not_held", date(2021, 1, 1), "（四）无法提供", "1.本机关不掌握相关政府信息"),
        ("disclosed", date(2020, 6, 1), "", "（一）予以公开"),
    ],
)
def test_rows_of_both_formats(outcome, on, group, row):
    place = report_place(outcome, "natural", on)

    assert (place.year, place.group, place.row, place.column) == (on.year, group, row, "自然人")
    assert ("合为一行" in "".join(place.sentences)) == (row == "（六）其他处理")


@pytest.mark.parametrize(
    "received, said",
    [
        (
            date(2025, 12, 20),
            (
                "2025年年末还没有办结，当年度报告计入「四、结转下年度继续办理」，"
                "下一年度报告计入「二、上年结转政府信息公开申请数量」。"
            ),
        ),
        (
            date(2024, 12, 20),
            (
                "2024至2025年各年年末还没有办结，当年度报告计入「四、结转下年度继续办理」，"
                "下一年度报告计入「二、上年结转政府信息公开申请数量」。"
            ),
        ),
    ],
)
def test_carried_over(received, said):
    place = report_place("disclosed", "natural", date(2026, 1, 5), received)

    year = received.year
    assert place.sentences[-2:] == (
        f"收到日期是{received}，{year}年度报告计入「一、本年新收政府信息公开申请数量」。",
        said,
    )


def test_open_ones_are_carried_over():
    place = report_place("", "legal", None, date(2026, 11, 2))

    assert (place.year, place.row, place.column) == (2026, "四、结转下年度继续办理", "法人或其他组织—法律服务机构")
    assert "还没有办结：到年末仍没有办结的，当年度报告计入「四、结转下年度继续办理」" in place.sentences[1]


def test_what_is_not_received_and_what_was_before_the_formats_counts_nowhere():
    assert report_place("", "natural", None).sentences == ("还没有确认收到，不计入任何一年的年度报告。",)
    assert report_place("disclosed", "natural", date(2018, 12, 31)).year is None


# --- As the report has it -----------------------------------------------------------


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2026])
@pytest.mark.parametrize("outcome", Outcome)
def test_row_is_the_very_row_whose_figure_counts_it(year, outcome):
    counted = [
        figure
        for figure in edition_for(year).figures
        if figure.table == "3" and ("outcome", outcome.value) in getattr(figure.source, "group", ())
    ]
    group, row = row_of(outcome, year)

    assert {figure.row for figure in counted} == {row}
    assert {figure.column for figure in counted} == {str(kind.label) for kind in ApplicantKind}
    if group:
        table = next(
            part for section in edition_for(year).sections for part in section.parts if getattr(part, "key", "") == "3"
        )
        assert group in {cell.text for line in table.rows for cell in line if hasattr(cell, "text")}


def test_the_other_rows_are_the_report_s():
    for key in ("2019", "2021"):
        rows = {figure.row for figure in edition(key).figures if figure.table == "3"}
        told = "".join(
            (
                *report_place("", "natural", None, date(2021, 1, 4)).sentences,
                *report_place("other", "natural", date(2021, 2, 1)).sentences,
            )
        )
        for row in rows & {
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "四、结转下年度继续办理",
            "（七）总计",
        }:
            assert f"「{row}」" in told
        assert (
            len(
                rows
                & {
                    "一、本年新收政府信息公开申请数量",
                    "二、上年结转政府信息公开申请数量",
                    "四、结转下年度继续办理",
                    "（七）总计",
                }
            )
            == 4
        )
