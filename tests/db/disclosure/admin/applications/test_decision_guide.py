"""The guided decision on its screen: question by question, without JavaScript, to the form that decides."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from lxml import html

from disclosure.law.deciding import GUIDE
from disclosure.models import Act, Application
from tests.factories import ApplicationFactory
from tests.support.desk import address
from tests.support.people import handler, person

pytestmark = pytest.mark.django_db
HELD = {
    "going": "yes", "clear": "yes", "nature": "yes", "before": "no", "special": "no", "responsible": "yes", "public": "no",
    "found": "yes", "ready": "yes",
}  # fmt: skip


@pytest.fixture
def clerk(client, town):
    made = handler(town)
    client.force_login(made)
    return made


def guide(client, application, **answers):
    answer = client.get(f"/admin/disclosure/application/{application.pk}/guide/", answers)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def text(found):
    return re.sub(r"\s+", "", "".join(one.text_content() for one in found))


def test_first_question_has_its_law_its_answers_and_examples(client, town, clerk):
    tree = guide(client, ApplicationFactory(authority=town, content="要某份批复"))

    form = tree.xpath("//form[@id='ask']")[0]
    assert form.get("method") == "get"
    assert text(form.xpath(".//legend")) == "补不补申请人还要求答复吗？"
    assert "条例第四十二条" in text(form.xpath(".//*[@class='guide-law']"))
    offered = form.xpath(".//input[@type='radio']")
    assert [one.get("value") for one in offered] == ["yes", "withdrawn", "unpaid", "ended"]
    assert {one.get("name") for one in offered} == {"going"}
    assert "例：申请人来电说" in text([form])
    assert "要某份批复" in text(tree.xpath("//blockquote"))
    assert not tree.xpath("//*[@id='given']")


def test_answers_are_carried_on_and_each_can_be_given_anew(client, town, clerk):
    made = ApplicationFactory(authority=town)

    tree = guide(client, made, going="yes", clear="yes")

    kept = {one.get("name"): one.get("value") for one in tree.xpath("//form[@id='ask']/input[@type='hidden']")}
    assert kept == {"going": "yes", "clear": "yes"}
    again = [one.get("href") for one in tree.xpath("//section[@class='guide-given']//a")]
    here = f"/admin/disclosure/application/{made.pk}/guide/"
    assert again == [f"{here}?#ask", f"{here}?going=yes#ask"]
    assert text(tree.xpath("//li[@aria-current='step']/strong")) == "该不该"


def test_each_way_can_be_walked_with_the_forms_alone(client, town, clerk):
    """Along the longest way, filling in each form as it stands on the page."""
    made = ApplicationFactory(authority=town)
    longest = max(GUIDE.ways(), key=lambda way: len(way.taken))

    tree = guide(client, made)
    for one in longest.taken:
        form = tree.xpath("//form[@id='ask']")[0]
        values = {field.get("name"): field.get("value") for field in form.xpath("./input[@type='hidden']")}
        [radio] = form.xpath(f".//input[@type='radio'][@value='{one.answer.key}']")
        tree = guide(client, made, **values, **{radio.get("name"): radio.get("value")})

    assert text(tree.xpath("//*[@id='end']")) == f"办理结果：{longest.verdict.outcome.label}"


def test_end_says_outcome_article_what_the_reply_needs_and_where_it_counts(client, town, clerk):
    made = ApplicationFactory(authority=town, applicant_kind="legal", received_on=localdate())

    tree = guide(client, made, **HELD, ground="internal", whole_internal="part")

    end = text(tree.xpath("//section[@id='ask']"))
    assert "办理结果：部分公开（区分处理的，只计这一情形，不计其他情形）" in end
    assert "依据条例第三十七条" in end
    assert "不予公开部分的依据属于三类内部事务信息（条例第十六条）" in end
    assert f"计入{localdate().year}年度报告" in end
    assert "「法人或其他组织—法律服务机构」一列" in end
    assert not tree.xpath("//form[@id='ask']")
    assert Application.objects.get().outcome == "", "nothing is decided by looking"


def test_experienced_hand_chooses_without_questions(client, town, clerk):
    made = ApplicationFactory(authority=town)
    [select] = guide(client, made).xpath("//select[@id='direct']")
    assert len(select.xpath(".//optgroup")) == 6
    assert len(select.xpath(".//option[@value!='']")) == 21

    tree = guide(client, made, outcome="state_secret")

    assert text(tree.xpath("//*[@id='end']")) == "办理结果：属于国家秘密"
    assert not tree.xpath("//ol[@class='guide-way']")
    assert guide(client, made, outcome="mk").xpath("//form[@id='ask']")


def test_form_posts_to_the_act_that_decides(client, town, clerk):
    made = ApplicationFactory(authority=town)

    tree = guide(client, made, **HELD, ground="internal", whole_internal="part")

    [form] = tree.xpath(f"//form[@method='post'][@action='/admin/disclosure/application/{made.pk}/act/decide/']")
    values = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    del values["csrfmiddlewaretoken"]
    assert values == {"outcome": "partly", "withheld_as": "internal", "on": str(localdate())}
    [form] = guide(client, made, **HELD | {"public": "yes"}).xpath("//form[contains(@action, '/act/decide/')]")
    assert form.xpath(".//input[@name='is_public_already']")[0].get("value") == "on"
    [form] = guide(client, made, outcome="partly").xpath("//form[contains(@action, '/act/decide/')]")
    grounds = form.xpath(".//select[@name='withheld_as']//option[@value!='']/@value")
    assert "state_secret" in grounds
    assert "petition" not in grounds


def test_repetition_names_the_application_that_it_repeats(client, town, clerk):
    done = {"outcome": "disclosed", "concluded_on": dt.date(2023, 6, 9)}
    ApplicationFactory(authority=town, number="甲", content="某座桥的检测报告", **done)
    ApplicationFactory(authority=town, number="乙", content="示例村分配方案", **done)
    made = ApplicationFactory(authority=town, content="申请公开示例村分配方案")

    offered = guide(client, made, outcome="repeated").xpath("//select[@name='repeats']/option")

    assert [one.get("value") for one in offered] == ["", "乙", "甲"]
    assert [one.get("value") for one in offered if one.get("selected") is not None] == ["乙"]
    assert not guide(client, made, outcome="internal").xpath("//select[@name='repeats']")


@pytest.mark.parametrize("case", ["concluded", "unconfirmed", "reader"])
def test_who_cannot_decide_now_is_offered_no_form(client, town, clerk, case):
    given = {
        "concluded": {"outcome": "petition", "concluded_on": dt.date(2023, 6, 9)},
        "unconfirmed": {"received_on": None, "submitted_at": timezone.now()},
        "reader": {},
    }
    made = ApplicationFactory(authority=town, **given[case])
    if case == "reader":
        client.force_login(person(town, "年报"))

    assert not guide(client, made, outcome="disclosed").xpath("//form[contains(@action, '/act/decide/')]")


def test_guide_of_another_authority_is_not_there(client, town, clerk):
    elsewhere = ApplicationFactory()

    assert client.get(f"/admin/disclosure/application/{elsewhere.pk}/guide/").status_code == 404
    client.force_login(person(town, "编辑"))
    made = ApplicationFactory(authority=town)
    assert client.get(f"/admin/disclosure/application/{made.pk}/guide/").status_code == 403


def test_guide_shows_nothing_of_the_applicant_and_is_no_look_at_them(client, town, clerk):
    made = ApplicationFactory(authority=town, applicant="测试人丙")
    before = Act.objects.count()

    shown = client.get(f"/admin/disclosure/application/{made.pk}/guide/").content.decode()

    assert "测试人丙" not in shown
    assert Act.objects.count() == before


# --- On the page of an application ------------------------------------------------


def counts(client, application):
    tree = html.fromstring(client.get(address(Application, "change", application.pk)).content.decode())
    return text(tree.xpath("//section[contains(@class, 'counts')]"))


def test_page_of_a_concluded_one_says_where_it_counts_and_why(client, town, clerk):
    made = ApplicationFactory(
        authority=town, received_on=dt.date(2020, 12, 1), outcome="other", concluded_on=dt.date(2020, 12, 8)
    )

    told = counts(client, made)

    assert "计入2020年度报告第三部分「收到和处理政府信息公开申请情况」「（六）其他处理」一行、「自然人」一列" in told
    assert "因为办结日期是2020-12-08" in told
    assert "逐步确定办理结果" not in client.get(address(Application, "change", made.pk)).content.decode()


def test_page_of_an_open_one_leads_to_the_guide_and_says_what_is_carried_over(client, town, clerk):
    made = ApplicationFactory(authority=town, received_on=dt.date(2026, 3, 2))

    told = counts(client, made)

    assert "当年度报告计入「四、结转下年度继续办理」" in told
    page = address(Application, "change", made.pk)
    assert "逐步确定办理结果" in client.get(page).content.decode()
    client.force_login(person(town, "年报"))
    assert "逐步确定办理结果" not in client.get(page).content.decode()
