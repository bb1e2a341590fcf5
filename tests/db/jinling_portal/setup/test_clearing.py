"""Clearing the demonstration: it goes with one act, and nothing of the office goes with it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from disclosure.desk.audit.log import save_recorded
from disclosure.desk.audit.verify import ChainWalk, chain_faults
from disclosure.desk.office.setup_code import is_begun
from disclosure.errors import Refused
from disclosure.models import Act, Application, Authority, Category, DemoRecord, Item
from jinling_portal.demo import load_demo
from jinling_portal.demo.clearing import clear_demo
from reports.models import AnnualReport
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
CLEAR = reverse("demo_clear")


@pytest.fixture
def demo_town(db):
    return load_demo(today=TODAY)


def test_the_demonstration_says_so_on_public_pages_and_at_the_desk_and_offers_ones_own(client, demo_town, admin_user):
    for address in ("/", "/guide/", "/reports/2020/", "/apply/", reverse("account_login")):
        assert "演示：这里的机关、文件和数据都是示例" in client.get(address).content.decode()
    client.force_login(admin_user)

    for address in (reverse("admin:index"), reverse("admin:disclosure_item_changelist")):
        assert f'<a href="{CLEAR}">建立本单位的平台</a>' in client.get(address).content.decode()


def test_an_office_of_its_own_is_no_demonstration(client, town, admin_user):
    client.force_login(admin_user)

    for address in ("/", "/guide/", reverse("admin:index")):
        assert "演示：" not in client.get(address).content.decode()


def test_all_of_it_goes_with_the_town_and_the_record_of_acts_stays(client, demo_town, admin_user):
    client.force_login(admin_user)
    acts = Act.objects.count()
    assert "清除演示数据" in client.get(CLEAR).content.decode()

    assert client.post(CLEAR, {}).status_code == 200
    assert Authority.objects.exists()
    answer = client.post(CLEAR, {"sure": "on"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("setup_step", args=("identity",))
    for model in (Authority, Category, Item, Application, AnnualReport, DemoRecord):
        assert not model.objects.exists()
    assert Act.objects.count() > acts
    assert Act.objects.get(verb="clear_demo").user == admin_user
    assert list(chain_faults(ChainWalk())) == []
    assert is_begun()
    assert "演示：" not in client.get(reverse("account_login")).content.decode()


def test_what_the_office_added_stays_and_what_it_worked_on_stays_where_it_says_so(client, demo_town, admin_user):
    column = Category.objects.filter(authority=demo_town, name="其他文件").get()
    ours = ItemFactory(authority=demo_town, category=column, title="本单位自己的通知")
    changed, dropped = Item.objects.exclude(pk=ours.pk).order_by("pk")[:2]
    for item in (changed, dropped):
        item.genre = "改过的体裁"
        save_recorded(item, by=admin_user)
    client.force_login(admin_user)

    shown = client.get(CLEAR)
    listed = re.findall(r'name="keep" value="([^"]+)"', shown.content.decode())
    assert "本单位自己的通知" in shown.content.decode()
    assert set(listed) == {f"disclosure.item:{item.pk}" for item in (changed, dropped)}
    client.post(CLEAR, {"sure": "on", "keep": f"disclosure.item:{changed.pk}"})

    assert set(Item.objects.all()) == {ours, changed}
    town = Authority.objects.get()
    assert (town.is_demo, town.setup_step, town.phone, town.email) == (False, "identity", "", "")
    assert not Application.objects.exists()


def test_without_marks_nothing_is_guessed(demo_town, admin_user):
    DemoRecord.objects.all().delete()

    with pytest.raises(Refused, match="没有标记"):
        clear_demo(by=admin_user)
    assert Item.objects.exists()
