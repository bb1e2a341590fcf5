"""Review first or not, by ground and day (复议法 art. 20, 23(1)(4); 诉讼法 art. 45, 46)."""

import datetime as dt

import pytest

from disclosure.law.applications.outcomes import Outcome
from disclosure.law.letters.remedies import is_review_first, remedies, remedies_against_fee

BODIES = ("临淄区人民政府", "临淄区人民法院")
BEFORE, SINCE = dt.date(2023, 12, 31), dt.date(2024, 1, 1)
ROWS_1_TO_7 = (
    *("state_secret", "other_law", "safety", "third_party"),
    *("internal", "process", "enforcement_file"),
)
REVIEW_FIRST = (
    "如不服本答复书，可以自收到本答复书之日起60日内，向临淄区人民政府申请行政复议。"
    "依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，对本答复书应当先申请行政复议；"
    "对行政复议决定（包括不予受理、驳回申请的决定）不服的，可以自收到决定书之日起15日内，"
    "行政复议机关逾期不作决定的，可以自行政复议期限届满之日起15日内，向临淄区人民法院提起行政诉讼。"
)
EITHER = (
    "如不服本答复书，可以自收到本答复书之日起60日内，向临淄区人民政府申请行政复议，"
    "或者自收到本答复书之日起6个月内，向临淄区人民法院提起行政诉讼。"
)


@pytest.mark.parametrize("outcome", Outcome.values)
def test_review_comes_first_for_the_seven_rows_withheld_on_art_14_to_16(outcome):
    assert is_review_first(outcome, "", SINCE) is (outcome in ROWS_1_TO_7)


@pytest.mark.parametrize("ground", Outcome.values)
def test_partly_disclosed_goes_by_the_ground_of_the_rest(ground):
    assert is_review_first("partly", ground, SINCE) is (ground in ROWS_1_TO_7)


def test_partly_disclosed_without_a_ground_is_not_review_first():
    assert not is_review_first("partly", "", SINCE)


@pytest.mark.parametrize("outcome, withheld_as", [*((one, "") for one in ROWS_1_TO_7), ("partly", "internal")])
def test_replies_before_2024_go_by_the_old_rule(outcome, withheld_as):
    told = remedies(outcome, withheld_as, BEFORE, *BODIES)

    assert (told.review_first, told.review, told.lawsuit, told.text) == (False, "60日", "6个月", EITHER)


def test_words_where_review_comes_first():
    told = remedies("process", "", SINCE, *BODIES)

    assert (told.review_first, told.review, told.lawsuit, told.text) == (True, "60日", "15日", REVIEW_FIRST)
    assert (told.review_body, told.court) == BODIES


@pytest.mark.parametrize("outcome", ["disclosed", "inquiry", "not_held", "petition", "not_paid", "other"])
def test_words_where_either_is_open(outcome):
    assert remedies(outcome, "", SINCE, *BODIES).text == EITHER


def test_a_letter_of_another_name_names_itself():
    told = remedies("disclosed", "", SINCE, *BODIES, letter="告知书")

    assert told.text == EITHER.replace("答复书", "告知书")


@pytest.mark.parametrize("review_body, court", [("", BODIES[1]), (BODIES[0], "  ")])
def test_no_words_without_both_bodies(review_body, court):
    with pytest.raises(ValueError, match="both bodies"):
        remedies("disclosed", "", SINCE, review_body, court)


def test_fee_is_attacked_only_by_what_follows_from_not_paying():
    assert remedies_against_fee(*BODIES) == (
        "依照《政府信息公开信息处理费管理办法》第八条的规定，对收取信息处理费的决定有异议的，"
        "不能单独就该决定申请行政复议或者提起行政诉讼；可以在缴费期满后，就本机关不再处理该政府信息公开申请的行为，"
        "自知道该行为之日起60日内向临淄区人民政府申请行政复议，或者自知道该行为之日起6个月内向临淄区人民法院提起行政诉讼。"
    )


@pytest.mark.parametrize("review_body, court", [("", BODIES[1]), (BODIES[0], "  ")])
def test_no_notice_of_fee_without_both_bodies(review_body, court):
    with pytest.raises(ValueError, match="both bodies"):
        remedies_against_fee(review_body, court)


def test_fields_of_a_template_take_changed_words():
    told = remedies("process", "", SINCE, *BODIES)

    assert told.fields("可以申请行政复议。") == {
        "救济途径": "可以申请行政复议。", "复议机关": BODIES[0], "人民法院": BODIES[1], "复议期限": "60日",
        "诉讼期限": "15日", "复议前置": "是",
    }  # fmt: skip
    assert told.fields()["救济途径"] == REVIEW_FIRST
