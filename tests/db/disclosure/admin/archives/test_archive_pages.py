"""归档 on the screen: a year and a single application, with progress, and only for those who see applicants."""

import datetime as dt

import pytest
from django.urls import reverse

from disclosure.desk.archives import jobs
from disclosure.desk.archives.verifying import verify
from disclosure.desk.audit.log import note
from disclosure.law.applications.outcomes import Outcome
from disclosure.models import Act, ArchivedFile, ArchivePackage, Verb
from tests.factories import ApplicationFactory, AuthorityFactory
from tests.support.people import HANDLER, person

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 20)
YEAR = reverse("admin:disclosure_application_archive")
BEGIN = reverse("admin:disclosure_application_archive_begin")
LIST = reverse("admin:disclosure_application_changelist")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def clerk(town, client):
    clerk = person(town, HANDLER, last_name="示例", first_name="办")
    client.force_login(clerk)
    return clerk


def done(authority, number, **given):
    values = {"outcome": Outcome.DISCLOSED, "concluded_on": DAY, "received_on": dt.date(2026, 3, 2)}
    return ApplicationFactory(authority=authority, number=number, **values | given)


def one_url(application):
    return reverse("admin:disclosure_application_archive_one", args=(application.pk,))


def page_of(application):
    return reverse("admin:disclosure_application_change", args=(application.pk,))


@pytest.mark.usefixtures("clerk")
def test_one_application_is_packed_and_handed_over(client, town, tmp_path):
    application = done(town, "申请一")
    assert "还没有归档" in client.get(page_of(application)).text

    job = client.post(one_url(application), follow=True)
    package = ArchivePackage.objects.get()
    assert package.digest in job.text
    answer = client.get(job.redirect_chain[-1][0] + "file/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    target = tmp_path / "one.zip"
    target.write_bytes(b"".join(answer.streaming_content))
    assert verify(target).faults == []
    assert Act.objects.filter(verb=Verb.EXPORT, kind="disclosure.archivepackage").count() == 1


@pytest.mark.usefixtures("clerk")
def test_the_mark_shows_on_page_list_and_filter(client, town):
    application, other = done(town, "申请一"), done(town, "申请二")
    client.post(one_url(application))
    page = client.get(page_of(application)).text
    assert "已归档" in page
    assert "2026年第 1 件，30年，卷内文件 2 件、2 页" in page
    assert "示例办打包" in page.replace(" ", "")
    assert ArchivePackage.objects.get().digest in page
    rows = client.get(LIST).context["cl"]
    states = {one.number: rows.model_admin.state(one) for one in rows.result_list}
    assert states == {"申请一": "已归档", "申请二": "已办结"}
    for value, numbers in (("yes", {application.number}), ("no", {other.number})):
        shown = client.get(LIST, {"archived": value}).context["cl"].result_list
        assert {one.number for one in shown} == numbers


@pytest.mark.usefixtures("clerk")
def test_a_year_is_packed_step_by_step_with_progress(client, town, monkeypatch):
    for number in "甲乙丙":
        done(town, number)
    done(town, "未发", settled_on=None)
    monkeypatch.setattr(jobs, "SECONDS", 0.0)
    monkeypatch.setattr(jobs.advance, "__kwdefaults__", {"seconds": 0.0})
    shown = client.get(YEAR, {"year": 2026}).text
    assert "已发出答复的申请 3 件" in shown
    assert "未发<" not in shown

    job = client.post(BEGIN, {"year": "2026"}, follow=True)
    address = job.redirect_chain[-1][0]
    assert "已完成 1 / 3 件" in job.text
    assert '<progress max="3" value="1"' in job.text
    assert "已完成 2 / 3 件" in client.post(f"{address}go-on/", follow=True).text
    assert "已打包 3 件申请" in client.post(f"{address}go-on/", follow=True).text
    assert "第 3 件" in client.get(YEAR, {"year": 2026}).text
    assert ArchivedFile.objects.count() == 3


@pytest.mark.usefixtures("clerk")
def test_what_is_not_finished_is_refused_with_what_to_do(client, town):
    unsent = done(town, "未发", settled_on=None)
    page = client.post(one_url(unsent), follow=True).text
    assert "答复还没有发出，不能归档" in page
    assert 'class="button">打包归档' not in page
    assert "没有可以归档的" in client.post(BEGIN, {"year": "2019"}, follow=True).text
    assert ArchivePackage.objects.count() == 0


@pytest.mark.parametrize("role", ["政府信息公开工作机构负责人", "部门审核", "只读审计", "年报"])
def test_who_does_not_see_applicants_neither_packs_nor_fetches(client, town, role):
    application = done(town, "申请一")
    clerk = person(town, HANDLER)
    client.force_login(clerk)
    job = client.post(one_url(application), follow=True).redirect_chain[-1][0]

    client.force_login(person(town, role))
    assert client.get(YEAR).status_code == 403
    assert client.post(BEGIN, {"year": "2026"}).status_code == 403
    assert client.post(one_url(application)).status_code == 403
    assert client.get(job).status_code == 403
    assert client.get(f"{job}file/").status_code == 403


def test_a_package_is_fetched_by_who_made_it_alone(client, town):
    client.force_login(person(town, HANDLER))
    job = client.post(one_url(done(town, "申请一")), follow=True).redirect_chain[-1][0]
    client.force_login(person(town, HANDLER))
    assert client.get(job).status_code == 404
    assert client.get(f"{job}file/").status_code == 404


def test_another_authority_s_applications_are_not_packed(client, town):
    other = AuthorityFactory(code="other")
    theirs = done(other, "别处的")
    client.force_login(person(town, HANDLER))
    assert client.post(one_url(theirs)).status_code in {302, 404}
    assert "别处的" not in client.get(YEAR, {"authority": "other", "year": 2026}).text
    client.post(BEGIN, {"authority": "other", "year": "2026"})
    assert ArchivePackage.objects.count() == 0


@pytest.mark.usefixtures("clerk")
def test_a_year_costs_the_same_queries_however_many_there_are(client, town, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    done(town, "一")
    client.get(YEAR, {"year": 2026})
    with CaptureQueriesContext(connection) as few:
        client.get(YEAR, {"year": 2026})
    for number in "二三四":
        done(town, number)
    with django_assert_num_queries(len(few)):
        client.get(YEAR, {"year": 2026})


@pytest.mark.usefixtures("clerk")
def test_what_came_later_asks_for_another_package(client, town):
    application = done(town, "申请一")
    client.post(one_url(application))
    note(Verb.CHANGE, application, {"联系电话": ["", "已改"]})
    assert "上次归档以后又有新的办理记录" in client.get(page_of(application)).text
