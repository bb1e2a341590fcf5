"""Choices of administrative matters: the rows of table 2."""

from django.db.models import TextChoices


class MatterKind(TextChoices):
    """事项类型: the rows of table 2 (条例 art. 20(5), (6), (8))."""

    LICENCE = "licence", "行政许可"
    SERVICE = "service", "其他对外管理服务事项"
    PENALTY = "penalty", "行政处罚"
    COERCION = "coercion", "行政强制"
    CHARGE = "charge", "行政事业性收费"
