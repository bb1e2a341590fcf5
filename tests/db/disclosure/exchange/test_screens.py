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


# --- What was understood, and which sheet -------------------------------------


def two_sheets():
    def prepare(first):
        second = first.parent.create_sheet("二月")
        for row in (HEADING, OPEN):
            second.append(row)
        first.title = "一月"

    return xlsx([HEADING, GOOD], prepare)


def test_preview_lists_what_was_understood_loosely(staff, authority):
    page = upload(staff, authority, [["台账"], HEADING, changed(kind="公民", received="2023.3.1"), ["合计：1件"]])
    text = page.content.decode()
    for said in (
        "列名在第2行；以上是标题、说明，没有导入。",
        "第4行是合计、小计一类的行，没有导入。",
        "没有照格式写、按下列理解读取的内容（2 处），请核对",
        "「公民」</td><td>「自然人」</td><td>第3行",
        "以点等分隔的日期，如「2023.3.1」</td><td>「2023-03-01」</td><td>第3行",
    ):
        assert said in text
    staff.post(CONFIRM, {"token": page.context["token"]})
    assert Application.objects.get().applicant_kind == "natural"


def test_sheet_is_asked_for_previewed_and_imported(staff, authority):
    page = upload(staff, authority, two_sheets())
    assert page.context["sheets"] == ("一月", "二月")
    token = page.context["token"]
    assert "请选择一张工作表。" in staff.post(IMPORT, {"token": token}).content.decode()
    chosen = staff.post(IMPORT, {"token": token, "sheet": "二月"})
    assert '<input type="hidden" name="sheet" value="二月">' in chosen.content.decode()
    assert not Application.objects.exists()
    staff.post(CONFIRM, {"token": token, "sheet": "二月"})
    assert [one.number for one in Application.objects.all()] == ["2023-002"]
    assert not PendingImport.objects.exists()


def test_another_sheet_than_the_one_previewed_is_shown_first(staff, authority):
    token = upload(staff, authority, two_sheets()).context["token"]
    staff.post(IMPORT, {"token": token, "sheet": "二月"})
    other = staff.post(CONFIRM, {"token": token, "sheet": "一月"})
    assert "2023-001" in other.content.decode()
    assert not Application.objects.exists()
    none = staff.post(CONFIRM, {"token": token}, follow=True)
    assert "有 2 张工作表都有要导入的列名" in none.content.decode()
    assert not Application.objects.exists()


def test_a_sheet_with_errors_or_that_is_not_there(staff, authority):
    token = upload(staff, authority, two_sheets()).context["token"]
    none = staff.post(IMPORT, {"token": token, "sheet": "三月"}, follow=True)
    assert "没有可见的工作表「三月」" in none.content.decode()

    def prepare(first):
        first.parent.create_sheet("二月").append(HEADING)
        first.parent["二月"].append(changed(kind="男"))

    token = upload(staff, authority, xlsx([HEADING, GOOD], prepare)).context["token"]
    assert "是否指「自然人」？" in staff.post(IMPORT, {"token": token, "sheet": "二月"}).content.decode()
    assert not PendingImport.objects.exists()


def test_a_file_of_others_has_no_sheets_to_choose(staff, authority, client):
    token = upload(staff, authority, two_sheets()).context["token"]
    client.force_login(user("view_application", "add_application", "change_application"))
    answer = client.post(IMPORT, {"token": token, "sheet": "二月"}, follow=True)
    assert "上传的文件已不在" in answer.content.decode()


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


def in_full(client, query="", **given):
    return client.post(reverse("admin:disclosure_application_export_full") + query, {"file_format": "csv", **given})


def test_personal_columns_need_their_permission_and_are_masked(staff, authority):
    ApplicationFactory(authority=authority, applicant="张某某", phone="13800000000")
    assert "申请人," not in export(staff)[1].decode()
    staff.force_login(user("view_application", "see_applicant"))
    data = export(staff)[1].decode("utf-8-sig")
    assert data.splitlines()[1].split(",")[2:9:6] == ["张**", "138****0000"]
    assert "张某某" not in data


def test_full_export_needs_a_reason_which_is_kept(client, authority):
    client.force_login(user("view_application", "see_applicant"))
    ApplicationFactory(authority=authority, number="甲1", applicant="张某某")
    ApplicationFactory(authority=authority, number="乙1")
    assert "/export/?q=" in client.get(LIST, {"q": "甲1"}).content.decode()

    answer = in_full(client, "?q=甲1", reason="向档案室移交，用后删除")

    data = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [line.split(",")[2] for line in data.splitlines()] == ["申请人", "张某某"]
    act = Act.objects.get(verb=Verb.EXPORT)
    assert (act.label, act.changes) == ("1 条，CSV，含个人信息", {"理由": ["", "向档案室移交，用后删除"]})


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("", "请写明导出理由。"),
        ("  ", "请写明导出理由。"),
        ("长" * 301, "导出理由太长，请不要超过 300 字。"),
        ("13800001234 来电要求", "导出理由中写出了个人信息，请改用不含个人信息的说法。"),
    ],
)
def test_full_export_without_a_fit_reason_is_none(client, authority, reason, says):
    client.force_login(user("view_application", "see_applicant"))
    ApplicationFactory(authority=authority, applicant="张某某")

    answer = in_full(client, reason=reason)

    assert says in answer.content.decode()
    assert "张某某" not in answer.content.decode()
    assert not Act.objects.filter(verb=Verb.EXPORT).exists()


@pytest.mark.parametrize("permissions", [["view_application"], ["see_applicant"]])
def test_full_export_is_for_those_who_see_applicants(client, authority, permissions):
    client.force_login(user(*permissions))
    assert in_full(client, reason="理由").status_code == 403
    assert client.get(reverse("admin:disclosure_application_export_full")).status_code == 403


def test_list_offers_full_export_to_those_alone(staff, authority):
    assert "导出完整个人信息" not in staff.get(LIST).content.decode()
    staff.force_login(user("view_application", "see_applicant"))
    assert "导出完整个人信息" in staff.get(LIST).content.decode()


def test_records_without_personal_data_have_no_full_export(admin_client):
    assert admin_client.get(reverse("admin:disclosure_item_export_full")).status_code == 403


def test_masked_export_does_not_come_back_over_what_it_masks(admin_client, authority):
    record = ApplicationFactory(
        authority=authority, number="甲1", applicant="张某某", phone="13800001234", email="a@example.invalid",
        address="示例省示例市示例路一号", document="TEST0000000001", document_kind="居民身份证",
    )  # fmt: skip
    _, data = export(admin_client)

    page = upload(admin_client, authority, data, "表.csv")

    problems = {(one.column, one.why) for one in page.context["problems"]}
    assert {column for column, _ in problems} == {
        "申请人", "联系电话", "电子邮箱", "通讯地址", "证件类型", "证件号码",
    }  # fmt: skip
    assert {why.partition("；")[0] for _, why in problems} == {"是遮盖过的内容，不能代替已经登记的个人信息"}
    assert page.context["token"] is None
    record.refresh_from_db()
    assert record.applicant == "张某某"


def test_office_that_knows_a_name_in_part_alone_may_bring_it_in(admin_client, authority):
    page = upload(admin_client, authority, [HEADING, changed(name="张*某")])
    admin_client.post(CONFIRM, {"token": page.context["token"]})
    assert Application.objects.get().applicant == "张*某"


def test_an_export_needs_to_view(client, authority):
    client.force_login(user("add_application"))
    assert client.get(reverse("admin:disclosure_application_export", args=["csv"])).status_code == 403


def test_another_format(staff):
    assert staff.get(reverse("admin:disclosure_application_export", args=["pdf"])).status_code == 404


def test_a_filter_that_is_none(staff):
    assert staff.get(reverse("admin:disclosure_application_export", args=["csv"]) + "?nothing=1").url == LIST
