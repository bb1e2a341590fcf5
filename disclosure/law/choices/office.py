"""Choices of an authority."""

from django.db.models import TextChoices


class AuthorityKind(TextChoices):
    """机关类型. It decides which columns are suggested (条例 art. 20, 21)."""

    TOWN = "town", "乡镇人民政府"
    STREET = "street", "街道办事处"
    DEPARTMENT = "department", "政府部门"
    COUNTY = "county", "县级人民政府"
