"""Change pages made of panels: their order, what they tell beside a form that came back, and what they refuse."""

import pytest
from django.contrib import admin
from django.template.loader import get_template

from disclosure.admin.common.panels import PanelsMixin
from disclosure.models import Application, Case, Item
from tests.factories import ApplicationFactory, CaseFactory, ItemFactory
from tests.support.desk import address

pytestmark = pytest.mark.django_db
FACTORIES = {Application: ApplicationFactory, Case: CaseFactory, Item: ItemFactory}


def screen(model):
    return admin.site.get_model_admin(model)


def shown(answer):
    return [type(panel) for panel in answer.context["panels"]]


def test_pages_with_panels_are_these():
    assert {one for one in admin.site._registry if isinstance(screen(one), PanelsMixin)} == set(FACTORIES)


@pytest.mark.parametrize("model", FACTORIES)
def test_panels_have_names_of_their_own_and_templates(model):
    names = [panel.name for panel in screen(model).panels]

    assert len(names) == len(set(names))
    assert [get_template(panel.template) for panel in screen(model).panels]


@pytest.mark.parametrize("model", FACTORIES)
def test_page_shows_panels_in_the_order_of_their_list(admin_client, model):
    answer = admin_client.get(address(model, "change", FACTORIES[model]().pk))

    assert len(shown(answer)) > 1
    assert shown(answer) == [panel for panel in screen(model).panels if panel in shown(answer)]
    assert all(panel.name in answer.context for panel in answer.context["panels"])


@pytest.mark.parametrize("model", FACTORIES)
def test_new_record_has_no_panels(admin_client, model):
    assert admin_client.get(address(model, "add")).context["panels"] == []


def test_panels_beside_a_form_with_errors_tell_of_the_stored_record(admin_client):
    application = ApplicationFactory(number="已存的申请")
    case = CaseFactory(authority=application.authority, application=application)

    answer = admin_client.post(address(Case, "change", case.pk), {"number": "", "application": ""})

    assert answer.status_code == 200
    assert answer.context["errors"]
    assert answer.context["progress"]["application"] == application


def test_actions_are_not_offered_beside_a_form_with_errors(admin_client):
    application = ApplicationFactory()
    page = address(Application, "change", application.pk)
    read, returned = admin_client.get(page), admin_client.post(page, {"content": ""})

    assert returned.context["errors"]
    assert [one.name for one in read.context["panels"] if one not in returned.context["panels"]] == [
        "handling",
        "deadline",
    ]
