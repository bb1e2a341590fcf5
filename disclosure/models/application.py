"""Requests for information."""

from django.db import models

from disclosure.law.kinds import Channel, Delivery, Medium
from disclosure.law.outcomes import ApplicantKind, Outcome

from .base import OwnedQuerySet, Record, Visibility, not_before, one_of, together
from .encryption import EncryptedTextField, KeyedHashField


class Application(Record):
    """信息公开申请: what art. 29 of the 条例 lets an office ask, and how it ended.

    Name, document number and contacts of the applicant are encrypted; their keyed hashes find equal ones.
    """

    number = models.CharField("申请编号", max_length=60)
    applicant_kind = models.CharField("申请人类型", max_length=20, choices=ApplicantKind)
    applicant = EncryptedTextField("申请人", help_text="姓名或名称，加密保存。")
    received_on = models.DateField("收到日期", help_text="条例第三十一条：起算办理期限的日期。")
    channel = models.CharField("收到渠道", max_length=20, choices=Channel, blank=True)
    content = models.TextField("申请内容")
    delivery = models.CharField("获取方式", max_length=20, choices=Delivery, blank=True)
    medium = models.CharField("提供形式", max_length=20, choices=Medium, blank=True)
    outcome = models.CharField("办理结果", max_length=20, choices=Outcome, blank=True)
    concluded_on = models.DateField("办结日期", null=True, blank=True)
    # What `disclosure.law.clock` says; kept in step by `disclosure.desk.clocking`, typed by nobody.
    due_on = models.DateField("截止日期", null=True, blank=True, editable=False)
    provisional = models.BooleanField("期限暂定", default=False, editable=False)

    document_kind = models.CharField("证件类型", max_length=40, blank=True)
    document = EncryptedTextField("证件号码", blank=True, default="")
    phone = EncryptedTextField("联系电话", blank=True, default="")
    email = EncryptedTextField("电子邮箱", blank=True, default="")
    address = EncryptedTextField("通讯地址", blank=True, default="")

    applicant_hash = KeyedHashField("申请人检索值", source="applicant")
    document_hash = KeyedHashField("证件号码检索值", source="document")
    phone_hash = KeyedHashField("联系电话检索值", source="phone")

    objects = OwnedQuerySet.as_manager()

    visibility = Visibility.of(
        staff="id authority number applicant_kind received_on channel content delivery medium outcome concluded_on"
        " due_on provisional",
        handlers="applicant document_kind document phone email address applicant_hash document_hash phone_hash",
    )
    PERSONAL = ("applicant", "document_kind", "document", "phone", "email", "address")

    class Meta:
        verbose_name = verbose_name_plural = "信息公开申请"
        ordering = ("-received_on", "-id")
        permissions = (("see_applicant", "可以查看和导出申请人的个人信息"),)
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
                fields=["authority", "due_on"], name="application_due", condition=models.Q(concluded_on__isnull=True)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                name="disclosure_application_number_once",
                fields=["authority", "number"],
                violation_error_message="本机关已有这个申请编号。",
            ),
            one_of("applicant_kind", ApplicantKind),
            one_of("channel", Channel, blank=True),
            one_of("delivery", Delivery, blank=True),
            one_of("medium", Medium, blank=True),
            one_of("outcome", Outcome, blank=True),
            together("outcome", "concluded_on", "办理结果和办结日期要么都填，要么都不填。"),
            not_before("concluded_on", "received_on", "办结日期早于收到日期，请核对两个日期。"),
        )

    def __str__(self) -> str:
        return self.number
