"""归档 in a real browser: a year packed without a click more than the first, handed over, and the mark on the page."""

import datetime as dt

import pytest

from disclosure.desk.archives import jobs
from disclosure.desk.archives.verifying import verify
from disclosure.law.applications.outcomes import Outcome
from disclosure.models import Application, ArchivePackage
from tests.support.desk import address, application
from tests.support.people import HANDLER, person
from tests.support.words import english

PASSWORD = "a long enough password"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
DAY = dt.date(2026, 3, 20)
DONE = {"outcome": Outcome.DISCLOSED, "concluded_on": DAY, "settled_on": DAY}


@pytest.fixture
def _finished(transactional_db, settings, tmp_path, monkeypatch):
    """Three finished applications, and packing that stops after each."""
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr(jobs.advance, "__kwdefaults__", {"seconds": 0.0})
    for number in ("2026-001", "2026-002", "2026-003"):
        application(number, **DONE)
    person(None, HANDLER, name="clerk", password=PASSWORD, last_name="示", first_name="例")


def signed_in(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.goto("/admin/login/")
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def require_good(page, axe, part, width):
    """Accessible, Chinese, and no wider than the screen."""
    found = axe(page, runOnly={"type": "tag", "values": [*WCAG]}, preload=False)
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    names = frozenset({"clerk"})
    assert english(page.locator(part).inner_html(), names=names) == set()


@pytest.mark.usefixtures("_finished")
@pytest.mark.parametrize("width", [1280, 375])
def test_a_year_goes_from_the_list_to_a_verified_file(open_page, axe, tmp_path, width):
    page = signed_in(open_page, width)
    page.goto(address(Application, "changelist"))
    page.locator("a", has_text="归档").filter(visible=True).first.click()
    page.goto(page.url + "?year=2026")
    require_good(page, axe, ".yearend", width)
    page.get_by_role("button", name="打包 2026 年全部 3 件").click()
    page.get_by_text("已打包 3 件申请").wait_for()  # the page goes on by itself
    require_good(page, axe, ".archive-job", width)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载归档包").click()
    download.value.save_as(tmp_path / "year.zip")
    assert verify(tmp_path / "year.zip").faults == []

    page.goto(address(Application, "change", Application.objects.get(number="2026-002").pk))
    assert ArchivePackage.objects.get().digest in page.locator("#archive").inner_text()
    require_good(page, axe, "#archive", width)
