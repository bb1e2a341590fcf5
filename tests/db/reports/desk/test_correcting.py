"""A correction: what it changes beside the old, refused where it changes nothing, and given up."""

from decimal import Decimal

import pytest

from disclosure.errors import Refused
from disclosure.models import Act
from reports.desk.adjusting import adjust, remove_adjustment
from reports.desk.correcting import corrected_fields, give_up_correction
from reports.desk.figures import current_figures
from reports.desk.publishing import begin_correction, publish, submit
from reports.desk.writing import SaveRequest, save
from reports.models import AnnualReport, ReportState
from tests.db.reports.conftest import NOW
from tests.db.reports.desk.test_publishing import SIGNED_ON, TEXTS, complete, published

__all__ = ["complete", "published"]


def texts(report):
    return {text.slot: text.html for text in AnnualReport.objects.get(pk=report.pk).texts.all()}


def write(report, by, **changed):
    report.refresh_from_db()
    wanted = SaveRequest(texts={**TEXTS, **changed}, signed_on=SIGNED_ON)
    return save(report=report, version=report.version, draft=wanted, by=by, at=NOW)


def test_editor_s_own_spelling_is_no_change(complete, clerk):
    before = Act.objects.count()
    done = write(complete, clerk, overview="<p>总体</p>\n", problems="<p>问题<br></p>")

    assert done.changed == ()
    assert Act.objects.count() == before


def test_untouched_text_of_last_year_stays_marked(report, clerk):
    stored = report.texts.get(slot="overview")
    assert stored.to_revise
    wanted = SaveRequest(texts={**texts(report), "overview": stored.html + "\n", "problems": "<p>问题</p>"})
    save(report=report, version=report.version, draft=wanted, by=clerk, at=NOW)

    assert report.texts.get(slot="overview").to_revise


def test_correction_shows_what_it_changes(published, clerk):
    report = begin_correction(report=published, by=clerk)
    assert corrected_fields(report, current_figures(report)) == []
    write(report, clerk, problems="<p>新的问题</p>")
    figure = "3.received.natural"
    adjust(report=report, figure=figure, value=Decimal(5), reason="漏登", by=clerk, at=NOW)

    report = AnnualReport.objects.get()
    changed = {one.label: (one.before, one.after) for one in corrected_fields(report, current_figures(report))}

    assert changed["五、存在的主要问题及改进情况"] == ("<p>问题</p>", "<p>新的问题</p>")
    label = report.edition.by_key[figure].label
    assert changed[f"表3 {label}"] == ("1", "5")


def test_correction_without_a_change_is_not_published(published, clerk, colleague):
    begin_correction(report=published, by=clerk)
    submit(report=published, by=clerk)
    with pytest.raises(Refused, match="没有要更正的"):
        publish(report=published, correction="更正", by=colleague, at=NOW)


def test_correction_that_is_given_up_leaves_all_as_it_was_published(published, clerk):
    adjusted = "2.penalty.decisions" if "2.penalty.decisions" in published.edition.by_key else "3.received.natural"
    begin_correction(report=published, by=clerk)
    write(published, clerk, problems="<p>新的问题</p>")
    adjust(report=published, figure=adjusted, value=Decimal(7), reason="漏登", by=clerk, at=NOW.replace(hour=11))

    give_up_correction(report=published, by=clerk, at=NOW.replace(hour=12))

    published.refresh_from_db()
    assert published.state == ReportState.PUBLISHED
    assert texts(published) == TEXTS
    assert not published.adjustments.filter(taken_back_at=None).exists()
    assert Act.objects.order_by("number").last().verb == "give_up"
    begin_correction(report=published, by=clerk)
    report = AnnualReport.objects.get()
    assert corrected_fields(report, current_figures(report)) == []


def test_adjustment_that_was_published_is_set_again(complete, clerk):
    figure = "3.received.natural"
    adjust(report=complete, figure=figure, value=Decimal(5), reason="漏登", by=clerk, at=NOW)
    row = complete.adjustments.get()
    type(row).objects.update(set_at=NOW)
    remove_adjustment(report=complete, figure=figure, by=clerk, at=NOW.replace(hour=8))
    type(row).objects.update(taken_back_at=None, taken_back_by=None)
    AnnualReport.objects.update(state=ReportState.CORRECTING)
    complete.revisions.create(number=1, published_at=NOW.replace(hour=10), signed_on=SIGNED_ON, texts=TEXTS)
    remove_adjustment(report=complete, figure=figure, by=clerk, at=NOW.replace(hour=11))

    give_up_correction(report=complete, by=clerk, at=NOW.replace(hour=12))

    assert complete.adjustments.get().taken_back_at is None


def test_what_is_no_correction_is_not_given_up(complete, published, clerk):
    with pytest.raises(Refused, match="没有要放弃的更正"):
        give_up_correction(report=published, by=clerk, at=NOW)
