"""The platform's tree of categories (目录栏目)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from disclosure.law.choices.items import CategoryKind

from .base import Visibility, check_choices


def new_code() -> str:
    """Eight random characters, for an address that stays the same when the category is renamed."""
    return get_random_string(8, "abcdefghjkmnpqrstuvwxyz23456789")


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
    code = models.CharField(
        "代号",
        max_length=40,
        default=new_code,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z", "代号只能用小写字母、数字和连字符。")],
        help_text="用于网址，栏目改名后网址不变。",
    )
    kind = models.CharField(
        "类型", max_length=20, choices=CategoryKind, default=CategoryKind.STANDING, help_text="决定多久没有更新算逾期。"
    )
    longest_days = models.PositiveIntegerField(
        "更新期限（天）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3660)],
        help_text="不填则按类型：动态要闻 14 天，通知公告和政策文件 6 个月。",
    )
    is_chosen = models.BooleanField(
        "采用", default=True, help_text="本机关采用的栏目没有内容时才算空白栏目；不采用的不算。"
    )
    description = models.CharField("栏目简介", max_length=200, blank=True)

    authority_path = "authority"
    visibility = Visibility.of(
        public="authority parent name position basis code kind description", staff="id longest_days is_chosen"
    )

    class Meta:
        verbose_name = verbose_name_plural = "目录栏目"
        ordering = ("position", "id")
        constraints = (
            check_choices("kind", CategoryKind),
            models.UniqueConstraint(
                name="disclosure_category_code_once",
                fields=["authority", "code"],
                violation_error_message="本机关已有这个代号的栏目。",
            ),
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
        super().clean()
        if self.parent_id and self.parent.authority_id != self.authority_id:
            raise ValidationError({"parent": "上级栏目属于另一个行政机关，请在本机关的栏目中选择。"})
