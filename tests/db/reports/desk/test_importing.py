"""Published reports taken over from files: what is kept, replaced and refused, and that nothing goes out by itself."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from disclosure.errors import Refused, Unreadable
from disclosure.models import Act, Authority
from reports.desk.adjusting import adjust
from reports.desk.figures import current_figures
from reports.desk.importing import authority_named, import_report, read_file
from reports.desk.publishing import obstacles, publish, submit
from reports.desk.sources import printed_report_of
from reports.desk.subjects import document
from reports.desk.unfinished import is_published
from reports.desk.writing import SaveRequest, begin_report, save
from reports.models import AnnualReport, ReportSource, ReportState
from reports.portal.published import published_reports
from reports.rendering import FORMATS
from tests.db.reports.conftest import NOW
from tests.unit.reports.reading.pages import page_2021

pytestmark = pytest.mark.one_database  # reads and writes of the ORM without sorting, grouping or searching


@pytest.fixture
def page() -> bytes:
    return page_2021(authority="示例镇", year=2022, fees="251000元").encode()


def taken(town: Authority, data: bytes, by=None, name="年报.html", year=None) -> AnnualReport:
    return import_report(authority=town, read=read_file(data, name, year=year), by=by, at=NOW)


def test_figures_and_texts_stand_as_printed_whatever_the_records_say(town, records, page):
    report = taken(town, page)

    figures = current_figures(report)
    assert report.is_historical
    assert report.state == ReportState.DRAFT
    assert figures.values["3.received.natural"] == 26
    assert figures.values["3.received.business"] is None  # printed blank
    assert figures.values["3.received.total"] == 99  # printed wrong, and not summed anew
    assert figures.values["2.charge.amount"] == Decimal("25.1")
    assert report.texts.get(slot="overview").html == "<p>（一）主动公开</p><p>全年发布信息 &lt;3&gt; 条。</p>"
    assert report.signed_on == date(2023, 1, 17)


def test_the_file_is_kept_with_what_was_read_from_it(town, page, clerk):
    report = taken(town, page, by=clerk)

    source = ReportSource.objects.get(report=report)
    with source.file.open("rb") as file:
        assert file.read() == page
    assert source.sha256 == hashlib.sha256(page).hexdigest()
    assert source.read_by == clerk
    read = read_file(page, "年报.html").printed
    kept = printed_report_of(report)
    assert kept.tables == read.tables
    assert kept.values == read.values
    assert (kept.headings, kept.unread, kept.notes) == (read.headings, read.unread, read.notes)


def test_a_report_made_here_was_read_from_nothing(report):
    assert printed_report_of(report) is None


def test_an_import_is_an_act(town, page, clerk):
    report = taken(town, page, by=clerk)

    act = Act.objects.about(report).latest("pk")
    assert (act.verb, act.user) == ("import", clerk)


def test_nothing_is_public_before_a_person_publishes_it(town, page, clerk, colleague):
    report = taken(town, page, by=clerk)
    assert published_reports(town) == []

    publish(report=submit(report=report, by=clerk), by=colleague, at=NOW)

    [published] = published_reports(town)
    assert published.current.title == "示例镇2022年政府信息公开工作年度报告"
    assert published.current.headings["5"] == "五、存在的主要问题及整改措施"


def test_errors_of_the_tables_do_not_keep_a_printed_report_back(town, page, clerk, colleague):
    report = submit(report=taken(town, page, by=clerk), by=clerk)
    report.texts.filter(slot="problems").delete()

    assert obstacles(report, current_figures(report)) == []
    assert publish(report=report, by=colleague, at=NOW).figures["3.received.total"] == "99"


def test_personal_data_in_a_text_keeps_it_back(town, clerk):
    data = page_2021(authority="示例镇", year=2022, beside="联系人手机13800000001。").encode()

    with pytest.raises(Refused, match="三、收到和处理政府信息公开申请情况（表外文字）」第1段的手机号码"):
        submit(report=taken(town, data, by=clerk), by=clerk)


def test_personal_data_in_a_printed_heading_keeps_it_back(town, page, clerk):
    report = taken(town, page, by=clerk)
    source = ReportSource.objects.get(report=report)
    source.facts["section_headings"]["5"] = "五、存在的主要问题（联系人手机13800000001）"
    source.save()

    with pytest.raises(Refused, match="第5部分的标题的手机号码「138"):
        submit(report=AnnualReport.objects.get(pk=report.pk), by=clerk)


def test_its_own_headings_and_narrative_are_printed(town, clerk):
    data = page_2021(authority="示例镇", year=2022, beside="全年收到申请26件。").encode()
    report = taken(town, data)

    parts = document(report, current_figures(report)).parts
    assert parts[5].heading == "五、存在的主要问题及整改措施"
    assert parts[3].content[0].html == "<p>全年收到申请26件。</p>"
    again = read_file(FORMATS["docx"].render(document(report, current_figures(report))), "x.docx").printed
    assert again.values == current_figures(report).values
    assert again.sections["3"] == "全年收到申请26件。"


def test_reading_again_replaces_a_draft(town, page, django_capture_on_commit_callbacks):
    first = taken(town, page)
    old = ReportSource.objects.get(report=first).file.name

    with django_capture_on_commit_callbacks(execute=True):
        second = taken(town, page.replace(b"<td>26</td>", b"<td>27</td>"))

    assert second.pk == first.pk
    assert current_figures(second).values["3.received.natural"] == 27
    assert ReportSource.objects.filter(report=first).count() == 1
    assert not default_storage.exists(old)
    assert default_storage.exists(ReportSource.objects.get(report=first).file.name)


def test_a_published_one_is_not_replaced(town, page, clerk, colleague):
    publish(report=submit(report=taken(town, page, by=clerk), by=clerk), by=colleague, at=NOW)

    with pytest.raises(Refused, match="「已发布」状态，没有重新导入"):
        taken(town, page)


def test_a_report_made_here_is_not_replaced(town, page):
    begin_report(authority=town, year=2022, by=None)

    with pytest.raises(Refused, match="已有本站编制的2022年年度报告"):
        taken(town, page)


def test_the_year_may_be_given(town, page):
    assert taken(town, page, year=2021).year == 2021


@pytest.mark.parametrize(("year", "sentence"), [(None, "没有写明年份"), (2015, "2015年的年度报告不能导入")])
def test_a_year_that_is_missing_or_too_early_is_refused(town, year, sentence):
    data = page_2021(authority="示例镇", year=None).encode()

    with pytest.raises(Refused, match=sentence):
        taken(town, data, year=year)
    assert not AnnualReport.objects.exists()


def test_what_is_no_report_is_refused(town):
    with pytest.raises(Unreadable, match="没有找到政府信息公开年度报告的表格"):
        read_file("<html><body><p>通知</p></body></html>".encode(), "通知.html")


def test_figures_of_a_historical_report_cannot_be_set(town, page, clerk):
    report = taken(town, page, by=clerk)

    with pytest.raises(Refused, match="以原件为准"):
        adjust(report=report, figure="3.received.natural", value=Decimal(1), reason="理由", by=clerk, at=NOW)


def test_texts_of_a_historical_report_can_be_masked(town, clerk):
    data = page_2021(authority="示例镇", year=2022, beside="全年收到申请26件。").encode()
    report = taken(town, data, by=clerk)
    texts = {text.slot: text.html for text in report.texts.all()} | {"section-3": "<p>全年收到申请。</p>"}

    draft = SaveRequest(texts=texts, signed_on=report.signed_on)
    save(report=report, version=report.version, draft=draft, by=clerk, at=NOW)

    assert report.texts.get(slot="section-3").html == "<p>全年收到申请。</p>"


def test_a_historical_report_counts_as_out(town, page):
    taken(town, page)
    assert is_published(town, 2022)


@pytest.mark.parametrize("printed", ["示例镇", "示例镇人民政府", " 示 例 镇 "])
def test_an_authority_is_found_by_the_name_of_the_title(db, printed):
    authority = Authority.objects.create(code="one", name="示例镇人民政府", report_name="某区示例镇")
    assert authority_named(printed) == authority
    assert authority_named("某区示例镇") == authority
    assert authority_named("别的镇") is None
    assert authority_named("") is None
