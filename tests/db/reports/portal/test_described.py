"""Reports in the words of schema.org."""

import json

import pytest
from lxml import html

pytestmark = pytest.mark.django_db
PLACE = "http://testserver"


def told(client, address):
    tree = html.fromstring(client.get(address).content.decode())
    blocks = [json.loads(one.text) for one in tree.xpath("//script[@type='application/ld+json']")]
    return {part["@type"]: part for block in blocks for part in block.get("@graph", [block])}


def test_report_tells_of_its_files_and_its_figures(client, publish):
    publish(2023, corrections=["数字有误。"])

    said = told(client, "/reports/2023/")

    report, figures = said["Report"], said["Dataset"]
    assert (report["datePublished"], report["dateModified"]) == ("2024-01-25", "2024-03-05")
    assert (report["url"], report["author"]["@type"]) == (f"{PLACE}/reports/2023/", "GovernmentOrganization")
    assert [one["encodingFormat"] for one in report["encoding"]][::3] == ["application/pdf", "text/csv"]
    assert figures["temporalCoverage"] == "2023"
    assert [one["contentUrl"] for one in figures["distribution"]] == [
        f"{PLACE}/reports/2023.csv",
        f"{PLACE}/reports/2023.json",
    ]


def test_list_tells_of_the_figures_of_all_years(client, publish):
    publish(2021)
    publish(2023)

    figures = told(client, "/reports/")["Dataset"]

    assert (figures["temporalCoverage"], figures["dateModified"]) == ("2021/2023", "2024-01-25")
    assert figures["distribution"][0]["contentUrl"] == f"{PLACE}/reports/figures.csv"


def test_replaced_revision_and_an_empty_list_tell_nothing(client, publish, town):
    assert told(client, "/reports/").keys() == {"BreadcrumbList"}
    publish(2023, corrections=["数字有误。"])

    assert told(client, "/reports/2023/revisions/1/").keys() == {"BreadcrumbList"}
