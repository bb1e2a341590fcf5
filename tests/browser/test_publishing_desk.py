"""From a document to the public page, by four people: 编辑, 部门审核, 保密审查, 发布; then at a set time; then withdrawn."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from docx import Document
from playwright.sync_api import Page, expect

from disclosure.desk.office.authorities import create_authority
from disclosure.models import Authority, Category, Item, User
from tests.factories import ItemFactory

PASSWORD = "a-long-word-for-tests"
PEOPLE = {"writer": "编辑", "checker": "部门审核", "clearer": "保密审查", "publisher": "发布"}
TITLE = "关于做好今年防汛工作的通知"
# Made up: an invented region's code, a date that nobody was born on in the register, a right check digit.
NUMBER = "370305190001011230"
COLUMN = "法定主动公开内容/应急管理"


def checked(digits: str) -> str:
    """The number with its right check digit (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11]


def document() -> bytes:
    paper = Document()
    paper.add_heading(TITLE, 0)
    paper.add_paragraph("示例政发〔2026〕12号")
    paper.add_paragraph("各村民委员会：")
    paper.add_paragraph(f"联系人张某某，身份证号{checked(NUMBER[:17])}，负责值班。")
    paper.add_paragraph("请于六月一日前完成排查。")
    paper.add_paragraph("示例镇人民政府")
    paper.add_paragraph("2026年5月20日")
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


@pytest.fixture
def office(transactional_db: None) -> Authority:
    authority = create_authority(code="town", name="示例镇人民政府")
    for name, role in PEOPLE.items():
        user = User.objects.create_user(name, password=PASSWORD, authority=authority, is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
    return authority


@pytest.fixture
def as_person(open_page: Callable[..., Page]) -> Callable[[str], Page]:
    """A page of the desk, where this colleague sits; each in a browser of their own."""
    places: dict[str, Page] = {}

    def seated(name: str) -> Page:
        if name not in places:
            page = places[name] = open_page()
            page.goto("/admin/")
            page.get_by_label("用户名").fill(name)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录", exact=True).click()
            expect(page.locator("#user-tools")).to_be_visible()
        return places[name]

    return seated


def opened(page: Page) -> Page:
    """The newest item of the list."""
    page.goto("/admin/disclosure/item/")
    page.get_by_role("link", name=TITLE).first.click()
    return page


def dropped(page: Page, column: Category) -> Page:
    page.goto("/admin/disclosure/item/")
    page.get_by_role("link", name="从文件新建").click()
    page.get_by_label("文件").set_input_files(
        {
            "name": "通知.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": document(),
        }
    )
    page.get_by_label("栏目").select_option(str(column.pk))
    page.get_by_role("button", name="新建草稿").click()
    return page


def sent_back(page: Page) -> None:
    page.get_by_text("退回修改…").click()
    page.get_by_label("退回理由").fill("日期要写清楚")
    page.get_by_label("第1处原文（可不填）").fill("六月一日前")
    page.get_by_label("修改意见").first.fill("写明年份")
    page.get_by_role("button", name="退回修改").click()


def test_a_document_becomes_a_page_by_four_pairs_of_eyes(
    office: Authority, as_person: Callable[[str], Page], browser_page: Page
) -> None:
    column = Category.objects.get(authority=office, name=COLUMN.rpartition("/")[2])

    # The editor drops a document; the form fills itself and says what it guessed.
    page = dropped(as_person("writer"), column)
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_document_number")).to_have_value("示例政发〔2026〕12号")
    expect(page.locator("#id_formed_on")).to_have_value("2026-05-20")
    expect(page.get_by_text("根据文件猜测").first).to_be_visible()

    # The guard stops the identity number, in the text and in the file; masked and replaced it goes on.
    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.locator(".messagelist")).to_contain_text("疑似个人信息")
    expect(page.locator("#privacy")).to_contain_text("身份证号")
    page.locator("#privacy").get_by_role("button", name="全部遮盖").click()
    expect(page.locator(".messagelist")).to_contain_text("已遮盖 2 处")
    expect(page.locator(".messagelist")).to_contain_text("原件「通知.docx」里也有个人信息，已改为不随正文公开")
    item = Item.objects.get(title=TITLE)
    assert checked(NUMBER[:17]) not in item.body
    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.locator(".messagelist")).to_contain_text("已保存并提交审核")

    # The department sends it back with a remark at a passage; the second time it passes, and the secrecy review too.
    sent_back(opened(as_person("checker")))
    page = opened(as_person("writer"))
    expect(page.locator(".item-remarks")).to_contain_text("写明年份")
    page.get_by_role("button", name="保存并提交审核").click()
    opened(as_person("checker")).get_by_role("button", name="部门审核通过").click()
    opened(as_person("clearer")).get_by_role("button", name="保密审查通过，主动公开").click()

    # Published, it is on its page, in search and in the feed at once.
    page = opened(as_person("publisher"))
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("已发布")
    item.refresh_from_db()
    address = f"/items/{item.index_number}/"
    page = browser_page
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert checked(NUMBER[:17]) not in page.content()
    page.goto("/search/?q=防汛工作")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    assert TITLE in page.request.get("/feeds/all/").text()

    # Withdrawn, it is gone everywhere, and its address says so.
    page = opened(as_person("publisher"))
    page.get_by_text("撤回…").click()
    page.get_by_label("原因").fill("内容有误")
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("已撤回")
    page = browser_page
    assert page.request.get(address).status == 410
    page.goto("/search/?q=防汛工作")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(0)
    assert TITLE not in page.request.get("/feeds/all/").text()


def test_two_people_publish_a_document_with_seven_clicks(
    office: Authority, as_person: Callable[[str], Page], browser_page: Page
) -> None:
    """The way of an office of two, counted by the browser itself; choosing the file in its window is one more."""
    column = Category.objects.get(authority=office, name=COLUMN.rpartition("/")[2])
    for year in (2024, 2025):
        number, issuer = f"示例政发〔{year}〕9号", "示例镇人民政府"
        title = f"关于做好{year}年防汛工作的通知"
        ItemFactory(authority=office, category=column, title=title, document_number=number, publisher=issuer)
    colleague = User.objects.get(username="checker")
    colleague.groups.set(Group.objects.filter(name__in=("部门审核", "保密审查", "发布")))
    clicks: list[str] = []

    def pressed(what: str) -> None:
        clicks.append(what)

    def counted(page: Page) -> Page:
        page.expose_function("pressed", pressed)
        page.add_init_script("addEventListener('pointerdown', (event) => pressed(event.target.outerHTML), true)")
        page.reload()
        return page

    # The editor: choosing a file is all the first screen asks; what was found is masked; handed in.
    page = counted(as_person("writer"))
    with page.expect_file_chooser() as chooser:
        page.get_by_text("选择文件", exact=True).click()
    clicks.append("the file, in the browser's own window")
    chooser.value.set_files(
        {
            "name": "通知.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": document(),
        }
    )
    page.wait_for_url("**/change/")  # the first document loads the dictionary of words, too
    expect(page.get_by_text("根据以前同类信息所在的栏目猜测")).to_be_visible()
    page.get_by_role("button", name="全部遮盖").click()
    expect(page.locator(".messagelist")).to_contain_text("只留在内部")
    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.locator(".messagelist")).to_contain_text("已保存并提交审核")

    # The colleague with the three other roles: what waits stands on the first screen, one button takes the steps.
    page = counted(as_person("checker"))
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("已逐项核对").click()
    page.get_by_role("button", name="部门审核、保密审查通过并发布").click()
    expect(page.locator(".messagelist")).to_contain_text("公众现在可以看到")

    assert len(clicks) == 7, clicks  # as docs/publishing.md says
    item = Item.objects.get(title=TITLE)
    assert item.category == column
    assert list(item.reviews.values_list("act", "by__username")) == [
        ("submit", "writer"), ("check", "checker"), ("clear", "checker"), ("publish", "checker"),
    ]  # fmt: skip
    with page.expect_popup() as public:
        page.locator(".messagelist").get_by_role("link", name="打开公开页面").click()
    expect(public.value.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert checked(NUMBER[:17]) not in public.value.content()


@pytest.mark.parametrize("state", ["draft", "check", "secrecy", "approved", "published", "withheld"])
def test_every_state_of_the_screen_is_accessible(
    office: Authority, as_person: Callable[[str], Page], axe: Callable[..., list[Any]], state: str
) -> None:
    column = Category.objects.get(authority=office, name=COLUMN.rpartition("/")[2])
    day = timezone.localdate() if state == "published" else None
    body = f"<p>联系人张某某，身份证号{checked(NUMBER[:17])}。</p>"
    item = ItemFactory(authority=office, category=column, title=TITLE, published_on=day, state=state, body=body)
    who = {"draft": "writer", "check": "checker", "approved": "publisher", "published": "publisher"}
    page = as_person(who.get(state, "clearer"))
    page.goto(f"/admin/disclosure/item/{item.pk}/change/")
    for fold in page.locator("details > summary").all():
        fold.click()

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in axe(page, preload=False)] == []
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_scheduled_item_appears_by_itself(office: Authority, browser_page: Page) -> None:
    column = Category.objects.get(authority=office, name=COLUMN.rpartition("/")[2])
    page = browser_page
    soon = timezone.now() + timedelta(seconds=4)
    item = ItemFactory(
        authority=office, category=column, title=TITLE, published_on=timezone.localdate(soon), publish_at=soon
    )
    address = f"/items/{item.index_number}/"
    assert page.request.get(address).status == 404

    page.wait_for_timeout(max(0, (soon - timezone.now()).total_seconds() * 1000) + 200)
    assert page.request.get(address).status == 200
    assert TITLE in page.request.get("/feeds/all/").text()
