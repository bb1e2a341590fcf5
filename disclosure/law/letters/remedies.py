"""救济途径: what a reply has to say of review and lawsuit (条例 art. 51).

Since 2024-01-01 (复议法 as revised in 2023, art. 23(1)(4)) whoever is refused disclosure goes to review first; its
实施条例 art. 31, in force since 2026-07-01, says that this means information withheld in whole or in part on 条例
art. 14 to 16. Periods: 复议法 art. 20 (60 days); 诉讼法 art. 45 (15 days after the review), 46 (six months).
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


_REVIEW_FIRST = (
    "如不服本{letter}，可以自收到本{letter}之日起{review}内，向{body}申请行政复议。"
    "依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，对本{letter}应当先申请行政复议；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起{lawsuit}内，向{court}提起行政诉讼。"
)
_EITHER = (
    "如不服本{letter}，可以自收到本{letter}之日起{review}内，向{body}申请行政复议，"
    "或者自收到本{letter}之日起{lawsuit}内，向{court}提起行政诉讼。"
)
