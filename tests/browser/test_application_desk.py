"""The desk on an application's page in a real browser: every form unfolded and one that came back, wide and narrow."""

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications import fees as charging
from disclosure.desk.common.calendar import load_calendar
from disclosure.models import Application, User
from tests.support.desk import address, application
from tests.support.fees import noticed_fee
from tests.support.people import person
from tests.support.words import english

PASSWORD = "a long enough password"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def account(name, *roles):
    return person(None, *roles, name=name, password=PASSWORD, last_name="示", first_name="例")


@pytest.fixture
def asked(transactional_db):
    """Whom was asked about it, what it costs, and what the head is asked."""
    known, today = load_calendar(), localdate()
    made = application("2026-001", received_on=known.back(today, 4))
    clerk = account("clerk", "依申请办理")
    handling.ask_party(application=made, by=clerk, on=known.back(today, 2), kind="agency", name="示例局", matter="权属")
    question = {"subject": "extension", "days": 10, "text": "资料较多"}
    approvals.ask_approval(application=made, by=clerk, at=timezone.now(), **question)
    noticed_fee(made, clerk, known.back(today, 1), units=120)
    account("head", "政府信息公开工作机构负责人")
    return made


def signed_in(open_page, name, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.goto("/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    return page


@pytest.mark.parametrize("name", ["clerk", "head"])
def test_every_form_unfolded_is_accessible_fits_and_is_chinese(open_page, axe, asked, name):
    """Opened once, and judged wide and narrow."""
    page = signed_in(open_page, name, 1280)
    page.goto(address(Application, "change", asked.pk))
    page.evaluate("() => document.querySelectorAll('.handling details').forEach((one) => { one.open = true; })")

    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        found = axe(page, runOnly={"type": "tag", "values": [*WCAG]}, preload=False)
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert english(page.locator(".handling").inner_html(), names=frozenset({"clerk", "head"})) == set()


def test_from_the_heads_approval_to_the_extension_on_screen(open_page, asked):
    handler = User.objects.get(username="clerk")
    paid_on = load_calendar().back(localdate(), 1)
    charging.take_payment(application=asked, by=handler, on=paid_on)  # while the fee is unpaid no period runs
    # What was asked of the period before the payment fell with it.
    again = {"subject": "extension", "days": 10, "text": "资料较多"}
    approvals.ask_approval(application=asked, by=handler, at=timezone.now(), **again)
    head = signed_in(open_page, "head", 1280)
    head.goto("/admin/")
    head.get_by_role("link", name="待我审批的申请").click()
    head.get_by_role("link", name="2026-001").click()
    head.locator("summary", has_text="同意").first.click()
    head.get_by_role("button", name="同意", exact=True).click()
    head.get_by_text("申请「2026-001」已同意。").wait_for()

    clerk = signed_in(open_page, "clerk", 1280)
    clerk.goto(address(Application, "change", asked.pk))
    clerk.locator("#act-extend summary").click()
    clerk.fill("#id_extend_days", "20")
    clerk.locator("#act-extend button").click()
    clerk.locator("#act-extend [role=alert]", has_text="不能延长 20 个工作日").wait_for()
    assert clerk.input_value("#id_extend_days") == "20"
    clerk.fill("#id_extend_days", "10")
    clerk.locator("#act-extend button").click()
    clerk.get_by_text("申请「2026-001」已登记延长告知。").wait_for()

    assert asked.steps.get(kind="extended").days == 10
