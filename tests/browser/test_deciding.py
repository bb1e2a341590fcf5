"""The five questions walked with keyboard and mouse in a real browser; year's end and the page of a like application."""

import re

import pytest
from django.utils.timezone import localdate

from disclosure.models import Needless
from tests.factories import ItemFactory
from tests.support.browser import in_scheme
from tests.support.desk import application

from .test_admin_pages import _violations, desk

__all__ = ["desk"]
ANSWERS = (
    "是，需要继续办理",
    "明确，或者补正以后明确",
    "是，要求提供本机关在履行职能中制作或者获取、以一定形式记录保存的信息",
    "都不是；或者说明的理由合理",
    "没有",
    "是，由本机关制作，或者由本机关最初获取并保存",
    "没有",
    "有",
    "是现成的，或者作区分处理后可以提供",
    "保护第三方合法权益",
    "第三方不同意，理由合理",
    "能，可以公开其中一部分",
)


def checked(axe, page, what):
    for scheme in ("light", "dark"):
        in_scheme(page, scheme)
        assert _violations(axe, page, "best-practice") == [], (what, scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), what


@pytest.mark.parametrize("width", [1280, 375])
def test_questions_lead_to_an_outcome(desk, axe, width):
    made = application("2026-001")
    page = desk(width=width)
    page.goto(f"/admin/disclosure/application/{made.pk}/change/")
    page.get_by_role("link", name="逐步确定办理结果").click()

    for number, answer in enumerate(ANSWERS):
        if number in {0, 9}:
            checked(axe, page, answer)
        page.get_by_role("radio", name=answer, exact=True).check()
        page.get_by_role("button", name="下一步").click()

    assert page.locator("#end").inner_text().startswith("办理结果：部分公开")
    assert "保护第三方合法权益（条例第十五条）" in page.locator(".guide-end").inner_text()
    checked(axe, page, "end")
    page.get_by_role("link", name=re.compile("重新回答.*有不能公开的内容吗")).click()
    assert page.locator(".guide-given li").count() == 9


@pytest.mark.parametrize("width", [1280, 375])
def test_year_s_end_and_like_applications_can_be_used_by_everybody(desk, axe, width):
    done = {"outcome": "partly", "received_on": localdate(), "concluded_on": localdate()}
    for number in range(2):
        application(f"2026-00{number}", **done)
    made = application("2026-009", applicant="示例乙", phone="", document="", received_on=localdate())
    item = ItemFactory(title="示例村2019年征地补偿款分配方案" * 3)
    Needless.objects.create(authority=item.authority, item=item, on=localdate(), number=3)
    page = desk(width=width)

    page.goto(f"/admin/disclosure/application/yearend/?year={localdate().year}")
    assert "（2 件）" in page.locator("main").inner_text()
    checked(axe, page, "yearend")
    page.goto(f"/admin/disclosure/application/{made.pk}/change/")
    page.get_by_text("列出", exact=True).click()
    checked(axe, page, "like")
    page.get_by_role("link", name="转为主动公开").click()
    checked(axe, page, "republish")
