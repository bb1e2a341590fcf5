"""The office's work on an application besides its steps: consulted parties, fees, internal opinions."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from disclosure.law.applications.actions import Action
from disclosure.law.applications.fees import Tariff
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.applications.rectification import in_words
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct, PartyAnswer, PartyKind

from .application import Application
from .base import Visibility, check_choices, check_order
from .encryption import EncryptedTextField


class Party(models.Model):
    """被征求意见的第三方或其他机关 (条例 art. 32, 34). Its days are also steps of the application's clock."""

    application = models.ForeignKey(
        Application, verbose_name="信息公开申请", on_delete=models.CASCADE, related_name="parties"
    )
    kind = models.CharField("类型", max_length=20, choices=PartyKind)
    name = EncryptedTextField("姓名或者名称")
    contact = EncryptedTextField("联系方式", blank=True, default="")
    matter = models.TextField("征求意见的内容", blank=True)
    asked_on = models.DateField("征求意见日期")
    delivered_on = models.DateField("送达日期", null=True, blank=True, editable=False)
    delivery_note = models.CharField("送达凭证说明", max_length=500, blank=True, editable=False)
    delivery_late_reason = models.CharField("送达补录理由", max_length=500, blank=True, editable=False)
    delivery_evidence = models.ForeignKey(
        "disclosure.Paper",
        verbose_name="送达凭证",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.CharField("意见", max_length=20, choices=PartyAnswer, blank=True)
    reasons = EncryptedTextField("理由", blank=True, default="")

    authority_path = "application__authority"
    visibility = Visibility.of(
        staff="id application kind matter asked_on delivered_on delivery_note delivery_late_reason delivery_evidence"
        " answered_on answer",
        handlers="name contact reasons",
    )

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        ordering = ("asked_on", "id")
        constraints = (
            check_choices("kind", PartyKind),
            check_choices("answer", PartyAnswer, blank=True),
            check_order("delivered_on", "asked_on", "送达日期早于征求意见日期，请核对两个日期。"),
            check_order("answered_on", "asked_on", "答复日期早于征求意见日期，请核对两个日期。"),
            models.CheckConstraint(
                name="disclosure_party_answer_with_day",
                condition=Q(answer="", answered_on__isnull=True)
                | Q(answer=PartyAnswer.SILENT, answered_on__isnull=True)
                | Q(answer__in=(PartyAnswer.CONSENTS, PartyAnswer.OBJECTS), answered_on__isnull=False),
                violation_error_message="填写意见的同时填写答复日期；逾期未答复的不填日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{PartyKind(self.kind).label if self.kind in PartyKind.values else self.kind} {self.asked_on}"


class Fee(models.Model):
    """信息处理费 of an application (条例 art. 42): one tariff, the amount as `law.applications.fees` computes it."""

    application = models.OneToOneField(
        Application, verbose_name="信息公开申请", on_delete=models.CASCADE, related_name="fee"
    )
    tariff = models.CharField("计收方式", max_length=20, choices=Tariff)
    units = models.PositiveIntegerField("件数或者页数", validators=[MinValueValidator(1)])
    before = models.PositiveIntegerField(
        "当月已申请件数", default=0, help_text="按件计收：同一申请人同一自然月内此前申请的件数。"
    )
    amount = models.DecimalField(
        "金额（元）", max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    noticed_on = models.DateField("通知日期")
    paid_on = models.DateField("缴费日期", null=True, blank=True)
    receipt = models.OneToOneField(
        "disclosure.FeeReceipt",
        verbose_name="收费记录",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fee",
        help_text="年度报告第二张表按收费记录统计。",
    )

    authority_path = "application__authority"
    visibility = Visibility.of(staff="id application tariff units before amount noticed_on paid_on receipt")

    class Meta:
        verbose_name = verbose_name_plural = "信息处理费"
        ordering = ("-noticed_on", "-id")
        indexes = (models.Index(fields=["noticed_on"], name="fee_noticed"),)
        constraints = (
            check_choices("tariff", Tariff),
            check_order("paid_on", "noticed_on", "缴费日期早于通知日期，请核对两个日期。"),
            models.CheckConstraint(
                name="disclosure_fee_positive",
                condition=Q(units__gte=1, amount__gte=0),
                violation_error_message="件数或者页数至少为 1，金额不能小于 0。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} 元"


class Opinion(models.Model):
    """办理意见: an internal remark; never changed, only followed by another."""

    application = models.ForeignKey(
        Application, verbose_name="信息公开申请", on_delete=models.CASCADE, related_name="opinions"
    )
    act = models.CharField("事项", max_length=20, choices=OpinionAct)
    # What is asked and approved: an approval holds for exactly this and for nothing else.
    subject = models.CharField("呈批事项", max_length=20, choices=ApprovalSubject, blank=True)
    outcome = models.CharField("拟定的办理结果", max_length=20, choices=Outcome, blank=True)
    withheld_as = models.CharField("拟定的不予公开部分的依据", max_length=20, choices=Outcome, blank=True)
    days = models.PositiveSmallIntegerField("拟定的工作日数", null=True, blank=True)  # of an extension, of a reopening
    amount = models.PositiveIntegerField("拟收金额（元）", null=True, blank=True)
    tariff = models.CharField("拟定的计收方式", max_length=20, choices=Tariff, blank=True)
    units = models.PositiveIntegerField("拟定的件数或者页数", null=True, blank=True)
    # 补录日期: what is entered later than it was done, and the day on which it was.
    action = models.CharField("补录的事项", max_length=20, choices=Action, blank=True)
    on = models.DateField("补录的日期", null=True, blank=True)
    # 更正登记: `target` of `disclosure.law.applications.rectification`, with the old and the new value.
    target = models.CharField("更正的内容", max_length=60, blank=True)
    old = models.CharField("原来的登记", max_length=200, blank=True)
    new = models.CharField("更正为", max_length=200, blank=True)
    evidence = models.ForeignKey(
        "disclosure.Paper", verbose_name="凭证", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField("意见", blank=True)
    section = models.CharField("科室", max_length=100, blank=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="交给",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="填写人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField("填写人姓名", max_length=200, blank=True, help_text="账号删除后仍知道是谁写的。")
    at = models.DateTimeField("时间")

    authority_path = "application__authority"
    visibility = Visibility.of(
        staff="id application act subject outcome withheld_as days amount tariff units action on target old new"
        " evidence section to by name at",
        handlers="text",
    )

    class Meta:
        verbose_name = verbose_name_plural = "办理意见"
        ordering = ("at", "id")
        constraints = (
            check_choices("act", OpinionAct),
            check_choices("subject", ApprovalSubject, blank=True),
            check_choices("action", Action, blank=True),
            check_choices("outcome", Outcome, blank=True),
            check_choices("withheld_as", Outcome, blank=True),
            check_choices("tariff", Tariff, blank=True),
        )

    def __str__(self) -> str:
        return f"{OpinionAct(self.act).label if self.act in OpinionAct.values else self.act}"

    @property
    def correction(self) -> str:
        """「办结日期 2026-03-02 → 2026-03-03」; empty of what is no 更正登记."""
        return in_words(self.target, self.old, self.new) if self.target else ""


class Needless(models.Model):
    """因已公开而不必再申请: how often an applicant found the wanted item among what is published."""

    authority = models.ForeignKey(
        "disclosure.Authority", verbose_name="行政机关", on_delete=models.CASCADE, related_name="+"
    )
    item = models.ForeignKey("disclosure.Item", verbose_name="公开信息", on_delete=models.CASCADE, related_name="+")
    on = models.DateField("日期")
    number = models.PositiveIntegerField("次数", default=1)

    authority_path = "authority"
    visibility = Visibility.of(staff="id authority item on number")

    class Meta:
        verbose_name = verbose_name_plural = "不必再申请的信息"
        ordering = ("-on", "-number", "id")
        constraints = (models.UniqueConstraint(name="disclosure_needless_once", fields=["item", "on"]),)

    def __str__(self) -> str:
        return f"{self.on} {self.number} 次"
