"""What an application is like: the same applicant's earlier ones, and others' for the same thing."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from lxml import html

from disclosure.desk.applications.papers import keep_paper
from disclosure.desk.applications.similar import alike
from disclosure.law.applications.similarity import Likeness
from disclosure.law.choices.letters import LetterKind, PaperKind
from disclosure.models import Application, Letter, User
from tests.factories import ApplicationFactory, AuthorityFactory
from tests.support.desk import address

pytestmark = pytest.mark.django_db
WANTED = "示例村2019年征地补偿款分配方案"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def asked(town, content=WANTED, applicant="示例甲", **given):
    return ApplicationFactory(authority=town, content=content, applicant=applicant, **given)


def numbers(found):
    return [one.number for one in found]


def reply(application, number):
    paper = keep_paper(of=application, kind=PaperKind.LETTER, name="答复.docx", data=b"-", media_type="text/plain")
    Letter.objects.create(
        application=application, kind=LetterKind.REPLY, number=number, dated_on=dt.date(2023, 6, 9), docx=paper
    )


def test_the_same_applicant_s_come_with_the_most_alike_first_and_their_replies(town):
    other = asked(town, "某座桥的检测报告", number="异")
    first = asked(town, number="同", outcome="disclosed", concluded_on=dt.date(2023, 6, 9))
    reply(first, "示政信复〔2023〕1号")
    near = asked(town, "示例村2018年征地补偿款分配方案", number="近")
    now = asked(town, "申请公开示例村2019年征地补偿款分配方案")

    found = alike(now)

    assert numbers(found.own) == ["同", "近", "异"]
    assert [one.likeness for one in found.own] == [Likeness.SAME, Likeness.ALIKE, None]
    assert (found.own[0].result, found.own[0].concluded_on) == ("予以公开", dt.date(2023, 6, 9))
    assert found.own[0].replies == ("示政信复〔2023〕1号",)
    assert (found.own[1].result, found.own[1].replies) == ("还没有办结", ())
    assert found.others == ()
    assert found.is_repeated
    assert {first.pk, near.pk, other.pk} == {one.pk for one in found.own}


@pytest.mark.parametrize(
    "given, said",
    [
        ({"document": "TEST 0000-000001"}, "证件号码相同"),
        ({"phone": "0000-0000000"}, "联系电话相同"),
        ({"applicant": "示例 甲"}, "姓名或者名称相同"),
    ],
)
def test_the_same_applicant_is_known_by_document_telephone_or_name(town, given, said):
    now = asked(town, document="TEST0000000001", phone="00000000000", number="现")
    asked(town, **{"content": "另一件事", "applicant": "示例乙", "number": "前"} | given)

    [one] = alike(now).own

    assert (one.number, one.same_person) == ("前", said)


def test_unanswered_or_different_ones_are_no_repetition(town):
    asked(town)
    asked(town, "某座桥的检测报告", outcome="disclosed", concluded_on=dt.date(2023, 6, 9))

    assert not alike(asked(town)).is_repeated


def test_others_who_want_the_same_are_a_reason_to_publish(town):
    asked(town, applicant="示例乙", number="乙")
    asked(town, "征地补偿款", applicant="示例丙", number="丙")
    asked(AuthorityFactory(), applicant="示例丁", number="丁")

    found = alike(asked(town))

    assert found.own == ()
    assert numbers(found.others) == ["乙"]
    assert found.is_often_asked


def test_what_was_asked_years_before_is_another_time_s(town):
    asked(town, applicant="示例乙", received_on=dt.date(2019, 6, 1))

    assert not alike(asked(town, received_on=dt.date(2023, 6, 1)))


def test_erased_applicants_are_nobody_s_doubles(town):
    erased = asked(town, applicant="", document="", phone="", content="某座桥的检测报告")
    asked(town, applicant="", content="另一件事")

    assert not alike(erased)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_and_nothing_personal_is_read(town, django_assert_num_queries, count):
    for number in range(count):
        asked(town)
        asked(town, applicant=f"示例{number}")
    now = asked(town)

    with django_assert_num_queries(3) as asked_for:
        found = alike(now)

    assert len(found.own) == len(found.others) == min(count, 20)
    for query in asked_for.captured_queries:
        selected = query["sql"].partition("FROM")[0]
        assert '"disclosure_application"."applicant"' not in selected
        assert '"disclosure_application"."address"' not in selected


def test_panel_shows_numbers_dates_results_and_no_name(client, town):
    asked(town, applicant="测试人丙", number="前一件", outcome="petition", concluded_on=dt.date(2023, 6, 9))
    asked(town, applicant="测试人丁", number="别人的")
    now = asked(town, applicant="测试人丙")
    reader = User.objects.create_user("reader", authority=town, is_staff=True)
    reader.groups.set(Group.objects.filter(name="年报"))
    client.force_login(reader)

    tree = html.fromstring(client.get(address(Application, "change", now.pk)).content.decode())

    panel = tree.xpath("//section[contains(@class, 'similar')]")[0].text_content()
    for said in ("前一件", "2023-06-01", "信访举报投诉类申请", "几乎相同", "别人的", "应当主动公开（条例第四十四条）"):
        assert said in panel
    assert "测试人" not in panel
    assert "转为主动公开" not in panel
