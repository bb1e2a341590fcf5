"""Records for the desk's screens, and the addresses of all of them."""

import datetime as dt

from allauth.account.internal.flows.login import record_authentication
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from disclosure.desk.accounts.attempt_limits import count
from disclosure.desk.accounts.lockouts import address_limit, log_lockouts, name_limit
from disclosure.desk.audit.log import save_recorded
from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.applications import Channel, StepKind
from disclosure.law.choices.cases import Route
from disclosure.law.choices.letters import LetterKind
from disclosure.law.choices.matters import MatterKind
from disclosure.law.workdays import Calendar
from disclosure.models import (
    Act,
    Application,
    Attachment,
    Authority,
    Case,
    Category,
    Complaint,
    DayCorrection,
    DeadLink,
    Decision,
    FeeReceipt,
    Hearing,
    Item,
    LetterTemplate,
    Matter,
    OldAddress,
    Procurement,
    RecordCorrection,
    Step,
    User,
)
from reports.models import AnnualReport

OWN_ACCOUNT = (
    "account_security", "account_reauthenticate", "account_logout", "usersessions_list", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
    "socialaccount_login_cancelled",
)  # fmt: skip
PERSON, PHONE, DOCUMENT = "测试人甲", "010-00000000", "TEST0000000001"


def office() -> Authority:
    """The site's own authority, made once."""
    return Authority.objects.get_or_create(code="town", defaults={"name": "某镇人民政府", "is_own": True})[0]


def application(number="申一", *, of=None, **values) -> Application:
    """An open application of a person, unless told otherwise."""
    given = {
        "applicant_kind": ApplicantKind.NATURAL,
        "applicant": PERSON,
        "phone": PHONE,
        "document": DOCUMENT,
        "received_on": dt.date(2026, 3, 2),
        "channel": Channel.INTERNET,
        "content": "申请公开某项资金的使用情况",
    }
    values = given | values
    due = Calendar().add(values["received_on"], 20)
    return Application.objects.create(authority=of or office(), number=number, **{"due_on": due} | values)


# The parts of an item's form, none of them given.
NO_PARTS = {
    f"{part}-{name}_FORMS": 0
    for part in ("attachments", "pictures", "links", "steps", "hearings")
    for name in ("TOTAL", "INITIAL")
}


def one_of_each(number: int) -> None:
    """A record of every kind, told apart by `number`; related as real ones are."""
    town, day = office(), dt.date(2020, 1, 1) + dt.timedelta(days=70 * number)
    other = Authority.objects.create(code=f"unit-{number}", name=f"第{number}中心", parent=town)
    column = Category.objects.create(authority=other, name="规划", position=number)
    leaf = Category.objects.create(authority=other, name="其他", parent=column)
    item = Item.objects.create(
        authority=other,
        category=leaf,
        index_number=f"号-{number}",
        title="通知",
        formed_on=day,
        published_on=day,
        state="published",
    )
    Attachment.objects.create(item=item, file=ContentFile("附件".encode(), name="附件.txt"))
    DeadLink.objects.create(item=item, address=f"/gone/{number}/", why="没有这个页面", found_at=timezone.now())
    DayCorrection.objects.create(day=day, is_working=True, document="节假日安排的通知")
    asked = application(f"申-{number}", of=other, received_on=day, outcome=Outcome.DISCLOSED, concluded_on=day)
    Step.objects.create(application=asked, kind=StepKind.RECEIVED, on=day)
    attacked = Case.objects.create(
        authority=other, number=f"案-{number}", route=Route.REVIEW, accepted_on=day, application=asked, parties=PERSON
    )
    Hearing.objects.create(case=attacked, at=timezone.now(), place="听证室")
    RecordCorrection.objects.create(
        authority=other, number=f"更-{number}", received_on=day, person=PERSON, content="甲"
    )
    Complaint.objects.create(
        authority=other, number=f"投-{number}", received_on=day, person=PERSON, content="乙", application=asked
    )
    matter = Matter.objects.create(authority=other, kind=MatterKind.LICENCE, name="事项", established_on=day)
    Decision.objects.create(authority=other, matter=matter, decided_on=day, quantity=2)
    FeeReceipt.objects.create(authority=other, name="收费", received_on=day, amount=1)
    Procurement.objects.create(authority=other, name="采购", procured_on=day, amount=1)
    OldAddress.objects.create(authority=other, path=f"/art/{number}.html", item=item)
    LetterTemplate.objects.create(authority=other, kind=LetterKind.REPLY, content=b"x", name="答复书.docx")
    AnnualReport.objects.create(authority=other, year=2024, edition_key="2021")
    Group.objects.create(name=f"第{number}组")
    User.objects.create_user(f"用户{number}", is_staff=True)


def confirmed(client, user) -> None:
    """The signed-in person has just given their password again, as allauth asks before showing or changing devices."""
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()


def worked(person) -> None:
    """What screens of acts need to show something: a change by this person, somebody and an address locked out."""
    item = Item.objects.first()
    item.genre = "通知"
    save_recorded(item, by=person)
    out, address = User.objects.create_user("locked", last_name="测", first_name="试"), "192.0.2.9"
    for limit in (name_limit(out.username), address_limit(address)):
        for _ in range(limit.rates[0].amount):
            counted = count(limit)
        log_lockouts(counted.closing, name=out.username, address=address)


def registered() -> list[type]:
    """Every model with screens, in a settled order."""
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model, page, *args) -> str | None:
    """The address of a screen; None where the model has no such screen."""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
    except NoReverseMatch:
        return None


def every_page() -> list[str]:
    """Every screen of the desk that needs no more than a record."""
    pages = [
        reverse(f"admin:{name}")
        for name in ("index", "password_change", "password_change_done", "auth_group_roles", "disclosure_user_locks")
    ]
    own = ("item_receive", "case_calendar", "application_yearend", "application_letter_register")
    pages += [reverse(f"admin:disclosure_{name}") for name in own]
    if asked := Application.objects.order_by("-pk").first():
        pages += [reverse(f"admin:disclosure_application_{page}", args=(asked.pk,)) for page in ("guide", "republish")]
    pages += [reverse(name) for name in OWN_ACCOUNT]
    pages += [reverse("admin:app_list", args=(label,)) for label in sorted({m._meta.app_label for m in registered()})]
    for model in registered():
        read_only = model in (Act, DeadLink)  # nobody adds or deletes one: its pages are refused
        pages += [address(model, "changelist"), None if read_only else address(model, "add")]
        record = model._default_manager.order_by("-pk").first()
        if record:
            is_kept = read_only or not getattr(record, "is_open", True)  # what was published is not deleted
            names = ("change", "history") if is_kept else ("change", "delete", "history")
            pages += [address(model, page, record.pk) for page in names]
    user = User.objects.order_by("-pk").first()
    return [page for page in [*pages, reverse("admin:auth_user_password_change", args=(user.pk,))] if page]
