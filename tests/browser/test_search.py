"""Finding a document by its number, without JavaScript, by anyone."""

import datetime as dt

import pytest

from disclosure.models import Category
from tests.factories import AttachmentFactory, ItemFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _found(town):
    columns = [Category.objects.create(authority=town, name=name) for name in ("政策文件", "财政信息")]
    for number in range(18):
        ItemFactory(
            authority=town, category=columns[number % 2], title=f"关于做好第{number}次森林防火工作的通知",
            document_number=f"某政发〔2023〕{number + 1}号", body="<p>各村民委员会：请做好森林防火工作。</p>",
            formed_on=dt.date(2022 + number % 2, 1, 1 + number), genre="通知",
        )  # fmt: skip
    AttachmentFactory(item=ItemFactory(authority=town, category=columns[0], title="预算表"), text="第1页\t森林防火经费")


def test_document_is_found_by_its_number_without_scripts(open_page, town):
    page = open_page(java_script_enabled=False)
    page.goto("/search/")

    page.get_by_label("检索词").fill("某政发 [2023] 7 号")
    page.get_by_role("button", name="检索").click()

    assert page.locator(".hit h3").all_inner_texts() == ["关于做好第6次森林防火工作的通知"]
    assert page.locator(".hit .dates mark").inner_text() == "某政发〔2023〕7号"


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    "query", ["", "?q=森林防火", "?q=森林防火&year=2023&page=1", "?q=森林防水预案", "?q=没有的说法"]
)
def test_everybody_can_use_it(open_page, axe, town, width, query):
    page = open_page(viewport={"width": width, "height": 800})

    page.goto(f"/search/{query}")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
