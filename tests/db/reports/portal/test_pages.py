"""What a citizen finds: the list, the report, its earlier versions, other authorities, and a helpful 404."""

import re

import pytest
from lxml import html

from disclosure.models import Authority
from reports.desk.publishing import begin_correction, submit
from reports.desk.writing import begin_report

from .publishing import write

pytestmark = pytest.mark.django_db

CORRECTIONS = ["表三的数字有误，已更正。", "表四的数字有误，已更正。"]


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return html.fromstring(answer.content.decode())


def text(element):
    return re.sub(r"\s+", "", element.text_content())


def addresses(tree):
    return {link.get("href") for link in tree.iter("a") if not link.get("href").startswith("#")}


# --- Home and list --------------------------------------------------------------------


def test_home_says_who_discloses_and_whom_to_ask(client, town):
    Authority.objects.filter(pk=town.pk).update(fax="")

    shown = text(page(client, "/"))

    assert all(words in shown for words in ("示例镇人民政府", "示例镇党政办公室", "工作日8:30—17:00", "0000-0000000"))
    assert "传真" not in shown
    assert "还没有发布信息" in shown


def test_home_shows_the_newest_report_and_the_years_before(client, publish):
    for year in (2021, 2023, 2022):
        publish(year)

    tree = page(client, "/")

    assert tree.xpath("//h3/a/@href") == ["/reports/2023/"]
    assert tree.xpath("//ul[@class='years']//a/@href") == ["/reports/2022/", "/reports/2021/"]


def test_list_has_the_published_reports_newest_first(client, town, clerk, publish):
    publish(2021)
    publish(2022, corrections=CORRECTIONS[:1])
    write(begin_report(authority=town, year=2023, by=clerk), clerk)

    tree = page(client, "/reports/")

    assert tree.xpath("//li[@class='entry']//h2/a/@href") == ["/reports/2022/", "/reports/2021/"]
    assert [text(dates) for dates in tree.find_class("dates")] == [
        "2023年1月25日发布，2023年3月6日更正已更正",
        "2022年1月25日发布",
    ]
    assert "/reports/2022.docx" in addresses(tree)


def test_list_without_reports_says_so(client, town):
    assert "还没有在本站发布年度报告" in text(page(client, "/reports/"))


def test_every_address_on_the_pages_answers(client, publish, neighbour):
    publish(2023, corrections=CORRECTIONS)
    publish(2023, neighbour)
    seen, found = set(), {"/", "/reports/2023/revisions/1/"}
    while found - seen:
        address = (found - seen).pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer["Content-Type"].startswith("text/html"):
            links = addresses(html.fromstring(answer.content.decode()))
            found |= {link for link in links if link.startswith("/") and not link.startswith("/view/")}

    assert {"/reports/2023.pdf", "/reports/2023/revisions/2.json", "/org/neighbour/reports/2023.xlsx"} <= seen


# --- The report -----------------------------------------------------------------------


def test_report_reads_as_published(client, publish):
    publish(2023)

    tree = page(client, "/reports/2023/")

    assert text(tree.find(".//h1")) == "示例区示例镇2023年政府信息公开工作年度报告"
    assert tree.xpath("//td[@data-figure='3.received.natural']")[0].text_content() == "12"
    assert "第一次写下的总体情况" in text(tree)
    assert [text(line) for line in tree.xpath("//div[@class='signature']/p")] == ["示例镇人民政府", "2024年1月20日"]
    assert "更正" not in text(tree)


def test_contents_lead_to_the_six_sections(client, publish):
    publish(2020)

    tree = page(client, "/reports/2020/")

    links = tree.xpath("//nav[@class='contents']//a")
    assert [text(link) for link in links] == [
        text(heading) for heading in tree.xpath("//h2[starts-with(@id, 'part-')]")
    ]
    assert [link.get("href") for link in links] == [f"#part-{number}" for number in range(1, 7)]


def test_wide_tables_scroll_in_a_labelled_region_that_takes_the_focus(client, publish):
    publish(2023)

    regions = page(client, "/reports/2023/").xpath("//*[@role='region'][.//table[contains(@class, 'report-table')]]")

    assert [region.get("tabindex") for region in regions] == ["0", "0", "0"]
    assert len({region.get("aria-label") for region in regions}) == 3


def test_report_carries_the_meta_tags_of_an_article(client, publish):
    publish(2023)

    metas = {meta.get("name"): meta.get("content") for meta in page(client, "/reports/2023/").iter("meta")}

    assert (
        metas
        | {
            "SiteName": "示例镇人民政府·政府信息公开",
            "SiteDomain": "testserver",
            "ColumnName": "政府信息公开年报",
            "ArticleTitle": "示例区示例镇2023年政府信息公开工作年度报告",
            "PubDate": "2024-01-25 09:30",
            "ContentSource": "示例镇人民政府",
            "Author": "示例镇人民政府",
            "Url": "http://testserver/reports/2023/",
        }
        == metas
    )


# --- Corrections ----------------------------------------------------------------------


def test_report_under_correction_shows_its_last_revision(client, publish, clerk):
    report = publish(2023)
    before = client.get("/reports/2023/").content
    begin_correction(report=report, by=clerk)
    write(report, clerk, texts={"overview": "<p>尚未发布的更正</p>"}, figures={"3.received.natural": 77})
    assert client.get("/reports/2023/").content == before

    submit(report=report, by=clerk)
    assert client.get("/reports/2023/").content == before


def test_correction_is_told_and_what_was_corrected_stays_readable(client, publish):
    publish(2023, corrections=CORRECTIONS)

    current, first = page(client, "/reports/2023/"), page(client, "/reports/2023/revisions/1/")

    notes = [text(note) for note in current.xpath("//section[@aria-labelledby='corrections']//li")]
    assert notes == [
        "本报告于2024年4月14日更正：表四的数字有误，已更正。",
        "本报告于2024年3月5日更正：表三的数字有误，已更正。",
    ]
    assert {"/reports/2023/revisions/1/", "/reports/2023/revisions/2/"} <= addresses(current)
    assert "第3次写下的总体情况" in text(current)
    assert "第一次写下的总体情况" in text(first)


def test_earlier_revision_says_that_it_is_not_the_current_one(client, publish):
    publish(2023, corrections=CORRECTIONS)

    tree = page(client, "/reports/2023/revisions/2/")

    warning = tree.xpath("//section[@aria-labelledby='superseded']")[0]
    assert "这不是现行版本" in text(warning)
    assert "2024年4月14日更正：表四的数字有误，已更正。" in text(warning)
    assert addresses(warning) == {"/reports/2023/"}
    assert tree.xpath("//link[@rel='canonical']/@href") == ["/reports/2023/"]


def test_current_revision_has_one_address(client, publish):
    publish(2023, corrections=CORRECTIONS[:1])

    assert client.get("/reports/2023/revisions/2/").headers["Location"] == "/reports/2023/"


# --- Other authorities ----------------------------------------------------------------


def test_other_authority_has_the_same_pages_below_its_code(client, publish, neighbour):
    publish(2022)
    publish(2023, neighbour)

    tree = page(client, "/org/neighbour/reports/")

    assert tree.xpath("//li[@class='entry']//h2/a/@href") == ["/org/neighbour/reports/2023/"]
    assert tree.xpath("//nav[@class='navigation']//a/@href") == [
        f"/org/neighbour/{section}" for section in ("", "guide/", "rules/", "catalogue/", "reports/", "apply/")
    ]
    assert "示例区邻镇2023年" in text(page(client, "/org/neighbour/reports/2023/"))
    page(client, "/reports/2023/", 404)
    page(client, "/org/neighbour/reports/2022/", 404)


def test_lists_name_each_other(client, publish, neighbour):
    publish(2023)
    publish(2023, neighbour)

    assert "/org/neighbour/reports/" in addresses(page(client, "/reports/"))
    assert "/reports/" in addresses(page(client, "/org/neighbour/reports/"))


@pytest.mark.parametrize("path", ["", "reports/", "reports/2023/", "reports/2023.docx", "reports/?page=1"])
def test_own_authority_is_at_the_root_alone(client, town, path):
    assert client.get(f"/org/town/{path}").headers["Location"] == f"/{path}"


# --- Nothing there --------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["2019/", "2023/", "2023.docx", "2023/revisions/1/", "2023/revisions/1.pdf", "2022/revisions/9/", "2022.exe"],
)
def test_missing_report_says_so_and_leads_to_the_list(client, town, clerk, publish, path):
    publish(2022)
    write(begin_report(authority=town, year=2023, by=clerk), clerk)

    tree = page(client, f"/reports/{path}", 404)

    assert text(tree.find(".//h1")) == "没有找到网页"
    assert "/reports/" in addresses(tree)


@pytest.mark.parametrize("path", ["/nothing/", "/org/unknown/", "/org/unknown/reports/2023/", "/reports/99999/"])
def test_unknown_address_is_a_page_of_the_site(client, town, path):
    assert "/reports/" in addresses(page(client, path, 404))


def test_draft_and_nothing_look_the_same(client, town, clerk):
    nothing = client.get("/reports/2023/").content
    begin_report(authority=town, year=2023, by=clerk)

    assert client.get("/reports/2023/").content == nothing


def test_installation_without_authority_says_so(client, db):
    assert "本站正在建立" in text(page(client, "/", 404))


def test_desk_keeps_its_own_404(admin_client, town):
    assert "工作台" in text(page(admin_client, "/admin/nothing/", 404))


def test_failures_are_told_without_the_database(rf):
    from disclosure.portal.common.errors import bad_request, forbidden, server_error

    request = rf.get("/reports/", headers={"host": "elsewhere.invalid"})
    answers = [bad_request(request), forbidden(request), server_error(request)]

    assert [answer.status_code for answer in answers] == [400, 403, 500]
    assert all('href="/"' in answer.content.decode() for answer in answers)


def test_form_that_is_not_ours_is_refused_in_chinese(db):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})

    assert answer.status_code == 403
    assert "表单已失效" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("2023", "/reports/2023/"),
        ("2023/.docx", "/reports/2023.docx"),
        ("2023.docx/", "/reports/2023.docx"),
        ("2023.html", "/reports/2023/"),
    ],
)
def test_near_misses_lead_on(client, town, path, target):
    answer = client.get(f"/reports/{path}")

    assert (answer.status_code, answer.headers["Location"]) == (301, target)


def test_pages_carry_no_english_word(client, town, publish):
    Authority.objects.filter(pk=town.pk).update(email="", icp_number="")
    publish(2023, corrections=CORRECTIONS)

    for address in ("/", "/reports/", "/reports/2023/", "/reports/2023/revisions/1/", "/nothing/"):
        tree = html.fromstring(client.get(address).content.decode())
        said = [*tree.xpath("//text()[not(parent::script)]"), *tree.xpath("//@aria-label")]
        assert set(re.findall(r"[A-Za-z]{2,}", " ".join(said))) <= {"PDF", "DOCX", "XLSX", "CSV", "JSON"}, address
