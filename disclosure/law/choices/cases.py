"""Choices of reviews and lawsuits: the groups and columns of table 4."""

from django.db.models import TextChoices


class Route(TextChoices):
    """The three groups of table 4.

    One value says both what a case is and whether a review came before: a lawsuit always says it, a review never does.
    """

    REVIEW = "review", "行政复议"
    DIRECT = "direct", "行政诉讼（未经复议直接起诉）"
    AFTER_REVIEW = "after_review", "行政诉讼（复议后起诉）"

    @property
    def case_type(self) -> str:
        return "行政复议" if self == Route.REVIEW else "行政诉讼"

    @property
    def reviewed_before(self) -> str:
        """是否经复议, as spreadsheets give it; empty for a review."""
        return {Route.REVIEW: "", Route.DIRECT: "否", Route.AFTER_REVIEW: "是"}[self]


class Result(TextChoices):
    """Result of a case; the columns of table 4."""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"
