"""The town and the year that the judged sentences speak of, and the year before."""

from decimal import Decimal

from reports.checks import AuthorityNames, Subject
from reports.editions import edition_for
from reports.editions.grid import Number

TOWN = AuthorityNames(("示例区示例镇", "示例镇人民政府"), ("示例区人民政府",), ("示例镇便民服务中心",))
_THIS_YEAR: dict[str, Number | None] = {
    "3.received.natural": 9,
    "3.received.business": 2,
    "3.received.other": 1,
    "3.carried_in.natural": 2,
    "3.disclosed.natural": 5,
    "3.disclosed.business": 1,
    "3.partly.natural": 2,
    "3.internal.natural": 1,
    "3.process.business": 1,
    "3.not_held.natural": 1,
    "3.not_held.other": 1,
    "3.petition.natural": 1,
    "3.carried_out.natural": 1,
    "4.review.upheld": 2,
    "4.review.open": 1,
    "4.direct.upheld": 1,
    "2.normative.made": 3,
    "2.normative.repealed": 1,
    "2.normative.in_force": 11,
    "2.licence.decisions": 120,
    "2.penalty.decisions": 45,
    "2.charge.amount": Decimal("2.5"),
}
_LAST_YEAR: dict[str, Number | None] = {
    "3.received.natural": 10,
    "3.carried_in.natural": 1,
    "3.disclosed.natural": 6,
    "3.partly.natural": 1,
    "3.not_held.natural": 2,
    "3.carried_out.natural": 2,
    "4.review.upheld": 2,
    "2.normative.made": 2,
    "2.normative.in_force": 9,
    "2.licence.decisions": 100,
    "2.penalty.decisions": 50,
    "2.charge.amount": Decimal("2.4"),
}
LAST_YEAR = Subject(
    "示例区示例镇2022年政府信息公开工作年度报告",
    2022,
    edition_for(2022),
    edition_for(2022).with_formulas(_LAST_YEAR),
    authority=TOWN,
)


_OTHER_TEXTS = {"problems": "<p>公开形式还不够丰富，将继续改进。</p>", "other": "<p>无其他需要报告的事项。</p>"}


def saying(sentence: str, **changed: Number | None) -> Subject:
    """The town's report of 2023 whose section 一 says this."""
    edition = edition_for(2023)
    values = edition.with_formulas(_THIS_YEAR | {key.replace("__", "."): value for key, value in changed.items()})
    return Subject(
        "示例区示例镇2023年政府信息公开工作年度报告",
        2023,
        edition,
        values,
        texts={"overview": f"<p>{sentence}</p>", **_OTHER_TEXTS},
        previous=LAST_YEAR,
        authority=TOWN,
    )
