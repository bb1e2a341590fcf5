"""The platform's tree of columns."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from .base import Visibility


class Category(TreeNode):
    """A node of the catalogue (条例 art. 20, 21; 平台规范)."""

    authority = models.ForeignKey(
        "disclosure.Authority", verbose_name="行政机关", on_delete=models.PROTECT, related_name="categories"
    )
    parent = TreeNodeForeignKey(
        "self", verbose_name="上级栏目", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField("名称", max_length=60, validators=[RegexValidator(r"^[^/]+\Z", "栏目名称不能含有「/」。")])
    position = models.PositiveIntegerField("次序", default=0, help_text="同一上级之下从小到大排列。")
    basis = models.CharField("依据", max_length=100, blank=True, help_text="如 条例第二十条第（一）项。")

    authority_path = "authority"
    visibility = Visibility.of(public="authority parent name position basis", staff="id")

    class Meta:
        verbose_name = verbose_name_plural = "目录栏目"
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                name="disclosure_category_name_once",
                fields=["authority", "parent", "name"],
                violation_error_message="同一上级栏目下已有这个名称。",
            ),
            models.UniqueConstraint(
                name="disclosure_category_top_name_once",
                fields=["authority", "name"],
                condition=Q(parent__isnull=True),
                violation_error_message="已有这个名称的一级栏目。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A column stands in the tree of its own authority."""
        super().clean()
        if self.parent_id and self.parent.authority_id != self.authority_id:
            raise ValidationError({"parent": "上级栏目属于另一个行政机关，请在本机关的栏目中选择。"})
