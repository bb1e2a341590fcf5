"""材料: encrypted on disk, kept with their record or not at all, read by those who may, each look an act."""

import pytest
from django.contrib.auth.models import Permission

from disclosure.desk.applications.papers import add_paper, keep_paper, read_paper, with_papers
from disclosure.errors import Refused, WrongKey
from disclosure.law.choices.letters import PaperKind
from disclosure.models import Act, Paper, User
from tests.factories import ApplicationFactory, AuthorityFactory, CaseFactory
from tests.support.proofs import MAKER, author_of, pdf, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def asked(db):
    return ApplicationFactory()


@pytest.fixture
def allowed():
    """`allowed("see_applicant", of=town)`: somebody with these permissions."""

    def made(*codenames, of=None):
        user = User.objects.create_user(f"p{User.objects.count()}", authority=of)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return user

    return made


def files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def keep(of, kind=PaperKind.IDENTITY):
    return keep_paper(of=of, kind=kind, name="甲的身份证.jpg", data=b"picture", media_type="image/jpeg")


def test_file_of_one_paper_in_the_place_of_another_is_refused(asked, media):
    one, other = keep(asked), keep(asked)
    (media / other.file.name).write_bytes((media / one.file.name).read_bytes())

    assert one.read() == b"picture"
    with pytest.raises(WrongKey, match="已损坏或被改动"):
        other.read()


def test_paper_that_fails_leaves_no_file(asked, media, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("disclosure.desk.applications.papers.note", broken)
    with pytest.raises(RuntimeError):
        keep(asked)
    assert files(media) == []


def test_papers_of_an_act_that_fails_leave_no_file(asked, media):
    def act():
        with with_papers() as kept:
            kept += [keep(asked), keep(asked)]
            assert len(files(media)) == 2
            raise Refused("不行。")

    with pytest.raises(Refused, match="不行"):
        act()
    assert (files(media), Paper.objects.count()) == ([], 0)


@pytest.mark.parametrize("kind", [PaperKind.IDENTITY, PaperKind.REPLY])
def test_every_look_is_an_act(asked, allowed, kind):
    paper, reader = keep(asked, kind), allowed("see_applicant")

    assert [read_paper(paper, by=reader) for _ in range(2)] == [b"picture", b"picture"]

    looks = Act.objects.filter(verb="look", user=reader)
    assert [one.changes for one in looks] == [{f"材料「{kind.label}」": ["", "已查看"]}] * 2


def test_neither_without_the_permission_nor_from_elsewhere(asked, allowed):
    paper = keep(asked)

    for reader in (allowed("view_application"), allowed("see_applicant", of=AuthorityFactory())):
        with pytest.raises(Refused, match="没有查看申请材料的权限"):
            read_paper(paper, by=reader)
    assert not Act.objects.filter(verb="look").exists()


def test_paper_of_a_case_is_its_own_kind(asked, allowed):
    case, by = CaseFactory(authority=asked.authority), allowed("change_case", "change_application")

    assert add_paper(of=case, kind="case", name="判决书.pdf", data=pdf(), by=by).case == case
    with pytest.raises(Refused, match="请选择材料类型"):
        add_paper(of=case, kind="identity", name="图.jpg", data=picture(), by=by)
    with pytest.raises(Refused, match="请选择材料类型"):
        add_paper(of=asked, kind="case", name="判决书.pdf", data=pdf(), by=by)


def test_what_goes_out_is_cleaned_and_evidence_is_not(asked, allowed):
    by = allowed("change_application")

    reply, given = (
        add_paper(of=asked, kind=kind, name="材料.pdf", data=pdf(), by=by)
        for kind in (PaperKind.REPLY, PaperKind.GIVEN)
    )

    assert (author_of(given.read()), author_of(reply.read())) == (MAKER, "")
    assert given.read() == pdf()


def test_adding_needs_the_permission_and_the_authority(asked, allowed):
    for by, why in (
        (allowed("view_application"), "没有给信息公开申请添加材料的权限"),
        (allowed("change_application", of=AuthorityFactory()), "只能办理本机关和已授权机关的记录"),
    ):
        with pytest.raises(Refused, match=why):
            add_paper(of=asked, kind="given", name="材料.pdf", data=pdf(), by=by)
