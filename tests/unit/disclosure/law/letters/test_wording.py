"""Each outcome has its finding, ground and decision; the article is the one of statute 3.4."""

import re

import pytest

from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kinds import (
    BY_STEP,
    FORMS,
    PARTS,
    WHY,
    is_numbered,
    reply_parts,
    title,
    variant_of,
)
from disclosure.law.letters.reasons import ELSEWHERE, ELSEWHERE_UNKNOWN, GAPS, NOWHERE, RECORDED
from disclosure.law.letters.remedies import WITHHOLDING
from disclosure.law.letters.wording import (
    PUBLIC_ALREADY,
    VARIANTS,
    WORDINGS,
    filled,
    gaps_in,
    labels_in,
    wording,
)

# Statute 3.4, row by row; the two that it gives no ground for cite no article.
ARTICLES = {
    "disclosed": "第三十六条第（二）项",
    "partly": "第三十七条",
    "state_secret": "第十四条",
    "other_law": "第十四条",
    "safety": "第十四条",
    "third_party": "第十五条",
    "internal": "第十六条第一款",
    "process": "第十六条第二款",
    "enforcement_file": "第十六条第二款",
    "inquiry": "第三十六条第（七）项",
    "not_held": "第三十六条第（四）项",
    "needs_making": "第三十八条",
    "still_unclear": "第三十条",
    "petition": "第三十九条第一款",
    "repeated": "第三十六条第（六）项",
    "publication": "第三十九条第二款",
    "excessive": "第三十五条",
    "confirmation": "",
    "not_corrected": "第三十条",
    "not_paid": "《政府信息公开信息处理费管理办法》",
    "other": "",
}
ALL = [*WORDINGS.values(), *VARIANTS.values()]


def test_every_outcome_has_words():
    assert set(WORDINGS) == set(Outcome) == {Outcome(one) for one in ARTICLES}


@pytest.mark.parametrize("outcome", Outcome)
def test_words_cite_the_article_of_the_table(outcome):
    ground = WORDINGS[outcome].ground

    assert ground.startswith("《中华人民共和国政府信息公开条例》")
    assert ARTICLES[outcome] in ground
    if not ARTICLES[outcome]:
        assert not re.search("第.+条", ground)


@pytest.mark.parametrize("outcome", WITHHOLDING)
def test_who_is_refused_is_told_so_by_art_36_3(outcome):
    assert WORDINGS[outcome].ground.endswith("、第三十六条第（三）项")
    assert WORDINGS[outcome].decision == "本机关决定不予公开。"


@pytest.mark.parametrize("words", ALL)
def test_words_are_whole_sentences_whose_gaps_are_known(words):
    assert words.finding.endswith("。")
    assert words.decision.endswith("。")
    named = set(re.findall("【(.*?)】", words.finding + words.decision))
    assert {gap.label for gap in gaps_in(words.finding, words.decision)} == named - set(RECORDED)
    assert named <= set(GAPS) | set(RECORDED)


def test_every_gap_stands_in_some_words():
    used = {label for words in ALL for label in labels_in(words.finding, words.decision)}

    assert used == set(GAPS) | set(RECORDED)
    assert len({gap.name for gap in GAPS.values()}) == len(GAPS)


@pytest.mark.parametrize("outcome", sorted({*Outcome} - {Outcome.DISCLOSED, Outcome.PARTLY}))
def test_no_refusal_is_a_formula_alone(outcome):
    """Each takes at least one fact of its case, from its writer or from the record."""
    assert labels_in(WORDINGS[outcome].finding)


def test_facts_of_a_refusal_have_no_default():
    given = [gap.name for gap in GAPS.values() if gap.initial]

    assert given == ["given"]  # how what is disclosed is handed over


def test_already_public_and_held_elsewhere_have_words_of_their_own():
    public = wording("disclosed", variant=PUBLIC_ALREADY)
    elsewhere, unknown = (wording("not_held", variant=one) for one in (ELSEWHERE, ELSEWHERE_UNKNOWN))

    assert "第三十六条第（一）项" in public.ground
    assert gaps_in(public.decision) == [GAPS["获取方式和途径"]]
    assert "第三十六条第（五）项" in elsewhere.ground
    assert gaps_in(elsewhere.decision) == [GAPS["负责公开的机关"]]
    assert "第三十六条第（五）项" in unknown.ground
    assert gaps_in(unknown.decision) == []
    assert "不能确定负责公开该政府信息的机关" in unknown.decision


@pytest.mark.parametrize(
    "outcome, given, variant",
    [
        ("disclosed", {"is_public_already": True}, PUBLIC_ALREADY),
        ("disclosed", {"is_public_already": False}, ""),
        ("not_held", {"is_public_already": False, "holder": ELSEWHERE}, ELSEWHERE),
        ("not_held", {"is_public_already": True, "holder": ""}, ""),
        ("partly", {"is_public_already": True, "holder": NOWHERE}, NOWHERE),
    ],
)
def test_variants(outcome, given, variant):
    assert variant_of(outcome, **given) == variant


def test_what_is_partly_disclosed_says_which_part_is_withheld_and_why():
    words = wording("partly", withheld_as="third_party")

    assert words.finding == (
        "{you}申请公开的信息中含有不应当公开的内容，但能够作区分处理："
        "【不予公开的部分】涉及第三方的【涉及的权益】（【权益的内容】），公开会对第三方合法权益造成损害。"
        "【征求第三方意见的情况】。本机关认为不公开不会对公共利益造成重大影响：【公共利益的衡量】。"
    )
    assert words.ground == ("《中华人民共和国政府信息公开条例》第三十七条、第十五条、第三十二条、第三十六条第（三）项")
    assert words.decision == "本机关决定部分公开：可以公开的内容【提供方式】；【不予公开的部分】不予公开。"


def test_part_that_cannot_be_given_is_not_said_to_be_refused():
    words = wording("partly", withheld_as="not_held", variant=ELSEWHERE)

    assert words.decision == (
        "本机关决定部分公开：可以公开的内容【提供方式】。对【不予公开的部分】，"
        "请{you}向负责公开该政府信息的机关提出申请：【负责公开的机关】。"
    )


@pytest.mark.parametrize("ground", WITHHOLDING)
def test_every_ground_reads_on_after_the_part(ground):
    assert "】信息" not in wording("partly", withheld_as=ground).finding


def test_what_is_partly_disclosed_needs_its_ground():
    with pytest.raises(ValueError, match="''"):
        wording("partly")


def test_gaps_are_filled_and_no_full_stop_stands_twice():
    assert filled("在【检索范围】检索。去【提出的渠道】。", {"检索范围": "档案室。", "提出的渠道": " 信访局；"}) == (
        "在档案室检索。去信访局。"
    )


SENTENCES = ["finding", "ground", "decision", "remedies", "enclosed"]


def names(parts):
    return [part.name for part in parts]


@pytest.mark.parametrize(
    "outcome, given, asked",
    [
        ("disclosed", {}, ["given"]),
        ("disclosed", {"is_public_already": True}, ["where"]),
        ("state_secret", {}, ["secret_level", "secret_period", "classified_by"]),
        ("process", {}, ["document", "process_kind", "process_stage", "why"]),
        ("third_party", {}, ["interest_kind", "interest_detail", "weighing"]),
        ("third_party", {"has_objection": True}, ["interest_kind", "interest_detail", "weighing", "party_said"]),
        ("internal", {"has_objection": True}, ["document", "internal_kind", "why"]),
        ("partly", {"withheld_as": "safety"}, ["withheld", "safety_kind", "harm", "given"]),
        ("not_held", {}, ["holder", "search", "search_how", "not_ours", "other_body"]),
        ("not_corrected", {}, []),
    ],
)
def test_reply_asks_for_the_facts_of_its_ground_then_offers_its_sentences(outcome, given, asked):
    assert names(reply_parts(outcome, **given)) == [*asked, *SENTENCES]


def test_questions_of_one_choice_are_asked_with_that_choice_only():
    parts = {part.name: part for part in reply_parts("partly", has_objection=True)}

    assert parts["withheld"].when is parts["given"].when is None
    assert parts["document"].when == ("withheld_as", ("internal", "process", "enforcement_file"))
    assert parts["party_said"].when == ("withheld_as", ("third_party",))
    assert parts["harm"].is_asked({"withheld_as": "safety"})
    assert not parts["harm"].is_asked({"withheld_as": "internal"})
    assert not parts["harm"].is_asked({})


def test_every_kind_has_a_title_and_a_reason():
    assert set(WHY) == set(LetterKind)
    assert title(LetterKind.THIRD_PARTY_ASKED) == title(LetterKind.AGENCY_ASKED) == "征求意见书"
    assert title(LetterKind.REPLY) == "政府信息公开申请答复书"
    assert title(LetterKind.TERMINATION) == "终止办理告知书"


def test_forms_have_no_number():
    assert {kind for kind in LetterKind if not is_numbered(kind)} == set(FORMS)


def test_every_step_that_tells_somebody_something_has_its_letter():
    silent = {
        "corrected",
        "third_party_answered",
        "agency_answered",
        "fee_paid",
        "reasons_given",
        "reopened",
        "reply_sent",
    }
    silent |= {
        "correction_delivered",
        "third_party_delivered",
        "agency_delivered",
        "fee_delivered",
        "reasons_delivered",
    }

    assert {step.value for step in StepKind} - {step.value for step in BY_STEP} == silent


def test_parts_of_a_kind_have_names_of_their_own():
    for parts in PARTS.values():
        assert len({one.name for one in parts}) == len({one.label for one in parts}) == len(parts)
