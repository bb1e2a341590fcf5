"""What table 2 counts besides documents: matters and decisions, fees, procurements."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from disclosure.law.choices.matters import MatterKind

from .base import OwnedQuerySet, Record, Visibility, check_choices, check_order


class Matter(Record):
    """权力事项 in force from one day to another."""

    name = models.CharField("事项名称", max_length=200)
    kind = models.CharField("事项类型", max_length=20, choices=MatterKind)
    established_on = models.DateField("设立日期")
    cancelled_on = models.DateField("取消日期", null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    visibility = Visibility.of(staff="id authority name kind established_on cancelled_on")

    class Meta:
        verbose_name = verbose_name_plural = "权力事项"
        ordering = ("kind", "name")
        constraints = (
            models.UniqueConstraint(
                name="disclosure_matter_once",
                fields=["authority", "kind", "name"],
                violation_error_message="本机关已有同类型、同名称的事项。",
            ),
            check_choices("kind", MatterKind),
            check_order("cancelled_on", "established_on", "取消日期早于设立日期，请核对两个日期。"),
        )

    def __str__(self) -> str:
        return self.name


class Decision(Record):
    """处理决定 under a matter; with a quantity, so that a month's total is one row."""

    matter = models.ForeignKey(Matter, verbose_name="权力事项", on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField("决定日期")
    quantity = models.PositiveIntegerField("数量", default=1, validators=[MinValueValidator(1)])

    objects = OwnedQuerySet.as_manager()

    visibility = Visibility.of(staff="id authority matter decided_on quantity")

    class Meta:
        verbose_name = verbose_name_plural = "处理决定"
        ordering = ("-decided_on", "-id")
        indexes = (models.Index(fields=["authority", "decided_on", "matter", "quantity"], name="decision_decided"),)
        constraints = (
            models.CheckConstraint(
                name="disclosure_decision_quantity_positive",
                condition=Q(quantity__gte=1),
                violation_error_message="数量至少为 1。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decided_on} {self.matter}"

    def clean(self) -> None:
        super().clean()
        if self.matter_id and self.matter.authority_id != self.authority_id:
            raise ValidationError({"matter": "权力事项属于另一个行政机关，请在本机关的事项中选择。"})


class Payment(Record):
    """A dated amount in 元, under a name."""

    amount = models.DecimalField(
        "金额（元）", max_digits=15, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_amount_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message="金额不能小于 0。",
            ),
        )


class FeeReceipt(Payment):
    """行政事业性收费 received (条例 art. 20(8))."""

    name = models.CharField("收费项目", max_length=200)
    received_on = models.DateField("收费日期")

    visibility = Visibility.of(staff="id authority name received_on amount")

    class Meta(Payment.Meta):
        verbose_name = verbose_name_plural = "收费记录"
        ordering = ("-received_on", "-id")
        indexes = (models.Index(fields=["authority", "received_on", "amount"], name="fee_received"),)

    def __str__(self) -> str:
        return self.name


class Procurement(Payment):
    """政府集中采购 project (条例 art. 20(9))."""

    name = models.CharField("项目名称", max_length=200)
    procured_on = models.DateField("采购日期")

    visibility = Visibility.of(staff="id authority name procured_on amount")

    class Meta(Payment.Meta):
        verbose_name = verbose_name_plural = "集中采购"
        ordering = ("-procured_on", "-id")
        indexes = (models.Index(fields=["authority", "procured_on", "amount"], name="procurement_made"),)

    def __str__(self) -> str:
        return self.name
