"""`explain_deadline`: what scripts of the office rely on, and what is read to an applicant."""

import datetime as dt
import json

import pytest

from disclosure.management.commands.explain_deadline import Command
from disclosure.models import Application
from tests.factories import ApplicationFactory, AuthorityFactory, StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def explain(capsys):
    def run(*options):
        """(exit status, standard output, standard error)."""
        try:
            Command().run_from_argv(["manage.py", "explain_deadline", *options])
        except SystemExit as end:
            return end.code, *capsys.readouterr()
        return 0, *capsys.readouterr()

    return run


def application(town, *steps):
    made = ApplicationFactory(authority=town, number="2020-001", received_on=dt.date(2020, 1, 10))
    for day, kind, *days in steps:
        StepFactory(application=made, kind=kind, on=dt.date.fromisoformat(day), days=days[0] if days else None)
    return made


def test_json_has_its_shape(explain, town):
    application(town, ("2020-01-10", "received"), ("2020-02-14", "extended", 5))

    status, out, err = explain("2020-001", "--format", "json")

    told = json.loads(out)
    rules = [event.pop("rule") for event in told["events"]]
    assert (status, err) == (0, "")
    assert all(rule.startswith("条例第三十") for rule in rules)
    assert told == {
        "number": "2020-001",
        "due_on": "2020-02-21",
        "provisional": False,
        "events": [
            {"date": "2020-01-10", "step": "收到", "days_used": 0, "days_left": 20, "due_on": "2020-02-14"},
            {"date": "2020-02-14", "step": "延长告知", "days_used": 20, "days_left": 5, "due_on": "2020-02-21"},
        ],
        "findings": [],
    }


def test_nothing_due_is_null(explain, town):
    application(town, ("2020-01-13", "correction_asked"))

    status, out, _ = explain("2020-001", "--format", "json")

    assert (status, json.loads(out)["due_on"], json.loads(out)["events"][1]["days_left"]) == (0, None, None)


def test_findings_are_status_1(explain, town):
    application(town, ("2020-02-17", "extended"))

    status, out, _ = explain("2020-001", "--format", "json")

    assert (status, json.loads(out)["due_on"]) == (1, "2020-02-14")
    assert json.loads(out)["findings"] == [
        "2020年2月17日「延长告知」：2020年2月14日已经到期，到期以后告知的延长无效，不影响期限（条例第三十三条）。"
    ]


def test_text_tells_the_applicant_and_shows_the_days(explain, town):
    made = application(town, ("2020-01-21", "third_party_asked"))
    Application.objects.filter(pk=made.pk).update(outcome="disclosed", concluded_on=dt.date(2020, 3, 4))

    status, out, _ = explain("2020-001")

    assert status == 0
    assert "申请「2020-001」：已于 2020-03-04 按期办结，截止日期是 2020-03-06。" in out
    assert "征求第三方意见（已用 8 个工作日，还剩 12 个，截止 2020-03-06）" in out
    assert "2020-01-13 起  13一[1] 14二[2] 15三[3] 16四[4] 17五[5] 18六[休] 19日[6]" in out
    assert "2020-01-24 至 2020-02-02：春节放假，不计算" in out
    assert "2020-02-03 至 2020-02-19：等待第三方答复，不计算" in out


def test_unknown_number_is_status_2(explain, town):
    status, out, err = explain("2020-999")

    assert (status, out) == (2, "")
    assert err == "示例镇人民政府没有编号为「2020-999」的申请。请检查编号，或用 --authority 写明机关。\n"


def test_another_authority_is_named(explain, town):
    other = AuthorityFactory(code="other")
    application(other)

    assert explain("2020-001", "--authority", "other")[0] == 0
