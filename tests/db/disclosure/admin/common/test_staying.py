"""After saving one stays where one was: on the page of a record with work on it, else in the list as it was filtered."""

import pytest

from disclosure.models import Application, Case, FeeReceipt
from tests.factories import CaseFactory, FeeReceiptFactory
from tests.support.desk import NO_PARTS, address

pytestmark = pytest.mark.django_db
FILTERED = "?_changelist_filters=state%3Dopen%26p%3D2"


def _case(case, **changed):
    return {
        **NO_PARTS,
        "authority": case.authority_id,
        "number": case.number,
        "route": case.route,
        "accepted_on": "2026-03-02",
        "body": case.body,
        "parties": "某甲",
        **changed,
    }


def test_saving_a_case_stays_on_its_page_and_keeps_the_way_back(admin_client):
    case = CaseFactory()

    answer = admin_client.post(address(Case, "change", case.pk) + FILTERED, _case(case, cause="改过的案由", _save="1"))

    assert answer.url == address(Case, "change", case.pk) + FILTERED
    case.refresh_from_db()
    assert case.cause == "改过的案由"
    page = admin_client.get(answer.url).content.decode()
    assert f'href="{address(Case, "changelist")}?state=open&amp;p=2"' in page


def test_new_case_leads_to_its_own_page(admin_client):
    case = CaseFactory.build(number="新案")
    case.authority = CaseFactory().authority

    answer = admin_client.post(address(Case, "add"), _case(case, _save="1"))

    assert answer.url == address(Case, "change", Case.objects.get(number="新案").pk)


@pytest.mark.parametrize("model", [Case, Application])
def test_page_on_which_one_stays_has_no_second_button_for_it(admin_client, model):
    assert 'name="_continue"' not in admin_client.get(address(model, "add")).content.decode()


def test_simple_record_leads_back_to_the_list_as_it_was(admin_client):
    fee = FeeReceiptFactory()
    data = {"authority": fee.authority_id, "name": "改名", "received_on": "2026-03-02", "amount": "1", "_save": "1"}
    filtered = "?_changelist_filters=received_on_in%3D2026"

    answer = admin_client.post(address(FeeReceipt, "change", fee.pk) + filtered, data)

    assert answer.url == address(FeeReceipt, "changelist") + "?received_on_in=2026"
