"""Choices of the registers of corrections of personal records and of complaints."""

from django.db.models import TextChoices


class ConcernResult(TextChoices):
    """Result of a request to correct one's own record (条例 art. 41)."""

    CORRECTED = "corrected", "已更正"
    PASSED_ON = "passed_on", "已转送有权更正的机关"
    DECLINED = "declined", "不予更正"
    OTHER = "other", "其他"


class ComplaintResult(TextChoices):
    """Result of a complaint about disclosure (条例 art. 51)."""

    UPHELD = "upheld", "投诉属实，已改正"
    PARTLY = "partly", "部分属实，已改正"
    UNFOUNDED = "unfounded", "投诉不属实"
    PASSED_ON = "passed_on", "已转有权处理的机关"
