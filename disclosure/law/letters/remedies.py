"""救济途径: what a reply has to say of review and lawsuit (条例 art. 51).

Since 2024-01-01 (复议法 as revised in 2023, art. 23(1)(4)) whoever is refused disclosure goes to review first; its
实施条例 art. 31, in force since 2026-07-01, says that this means information withheld in whole or in part on 条例
art. 14 to 16. Periods: 复议法 art. 20 (60 days); 诉讼法 art. 45 (15 days after the review, or after the day
on which it should have been decided), 46 (six months).
"""

from dataclasses import dataclass
from datetime import date

from disclosure.law.applications.outcomes import Outcome

SINCE = date(2024, 1, 1)
REVIEW_DAYS, AFTER_REVIEW_DAYS, LAWSUIT_MONTHS = 60, 15, 6
# Rows 1 to 7 of 不予公开: 条例 art. 14 to 16. 行政查询事项 (art. 36(7)) is withheld from nobody.
WITHHOLDING = (
    Outcome.STATE_SECRET,
    Outcome.OTHER_LAW,
    Outcome.SAFETY,
    Outcome.THIRD_PARTY,
    Outcome.INTERNAL,
    Outcome.PROCESS,
    Outcome.ENFORCEMENT_FILE,
)


@dataclass(frozen=True, slots=True)
class Remedies:
    """Bodies and periods, and the words for the letter. `lawsuit`: the period as words say it."""

    review_first: bool
    review_body: str
    court: str
    review: str
    lawsuit: str
    text: str

    def fields(self, changed: str = "") -> dict[str, str]:
        """The fields of a template; `changed`: other words for them, of one letter."""
        return {
            "救济途径": changed or self.text,
            "复议机关": self.review_body,
            "人民法院": self.court,
            "复议期限": self.review,
            "诉讼期限": self.lawsuit,
            "复议前置": "是" if self.review_first else "否",
        }


def is_review_first(outcome: Outcome | str, withheld_as: Outcome | str, replied_on: date) -> bool:
    """复议前置: whether no lawsuit may be brought against this reply before a review was decided.

    `withheld_as`: of what is partly disclosed, the ground of the rest; empty otherwise.
    """
    ground = withheld_as if outcome == Outcome.PARTLY else outcome
    return replied_on >= SINCE and ground in WITHHOLDING


def remedies(
    outcome: Outcome | str,
    withheld_as: Outcome | str,
    replied_on: date,
    review_body: str,
    court: str,
    *,
    letter: str = "答复书",
) -> Remedies:
    """The remedies against a reply of that day, told in a `letter` of that name.

    Raises ValueError where a body has no name: no letter leaves it out.
    """
    if not (review_body.strip() and court.strip()):
        raise ValueError("a reply names both bodies")
    first = is_review_first(outcome, withheld_as, replied_on)
    review, words = f"{REVIEW_DAYS}日", _REVIEW_FIRST if first else _EITHER
    lawsuit = f"{AFTER_REVIEW_DAYS}日" if first else f"{LAWSUIT_MONTHS}个月"
    return Remedies(
        review_first=first,
        review_body=review_body,
        court=court,
        review=review,
        lawsuit=lawsuit,
        text=words.format(letter=letter, body=review_body, court=court, review=review, lawsuit=lawsuit),
    )


def remedies_against_fee(review_body: str, court: str) -> str:
    """What a notice of fee says of remedies: only that the application is no longer handled can be attacked (art. 8).

    收费办法 art. 8. Raises ValueError where a body has no name.
    """
    if not (review_body.strip() and court.strip()):
        raise ValueError("a notice names both bodies")
    return (
        "依照《政府信息公开信息处理费管理办法》第八条的规定，对收取信息处理费的决定有异议的，不能单独就该决定申请行政复议或者提起行政诉讼；可以在缴费期满后，"
        f"就本机关不再处理该政府信息公开申请的行为，自知道该行为之日起{REVIEW_DAYS}日内向{review_body}申请行政复议，"
        f"或者自知道该行为之日起{LAWSUIT_MONTHS}个月内向{court}提起行政诉讼。"
    )


_REVIEW_FIRST = (
    "如不服本{letter}，可以自收到本{letter}之日起{review}内，向{body}申请行政复议。"
    "依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，对本{letter}应当先申请行政复议；"
    "对行政复议决定（包括不予受理、驳回申请的决定）不服的，可以自收到决定书之日起{lawsuit}内，"
    "行政复议机关逾期不作决定的，可以自行政复议期限届满之日起{lawsuit}内，向{court}提起行政诉讼。"
)
_EITHER = (
    "如不服本{letter}，可以自收到本{letter}之日起{review}内，向{body}申请行政复议，"
    "或者自收到本{letter}之日起{lawsuit}内，向{court}提起行政诉讼。"
)
