"""Requests for information."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.applications import Channel, Delivery, Medium

from .base import OwnedQuerySet, Record, Visibility, check_both_or_neither, check_choices, check_order
from .encryption import EncryptedTextField, KeyedHashField
from .step import Step


def is_closed() -> Exists:
    """That the steps of an application end it, whatever its record says."""
    return Exists(Step.objects.closings().filter(application=OuterRef("pk")))


def is_open() -> Q:
    """That neither its record nor its steps have ended it: `Progress.is_open`."""
    return Q(concluded_on=None) & ~Q(is_closed())


def is_unrecorded() -> Q:
    """That its steps have ended it and nobody has entered the outcome: `Progress.is_unrecorded`."""
    return Q(concluded_on=None) & Q(is_closed())


def is_unsent() -> Q:
    """That it was decided and its reply has not gone out: `Progress.is_unsent`."""
    return Q(concluded_on__isnull=False, settled_on=None)


def is_owed() -> Q:
    """That the applicant waits for a reply, decided or not: `Progress.is_owed`."""
    return Q(settled_on=None) & (is_unsent() | is_open())


def is_overdue(today: date) -> Q:
    """That a reply is owed after its last day (条例 art. 33): `Progress.is_overdue`."""
    return Q(due_on__lt=today) & is_owed()


def is_due_within(first: date, last: date) -> Q:
    """That a reply is owed and its last day lies from `first` to `last`: `Progress.is_due_within`."""
    return Q(due_on__range=(first, last)) & is_owed()


class ApplicationQuerySet(OwnedQuerySet):
    """Reads by how far applications are, the same as `disclosure.law.applications.progress` says of one."""

    def open(self) -> Self:
        """Narrow to what neither its record nor its steps have ended."""
        return self.filter(is_open())

    def unrecorded(self) -> Self:
        """Narrow to what has ended by its steps, without an outcome in the record."""
        return self.filter(is_unrecorded())

    def unsent(self) -> Self:
        """Narrow to what was decided without its reply having gone out."""
        return self.filter(is_unsent())

    def overdue(self, today: date) -> Self:
        """Narrow to what is owed a reply after its last day (条例 art. 33), decided or not."""
        return self.filter(is_overdue(today))

    def due_within(self, first: date, last: date) -> Self:
        """Narrow to what is owed a reply and due from `first` to `last`, both included."""
        return self.filter(is_due_within(first, last))

    def unconfirmed(self) -> Self:
        """Narrow to what has no date of receipt yet, because both sides have to confirm it (条例 art. 31)."""
        return self.filter(received_on=None)

    def uncorrected(self) -> Self:
        """Narrow to what is open and waits for the applicant to correct it, with no reply due (条例 art. 30)."""
        return self.open().filter(due_on=None, received_on__isnull=False)

    def with_closing(self) -> Self:
        """Annotate `is_closed`: whether its steps end it."""
        return self.annotate(is_closed=is_closed())


class Application(Record):
    """信息公开申请: what art. 29 of the 条例 lets an office ask, and how it ended.

    Name, document number and contacts of the applicant are encrypted; their keyed hashes find equal ones.
    """

    number = models.CharField("申请编号", max_length=60)
    applicant_kind = models.CharField("申请人类型", max_length=20, choices=ApplicantKind)
    applicant = EncryptedTextField("申请人", help_text="姓名或名称，加密保存。")
    # None: it came online, by ordinary mail or by fax and is not confirmed yet, so it has no date of receipt
    # (docs/decisions/receipt-date.md).
    received_on = models.DateField("收到日期", null=True, help_text="条例第三十一条：起算办理期限的日期。")
    arrived_on = models.DateField(
        "来件日期", null=True, blank=True, help_text="平常信函、传真到达本机关的日期；双方确认之日才是收到日期。"
    )
    channel = models.CharField("收到渠道", max_length=20, choices=Channel, blank=True)
    content = models.TextField("申请内容")
    delivery = models.CharField("获取方式", max_length=20, choices=Delivery, blank=True)
    medium = models.CharField("提供形式", max_length=20, choices=Medium, blank=True)
    suggests_publication = models.BooleanField("建议主动公开", default=False, help_text="条例第四十四条。")
    outcome = models.CharField("办理结果", max_length=20, choices=Outcome, blank=True)
    concluded_on = models.DateField("办结日期", null=True, blank=True)
    # Of what is partly disclosed: on which ground the rest is withheld, which the remedies depend on (复议法 art. 23).
    withheld_as = models.CharField(
        "不予公开部分的依据",
        max_length=20,
        choices=Outcome,
        blank=True,
        help_text="只有部分公开的填写，决定答复书上的救济途径。",
    )
    is_public_already = models.BooleanField(
        "已主动公开", default=False, editable=False, help_text="条例第三十六条第（一）项：告知获取方式、途径。"
    )
    repeats = models.ForeignKey(
        "self",
        verbose_name="重复的申请",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="repeated_by",
    )
    # Inside the office.
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    section = models.CharField("承办科室", max_length=100, blank=True, editable=False)
    published_as = models.ForeignKey(
        "disclosure.Item",
        verbose_name="转为主动公开的信息",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="条例第四十四条。",
    )
    # Received or handled with this program: from then on its steps and its outcome come about by actions alone. What
    # was imported, or entered after it had ended, is a record of what was done elsewhere.
    # When its outcome was chosen here: a reply that was made before is of another decision.
    decided_at = models.DateTimeField("作出决定的时间", null=True, blank=True, editable=False)
    is_handled_here = models.BooleanField("在本系统办理", default=False, editable=False)
    erased_on = models.DateField("个人信息清除日期", null=True, blank=True, editable=False)
    # What `disclosure.law.clock` says; kept in step by `disclosure.desk.applications.deadlines`, typed by nobody.
    due_on = models.DateField("截止日期", null=True, blank=True, editable=False)
    provisional = models.BooleanField("期限暂定", default=False, editable=False)
    # The day from which nothing is owed any more: the reply went out, or the applicant withdrew or gave up.
    settled_on = models.DateField("了结日期", null=True, blank=True, editable=False)

    document_kind = models.CharField("证件类型", max_length=40, blank=True)
    document = EncryptedTextField("证件号码", blank=True, default="")
    phone = EncryptedTextField("联系电话", blank=True, default="")
    email = EncryptedTextField("电子邮箱", blank=True, default="")
    address = EncryptedTextField("通讯地址", blank=True, default="")
    fax = EncryptedTextField("传真号码", blank=True, default="")
    help_wanted = EncryptedTextField(
        "需要的帮助", blank=True, default="", help_text="条例第四十三条：阅读、视听有困难的，提供必要的帮助。"
    )

    # What came online. `submission`: the form it was sent with, so that a form sent twice is one application.
    submitted_at = models.DateTimeField("网上提交时间", null=True, blank=True, editable=False)
    submission = models.CharField("表单编号", max_length=32, blank=True, default="", editable=False)
    code_hash = models.CharField("查询码检索值", max_length=100, blank=True, default="", editable=False)

    applicant_hash = KeyedHashField("申请人检索值", source="applicant")
    document_hash = KeyedHashField("证件号码检索值", source="document")
    phone_hash = KeyedHashField("联系电话检索值", source="phone")

    objects = ApplicationQuerySet.as_manager()

    visibility = Visibility.of(
        staff="id authority number applicant_kind received_on arrived_on channel content delivery medium outcome"
        " concluded_on withheld_as is_public_already repeats handler section published_as erased_on"
        " due_on provisional settled_on suggests_publication submitted_at is_handled_here decided_at",
        handlers="applicant document_kind document phone email address fax help_wanted applicant_hash document_hash"
        " phone_hash submission code_hash",
    )
    is_closed: bool  # only of `ApplicationQuerySet.with_closing`
    PERSONAL = ("applicant", "document_kind", "document", "phone", "email", "address", "fax", "help_wanted")

    class Meta:
        verbose_name = verbose_name_plural = "信息公开申请"
        # What waits for confirmation before all that is dated, on either database.
        ordering = (models.F("received_on").desc(nulls_first=True), "-id")
        permissions = (
            ("see_applicant", "可以查看和导出申请人的个人信息"),
            ("approve_application", "可以审批延期和答复决定"),
        )
        indexes = (
            # Both cover what the report asks, so counting reads the index alone.
            models.Index(
                fields=["authority", "received_on", "applicant_kind", "concluded_on"], name="application_received"
            ),
            models.Index(
                fields=["authority", "concluded_on", "outcome", "applicant_kind", "received_on"],
                name="application_concluded",
            ),
            # What is open, by when it is due: a hundredth of the table.
            models.Index(
                fields=["authority", "handler"],
                name="application_handler",
                condition=models.Q(concluded_on__isnull=True),
            ),
            models.Index(
                fields=["authority", "due_on"], name="application_due", condition=models.Q(settled_on__isnull=True)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                name="disclosure_application_number_once",
                fields=["authority", "number"],
                violation_error_message="本机关已有这个申请编号。",
            ),
            check_choices("applicant_kind", ApplicantKind),
            check_choices("channel", Channel, blank=True),
            check_choices("delivery", Delivery, blank=True),
            check_choices("medium", Medium, blank=True),
            check_choices("outcome", Outcome, blank=True),
            check_choices("withheld_as", Outcome, blank=True),
            models.CheckConstraint(
                name="disclosure_application_withheld_in_part",
                condition=models.Q(withheld_as="") | models.Q(outcome=Outcome.PARTLY),
                violation_error_message="只有部分公开的申请填写不予公开部分的依据。",
            ),
            check_both_or_neither("outcome", "concluded_on", "办理结果和办结日期要么都填，要么都不填。"),
            check_order("concluded_on", "received_on", "办结日期早于收到日期，请核对两个日期。"),
            models.CheckConstraint(
                name="disclosure_application_received_or_waiting",
                condition=models.Q(received_on__isnull=False)
                | models.Q(submitted_at__isnull=False, concluded_on__isnull=True)
                | models.Q(arrived_on__isnull=False, concluded_on__isnull=True),
                violation_error_message="请填写收到日期。只有网上提交、平常信函和传真的申请，在双方确认以前可以没有收到日期。",
            ),
            models.UniqueConstraint(
                name="disclosure_application_submission_once",
                fields=["submission"],
                condition=~models.Q(submission=""),
                violation_error_message="这份网上申请已经提交过。",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_confirmed(self) -> bool:
        """Whether it has a date of receipt (条例 art. 31); what came online has none before both sides confirm."""
        return self.received_on is not None
