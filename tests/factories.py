"""Records for tests, without surprises: nothing random, everything of one authority, dates in 2023, nothing concluded.

Give what the test is about, and an `authority` where it has one; the rest is filled in.
"""

from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile
from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.cases import Route
from disclosure.law.choices.matters import MatterKind
from disclosure.law.workdays import Calendar
from disclosure.models import (
    Application,
    Attachment,
    Authority,
    Case,
    Category,
    Decision,
    FeeReceipt,
    Item,
    Matter,
    Procurement,
    Step,
)


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = Authority

    code = Sequence(lambda n: f"town-{n}")
    name = Sequence(lambda n: f"示例{n}镇人民政府")


# The site's own authority, with all that its pages and letters say of an office: the fixture `town`.
TOWN = {
    "code": "town",
    "name": "示例镇人民政府",
    "report_name": "示例区示例镇",
    "is_own": True,
    "office": "示例镇党政办公室",
    "address": "示例省示例市示例路一号",
    "hours": "工作日 8:30—17:00",
    "phone": "0000-0000000",
    "fax": "0000-0000001",
    "post_code": "000000",
    "email": "office@example.invalid",
    "site_code": "0000000000",
    "icp_number": "示例ICP备00000000号",
    "police_number": "示例公网安备00000000000000号",
    "error_report_url": "https://example.invalid/jiucuo",
    "letter_word": "示镇",
    "review_body": "示例县人民政府",
    "court": "示例县人民法院",
    "payment_way": "镇财政所窗口缴纳",
}


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    authority = SubFactory(AuthorityFactory)
    name = Sequence(lambda n: f"栏目{n}")


class ItemFactory(DjangoModelFactory):
    """Published on the day it was formed; no document that the report counts unless `nature` is given."""

    class Meta:
        model = Item

    authority = SubFactory(AuthorityFactory)
    category = SubFactory(CategoryFactory, authority=SelfAttribute("..authority"))
    index_number = Sequence(lambda n: f"索引{n}")
    title = Sequence(lambda n: f"关于第{n}项工作的通知")
    formed_on = date(2023, 6, 1)
    published_on = SelfAttribute("formed_on")
    state = LazyAttribute(lambda item: "published" if item.published_on else "draft")


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    item = SubFactory(ItemFactory)
    file = LazyAttribute(lambda _: ContentFile("附件内容".encode(), name="附件.txt"))


class ApplicationFactory(DjangoModelFactory):
    """Open, unless both `outcome` and `concluded_on` are given."""

    class Meta:
        model = Application

    authority = SubFactory(AuthorityFactory)
    number = Sequence(lambda n: f"申请{n}")
    applicant_kind = ApplicantKind.NATURAL
    applicant = "示例甲"
    received_on = date(2023, 6, 1)
    content = "申请公开的内容"
    settled_on = LazyAttribute(lambda one: getattr(one, "concluded_on", None))  # as if it had come with its end
    due_on = LazyAttribute(lambda one: one.received_on and Calendar().add(date.fromisoformat(str(one.received_on)), 20))


class StepFactory(DjangoModelFactory):
    """The receipt, on the day that the application says."""

    class Meta:
        model = Step

    application = SubFactory(ApplicationFactory)
    kind = StepKind.RECEIVED
    on = SelfAttribute("application.received_on")


class CaseFactory(DjangoModelFactory):
    """An open review about no application, unless `result` and `concluded_on` are given."""

    class Meta:
        model = Case

    authority = SubFactory(AuthorityFactory)
    number = Sequence(lambda n: f"案件{n}")
    route = Route.REVIEW
    accepted_on = date(2023, 6, 1)


class MatterFactory(DjangoModelFactory):
    """A licence, in force since before the first report."""

    class Meta:
        model = Matter

    authority = SubFactory(AuthorityFactory)
    name = Sequence(lambda n: f"事项{n}")
    kind = MatterKind.LICENCE
    established_on = date(2010, 1, 1)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    authority = SubFactory(AuthorityFactory)
    matter = SubFactory(MatterFactory, authority=SelfAttribute("..authority"))
    decided_on = date(2023, 6, 1)


class FeeReceiptFactory(DjangoModelFactory):
    class Meta:
        model = FeeReceipt

    authority = SubFactory(AuthorityFactory)
    name = "收费"
    received_on = date(2023, 6, 1)
    amount = Decimal("100.00")


class ProcurementFactory(DjangoModelFactory):
    class Meta:
        model = Procurement

    authority = SubFactory(AuthorityFactory)
    name = "采购"
    procured_on = date(2023, 6, 1)
    amount = Decimal("100.00")
