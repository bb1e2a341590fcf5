"""材料 on the page of an application: seen by those who may, every look recorded, added by content and not by name."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.desk.applications.papers import keep_paper
from disclosure.law.choices.letters import PaperKind
from disclosure.models import Act, Application, Authority, Paper
from tests.support.desk import address, application
from tests.support.proofs import MAKER, author_of, pdf, picture

pytestmark = pytest.mark.django_db
NAME = "测试人甲的身份证.jpg"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(client, django_user_model):
    """Signs in somebody with these permissions, of this authority."""

    def signed_in(*codenames, of=None):
        user = django_user_model.objects.create_user("经办", is_staff=True, authority=of)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def handler(clerk):
    return clerk("view_application", "change_application", "see_applicant")


def paper_of(record, kind=PaperKind.IDENTITY, *, name=NAME, data=None, media_type="image/jpeg"):
    return keep_paper(of=record, kind=kind, name=name, data=data or picture(), media_type=media_type)


def of_paper(paper):
    return reverse("admin:disclosure_application_paper", args=(paper.application_id, paper.pk))


def add(client, record, *, kind="given", name="材料.pdf", data=None):
    file = SimpleUploadedFile(name, pdf() if data is None else data)
    return client.post(
        reverse("admin:disclosure_application_add_paper", args=(record.pk,)), {"kind": kind, "file": file}, follow=True
    )


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def looks(record):
    return [
        (act.name, act.changes)
        for act in Act.objects.filter(verb="look", kind="disclosure.application", key=str(record.pk))
    ]


# --- Looked at --------------------------------------------------------------------


def test_picture_is_shown_and_the_look_recorded(handler):
    record = application()
    paper = paper_of(record)

    answer = handler.get(of_paper(paper))

    assert answer.content == picture()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert looks(record) == [("经办", {"材料「身份证明」": ["", "已查看"]})]


@pytest.mark.parametrize("media_type", ["application/pdf", "text/html", "image/svg+xml"])
def test_whatever_might_run_is_saved_and_never_shown(handler, media_type):
    answer = handler.get(of_paper(paper_of(application(), media_type=media_type)))

    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("codenames", [["view_application"], ["view_application", "change_application", "view_paper"]])
def test_who_may_not_see_applicants_sees_neither_file_nor_name(clerk, codenames):
    record = application()
    client, paper = clerk(*codenames), paper_of(record)

    page = client.get(address(Application, "change", record.pk)).content.decode()
    answer = client.get(of_paper(paper))

    assert answer.status_code == 403
    assert NAME not in page
    assert of_paper(paper) not in page
    assert "身份证明" in page
    assert looks(record) == []


def test_who_reads_another_authority_finds_none(clerk):
    paper = paper_of(application())
    elsewhere = Authority.objects.create(code="elsewhere", name="邻镇人民政府")

    assert clerk("view_application", "see_applicant", of=elsewhere).get(of_paper(paper)).status_code == 404


def test_paper_of_another_application_is_not_found_here(handler):
    paper, other = paper_of(application("一")), application("二")

    assert handler.get(reverse("admin:disclosure_application_paper", args=(other.pk, paper.pk))).status_code == 404


def test_page_lists_papers_and_is_one_look_at_the_application(handler):
    record = application()
    paper_of(record)
    paper_of(record, PaperKind.LETTER, name="答复书.docx")

    page = handler.get(address(Application, "change", record.pk)).content.decode()

    assert NAME in page
    assert "答复书.docx" not in page, "letters have a list of their own"
    assert looks(record) == [("经办", {})]


@pytest.mark.parametrize("count", [1, 4])
def test_list_of_papers_costs_one_query(handler, count, django_assert_num_queries):
    from disclosure.admin.common.papers import PapersPanel
    from disclosure.models import User

    record = application()
    for number in range(count):
        paper_of(record, name=f"{number}.jpg")
    from django.contrib import admin
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user = User.objects.get(username="经办")
    request.user.has_perm("disclosure.see_applicant")
    panel = PapersPanel(admin.site._registry[Application])
    with django_assert_num_queries(1):
        assert len(panel.build(request, record)["papers"]) == count


@pytest.mark.parametrize("what", ["file", "key"])
def test_file_that_cannot_be_read_is_told_in_a_sentence(handler, settings, what):
    record = application()
    paper = paper_of(record)
    if what == "file":
        paper.file.storage.delete(paper.file.name)
    else:
        paper.file.storage.delete(paper.file.name)
        (settings.MEDIA_ROOT / paper.file.name).write_bytes(b"00000000" + bytes(40))

    answer = handler.get(of_paper(paper), follow=True)

    assert said(answer)[0].startswith(
        "文件已不在原处" if what == "file" else "文件是用另一把密钥（编号 00000000）加密的"
    )
    assert NAME not in said(answer)[0]


# --- Added ------------------------------------------------------------------------


def test_staff_add_a_paper_and_it_is_recorded_without_its_name(handler):
    record = application()

    answer = add(handler, record, name="测试人甲的来信.pdf")

    paper = Paper.objects.get()
    assert said(answer) == ["已添加材料「申请人提交的材料」。"]
    assert (paper.application, paper.kind, paper.name) == (record, "given", "测试人甲的来信.pdf")
    assert paper.read() == pdf(), "evidence stays as it was handed in"
    act = Act.objects.get(verb="change", kind="disclosure.application")
    assert (act.name, act.changes) == ("经办", {"材料「申请人提交的材料」": ["", "已添加"]})
    assert "来信" not in str(Act.objects.values_list("label", "changes", "source"))


def test_attachment_of_a_reply_loses_its_author(handler):
    add(handler, application(), kind="reply")

    assert author_of(pdf()) == MAKER
    assert author_of(Paper.objects.get().read()) == ""


def test_proof_of_identity_is_told_by_its_content(handler):
    answer = add(handler, application(), kind="identity", name="身份证.jpg", data=b"MZ program")

    assert said(answer) == ["「身份证.jpg」不是JPG、PNG 图片或者 PDF，请另存为其中一种后再上传。"]
    assert not Paper.objects.exists()


@pytest.mark.parametrize("kind", ["letter", "case", "nothing", ""])
def test_kind_that_staff_do_not_add_is_refused(handler, kind):
    answer = add(handler, application(), kind=kind)

    assert said(answer) == ["请选择材料类型。"]
    assert not Paper.objects.exists()


def test_form_without_a_file_is_told(handler):
    record = application()

    answer = handler.post(
        reverse("admin:disclosure_application_add_paper", args=(record.pk,)), {"kind": "given"}, follow=True
    )

    assert said(answer) == ["请选择要添加的文件。"]


def test_who_only_reads_adds_nothing(clerk):
    record = application()
    client = clerk("view_application", "see_applicant")

    answer = add(client, record)

    assert said(answer) == ["您没有给信息公开申请添加材料的权限，请与管理员联系。"]
    assert "添加材料" not in answer.content.decode().replace("添加材料的权限", "")
    assert not Paper.objects.exists()


def test_form_of_another_site_is_refused(handler, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, headers={"cookie": client.cookies.output(header="", sep=";")})
    strict.cookies = client.cookies
    record = application()

    assert add(strict, record).status_code == 403
