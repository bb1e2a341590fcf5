"""A new authority comes with the platform's fixed sections and the columns that the law names."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from disclosure.desk.office.authorities import create_authority
from disclosure.errors import Refused
from disclosure.models import Authority, Category
from tests.factories import ApplicationFactory, ItemFactory

SECTIONS = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报"]
TOWN = [
    "贯彻落实农业农村政策",
    "农田水利工程建设运营",
    "农村土地承包经营权流转",
    "宅基地使用情况审核",
    "土地征收",
    "房屋征收",
    "筹资筹劳",
    "社会救助",
]


def names(authority: Authority, parent: str | None) -> list[str]:
    columns = Category.objects.filter(authority=authority)
    return list(
        (columns.filter(parent__name=parent) if parent else columns.filter(parent=None)).values_list("name", flat=True)
    )


@pytest.fixture
def made(db: None) -> Authority:
    return create_authority(code="town", name="示例镇人民政府")


def test_the_fixed_sections_in_their_order(made: Authority) -> None:
    assert names(made, None) == SECTIONS


def test_the_fifteen_items_of_article_20_and_the_eight_of_article_21(made: Authority) -> None:
    ordinals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五"]
    bases = Category.objects.filter(authority=made, parent__name="法定主动公开内容").values_list("basis", flat=True)

    assert [basis for basis in bases if "第二十条第" in basis] == [f"条例第二十条第（{n}）项" for n in ordinals]
    assert names(made, "乡镇公开事项") == TOWN
    assert len(names(made, "基层政务公开标准目录")) == 26


def test_columns_that_have_to_be_kept_fresh_have_their_kind(made: Authority) -> None:
    kinds = dict(Category.objects.filter(authority=made).exclude(kind="standing").values_list("name", "kind"))

    assert kinds == {
        "规范性文件": "policy",
        "其他文件": "policy",
        "政策解读": "policy",
        "贯彻落实农业农村政策": "policy",
        "预警信息": "notice",
        "招考录用": "notice",
        "会议公开": "notice",
    }


def test_the_first_authority_is_the_sites_own_and_the_next_is_not(made: Authority) -> None:
    second = create_authority(code="second", name="另一镇人民政府", parent=made)

    assert (made.is_own, second.is_own, second.parent) == (True, False, made)


@pytest.mark.parametrize(("code", "sentence"), [("town", "已有代码为「town」"), ("Town/", "只能用小写字母")])
def test_a_code_that_is_taken_or_no_code(made: Authority, code: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        create_authority(code=code, name="另一镇人民政府")

    assert Authority.objects.count() == 1


def test_the_command_says_what_it_did_and_refuses_with_status_2(db: None) -> None:
    out = StringIO()
    call_command("create_authority", "town", "示例镇人民政府", stdout=out)
    assert out.getvalue() == "已建立行政机关「示例镇人民政府」（代码 town）。\n"

    with pytest.raises(CommandError, match="没有代码为「nobody」的行政机关") as caught:
        call_command("create_authority", "child", "下级", parent="nobody")
    assert caught.value.returncode == 2


def test_an_authority_added_on_screen_has_the_catalogue_too(admin_client: Client) -> None:
    given = {"name": "示例镇人民政府", "code": "town", "download_days": "90"}
    admin_client.post(reverse("admin:disclosure_authority_add"), given)

    assert names(Authority.objects.get(code="town"), None) == SECTIONS


@pytest.mark.parametrize("make", [ItemFactory, ApplicationFactory])
def test_the_code_stays_once_somebody_may_hold_an_address_with_it(admin_client: Client, made: Authority, make) -> None:
    address = reverse("admin:disclosure_authority_change", args=(made.pk,))
    assert 'name="code"' in admin_client.get(address).content.decode()

    make(authority=made)

    assert 'name="code"' not in admin_client.get(address).content.decode()
