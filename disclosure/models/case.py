"""Reviews and lawsuits about disclosure."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime

from disclosure.law.choices.cases import Result, Route

from .base import OwnedQuerySet, Record, Visibility, check_both_or_neither, check_choices, check_order
from .encryption import EncryptedTextField


class CaseQuerySet(OwnedQuerySet):
    """Cases by the office's own answer to the court or reviewing body; `Case.is_answer_overdue` says the same."""

    def owing_answer(self) -> Self:
        """Narrow to open cases whose copy has come and that nobody has answered (复议法 art. 48; 诉讼法 art. 67)."""
        return self.filter(concluded_on=None, answered_on=None, answer_due_on__isnull=False)

    def answer_overdue(self, today: date) -> Self:
        """Narrow to those whose days for it are over."""
        return self.owing_answer().filter(answer_due_on__lt=today)

    def answer_due_within(self, first: date, last: date) -> Self:
        """Narrow to those whose last day for it lies from `first` to `last`, both included."""
        return self.owing_answer().filter(answer_due_on__range=(first, last))


class Case(Record):
    """复议诉讼案件, with the application it is about where there is one (条例 art. 51)."""

    number = models.CharField("案件编号", max_length=60)
    route = models.CharField("案件类型", max_length=20, choices=Route)
    accepted_on = models.DateField("受理日期")
    result = models.CharField("结果", max_length=20, choices=Result, blank=True)
    concluded_on = models.DateField("办结日期", null=True, blank=True)
    application = models.ForeignKey(
        "disclosure.Application",
        verbose_name="关联申请",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    parties = EncryptedTextField("当事人", blank=True, default="", help_text="加密保存。")
    body = models.CharField("审理机关", max_length=100, blank=True)
    cause = models.CharField("案由", max_length=300, blank=True)
    # The office's own answer (复议法 art. 48; 诉讼法 art. 67). `answer_due_on` is what `disclosure.law.cases` says.
    copy_received_on = models.DateField("收到副本日期", null=True, blank=True)
    is_summary = models.BooleanField("简易程序", default=False)
    answer_due_on = models.DateField("答复（答辩）期限", null=True, blank=True, editable=False)
    answered_on = models.DateField("提交答复（答辩）日期", null=True, blank=True)
    costs = models.DecimalField(
        "费用（元）", max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )

    objects = CaseQuerySet.as_manager()

    visibility = Visibility.of(
        staff="id authority number route accepted_on result concluded_on application body cause copy_received_on"
        " is_summary answer_due_on answered_on costs",
        handlers="parties",
    )
    PERSONAL = ("parties",)

    class Meta:
        verbose_name = verbose_name_plural = "复议诉讼案件"
        ordering = ("-accepted_on", "-id")
        indexes = (
            models.Index(fields=["authority", "concluded_on", "route", "result", "accepted_on"], name="case_concluded"),
            models.Index(fields=["authority", "accepted_on"], name="case_accepted"),
        )
        constraints = (
            models.UniqueConstraint(
                name="disclosure_case_number_once",
                fields=["authority", "number"],
                violation_error_message="本机关已有这个案件编号。",
            ),
            check_choices("route", Route),
            check_choices("result", Result, blank=True),
            check_both_or_neither("result", "concluded_on", "结果和办结日期要么都填，要么都不填。"),
            check_order("concluded_on", "accepted_on", "办结日期早于受理日期，请核对两个日期。"),
            check_order("answered_on", "copy_received_on", "提交答复（答辩）日期早于收到副本日期，请核对两个日期。"),
            models.CheckConstraint(
                name="disclosure_case_costs_not_negative",
                condition=Q(costs__isnull=True) | Q(costs__gte=0),
                violation_error_message="费用不能小于 0。",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def owes_answer(self) -> bool:
        """Whether the office has still to answer; the database's side is `CaseQuerySet.owing_answer`."""
        return self.concluded_on is None and self.answered_on is None and self.answer_due_on is not None

    def is_answer_overdue(self, today: date) -> bool:
        """Whether the answer is owed after its last day; the database's side is `CaseQuerySet.answer_overdue`."""
        return self.owes_answer and self.answer_due_on is not None and self.answer_due_on < today

    @property
    def was_answered_late(self) -> bool:
        """Whether the answer was submitted after its last day."""
        return self.answered_on is not None and self.answer_due_on is not None and self.answered_on > self.answer_due_on

    def clean(self) -> None:
        super().clean()
        if self.application and self.application.authority_id != self.authority_id:
            raise ValidationError({"application": "关联的申请属于另一个行政机关，请在本机关的申请中选择。"})


class Hearing(models.Model):
    """开庭（听证）安排 of a case."""

    case = models.ForeignKey(Case, verbose_name="复议诉讼案件", on_delete=models.CASCADE, related_name="hearings")
    at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=200, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    authority_path = "case__authority"
    visibility = Visibility.of(staff="id case at place note")

    class Meta:
        verbose_name = verbose_name_plural = "开庭安排"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{localtime(self.at):%Y-%m-%d %H:%M}"
