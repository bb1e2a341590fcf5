"""Two registers: requests to correct one's own record (条例 art. 41), and complaints (条例 art. 51)."""

from django.db import models

from disclosure.law.choices.registers import ComplaintResult, ConcernResult

from .base import OwnedQuerySet, Record, Visibility, check_both_or_neither, check_choices, check_order
from .encryption import EncryptedTextField, KeyedHashField


class Concern(Record):
    """A register entry: what corrections and complaints have in common."""

    number = models.CharField("登记编号", max_length=60)
    received_on = models.DateField("收到日期")
    concluded_on = models.DateField("办结日期", null=True, blank=True)
    note = models.TextField("办理情况", blank=True)

    objects = OwnedQuerySet.as_manager()
    PERSONAL = ("person", "contact", "content")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class RecordCorrection(Concern):
    """更正申请 (条例 art. 41): somebody has evidence that a record about them is wrong."""

    person = EncryptedTextField("申请人", help_text="姓名或者名称，加密保存。")
    contact = EncryptedTextField("联系方式", blank=True, default="")
    content = EncryptedTextField("要求更正的记录和证据", help_text="加密保存。")
    result = models.CharField("办理结果", max_length=20, choices=ConcernResult, blank=True)
    person_hash = KeyedHashField("申请人检索值", source="person")

    visibility = Visibility.of(
        staff="id authority number received_on result concluded_on", handlers="person contact content note person_hash"
    )

    class Meta:
        verbose_name = verbose_name_plural = "更正申请"
        ordering = ("-received_on", "-id")
        constraints = (
            models.UniqueConstraint(
                name="disclosure_recordcorrection_number_once",
                fields=["authority", "number"],
                violation_error_message="本机关已有这个登记编号。",
            ),
            check_choices("result", ConcernResult, blank=True),
            check_both_or_neither("result", "concluded_on", "办理结果和办结日期要么都填，要么都不填。"),
            check_order("concluded_on", "received_on", "办结日期早于收到日期，请核对两个日期。"),
        )


class Complaint(Concern):
    """投诉举报 (条例 art. 51): somebody complains that the office does not fulfil its duty to disclose."""

    person = EncryptedTextField("投诉人", help_text="姓名或者名称，加密保存。")
    contact = EncryptedTextField("联系方式", blank=True, default="")
    content = EncryptedTextField("投诉内容", help_text="加密保存。")
    result = models.CharField("办理结果", max_length=20, choices=ComplaintResult, blank=True)
    application = models.ForeignKey(
        "disclosure.Application",
        verbose_name="关联申请",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
    )
    person_hash = KeyedHashField("投诉人检索值", source="person")

    visibility = Visibility.of(
        staff="id authority number received_on result concluded_on application",
        handlers="person contact content note person_hash",
    )

    class Meta:
        verbose_name = verbose_name_plural = "投诉举报"
        ordering = ("-received_on", "-id")
        constraints = (
            models.UniqueConstraint(
                name="disclosure_complaint_number_once",
                fields=["authority", "number"],
                violation_error_message="本机关已有这个登记编号。",
            ),
            check_choices("result", ComplaintResult, blank=True),
            check_both_or_neither("result", "concluded_on", "办理结果和办结日期要么都填，要么都不填。"),
            check_order("concluded_on", "received_on", "办结日期早于收到日期，请核对两个日期。"),
        )
