"""Keeping and discarding: the rules hold whoever calls."""

import pytest
from django.contrib.auth.models import AnonymousUser

from disclosure.desk.cases.actions import conclude_case
from disclosure.desk.common.locking import lock
from disclosure.desk.common.records import discard_record, keep_record, require_permission
from disclosure.errors import Refused
from disclosure.models import Application, Hearing, LetterTemplate, Matter, Step
from tests.factories import CaseFactory
from tests.support.desk import application, office, one_of_each

pytestmark = pytest.mark.django_db


def test_record_is_kept(admin_user):
    record = keep_record(
        Matter(authority=office(), name="事项", kind="licence", established_on="2020-01-01"), by=admin_user
    )

    assert Matter.objects.get() == record


def test_record_that_breaks_a_rule_is_refused_in_words(admin_user):
    record = application()
    record.outcome = "disclosed"

    with pytest.raises(Refused, match="办理结果和办结日期要么都填，要么都不填。"):
        keep_record(record, by=admin_user)

    assert Application.objects.get().outcome == ""


def test_somebody_without_permission_is_refused():
    record = application()

    with pytest.raises(Refused, match="您没有修改信息公开申请的权限"):
        keep_record(record, by=AnonymousUser())
    with pytest.raises(Refused, match="您没有新增信息公开申请的权限"):
        keep_record(Application(), by=AnonymousUser())
    with pytest.raises(Refused, match="您没有删除信息公开申请的权限"):
        discard_record(record, by=AnonymousUser())


def test_record_is_discarded(admin_user):
    discard_record(application(), by=admin_user)

    assert not Application.objects.exists()


def test_record_that_others_rest_on_is_not_discarded(admin_user):
    one_of_each(1)

    with pytest.raises(Refused, match="还有关联的记录"):
        discard_record(Matter.objects.get(), by=admin_user)


@pytest.mark.parametrize(
    "act, model, words",
    [
        ("add", Step, "登记办理步骤"),
        ("change", Step, "更正办理步骤"),
        ("delete", Step, "删除办理步骤"),
        ("delete", Hearing, "取消开庭安排"),
        ("change", LetterTemplate, "修改文书模板"),
    ],
)
def test_refusal_says_what_is_done_in_the_words_of_the_screen(act, model, words):
    with pytest.raises(Refused, match=f"您没有{words}的权限，请与管理员联系。"):
        require_permission(act, model(), AnonymousUser())


@pytest.mark.parametrize("make", [application, office, CaseFactory], ids=["application", "office", "case"])
def test_record_that_was_deleted_meanwhile_is_not_locked(make):
    record = make()
    records = type(record)._base_manager.all()
    assert lock(records, record, "已被删除。") == record
    records.filter(pk=record.pk).delete()

    with pytest.raises(Refused, match="已被删除。"):
        lock(records, record, "已被删除。")


def test_case_that_was_deleted_meanwhile_is_refused_in_words(admin_user):
    case = CaseFactory()
    type(case).objects.all().delete()

    with pytest.raises(Refused, match="这件案件已不存在"):
        conclude_case(case=case, by=admin_user, on=case.accepted_on, result="other")
