"""Every act on a report is in the record of acts."""

from decimal import Decimal

import pytest
from django.urls import reverse

from disclosure.models import Act
from reports.desk.adjusting import adjust, remove_adjustment
from reports.desk.publishing import begin_correction, publish, send_back, submit
from reports.desk.writing import SaveRequest, save
from reports.models import AnnualReport, ReportState, ReportText
from tests.db.reports.conftest import NOW

pytestmark = pytest.mark.django_db


def verbs():
    return list(Act.objects.filter(kind="reports.annualreport").order_by("number").values_list("verb", flat=True))


def test_the_way_of_a_report(report, clerk, colleague, monkeypatch):
    monkeypatch.setattr("reports.desk.publishing._refuse_unready", lambda *_: None)
    figure = next(key for key, one in report.edition.by_key.items() if not one.is_formula)
    text = next(iter(report.edition.texts))

    save(report=report, version=0, draft=SaveRequest(texts={text.slot: "<p>新</p>"}), by=clerk, at=NOW)
    adjust(report=report, figure=figure, value=Decimal(7), reason="补报", by=clerk, at=NOW)
    remove_adjustment(report=report, figure=figure, by=clerk, at=NOW)
    submit(report=report, by=clerk)
    send_back(report=report, reason="再核", by=clerk)
    submit(report=report, by=clerk)
    publish(report=report, by=colleague, at=NOW)
    begin_correction(report=report, by=clerk)

    assert verbs() == [
        "begin", "save", "adjust", "take_back", "submit", "send_back", "submit", "publish", "correct",
    ]  # fmt: skip
    acts = {act.verb: act for act in Act.objects.filter(kind="reports.annualreport")}
    assert {act.user for verb, act in acts.items() if verb != "publish"} == {clerk}
    assert acts["publish"].user == colleague
    assert {act.authority_id for act in acts.values()} == {report.authority_id}
    assert acts["save"].changes == {text.label: ["", "<p>新</p>"]}
    assert acts["adjust"].changes == {report.edition.by_key[figure].label: ["", "7"]}
    assert acts["send_back"].changes == {"状态": ["审核中", "草稿（再核）"]}


def test_a_refused_act_leaves_nothing(report, clerk):
    before = verbs()
    AnnualReport.objects.update(state=ReportState.PUBLISHED)

    with pytest.raises(Exception, match="不能修改"):
        save(report=report, version=0, draft=SaveRequest(texts={"x": "y"}), by=clerk, at=NOW)

    assert verbs() == before


def test_a_draft_deleted_on_screen_keeps_its_texts(report, client, clerk):
    ReportText.objects.filter(report=report).update(html="<p>写好的</p>")
    client.force_login(clerk)

    client.post(reverse("admin:reports_annualreport_delete", args=(report.pk,)), {"post": "yes"})

    deleted = Act.objects.filter(kind="reports.annualreport", key=str(report.pk)).first()
    assert not AnnualReport.objects.exists()
    assert deleted.verb == "delete"
    assert "写好的" in str(list(Act.objects.values_list("changes", flat=True)))


def test_history_of_the_report_keeps_its_look(report, client, clerk):
    client.force_login(clerk)

    answer = client.get(reverse("admin:reports_annualreport_history", args=(report.pk,)))

    assert "admin/reports/annualreport/history.html" in [template.name for template in answer.templates]
