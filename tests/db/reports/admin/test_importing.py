"""导入已公布的年报: the upload, its preview, and what is kept after the confirmation."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.models import Authority, PendingImport
from reports.desk.importing import import_report, read_file
from reports.desk.publishing import publish, submit
from reports.models import AnnualReport, ReportState
from tests.db.reports.conftest import NOW
from tests.unit.reports.reading.pages import page_2021

pytestmark = pytest.mark.one_database  # screens over what the desk's functions are tested for

UPLOAD, CONFIRM = "admin:reports_annualreport_import", "admin:reports_annualreport_import_confirm"


@pytest.fixture
def desk(client, clerk, town):
    client.force_login(clerk)
    return client


def upload(desk, town: Authority, data: bytes | None = None, **more):
    data = page_2021(authority="示例镇", year=2022).encode() if data is None else data
    file = SimpleUploadedFile("年报.html", data)
    return desk.post(reverse(UPLOAD), {"file": file, "authority": town.pk, **more})


def token(response) -> str:
    return re.search(r'name="token" value="([0-9a-f-]+)"', response.content.decode())[1]


def test_the_list_leads_to_it(desk):
    page = desk.get(reverse("admin:reports_annualreport_changelist")).content.decode()
    assert f'<a href="{reverse(UPLOAD)}">导入已公布的年报</a>' in page


def test_a_preview_shows_what_was_read_and_what_was_not_and_keeps_nothing(desk, town):
    data = page_2021(authority="外地镇", year=2022, fees="见附件").encode()
    page = upload(desk, town, data).content.decode()

    assert "没有读出 <strong>1</strong> 处" in page
    assert "表2「行政事业性收费 · 本年收费金额（单位：万元）」：印作「见附件」" in page
    assert "标题中的机关是「外地镇」，与所选的" in page
    assert "全年发布信息 &lt;3&gt; 条。" in page
    assert not AnnualReport.objects.exists()


def test_confirmed_it_is_a_draft(desk, town):
    response = desk.post(reverse(CONFIRM), {"token": token(upload(desk, town))}, follow=True)

    report = AnnualReport.objects.get()
    assert (report.authority, report.year, report.state) == (town, 2022, ReportState.DRAFT)
    assert report.is_historical
    page = response.content.decode()
    assert "作为历史报告的草稿保存" in page
    assert "读自文件" in page
    assert 'data-figure="3.received.natural"' in page
    assert 'name="figure-3.received.natural"' not in page  # figures stand as printed
    assert not PendingImport.objects.exists()


def test_a_year_may_be_given_where_the_title_has_none(desk, town):
    data = page_2021(authority="示例镇", year=None).encode()
    without = upload(desk, town, data).content.decode()
    assert "没有读出年份" in without
    assert 'name="token"' not in without

    desk.post(reverse(CONFIRM), {"token": token(upload(desk, town, data, year=2021))})
    assert AnnualReport.objects.get().year == 2021


def test_a_bad_file_is_said_in_the_form(desk, town):
    page = upload(desk, town, b"\x89PNG\r\n\x1a\n").content.decode()
    assert "不能作为年报读取" in page
    assert not PendingImport.objects.exists()


def test_a_year_that_has_a_report_of_its_own_is_refused(desk, town):
    AnnualReport.objects.create(authority=town, year=2022, edition_key="2021")
    response = upload(desk, town)
    assert "已有这一年的年度报告：不能导入" in response.content.decode()

    after = desk.post(reverse(CONFIRM), {"token": token(response)}, follow=True)
    assert "已有本站编制的2022年年度报告" in after.content.decode()


def test_a_confirmation_without_a_file_leads_back(desk):
    assert desk.get(reverse(CONFIRM)).url == reverse(UPLOAD)
    assert "请重新上传" in desk.post(reverse(CONFIRM), {"token": "x"}, follow=True).content.decode()


def test_whoever_may_not_add_reports_is_refused(client, staff_with, town):
    client.force_login(staff_with("view_annualreport"))
    assert client.get(reverse(UPLOAD)).status_code == 403
    assert client.post(reverse(CONFIRM)).status_code == 403


def test_the_original_can_be_fetched_by_staff(desk, town, clerk):
    data = page_2021(authority="示例镇", year=2022).encode()
    report = import_report(authority=town, read=read_file(data, "年报.html"), by=clerk, at=NOW)
    address = reverse("admin:reports_annualreport_source", args=[report.pk])

    assert desk.get(address).content == data
    other = AnnualReport.objects.create(authority=town, year=2021, edition_key="2021")
    assert desk.get(reverse("admin:reports_annualreport_source", args=[other.pk])).status_code == 404


def test_texts_can_be_saved_and_the_report_published_and_read(desk, town, clerk, client, colleague):
    data = page_2021(authority="示例镇", year=2022, beside="全年收到申请26件。").encode()
    report = import_report(authority=town, read=read_file(data, "年报.html"), by=clerk, at=NOW)
    change = reverse("admin:reports_annualreport_change", args=[report.pk])
    texts = {f"text-{text.slot}": text.html for text in report.texts.all()}

    form = {
        **texts,
        "version": report.version,
        "shown": '{"3.received.natural": "26"}',
        "signed_on": "2023-01-17",
        "_save": "1",
    }
    form["text-section-3"] = "<p>全年收到申请二十六件。</p>"
    assert [str(one) for one in desk.post(change, form, follow=True).context["messages"]] == ["已保存。"]
    publish(report=submit(report=report, by=clerk), by=colleague, at=NOW)

    client.logout()
    page = client.get("/reports/2022/").content.decode()
    assert "全年收到申请二十六件。" in page
    assert "五、存在的主要问题及整改措施" in page
    assert "由原已公布的文件读入" in page
    assert "年报.html" not in page
