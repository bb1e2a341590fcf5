"""What a list shows at first sight: state and days, amounts to read, a way on where it is empty, no needless column."""

import datetime as dt
from decimal import Decimal
from html import unescape

import pytest
from django.utils.html import strip_tags

from disclosure.models import Application, Case, Complaint, DayCorrection, FeeReceipt, Item, Matter
from tests.factories import AuthorityFactory, CaseFactory, FeeReceiptFactory, MatterFactory
from tests.support.desk import address, application
from tests.support.people import person

pytestmark = pytest.mark.django_db


def _rows(client, model, query=""):
    """The cells of each row by their column."""
    changes = client.get(f"{address(model, 'changelist')}{query}").context["cl"]
    names = changes.list_display[1:] if changes.list_display[0] == "action_checkbox" else changes.list_display
    return [str(getattr(name, "__name__", name)) for name in names]


def _html(client, model, query=""):
    return unescape(client.get(f"{address(model, 'changelist')}{query}").content.decode())


def _text(html, start):
    """The words from `start` to the end of its paragraph."""
    return " ".join(strip_tags(html[html.index(start) : html.index("</p>", html.index(start))]).split())


def test_application_shows_state_days_and_outcome_before_all_else(admin_client):
    application("一", received_on=dt.date(2020, 3, 2), due_on=dt.date(2020, 3, 30))

    assert _rows(admin_client, Application)[:4] == ["number", "state", "deadline", "result"]
    html = _html(admin_client, Application)
    assert "逾期" in html
    assert '<span class="until">2020-03-30</span>' in html


def test_case_and_complaint_say_that_they_are_open(admin_client):
    case = CaseFactory(accepted_on=dt.date(2026, 3, 2))
    Complaint.objects.create(
        authority=case.authority, number="投1", received_on=dt.date(2026, 3, 2), person="甲", content="乙"
    )

    assert '<td class="field-outcome">审理中</td>' in _html(admin_client, Case)
    assert '<td class="field-outcome">办理中</td>' in _html(admin_client, Complaint)


def test_matter_says_whether_it_is_in_force(admin_client):
    MatterFactory(established_on=dt.date(2020, 1, 1))
    MatterFactory(established_on=dt.date(2020, 1, 1), cancelled_on=dt.date(2026, 3, 31))

    html = _html(admin_client, Matter)

    assert '<td class="field-state">现行</td>' in html
    assert '<td class="field-state">2026-03-31 取消</td>' in html


def test_amounts_are_separated_and_stand_in_a_column_of_their_own_style(admin_client):
    FeeReceiptFactory(amount=Decimal("1234567.5"))

    html = _html(admin_client, FeeReceipt)

    assert '<td class="field-amount">1,234,567.50</td>' in html
    assert "column-amount" in html


def test_empty_list_says_what_to_do_and_offers_no_actions(admin_client):
    html = _html(admin_client, FeeReceipt)

    assert _text(html, '<p class="empty-list">') == (
        "还没有收费记录。点「新增收费记录」登记第一条，或者点「导入」，从表格一次登记多条。"
    )
    assert 'name="action"' not in html
    assert "登记放假安排" in _text(_html(admin_client, DayCorrection), '<p class="empty-list">')


def test_search_without_result_leads_back_to_the_whole_list(admin_client):
    FeeReceiptFactory(name="垃圾处理费")

    html = _html(admin_client, FeeReceipt, "?q=没有的")

    assert _text(html, '<p class="empty-list">').startswith("没有符合条件的收费记录。显示全部")
    assert f'<a href="{address(FeeReceipt, "changelist")}">显示全部</a>' in html
    assert 'name="action"' not in html


def test_list_with_records_has_its_actions_and_its_number(admin_client):
    FeeReceiptFactory()

    html = _html(admin_client, FeeReceipt)

    assert 'name="action"' in html
    assert _text(html, '<p class="paginator">') == "共 1 条"


def test_reader_is_not_told_to_add_what_they_may_not(client, town):
    client.force_login(person(town, "只读审计"))

    assert _text(_html(client, FeeReceipt), '<p class="empty-list">') == "还没有收费记录。"


# --- The office's own authority -------------------------------------------------


def test_only_authority_is_neither_listed_nor_asked_for(admin_client):
    town = AuthorityFactory()
    FeeReceiptFactory(authority=town)

    assert "authority" not in _rows(admin_client, FeeReceipt)
    form = admin_client.get(address(FeeReceipt, "add")).context["adminform"].form
    assert form["authority"].is_hidden
    assert form["authority"].value() == town.pk


def test_second_authority_is_listed_and_asked_for(admin_client):
    FeeReceiptFactory(authority=AuthorityFactory())
    AuthorityFactory()

    assert "authority" in _rows(admin_client, FeeReceipt)
    assert not admin_client.get(address(FeeReceipt, "add")).context["adminform"].form["authority"].is_hidden


def test_clerk_of_one_office_among_many_is_not_asked(client, town):
    AuthorityFactory()
    client.force_login(person(town, "编辑"))

    page = client.get(address(Item, "add"))

    assert page.context["adminform"].form["authority"].is_hidden
    assert page.context["adminform"].form["authority"].value() == town.pk


def test_record_is_kept_for_the_only_authority(client, town):
    client.force_login(person(town, "年报"))
    form = client.get(address(FeeReceipt, "add")).context["adminform"].form

    client.post(
        address(FeeReceipt, "add"),
        {"authority": form["authority"].value(), "name": "占道费", "received_on": "2026-03-02", "amount": "12.5"},
    )

    assert FeeReceipt.objects.get().authority == town


def test_authority_of_others_is_refused_where_the_field_is_hidden(client, town):
    client.force_login(person(town, "年报"))

    client.post(
        address(FeeReceipt, "add"),
        {"authority": AuthorityFactory().pk, "name": "占道费", "received_on": "2026-03-02", "amount": "12.5"},
    )

    assert not FeeReceipt.objects.exists()
