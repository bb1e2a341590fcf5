"""Upload, preview, confirm; and the lists as files."""

import io
from datetime import timedelta
from urllib.parse import unquote

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.models import Act, Application, PendingImport, User, Verb
from tests.factories import ApplicationFactory, AuthorityFactory
from tests.unit.disclosure.exchange.files import xlsx

from .test_applications import GOOD, HEADING, OPEN, changed

IMPORT = reverse("admin:disclosure_application_import")
CONFIRM = reverse("admin:disclosure_application_import_confirm")
LIST = reverse("admin:disclosure_application_changelist")


def user(*permissions):
    someone = User.objects.create_user(f"user{User.objects.count()}", password="long enough 12", is_staff=True)
    someone.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return someone


@pytest.fixture
def staff(client, authority):
    client.force_login(user("view_application", "add_application", "change_application"))
    return client


def upload(client, authority, rows, name="表.xlsx"):
    content = rows if isinstance(rows, bytes) else xlsx(rows)
    return client.post(IMPORT, {"authority": authority.pk, "file": SimpleUploadedFile(name, content)})


def test_the_form_explains_the_columns_and_offers_the_own_authority(staff, authority):
    AuthorityFactory()
    page = staff.get(IMPORT)
    assert page.context["form"]["authority"].initial == authority
    text = page.content.decode()
    assert all(part in text for part in ("下载模板（XLSX）", "证件号码", "必填", "须有此列，可空", "自然人、商业企业"))


def test_preview_then_confirm(staff, authority):
    ApplicationFactory(authority=authority, number="2023-001", applicant="李某某", content="旧")
    page = upload(staff, authority, [HEADING, GOOD, OPEN])
    text = page.content.decode()
    assert "新增 1，变更 1，未变 0，拒绝 0" in text
    assert "<del>旧</del> → 某规划" in text
    assert "<del>李**</del> → 张**" in text
    assert "张某某" not in text
    assert Application.objects.get().content == "旧"
    done = staff.post(CONFIRM, {"token": page.context["token"]}, follow=True)
    assert done.redirect_chain == [(LIST, 302)]
    assert "已导入：新增 1，变更 1，未变 0，拒绝 0。" in done.content.decode()
    assert Application.objects.count() == 2
    assert not PendingImport.objects.exists()
    assert Act.objects.get(verb=Verb.IMPORT).label == "新增 1，变更 1，未变 0，拒绝 0"


def test_bad_rows_are_listed_and_nothing_can_be_confirmed(staff, authority):
    page = upload(staff, authority, [HEADING, changed(received="2023-02-30"), OPEN])
    text = page.content.decode()
    assert "不是有效日期，2023年2月没有30日；请核对" in text
    assert "新增 1，变更 0，未变 0，拒绝 1" in text
    assert 'name="token"' not in text
    assert not PendingImport.objects.exists()


@pytest.mark.parametrize(
    "content,name,said",
    [
        (b"a,b\n1,2\n", "表.csv", "没有一个认识的列名"),
        (b"PK\x03\x04", "表.xlsx", "压缩包"),
        (b"", "空.csv", "所选的文件是空的"),
    ],
)
def test_a_file_that_is_no_table(staff, authority, content, name, said):
    assert said in upload(staff, authority, content, name).content.decode()


def test_no_file(staff, authority):
    assert "请选择要导入的文件。" in staff.post(IMPORT, {"authority": authority.pk}).content.decode()


def test_nothing_to_do_is_said(staff, authority):
    ApplicationFactory(authority=authority, number="1", applicant="张某某", content="某规划", received_on="2023-03-01")
    page = upload(staff, authority, [HEADING, changed(number="1", outcome="", concluded="")])
    assert "没有需要保存的内容" in page.content.decode()


def test_what_changed_since_the_preview_is_shown_again(staff, authority):
    stored = ApplicationFactory(authority=authority, number="2023-001", content="旧")
    page = upload(staff, authority, [HEADING, GOOD])
    Application.objects.filter(pk=stored.pk).update(content="别人改过")
    again = staff.post(CONFIRM, {"token": page.context["token"]})
    text = again.content.decode()
    assert "预览之后有人改动了相关记录" in text
    assert "<del>别人改过</del> → 某规划" in text
    assert Application.objects.get().content == "别人改过"
    staff.post(CONFIRM, {"token": again.context["token"]})
    assert Application.objects.get().content == "某规划"


def test_a_row_that_became_wrong_since_the_preview_is_listed(staff, authority):
    from .test_other_kinds import CASES

    client = staff
    client.force_login(user("add_case", "change_case", "view_case"))
    application = ApplicationFactory(authority=authority, number="1")
    data = xlsx([[*CASES, "关联申请编号"], ["1", "行政复议", "", "2023-01-01", "", "", "1"]])
    page = client.post(
        reverse("admin:disclosure_case_import"),
        {"authority": authority.pk, "file": SimpleUploadedFile("表.xlsx", data)},
    )
    application.delete()
    answer = client.post(reverse("admin:disclosure_case_import_confirm"), {"token": page.context["token"]})
    assert "不是本机关已有的申请编号" in answer.content.decode()
    assert not PendingImport.objects.exists()


def test_a_file_is_its_owners_and_its_sessions_alone(staff, authority, client):
    token = upload(staff, authority, [HEADING, GOOD]).context["token"]
    staff.force_login(user("view_application", "add_application", "change_application"))
    answer = staff.post(CONFIRM, {"token": token}, follow=True)
    assert "上传的文件已不在" in answer.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("token", ["", "不是", "00000000-0000-0000-0000-000000000000"])
def test_a_made_up_token(staff, token):
    assert "上传的文件已不在" in staff.post(CONFIRM, {"token": token}, follow=True).content.decode()


def test_a_file_is_kept_for_a_day(staff, authority):
    token = upload(staff, authority, [HEADING, GOOD]).context["token"]
    kept = PendingImport.objects.get()
    PendingImport.objects.update(created_at=kept.created_at - timedelta(days=1, seconds=1))
    assert "上传的文件已不在" in staff.post(CONFIRM, {"token": token}, follow=True).content.decode()
    staff.force_login(user("view_application", "add_application", "change_application"))
    upload(staff, authority, [HEADING, OPEN])
    assert PendingImport.objects.exclude(pk=kept.pk).count() == PendingImport.objects.count() == 1


def test_asking_for_the_confirmation_without_a_file(staff):
    assert staff.get(CONFIRM).url == IMPORT


@pytest.mark.parametrize("permissions", [("view_application",), ("view_application", "add_application")])
def test_an_import_needs_adding_and_changing(client, authority, permissions):
    client.force_login(user(*permissions))
    assert client.get(IMPORT).status_code == 403
    assert client.post(CONFIRM, {"token": ""}).status_code == 403
    assert IMPORT not in client.get(LIST).content.decode()


def test_the_template_can_be_filled_in_and_imported(staff, authority):
    answer = staff.get(reverse("admin:disclosure_application_import_template"))
    assert unquote(answer["Content-Disposition"]).endswith("信息公开申请-模板.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["信息公开申请", "选项", "填写说明"]
    assert len(book.active.data_validations.dataValidation) == 5
    assert "新增 1，变更 0，未变 0，拒绝 0" in upload(staff, authority, answer.content).content.decode()


# --- Lists as files ---------------------------------------------------------


def export(client, query="", file_format="csv"):
    answer = client.get(reverse("admin:disclosure_application_export", args=[file_format]) + query)
    return answer, b"".join(answer.streaming_content)


def test_an_export_holds_what_the_list_holds(staff, authority):
    ApplicationFactory(authority=authority, number="甲1")
    ApplicationFactory(authority=authority, number="乙1")
    page = staff.get(LIST, {"q": "甲1"}).content.decode()
    assert "/export/csv/?q=" in page
    answer, data = export(staff, "?q=甲1")
    assert unquote(answer["Content-Disposition"]).startswith("attachment; filename*=utf-8''信息公开申请-")
    assert [line.split(",")[0] for line in data.decode("utf-8-sig").splitlines()] == ["申请编号", "甲1"]


def test_personal_columns_need_their_permission(staff, authority):
    ApplicationFactory(authority=authority, applicant="张某某")
    assert "张某某" not in export(staff)[1].decode()
    staff.force_login(user("view_application", "see_applicant"))
    assert "张某某" in export(staff)[1].decode()


def test_an_export_needs_to_view(client, authority):
    client.force_login(user("add_application"))
    assert client.get(reverse("admin:disclosure_application_export", args=["csv"])).status_code == 403


def test_another_format(staff):
    assert staff.get(reverse("admin:disclosure_application_export", args=["pdf"])).status_code == 404


def test_a_filter_that_is_none(staff):
    assert staff.get(reverse("admin:disclosure_application_export", args=["csv"]) + "?nothing=1").url == LIST
