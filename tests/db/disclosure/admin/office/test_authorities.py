"""行政机关: what its 发文代字 makes of the numbers of letters is seen where it is set."""

import pytest
from django.utils.timezone import localdate
from lxml import html

from disclosure.models import Authority
from tests.db.disclosure.desk.letters.lettering import clerk
from tests.support.desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client, town):
    client.force_login(clerk(town, "管理员"))


def saved(client, town, word):
    screen = address(Authority, "change", town.pk)
    form = next(
        one for one in html.fromstring(client.get(screen).content.decode()).forms if one.get("id") == "authority_form"
    )
    given = {name: value or "" for name, value in form.form_values()} | {"letter_word": word}
    answer = client.post(screen, given, follow=True)
    assert answer.redirect_chain, html.fromstring(answer.content.decode()).xpath("//*[@class='errorlist']//text()")
    return answer.content.decode()


def test_next_number_is_shown_beside_its_word(client, town, keeper):
    page = client.get(address(Authority, "change", town.pk)).content.decode()

    assert f"示镇依申请〔{localdate().year}〕1号" in page


def test_doubled_word_is_warned_of_when_it_is_saved_and_afterwards(client, town, keeper):
    page = saved(client, town, "示镇依申请")

    assert f"文书的下一个文号是「示镇依申请依申请〔{localdate().year}〕1号」。" in page
    assert "发文代字里已有「依申请」，文号里会出现两次，请从代字里去掉。" in page
    assert "文号里会出现两次" in client.get(address(Authority, "change", town.pk)).content.decode()


def test_right_word_is_not_warned_of(client, town, keeper):
    page = saved(client, town, "金镇")

    assert f"文书的下一个文号是「金镇依申请〔{localdate().year}〕1号」。" in page
    assert "请从代字里去掉" not in page


def test_nothing_is_said_of_numbers_when_something_else_is_saved(client, town, keeper):
    assert "文书的下一个文号是" not in saved(client, town, town.letter_word)


def test_new_authority_has_no_number_yet(client, town):
    client.force_login(clerk(None, "管理员"))

    assert "保存以后显示。" in client.get(address(Authority, "add")).content.decode()
