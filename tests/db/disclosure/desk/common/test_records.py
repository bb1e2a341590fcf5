"""Keeping and discarding: the rules hold whoever calls."""

import pytest
from django.contrib.auth.models import AnonymousUser

from disclosure.desk.common.records import discard_record, keep_record
from disclosure.errors import Refused
from disclosure.models import Application, Matter
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
