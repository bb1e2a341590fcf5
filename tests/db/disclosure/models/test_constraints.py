"""What contradicts itself is refused by the database itself, and by forms in a Chinese sentence."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.cases import Result, Route
from disclosure.law.choices.items import Method, Nature, Validity
from disclosure.law.choices.matters import MatterKind
from disclosure.models import Application, Authority, Case, Category, Decision, FeeReceipt, Item, Matter, Procurement

DAY, EARLIER = date(2024, 5, 6), date(2024, 5, 5)


@pytest.fixture
def column(town: Authority) -> Category:
    return Category.objects.create(authority=town, name="栏目")


def application(town: Authority, **facts: Any) -> Application:
    usual = {"number": "1", "applicant_kind": ApplicantKind.NATURAL, "applicant": "示例甲", "content": "内容"}
    return Application(**({"authority": town, "received_on": DAY} | usual | facts))


def case(town: Authority, **facts: Any) -> Case:
    return Case(**({"authority": town, "number": "1", "route": Route.REVIEW, "accepted_on": DAY} | facts))


def item(town: Authority, column: Category, **facts: Any) -> Item:
    usual = {"authority": town, "category": column, "index_number": "1", "title": "标题", "formed_on": DAY}
    return Item(**(usual | facts))


def matter(town: Authority, **facts: Any) -> Matter:
    return Matter(**({"authority": town, "name": "事项", "kind": MatterKind.LICENCE, "established_on": DAY} | facts))


def refused(record: Model, sentence: str) -> None:
    """By the form with the sentence, and by the database when the form is passed over."""
    with pytest.raises(ValidationError, match=sentence):
        record.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"outcome": Outcome.DISCLOSED}, "要么都填，要么都不填"),
        ({"concluded_on": DAY}, "要么都填，要么都不填"),
        ({"outcome": Outcome.DISCLOSED, "concluded_on": EARLIER}, "办结日期早于收到日期"),
    ],
)
def test_an_application_that_contradicts_itself(town: Authority, facts: dict[str, Any], sentence: str) -> None:
    refused(application(town, **facts), sentence)


def test_an_application_concluded_on_the_day_it_came(town: Authority) -> None:
    record = application(town, outcome=Outcome.DISCLOSED, concluded_on=DAY)
    record.full_clean()
    record.save()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"result": Result.UPHELD}, "要么都填，要么都不填"),
        ({"concluded_on": DAY}, "要么都填，要么都不填"),
        ({"result": Result.UPHELD, "concluded_on": EARLIER}, "办结日期早于受理日期"),
    ],
)
def test_a_case_that_contradicts_itself(town: Authority, facts: dict[str, Any], sentence: str) -> None:
    refused(case(town, **facts), sentence)


@pytest.mark.parametrize("facts", [{"applicant_kind": "nobody"}, {"outcome": "nothing", "concluded_on": DAY}])
def test_values_that_no_list_knows(town: Authority, facts: dict[str, Any]) -> None:
    refused(application(town, **facts), "不是有效选项|不认识的取值")


def test_a_lawsuit_says_whether_a_review_went_before_and_a_review_does_not() -> None:
    assert [(route.case_type, route.reviewed_before) for route in Route] == [
        ("行政复议", ""),
        ("行政诉讼", "否"),
        ("行政诉讼", "是"),
    ]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"nature": Nature.NORMATIVE, "validity": Validity.REPEALED}, "须填写废止日期"),
        ({"repealed_on": EARLIER}, "废止日期早于成文日期"),
    ],
)
def test_an_item_that_contradicts_itself(
    town: Authority, column: Category, facts: dict[str, Any], sentence: str
) -> None:
    refused(item(town, column, **facts), sentence)


def test_a_notice_may_lapse_on_an_unknown_day(town: Authority, column: Category) -> None:
    item(town, column, validity=Validity.LAPSED, method=Method.PROACTIVE).save()


def test_a_matter_cancelled_before_it_was(town: Authority) -> None:
    refused(matter(town, cancelled_on=EARLIER), "取消日期早于设立日期")


def test_a_decision_of_none(town: Authority) -> None:
    under = matter(town)
    under.save()
    refused(Decision(authority=town, matter=under, decided_on=DAY, quantity=0), "数量至少为 1|大于或等于")


@pytest.mark.parametrize(("model", "day"), [(FeeReceipt, "received_on"), (Procurement, "procured_on")])
def test_an_amount_below_zero(town: Authority, model: type[Model], day: str) -> None:
    refused(model(authority=town, name="名目", amount=Decimal("-0.01"), **{day: DAY}), "金额不能小于 0|大于或等于")


def test_one_number_an_authority(town: Authority, column: Category) -> None:
    for made in (lambda: application(town), lambda: case(town), lambda: item(town, column), lambda: matter(town)):
        made().save()
        refused(made(), "本机关已有")
    other = Authority.objects.create(code="other", name="另一镇人民政府")
    application(other).save()


def test_one_own_authority_and_one_name_among_siblings(town: Authority, column: Category) -> None:
    refused(Authority(code="other", name="另一镇人民政府", is_own=True), "已有一个本站机关")
    refused(Category(authority=town, name="栏目"), "已有这个名称的一级栏目")
    Category.objects.create(authority=town, parent=column, name="子栏目")
    refused(Category(authority=town, parent=column, name="子栏目"), "同一上级栏目下已有这个名称")


def test_nothing_with_records_is_deleted(town: Authority, column: Category) -> None:
    item(town, column).save()

    with pytest.raises(ProtectedError):
        column.delete()
    with pytest.raises(ProtectedError):
        town.delete()


def test_relations_stay_within_an_authority(town: Authority, column: Category) -> None:
    other = Authority.objects.create(code="other", name="另一镇人民政府")
    theirs = application(other)
    theirs.save()
    for record, sentence in (
        (item(other, column), "栏目属于另一个行政机关"),
        (case(town, application=theirs), "关联的申请属于另一个行政机关"),
        (Category(authority=other, parent=column, name="子栏目"), "上级栏目属于另一个行政机关"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            record.full_clean()
