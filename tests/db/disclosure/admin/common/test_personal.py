"""Applicants' data: masked in lists, in full only for those who may, never in an address, a message or a log."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.urls import reverse

from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.law.choices.cases import Route
from disclosure.models import Act, Application, Case, Verb
from tests.support.desk import DOCUMENT, PERSON, PHONE, address, application, office

pytestmark = pytest.mark.django_db
SECRETS = (PERSON, PHONE, DOCUMENT)
LIST, SEARCH = address(Application, "changelist"), address(Application, "search")


@pytest.fixture
def clerk(client, django_user_model):
    """Signs in somebody with these permissions."""

    def signed_in(*codenames):
        user = django_user_model.objects.create_user("经办", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def handler(clerk):
    return clerk("view_application", "change_application", "see_applicant")


def test_list_masks_persons_and_names_organisations(handler):
    application("一")
    application("二", applicant_kind=ApplicantKind.BUSINESS, applicant="某某有限公司")

    html = handler.get(LIST).content.decode()

    assert not any(secret in html for secret in SECRETS)
    assert "测*" in html
    assert "某某有限公司" in html


def test_form_shows_everything_to_those_who_may_see(handler):
    html = handler.get(address(Application, "change", application().pk)).content.decode()

    assert all(secret in html for secret in SECRETS)


@pytest.mark.parametrize("codename", ["view_application", "change_application"])
def test_form_masks_everything_from_others(clerk, codename):
    html = clerk(codename).get(address(Application, "change", application().pk)).content.decode()

    assert not any(secret in html for secret in SECRETS)
    assert "测*" in html


def test_saving_without_seeing_keeps_what_is_hidden(clerk):
    record = application()

    answer = clerk("change_application").post(
        address(Application, "change", record.pk),
        {
            "authority": record.authority_id,
            "number": record.number,
            "received_on": "2026-03-02",
            "applicant_kind": "natural",
            "content": "改过的内容",
            "applicant": "换了的名字",
        },
    )

    record.refresh_from_db()
    assert answer.status_code == 302
    assert (record.content, record.applicant, record.phone) == ("改过的内容", PERSON, PHONE)


def test_parties_of_a_case_are_masked_from_others(clerk):
    case = Case.objects.create(
        authority=office(), number="案一", route=Route.REVIEW, accepted_on="2026-03-02", parties=PERSON
    )

    html = clerk("view_case").get(address(Case, "change", case.pk)).content.decode()

    assert PERSON not in html


@pytest.mark.parametrize("text", [PERSON, PHONE, PHONE.replace("-", ""), DOCUMENT.lower()])
def test_search_finds_the_whole_of_a_personal_value(handler, text):
    application("要找的")
    application("别的", applicant="另一人", phone="", document="")

    answer = handler.post(SEARCH, {"q": text}, follow=True)

    assert [record.number for record in answer.context["cl"].result_list] == ["要找的"]


def test_search_finds_a_part_of_number_and_content(handler):
    application("2026-017")
    application("2026-018", content="申请公开征地批复")

    found = [handler.post(SEARCH, {"q": text}, follow=True) for text in ("-017", "征地")]

    assert [[record.number for record in answer.context["cl"].result_list] for answer in found] == [
        ["2026-017"],
        ["2026-018"],
    ]


def test_search_leaves_no_trace_in_addresses_or_on_the_disk(handler):
    application()

    answer = handler.post(f"{SEARCH}?state=open", {"q": PHONE}, follow=True)

    addresses = [url for url, _ in answer.redirect_chain]
    links = [part.split('"')[0] for part in answer.content.decode().split('href="')]
    stored = "".join(Session.objects.values_list("session_data", flat=True))
    assert len(addresses) == 1
    assert addresses[0].startswith(f"{LIST}?state=open&q=~")
    assert not any(PHONE in text for text in (*addresses, *links, stored))
    assert PHONE not in str(Session.objects.get().get_decoded())
    assert f'value="{PHONE}"' in answer.content.decode()  # the form shows what was asked


def test_search_stays_with_other_filters(handler):
    application("开")
    answer = handler.post(SEARCH, {"q": PERSON}, follow=True)

    other = handler.get(f"{LIST}{answer.context['cl'].get_query_string({'state': 'closed'})}")

    assert list(other.context["cl"].result_list) == []


def test_search_of_another_session_means_nothing(handler, admin_client):
    application()
    answer = handler.post(SEARCH, {"q": PERSON})

    page = admin_client.get(answer.url, follow=True)

    assert page.context["cl"].query == ""
    assert "这次检索已过期" in page.content.decode()


def test_personal_value_in_an_address_finds_nothing(handler):
    application()

    answer = handler.get(LIST, {"q": PERSON})

    assert list(answer.context["cl"].result_list) == []


def test_search_finds_no_person_for_those_who_may_not_see(clerk):
    application()

    answer = clerk("view_application").post(SEARCH, {"q": PERSON}, follow=True)

    assert list(answer.context["cl"].result_list) == []


def test_search_is_for_those_who_see_the_list(clerk):
    assert clerk("view_item").post(SEARCH, {"q": "文"}).status_code == 403


def test_empty_search_shows_the_whole_list(handler):
    assert handler.post(SEARCH, {"q": " "}).url == LIST


def test_suggestions_match_no_personal_value(admin_client):
    application()
    query = {"app_label": "disclosure", "model_name": "case", "field_name": "application"}

    answer = admin_client.get(reverse("admin:autocomplete"), {**query, "term": PERSON})

    assert answer.json()["results"] == []


def test_log_and_message_name_the_number_alone(handler):
    record = application("2026-001")
    values = {name: getattr(record, name) for name in ("number", "content", *Application.PERSONAL)}

    answer = handler.post(
        address(Application, "change", record.pk),
        {
            **values,
            "authority": record.authority_id,
            "received_on": "2026-03-02",
            "applicant_kind": "natural",
            "phone": "010-11111111",
        },
        follow=True,
    )

    act = Act.objects.filter(verb=Verb.CHANGE).get()
    told = " ".join(str(message) for message in answer.context["messages"])
    assert act.label == "2026-001"
    assert not any(secret in text for secret in (*SECRETS, "010-11111111") for text in (str(act.changes), told))
