"""What was done about an application, day by day: the input of its clock."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from disclosure.law.applications.late_entry import is_late_entry
from disclosure.law.choices.applications import CLOSING, StepKind

from .base import Visibility, check_choices

WITH_DAYS = (StepKind.CORRECTION_ASKED, StepKind.REASONS_ASKED, StepKind.EXTENDED, StepKind.REOPENED)


class StepQuerySet(models.QuerySet):
    """Steps as the database picks them; `disclosure.law.clock.steps` holds the same rules for steps in memory."""

    def since_reopened(self) -> Self:
        """Narrow to the steps of a later day than the last 重新办理 of their application."""
        return since_reopened(self, "on")

    def closings(self) -> Self:
        """Narrow to what ended an application since it was received and last reopened, as `clock.closings`."""
        receipts = Step.objects.filter(application=OuterRef("application"), kind=StepKind.RECEIVED).order_by("on")
        received_on = Coalesce(Subquery(receipts.values("on")[:1]), F("application__received_on"))
        return self.filter(kind__in=CLOSING, on__gte=received_on).since_reopened()


class Step(models.Model):
    """办理步骤, identified by application, kind and day. `disclosure.law.clock` judges their order."""

    application = models.ForeignKey(
        "disclosure.Application", verbose_name="信息公开申请", on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField("步骤", max_length=30, choices=StepKind)
    on = models.DateField("日期")
    days = models.PositiveSmallIntegerField(
        "天数",
        null=True,
        blank=True,
        help_text="延长告知：批准延长的工作日数，不填为 20；补正告知、说明理由告知：给予的合理期限，工作日数；"
        "重新办理：法院、复议机关限定的工作日数，不填为 20。",
    )
    note = models.CharField("说明", max_length=500, blank=True)
    # None: imported, or entered before this was kept.
    entered_on = models.DateField("登记日期", null=True, blank=True, editable=False)
    late_reason = models.CharField("补录理由", max_length=500, blank=True, editable=False)
    evidence = models.ForeignKey(
        "disclosure.Paper",
        verbose_name="凭证",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    authority_path = "application__authority"
    visibility = Visibility.of(staff="id application kind on days note entered_on late_reason evidence")

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理步骤"
        ordering = ("on", "id")
        constraints = (
            models.UniqueConstraint(
                name="disclosure_step_once",
                fields=["application", "kind", "on"],
                violation_error_message="这件申请在这一天已有同样的步骤。",
            ),
            check_choices("kind", StepKind),
            models.CheckConstraint(
                name="disclosure_step_days_of_extension",
                condition=Q(days__isnull=True) | Q(kind__in=WITH_DAYS, days__gte=1),
                violation_error_message="只有补正告知、说明理由告知、延长告知和重新办理可以填写天数，天数不小于 1。",
            ),
        )

    def __str__(self) -> str:
        return f"{StepKind(self.kind).label if self.kind in StepKind.values else self.kind} {self.on}"

    @property
    def is_late_entry(self) -> bool:
        """Whether it was entered later than on the day after (补录)."""
        return self.entered_on is not None and is_late_entry(self.on, self.entered_on)


Records = TypeVar("Records", bound=models.QuerySet)


def since_reopened(records: Records, field: str) -> Records:
    """Narrow records with an `application` to those whose day `field` is after it was last reopened (重新办理).

    One rule with `disclosure.law.clock.reopened_on`: what was done, asked or charged until that day, that day
    included, belongs to the former handling.
    """
    again = Step.objects.filter(application=OuterRef("application"), kind=StepKind.REOPENED, on__gte=OuterRef(field))
    return records.filter(~Exists(again))
