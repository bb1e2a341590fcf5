"""What was done about an application, day by day: the input of its clock."""

from django.db import models
from django.db.models import Q

from disclosure.law.kinds import StepKind

from .application import Application
from .base import Visibility, one_of


class Step(models.Model):
    """办理步骤, known by application, kind and day. Its order is judged by `disclosure.law.clock`, not here."""

    application = models.ForeignKey(
        Application, verbose_name="信息公开申请", on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField("步骤", max_length=30, choices=StepKind)
    on = models.DateField("日期")
    days = models.PositiveSmallIntegerField(
        "天数",
        null=True,
        blank=True,
        help_text="延长告知：批准延长的工作日数；重新办理：法院、复议机关限定的工作日数。不填为 20。",
    )
    note = models.CharField("说明", max_length=500, blank=True)

    authority_path = "application__authority"
    visibility = Visibility.of(staff="id application kind on days note")

    class Meta:
        verbose_name = verbose_name_plural = "办理步骤"
        ordering = ("on", "id")
        constraints = (
            models.UniqueConstraint(
                name="disclosure_step_once",
                fields=["application", "kind", "on"],
                violation_error_message="这件申请在这一天已有同样的步骤。",
            ),
            one_of("kind", StepKind),
            models.CheckConstraint(
                name="disclosure_step_days_of_extension",
                condition=Q(days__isnull=True) | Q(kind__in=(StepKind.EXTENDED, StepKind.REOPENED), days__gte=1),
                violation_error_message="只有延长告知和重新办理可以填写天数，天数不小于 1。",
            ),
        )

    def __str__(self) -> str:
        return f"{StepKind(self.kind).label if self.kind in StepKind.values else self.kind} {self.on}"
